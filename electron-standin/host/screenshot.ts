import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { app } from '../api/app.ts'
import type { BrowserWindow } from '../api/browser-window.ts'

/** Saves a picture of the first window with its views, once it is ready and its network is idle. */
export function saveScreenshot(file: string): void {
  app.once('browser-window-created', (_event: unknown, window: BrowserWindow) => {
    window.once('ready-to-show', () => {
      take(window, file).then(
        () => console.log(`electron-standin: saved ${file}`),
        error => console.error(`electron-standin: no screenshot: ${error}`),
      )
    })
  })
}

async function take(window: BrowserWindow, file: string): Promise<void> {
  const link = await window.webContents.link
  await link.page.waitForLoadState('networkidle')
  for (const view of window.contentView.children) {
    const guest = await view.webContents.link
    await guest.page.waitForLoadState('networkidle')
  }
  // Two equal pictures in a row mean that nothing moves any more.
  let before: Buffer = Buffer.alloc(0)
  for (let attempt = 0; attempt < 20; attempt++) {
    const now = await link.page.screenshot({ animations: 'disabled' })
    if (now.equals(before)) break
    before = now
    await link.page.waitForTimeout(150)
  }
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, before)
}
