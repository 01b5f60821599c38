import { hostname } from 'node:os'
import { join } from 'node:path'
import {
  app,
  type BrowserWindow,
  clipboard,
  dialog,
  Menu,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  shell,
} from 'electron'
import { throttle } from '../common/throttle.ts'
import type { CallResult, DesktopEvent } from '../preload/contract/index.ts'
import { openCache, readUnsent } from './cache/client.ts'
import { callHandlers } from './features.ts'
import { createWindowChannel } from './ipc/window-channel.ts'
import { log } from './log.ts'
import { registerAppScheme, serveApp } from './shell/app-scheme.ts'
import { createBadge } from './shell/badge.ts'
import { menuTemplate } from './shell/menu.ts'
import { createNotifier } from './shell/notifications.ts'
import { createPendingNavigation } from './shell/pending-navigation.ts'
import { saveScreenshot } from './shell/screenshot.ts'
import { createSecrets } from './shell/secrets.ts'
import { createSettings } from './shell/settings.ts'
import { createShutdown } from './shell/shutdown.ts'
import { claimInstance } from './shell/single-instance.ts'
import { openStoreFile } from './shell/store-file.ts'
import { languageOf, type Strings, strings } from './shell/strings.ts'
import { systemNotifications } from './shell/system-notification.ts'
import { type AppTray, createTray } from './shell/tray.ts'
import { watchWake } from './shell/wake.ts'
import { createMainWindow } from './shell/windows.ts'
import { createWorkbench, type Workbench } from './workbench/workbench.ts'
import { Account } from './workspace/account.ts'
import { demoFromEnvironment } from './workspace/demo.ts'

const { platform } = process
/** The unread number is counted at most this often, milliseconds. */
const countEveryMs = 200
const development = !app.isPackaged
const assets = join(app.getAppPath(), 'assets')
const bundles = join(app.getAppPath(), 'out')

registerAppScheme(protocol)
// A link of this very start comes while the instance is claimed.
const pendingNavigation = createPendingNavigation()
let showWindow: (() => void) | null = null
const first = claimInstance({
  app,
  argv: process.argv,
  development,
  onShow: () => showWindow?.(),
  onLink: pendingNavigation.go,
  log,
})

if (first) {
  app.whenReady().then(start).catch(fail)
} else {
  app.quit()
}

async function start(): Promise<void> {
  const userData = app.getPath('userData')
  const settings = createSettings(openStoreFile(userData, 'settings'))
  const secrets = createSecrets({ file: openStoreFile(userData, 'secrets'), safeStorage, platform })
  const language = () => languageOf(settings.get().language, app.getLocale())
  const openExternal = (address: string): Promise<void> => shell.openExternal(address)
  const copy = (text: string): void => {
    clipboard.writeText(text).catch(error => log('the clipboard took nothing', { error: String(error) }))
  }
  let quitting = false
  let openConversation: string | null = null
  let tray: AppTray | null = null

  const channel = createWindowChannel({ window: () => main.window(), log })
  const { emit } = channel
  const navigate = (place: DesktopEvent<'navigate'>): void => {
    main.show()
    pendingNavigation.go(place)
  }
  const main = createMainWindow({
    settings,
    nativeTheme,
    screen,
    platform,
    preload: join(bundles, 'preload/desktop.cjs'),
    icon: join(assets, 'icon.png'),
    development,
    hasTray: () => tray !== null,
    isQuitting: () => quitting,
    openExternal: address => void openExternal(address),
    onCreated: window => {
      pendingNavigation.pageGone()
      workbench.attach(window)
      badge.refresh()
    },
    onPageGone: () => {
      pendingNavigation.pageGone()
      openConversation = null
    },
    onCrashed: askAfterCrash,
    log,
  })
  const badge = createBadge({
    app,
    window: main.window,
    imageFrom: path => nativeImage.createFromPath(path),
    images: join(assets, 'badge'),
    platform,
    language,
  })
  const notifier = createNotifier({
    settings: settings.get,
    language,
    isLooking: id => main.focused() && openConversation === id,
    selfId: () => account.state.user?.id ?? null,
    onOpen: (id, seq) => navigate({ to: 'conversation', id, seq }),
    show: systemNotifications({ icon: join(assets, 'icon.png'), log }),
  })
  const count = async (): Promise<void> => {
    const summary = await account.workspace?.cache.conversationsSummary()
    if (summary !== undefined) emit('summary.changed', summary)
    badge.set(summary?.unread ?? 0)
    tray?.update({ unread: summary?.unread ?? 0 })
  }
  const counted = throttle(() => {
    count().catch(error => log('the unread number is not known', { error: String(error) }))
  }, countEveryMs)

  const account: Account = new Account({
    userDataDir: userData,
    secrets,
    remembered: { get: settings.lastSignIn, set: settings.setLastSignIn },
    openCache: (path, key) => openCache({ path, key }),
    readUnsent: (path, key) => readUnsent({ path, key }),
    device: { id: settings.deviceId(), name: hostname().slice(0, 100) || platform, platform },
    appVersion: app.getVersion(),
    demo: demoFromEnvironment(process.env),
    emit: (name, payload) => {
      emit(name, payload)
      if (name === 'session.changed') workbench.contextChanged()
      if (name !== 'cache.changed') return
      const { conversations, scopes } = payload as DesktopEvent<'cache.changed'>
      if (conversations === null || conversations.length > 0) counted()
      if (scopes.includes('apps')) {
        workbench
          .appsChanged()
          .catch(error => log('open apps could not follow the catalogue', { error: String(error) }))
      }
    },
    notifier,
    onUnsentLost: () => tell(words => ({ message: words.unsentLost, detail: words.unsentLostDetail })),
    onSignedOut: async accountKey => {
      openConversation = null
      notifier.clear()
      badge.set(0)
      tray?.update({ unread: 0 })
      await workbench.signedOut(accountKey)
    },
    log,
  })
  const workbench: Workbench = createWorkbench({
    preload: join(bundles, 'preload/miniapp.cjs'),
    partitionsFolder: join(app.getPath('sessionData'), 'Partitions'),
    settings,
    account,
    language,
    darkTheme: () => nativeTheme.shouldUseDarkColors,
    onTabs: tabs => emit('tabs.changed', tabs),
    navigate,
    openExternal,
    copy,
    development,
    log,
  })

  serveApp(protocol, join(bundles, 'renderer'))
  channel.answerCalls(
    callHandlers({
      account,
      info: (): CallResult<'app.info'> => ({ version: app.getVersion(), platform: osName(), language: language() }),
      settings,
      workbench,
      copy,
      openExternal,
      onOpenConversation: id => {
        openConversation = id
        if (id !== null && main.focused()) notifier.read(id)
      },
      onRead: notifier.read,
      onListening: () => pendingNavigation.pageReady(place => emit('navigate', place)),
      onFlushed: () => quit.flushed(),
    }),
  )
  const rebuildMenus = (): void => {
    const template = menuTemplate({ platform, language: language(), development, onNavigate: to => navigate({ to }) })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }
  rebuildMenus()
  tray = createTray({
    images: join(assets, 'tray'),
    platform,
    state: { unread: 0, doNotDisturb: settings.get().doNotDisturb, language: language() },
    onOpen: main.show,
    onDoNotDisturb: on => settings.set({ doNotDisturb: on }),
    onQuit: () => app.quit(),
  })
  settings.onChange((now, before) => {
    emit('settings.changed', now)
    tray?.update({ doNotDisturb: now.doNotDisturb, language: language() })
    if (now.language !== before.language) rebuildMenus()
    workbench.contextChanged()
  })
  nativeTheme.on('updated', () => workbench.contextChanged())
  watchWake({ powerMonitor, net, onWake: () => account.workspace?.wake() })

  app.on('window-all-closed', () => {
    // With a tray the app lives on without a window; it quits by its menu.
    if (tray === null || !settings.get().closeToTray) app.quit()
  })
  const quit = createShutdown({
    askPage: () => {
      const there = pendingNavigation.hasPage()
      if (there) emit('quitting', {})
      return there
    },
    stop: () => account.stop(),
    quit: () => app.quit(),
    log,
  })
  app.on('before-quit', event => {
    quitting = true
    if (!quit.canQuit()) event.preventDefault()
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())

  const workspace = app.commandLine.getSwitchValue('workspace')
  if (workspace !== '' && settings.lastSignIn().address === '')
    settings.setLastSignIn({ address: workspace, account: '' })
  showWindow = main.show
  const window = main.show()
  await account.start()
  counted()
  const { damagedCopy } = settings
  if (damagedCopy !== null)
    tell(words => ({ message: words.settingsReset, detail: words.settingsResetDetail(damagedCopy) }))
  const picture = app.commandLine.getSwitchValue('screenshot')
  if (picture !== '') saveScreenshot(window, picture).then(() => app.quit(), fail)

  function askAfterCrash(window: BrowserWindow): void {
    const { pageGone, pageGoneDetail, loadAgain, quit: end } = strings(language()).dialog
    dialog
      .showMessageBox(window, {
        type: 'error',
        message: pageGone,
        detail: pageGoneDetail,
        buttons: [loadAgain, end],
        defaultId: 0,
        cancelId: 0,
      })
      .then(({ response }) => (response === 0 ? main.show() : app.quit()))
      .catch(error => log('what to do after a crash was not asked', { error: String(error) }))
  }
  function tell(say: (words: Strings['dialog']) => { message: string; detail: string }): void {
    const words = strings(language()).dialog
    dialog
      .showMessageBox(main.show(), { type: 'warning', ...say(words), buttons: [words.ok] })
      .catch(error => log('a warning was not shown', { error: String(error) }))
  }
}

function osName(): CallResult<'app.info'>['platform'] {
  if (platform === 'darwin') return 'mac'
  return platform === 'win32' ? 'windows' : 'linux'
}

function fail(error: unknown): void {
  log('the client could not start', { error: error instanceof Error ? error.stack : String(error) })
  const words = strings(app.getLocale().startsWith('zh') ? 'zh' : 'en').dialog
  dialog.showErrorBox(
    words.startFailed,
    words.startFailedDetail(error instanceof Error ? error.message : String(error)),
  )
  app.exit(1)
}
