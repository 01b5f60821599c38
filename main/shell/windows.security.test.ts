import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import { expect, test, vi } from 'vitest'
import { FakeContents, FakeSession } from '../workbench/fake-electron.ts'
import { createSettings } from './settings.ts'
import { memoryFile } from './test-file.ts'

const made: { options: BrowserWindowConstructorOptions; contents: FakeContents; session: FakeSession }[] = []

vi.mock('electron', () => ({
  BrowserWindow: class {
    webContents: FakeContents & { session: FakeSession }
    constructor(options: BrowserWindowConstructorOptions) {
      const session = new FakeSession()
      this.webContents = Object.assign(new FakeContents(), { session })
      made.push({ options, contents: this.webContents, session })
    }
    setMenuBarVisibility() {}
    setBounds() {}
    once() {}
    on() {}
    loadURL = (url: string) => this.webContents.loadURL(url)
  },
}))

const { createMainWindow } = await import('./windows.ts')

test('the window is sandboxed, guarded and has no preferences beyond the listed ones', () => {
  const outside: string[] = []
  const area = { x: 0, y: 0, width: 1920, height: 1080 }
  const main = createMainWindow({
    settings: createSettings(memoryFile()),
    nativeTheme: { shouldUseDarkColors: false, on: () => {} } as never,
    systemPreferences: { getColor: () => '#000000' } as never,
    focusedContents: () => null,
    screen: { getPrimaryDisplay: () => ({ workArea: area }), getAllDisplays: () => [], on: () => {} } as never,
    platform: 'linux',
    preload: '/app/desktop.cjs',
    development: false,
    hasTray: () => false,
    showsTray: async () => false,
    askWithoutTray: async () => 'quit',
    isQuitting: () => false,
    openExternal: address => void outside.push(address),
    onPageGone: () => {},
    onUnresponsive: () => {},
    onCrashed: (_window: BrowserWindow) => {},
    log: () => {},
  })
  main.show()
  const [window] = made
  // Equal, not only containing: a preference that is added weakens the window until it is judged here.
  expect(window?.options.webPreferences).toEqual({
    preload: '/app/desktop.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: false,
  })
  expect(window?.contents.loaded).toEqual(['app://lianqun/index.html'])
  expect(window?.contents.tries('will-navigate', 'https://evil.example/')).toBe(true)
  expect(window?.contents.openWindow({ url: 'https://docs.example/' })).toEqual({ action: 'deny' })
  expect(outside).toEqual(['https://docs.example/'])
  expect(window?.session.checks({}, 'media', 'app://lianqun/', { mediaType: 'video' })).toBe(false)
  expect(window?.session.devices()).toBe(false)
})
