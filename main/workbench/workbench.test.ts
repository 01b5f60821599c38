import { EventEmitter } from 'node:events'
import type { App } from '@lianqun/protocol'
import type { BrowserWindow } from 'electron'
import { beforeEach, expect, test, vi } from 'vitest'
import { createSettings, type SettingsStore } from '../shell/settings.ts'
import { memoryFile } from '../shell/test-file.ts'
import { FakeWindow, made, resetFakes } from './fake-electron.ts'
import type { WorkbenchOptions } from './workbench.ts'

type Handler = (event: unknown, name: string, args: unknown) => Promise<unknown>
const handlers = new Map<string, Handler>()
vi.mock('electron', async () => {
  const fakes = await import('./fake-electron.ts')
  return {
    WebContentsView: fakes.FakeView,
    session: { fromPartition: fakes.fakeSession },
    ipcMain: {
      handle: (channel: string, handler: Handler) => handlers.set(channel, handler),
      removeHandler: (channel: string) => handlers.delete(channel),
    },
  }
})

const { createWorkbench } = await import('./workbench.ts')

const origin = 'https://chat.example.com'
const bounds = { x: 0, y: 0, width: 800, height: 600 }
const app = {
  id: 'news',
  name: '公告',
  latinName: 'News',
  startUrl: '/apps/news/',
  allowedOrigins: [],
  permissions: ['user.read', 'announcements'],
  deleted: false,
} as Partial<App> as App
const asked: unknown[] = []
let settings: SettingsStore
let page: EventEmitter
let workbench: ReturnType<typeof createWorkbench>

beforeEach(async () => {
  resetFakes()
  asked.length = 0
  settings = createSettings(memoryFile())
  settings.setAllowed('a1', 'news', origin, ['user.read', 'announcements', 'directory.read'])
  const workspace = {
    tokens: { accountKey: 'a1' },
    address: { httpOrigin: origin },
    cache: { app: async () => app },
    request: async (...call: unknown[]) => {
      asked.push(call)
      return { token: 't', expiresAt: 1, apiBase: '/api/apps' }
    },
  }
  workbench = createWorkbench({
    partitionsFolder: '/nowhere',
    platform: 'linux',
    preload: '/app/miniapp.cjs',
    settings,
    account: { state: {}, workspace, require: () => workspace } as unknown as WorkbenchOptions['account'],
    language: () => 'zh',
    darkTheme: () => false,
    onTabs: () => {},
    onCommand: () => {},
    navigate: () => {},
    openExternal: async () => {},
    copy: () => {},
    development: false,
    log: () => {},
  })
  const window = new FakeWindow()
  page = Object.assign(new EventEmitter(), { getZoomFactor: () => 1 })
  Object.assign(window, { webContents: page })
  workbench.attach(window as unknown as BrowserWindow)
  await workbench.open('news')
  made[0]?.webContents.arrives(`${origin}/apps/news/`)
})

test('no view covers a window page that is reloading or has crashed', () => {
  const show = () => workbench.show({ appId: 'news', bounds })
  const isShown = () => made[0]?.visible
  show()
  expect(isShown()).toBe(true)
  page.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true })
  page.emit('did-start-navigation', { isMainFrame: false, isSameDocument: false })
  expect(isShown()).toBe(true)
  page.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false })
  expect(isShown()).toBe(false)
  show()
  page.emit('render-process-gone', {}, { reason: 'crashed' })
  expect(isShown()).toBe(false)
})

test('a token is for the permissions that are declared and allowed', async () => {
  const call = () =>
    handlers.get('bridge:call')?.(
      { sender: made[0]?.webContents, senderFrame: { parent: null, origin } },
      'token.get',
      {},
    )
  expect(await call()).toMatchObject({ ok: true, value: { apiBase: `${origin}/api/apps` } })
  settings.setAllowed('a1', 'news', origin, ['user.read'])
  await call()
  expect(asked).toEqual([
    ['app.token', { appId: 'news', permissions: ['user.read', 'announcements'] }],
    ['app.token', { appId: 'news', permissions: ['user.read'] }],
  ])
})
