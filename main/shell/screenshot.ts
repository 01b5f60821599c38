import { writeFile } from 'node:fs/promises'
import type { BrowserWindow } from 'electron'

/** Saves a PNG of the window, after its page and fonts have loaded and the page has not changed for a moment. */
export async function saveScreenshot(window: BrowserWindow, file: string): Promise<void> {
  if (window.webContents.isLoading()) {
    await new Promise<void>(resolve => window.webContents.once('did-stop-loading', () => resolve()))
  }
  await window.webContents.executeJavaScript(
    `document.fonts.ready.then(() => new Promise(done => {
      let timer = setTimeout(done, 800)
      new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(done, 800) })
        .observe(document, { subtree: true, childList: true, characterData: true })
    }))`,
  )
  await writeFile(file, (await window.webContents.capturePage()).toPNG())
}
