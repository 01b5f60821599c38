import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from '@lianqun/protocol'
import type { BrowserWindow } from 'electron'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AppTab } from '../../preload/contract/index.ts'
import { createSettings, type SettingsStore } from '../shell/settings.ts'
import { memoryFile } from '../shell/test-file.ts'
import { type FakeView, FakeWindow, fakeSession, made, resetFakes } from './fake-electron.ts'

vi.mock('electron', async () => {
  const fakes = await import('./fake-electron.ts')
  return { WebContentsView: fakes.FakeView, session: { fromPartition: fakes.fakeSession } }
})

const { Tabs } = await import('./tabs.ts')

const base = 'https://chat.example.com'
let apps: Map<string, App>
let permissions: SettingsStore
let window: FakeWindow
let changes: AppTab[][]
let commands: unknown[]
let logged: string[]
let account: string | null
let partitionsFolder: string
let tabs: InstanceType<typeof Tabs>

beforeEach(() => {
  resetFakes()
  apps = new Map()
  permissions = createSettings(memoryFile())
  window = new FakeWindow()
  changes = []
  commands = []
  logged = []
  account = 'a1'
  partitionsFolder = mkdtempSync(join(tmpdir(), 'lianqun-partitions-'))
  tabs = new Tabs({
    window: () => window as unknown as BrowserWindow,
    preload: '/app/miniapp.cjs',
    partitionsFolder,
    development: false,
    workspace: () => (account === null ? null : { accountKey: account, httpBase: base }),
    appOf: async id => apps.get(id) ?? null,
    permissions,
    nameOf: app => app.name,
    background: () => '#ffffff',
    openExternal: () => {},
    onTabs: now => void changes.push(now),
    onCommand: command => void commands.push(command),
    mac: false,
    log: message => void logged.push(message),
  })
  add('news')
})

afterEach(() => rmSync(partitionsFolder, { recursive: true, force: true }))

function add(id: string, change: Partial<App> = {}): App {
  const app: App = {
    id,
    name: `名${id}`,
    latinName: '',
    description: '',
    latinDescription: '',
    group: '',
    icon: 'box',
    hue: 1,
    startUrl: `/apps/${id}/`,
    allowedOrigins: [],
    permissions: [],
    sortOrder: 1,
    deleted: false,
    revision: 1,
    ...change,
  }
  apps.set(id, app)
  return app
}

const bounds = { x: 60, y: 36, width: 800, height: 600 }
const newest = () => made.at(-1) as FakeView
const states = () => tabs.tabs().map(tab => `${tab.appId} ${tab.state}`)
async function opened(id: string): Promise<FakeView> {
  await tabs.open(id)
  tabs.show({ appId: id, bounds })
  newest().webContents.arrives(`${base}/apps/${id}/`)
  return newest()
}

describe('opening', () => {
  test('creates one sandboxed view in the partition of account and app', async () => {
    await Promise.all([tabs.open('news'), tabs.open('news')])
    await tabs.open('news')
    expect(made).toHaveLength(1)
    // Equal, not only containing: a preference that is added weakens the view until it is judged here.
    expect(newest().options.webPreferences).toEqual({
      partition: 'persist:app-a1-news',
      preload: '/app/miniapp.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      disableDialogs: true,
      focusOnNavigation: false,
      autoplayPolicy: 'document-user-activation-required',
      devTools: false,
    })
    expect(newest().webContents.loaded).toEqual([`${base}/apps/news/`])
    expect(states()).toEqual(['news loading'])
  })

  test('shows the view only when its page is loaded and the window has bounds for it', async () => {
    await tabs.open('news')
    const view = newest()
    tabs.show({ appId: 'news', bounds })
    expect(view.visible).toBe(false)
    view.webContents.arrives(`${base}/apps/news/`)
    expect([view.visible, view.bounds]).toEqual([true, bounds])
    tabs.show(null)
    expect(view.visible).toBe(false)
    window.zoom = 1.25
    tabs.show({ appId: 'news', bounds: { x: 60.5, y: 36, width: 100, height: 101 } })
    expect(view.bounds).toEqual({ x: 76, y: 45, width: 125, height: 126 })
  })

  test('several stay open, one is visible', async () => {
    add('leave')
    const first = await opened('news')
    const second = await opened('leave')
    expect([first.visible, second.visible]).toEqual([false, true])
    expect(states()).toEqual(['news ready', 'leave ready'])
    tabs.show({ appId: 'news', bounds })
    expect([first.visible, second.visible]).toEqual([true, false])
  })

  test('does nothing for an unknown or deleted app, or while signed out', async () => {
    add('gone', { deleted: true })
    await tabs.open('none')
    await tabs.open('gone')
    account = null
    await tabs.open('news')
    expect(made).toEqual([])
    expect(tabs.tabs()).toEqual([])
  })

  test('a manifest without an allowed address is blocked', async () => {
    add('bad', { startUrl: '//evil.example/' })
    await tabs.open('bad')
    expect(tabs.tabs()[0]).toMatchObject({ state: 'blocked', error: '//evil.example/' })
    expect(made).toEqual([])
  })
})

describe('many tabs', () => {
  test('beyond eight, the least recently shown page is closed, and loaded again at its address', async () => {
    const ids = ['news', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
    for (const id of ids.slice(1)) add(id)
    const pages: FakeView[] = []
    for (const id of ids) pages.push(await opened(id))
    tabs.show({ appId: 'news', bounds })
    pages[1]?.webContents.emit('did-navigate-in-page', {}, `${base}/apps/b/#2`, true)
    add('i')
    await opened('i')
    expect(pages.map(view => view.page.destroyed)).toEqual(ids.map(id => id === 'b'))
    expect(window.contentView.children).toHaveLength(8)
    expect(tabs.tabs()).toHaveLength(9)
    tabs.show({ appId: 'b', bounds })
    expect(newest().webContents.loaded).toEqual([`${base}/apps/b/#2`])
    expect(pages[2]?.page.destroyed).toBe(true)
  })

  test('the window is notified at once, then at most ten times a second, at last with the final state', async () => {
    vi.useFakeTimers()
    try {
      await opened('news')
      vi.advanceTimersByTime(1_000)
      const before = changes.length
      for (let i = 0; i < 50; i++) tabs.setTitle('news', `公告 (${i})`)
      expect(changes.length - before).toBe(1)
      vi.advanceTimersByTime(100)
      expect(changes.length - before).toBe(2)
      expect(changes.at(-1)?.[0]?.title).toBe('公告 (49)')
      vi.advanceTimersByTime(1_000)
      expect(changes.length - before).toBe(2)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('consent', () => {
  test('revoking closes the page, and consent is needed before the next one', async () => {
    add('leave', { permissions: ['user.read'] })
    await tabs.open('leave')
    await tabs.allow('leave', ['user.read'])
    const view = newest()
    tabs.revoke('leave')
    expect(view.page.destroyed).toBe(true)
    expect(states()).toEqual(['leave consent'])
    expect(permissions.allowed('a1', 'leave', base)).toEqual([])
    // Its data can still be found when the user signs out.
    expect(permissions.usedApps('a1')).toEqual(['leave'])
    tabs.revoke('news')
    await tabs.allow('leave', ['user.read'])
    expect([states(), made.length]).toEqual([['leave loading'], 2])
  })

  test('is needed before there is a view, and is remembered', async () => {
    add('leave', { permissions: ['user.read'] })
    await tabs.open('leave')
    expect(states()).toEqual(['leave consent'])
    expect(made).toEqual([])
    await tabs.allow('leave', ['user.read', 'clipboard.write'])
    expect(states()).toEqual(['leave loading'])
    expect(permissions.allowed('a1', 'leave', base)).toEqual(['user.read'])
    tabs.close('leave')
    await tabs.open('leave')
    expect(states()).toEqual(['leave loading'])
  })

  test('is for the origin of the app’s start: one that it moves to is asked for anew, and gets no page before', async () => {
    add('leave', { permissions: ['user.read'] })
    await tabs.open('leave')
    await tabs.allow('leave', ['user.read'])
    const view = newest()
    add('leave', { permissions: ['user.read'], startUrl: 'https://elsewhere.example/' })
    await tabs.appsChanged()
    expect([states(), view.page.destroyed, made.length]).toEqual([['leave consent'], true, 1])
    expect(tabs.tabs()[0]).toMatchObject({ origin: 'https://elsewhere.example', own: false })
    tabs.close('leave')
    await tabs.open('leave')
    expect(states()).toEqual(['leave consent'])
    await tabs.allow('leave', ['user.read'])
    expect(permissions.allowed('a1', 'leave', 'https://elsewhere.example')).toEqual(['user.read'])
    // It is asked again when it moves back: the one consent that holds is the last.
    expect(permissions.allowed('a1', 'leave', base)).toEqual([])
  })

  test('is needed again when the manifest declares more, and the view is closed meanwhile', async () => {
    add('leave', { permissions: ['user.read'] })
    await tabs.open('leave')
    await tabs.allow('leave', [])
    const view = newest()
    add('leave', { permissions: ['user.read'], description: 'new' })
    await tabs.appsChanged()
    expect([states(), view.page.destroyed]).toEqual([['leave loading'], false])
    add('leave', { permissions: ['user.read', 'directory.read'] })
    await tabs.appsChanged()
    expect([states(), view.page.destroyed]).toEqual([['leave consent'], true])
    expect(tabs.guestOf(view.page.asContents)).toBeNull()
  })
})

describe('the page', () => {
  test('gives the tab its title; a title set by the app has priority', async () => {
    const { webContents } = await opened('news')
    expect(tabs.tabs()[0]).toMatchObject({ title: '名news', canGoBack: false })
    webContents.emit('page-title-updated', {}, 'chat.example.com/apps/news', false)
    expect(tabs.tabs()[0]?.title).toBe('名news')
    webContents.emit('page-title-updated', {}, '头条', true)
    expect(tabs.tabs()[0]?.title).toBe('头条')
    tabs.setTitle('news', '公告 (3)')
    webContents.emit('page-title-updated', {}, '头条 2', true)
    expect(tabs.tabs()[0]?.title).toBe('公告 (3)')
    tabs.setTitle('news', '')
    expect(tabs.tabs()[0]?.title).toBe('名news')
    webContents.backs = 1
    webContents.emit('did-navigate-in-page', {}, `${base}/apps/news/#2`, true)
    expect(tabs.tabs()[0]).toMatchObject({ canGoBack: true })
    tabs.back('news')
    expect(webContents.calls).toContain('goBack')
  })

  test('has a title of one line that turns nothing around, and the app’s name in place of one that is not seen', async () => {
    const { webContents } = await opened('news')
    const titled = (title: string) => {
      webContents.emit('page-title-updated', {}, title, true)
      return tabs.tabs()[0]?.title
    }
    expect(titled('设置\u202e\n\u0000ok')).toBe('设置 ok')
    expect(titled('x'.repeat(5_000))).toHaveLength(100)
    expect(titled('\u200b\u3164')).toBe('名news')
    tabs.setTitle('news', '\u2067设置')
    expect(tabs.tabs()[0]?.title).toBe('设置')
    tabs.setTitle('news', ' \u3164 ')
    expect(tabs.tabs()[0]?.title).toBe('名news')
  })

  test('that fails has an error, is hidden, and can be loaded again', async () => {
    const view = await opened('news')
    view.webContents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', `${base}/x`, true)
    view.webContents.emit('did-fail-load', {}, -105, 'ERR_NAME_NOT_RESOLVED', `${base}/frame`, false)
    expect(states()).toEqual(['news ready'])
    view.webContents.emit('did-fail-load', {}, -106, 'ERR_INTERNET_DISCONNECTED', `${base}/apps/news/`, true)
    view.webContents.emit('dom-ready')
    expect(tabs.tabs()[0]).toMatchObject({ state: 'failed', error: 'ERR_INTERNET_DISCONNECTED' })
    expect(view.visible).toBe(false)
    tabs.reload('news')
    expect(states()).toEqual(['news loading'])
    expect(view.webContents.loaded).toHaveLength(2)
    view.webContents.arrives(`${base}/apps/news/`)
    expect([states(), view.visible]).toEqual([['news ready'], true])
  })

  test('that is reloaded stays visible', async () => {
    const view = await opened('news')
    tabs.reload('news')
    expect(view.webContents.calls).toContain('reload')
    expect([states(), view.visible]).toEqual([['news loading'], true])
  })

  test('that navigates elsewhere is blocked, and can be shown again', async () => {
    const view = await opened('news')
    expect(view.webContents.tries('will-navigate', 'https://evil.example/')).toBe(true)
    expect(tabs.tabs()[0]).toMatchObject({ state: 'blocked', error: 'https://evil.example', canGoBack: true })
    expect(view.visible).toBe(false)
    tabs.back('news')
    expect([states(), view.visible, view.webContents.calls.includes('goBack')]).toEqual([['news ready'], true, false])
  })

  test('that was cancelled on its way elsewhere is blocked, and opens again at the start', async () => {
    const view = await opened('news')
    view.webContents.emit('did-fail-load', {}, -27, 'ERR_BLOCKED_BY_RESPONSE', 'https://evil.example/?x', true)
    expect(tabs.tabs()[0]).toMatchObject({ state: 'blocked', error: 'https://evil.example', canGoBack: false })
    tabs.reload('news')
    expect(view.webContents.loaded.at(-1)).toBe(`${base}/apps/news/`)
  })

  test('that is redirected elsewhere at the start is blocked until it is reloaded', async () => {
    await tabs.open('news')
    const { webContents } = newest()
    expect(webContents.tries('will-redirect', 'https://login.example/')).toBe(true)
    webContents.emit('did-stop-loading')
    expect(tabs.tabs()[0]).toMatchObject({ state: 'blocked', error: 'https://login.example', canGoBack: false })
    tabs.reload('news')
    expect(states()).toEqual(['news loading'])
    expect(webContents.loaded).toEqual([`${base}/apps/news/`, `${base}/apps/news/`])
  })

  test('that closes itself closes its tab, and no other', async () => {
    add('leave')
    const view = await opened('news')
    await opened('leave')
    view.webContents.close()
    expect(states()).toEqual(['leave ready'])
    expect(window.contentView.children).toEqual([newest()])
    tabs.send('context.changed', () => ({}) as never)
    await tabs.signedOut('a1')
    expect(tabs.tabs()).toEqual([])
  })

  test('that crashes gets a new view when it is opened again', async () => {
    const view = await opened('news')
    view.webContents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 1 })
    expect(tabs.tabs()[0]).toMatchObject({ state: 'crashed', error: 'oom' })
    await tabs.open('news')
    expect([made.length, view.page.destroyed]).toEqual([2, true])
    expect(states()).toEqual(['news loading'])
    view.page.emit('did-fail-load', {}, -2, 'ERR_FAILED', base, true)
    expect(states()).toEqual(['news loading'])
  })
})

describe('the guest', () => {
  test('is identified by its view only', async () => {
    const view = await opened('news')
    expect(tabs.guestOf(view.webContents.asContents)).toMatchObject({ app: { id: 'news' }, shown: true })
    tabs.show(null)
    expect(tabs.guestOf(view.webContents.asContents)?.shown).toBe(false)
    expect(tabs.guestOf({} as never)).toBeNull()
  })

  test('counts as shown only in a visible and focused window', async () => {
    const view = await opened('news')
    const shown = () => tabs.guestOf(view.webContents.asContents)?.shown
    for (const state of ['minimized', 'visible', 'focused'] as const) {
      window[state] = !window[state]
      expect(shown()).toBe(false)
      window[state] = !window[state]
      expect(shown()).toBe(true)
    }
  })

  test('gets context events while the view has its own page', async () => {
    const view = await opened('news')
    const context = { appId: 'news' } as never
    tabs.send('context.changed', () => context)
    expect(view.webContents.sent).toEqual([['bridge:event', 'context.changed', context]])
    view.webContents.url = 'https://elsewhere.example/'
    tabs.send('context.changed', () => context)
    expect(view.webContents.sent).toHaveLength(1)
  })

  test('reaches its origins only while its tab is open', async () => {
    const guest = fakeSession('persist:app-a1-news')
    await opened('news')
    expect(guest.lets(`${base}/api`)).toBe(true)
    expect(guest.lets('https://evil.example/')).toBe(false)
    tabs.close('news')
    expect(guest.lets(`${base}/api`)).toBe(false)
    await opened('news')
    expect(guest.lets(`${base}/api`)).toBe(true)
  })

  test('follows its manifest: new origins at once, a new start with a new view, closed when deleted', async () => {
    const guest = fakeSession('persist:app-a1-news')
    const view = await opened('news')
    add('news', { allowedOrigins: ['https://cdn.example'] })
    await tabs.appsChanged()
    expect([guest.lets('https://cdn.example/x.js'), view.page.destroyed]).toEqual([true, false])
    add('news', { startUrl: 'https://news.example/' })
    await tabs.appsChanged()
    expect([view.page.destroyed, newest().webContents.loaded]).toEqual([true, ['https://news.example/']])
    add('news', { deleted: true })
    await tabs.appsChanged()
    expect([tabs.tabs(), newest().page.destroyed]).toEqual([[], true])
  })
})

describe('the keyboard', () => {
  test('goes to an app on request while it is shown, and back to the window when it is hidden', async () => {
    const view = await opened('news')
    tabs.show(null)
    tabs.focus('news')
    expect(view.webContents.focused).toBe(false)
    tabs.show({ appId: 'news', bounds })
    tabs.focus('news')
    expect([view.webContents.focused, window.pageFocused]).toEqual([true, 0])
    tabs.show(null)
    expect(window.pageFocused).toBe(1)
    tabs.show(null)
    expect(window.pageFocused).toBe(1)
  })

  test('leaves an app by F6, Ctrl+W and Ctrl+Tab; the app does not get these keys, and gets all others', async () => {
    const { webContents } = await opened('news')
    const control = { control: true }
    expect(webContents.presses('F6')).toBe(true)
    expect(webContents.presses('w', control)).toBe(true)
    expect(webContents.presses('Tab', control)).toBe(true)
    expect(webContents.presses('Tab', { ...control, shift: true })).toBe(true)
    expect(webContents.presses('w', { ...control, isAutoRepeat: true })).toBe(true)
    expect(commands).toEqual(['leave', 'close', 'next', 'previous'].map(command => ({ appId: 'news', command })))
    expect(window.pageFocused).toBe(4)
    for (const [key, more] of [
      ['w', {}],
      ['w', { meta: true }],
      ['Tab', {}],
      ['F6', control],
      ['w', { ...control, alt: true }],
    ] as const)
      expect(webContents.presses(key, more)).toBe(false)
    expect(commands).toHaveLength(4)
  })
})

test('a picture of an app is taken only while it is shown', async () => {
  await opened('news')
  expect(await tabs.picture('news')).toBe(`data:image/jpeg;base64,${Buffer.from('picture').toString('base64')}`)
  tabs.show(null)
  expect(await tabs.picture('news')).toBeNull()
  expect(await tabs.picture('none')).toBeNull()
})

describe('closing and signing out', () => {
  test('closing destroys the view and clears nothing', async () => {
    const view = await opened('news')
    tabs.close('news')
    expect([view.page.destroyed, window.contentView.children, tabs.tabs()]).toEqual([true, [], []])
    expect(fakeSession('persist:app-a1-news').cleared).toEqual([])
    tabs.close('news')
    tabs.reload('news')
    tabs.back('news')
  })

  test('signing out closes all and clears the data of the account’s apps, also of earlier runs', async () => {
    const view = await opened('news')
    permissions.setAllowed('a1', 'earlier', base, [])
    permissions.setAllowed('b2', 'other', base, [])
    account = null
    await tabs.signedOut('a1')
    expect([view.page.destroyed, tabs.tabs()]).toEqual([true, []])
    for (const app of ['news', 'earlier']) {
      expect(fakeSession(`persist:app-a1-${app}`).cleared).toEqual(['data', 'code', 'auth'])
    }
    expect(fakeSession('persist:app-b2-other').cleared).toEqual([])
  })

  test('signing out clears the data only when no page runs any more, also one that was closed before', async () => {
    vi.useFakeTimers()
    try {
      const view = await opened('news')
      view.page.lingers = true
      tabs.close('news')
      const out = tabs.signedOut('a1')
      await vi.advanceTimersByTimeAsync(900)
      const guest = fakeSession('persist:app-a1-news')
      expect([view.page.destroyed, guest.cleared]).toEqual([false, []])
      await vi.advanceTimersByTimeAsync(200)
      await out
      expect(view.page.calls.slice(-3)).toEqual(['close', 'crash', 'close'])
      expect([view.page.destroyed, guest.cleared]).toEqual([true, ['data', 'code', 'auth']])
    } finally {
      vi.useRealTimers()
    }
  })

  test('signing out clears partitions on the disk even if the settings do not name the app', async () => {
    for (const name of ['app-a1-forgotten', 'app-a12-other', 'else']) mkdirSync(join(partitionsFolder, name))
    await tabs.signedOut('a1')
    expect(fakeSession('persist:app-a1-forgotten').cleared).toEqual(['data', 'code', 'auth'])
    expect(fakeSession('persist:app-a12-other').cleared).toEqual([])
    expect(fakeSession('persist:else').cleared).toEqual([])
  })

  test('signing out continues if one partition cannot be cleared', async () => {
    permissions.setAllowed('a1', 'first', base, [])
    permissions.setAllowed('a1', 'second', base, [])
    fakeSession('persist:app-a1-first').stuck = true
    await tabs.signedOut('a1')
    expect(fakeSession('persist:app-a1-second').cleared).toEqual(['data', 'code', 'auth'])
    expect(logged).toEqual(['the data of an app could not be cleared'])
  })

  test('closing the window closes all pages', async () => {
    const view = await opened('news')
    window.emit('closed')
    expect([view.page.destroyed, tabs.tabs()]).toEqual([true, []])
  })
})
