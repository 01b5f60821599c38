import { hostname } from 'node:os'
import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  ClipboardItem,
  clipboard,
  dialog,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
  webContents,
} from 'electron'
import { throttle } from '../common/throttle.ts'
import type { DesktopEvent } from '../preload/contract/index.ts'
import { openCache, readUnsent } from './cache/client.ts'
import { createNetwork, readProxiesAnew } from './electron-network.ts'
import { callHandlers } from './features.ts'
import { createFileActions } from './files/file-actions.ts'
import { markerOf } from './files/local-files.ts'
import { createWindowChannel } from './ipc/window-channel.ts'
import { log, recentLog } from './log.ts'
import { createQuestions } from './network/questions.ts'
import { serveApp } from './shell/app-scheme.ts'
import { createBadge } from './shell/badge.ts'
import { menuCommands } from './shell/commands.ts'
import { showContextMenus } from './shell/context-menu.ts'
import { deleteCrashReports } from './shell/crash-reports.ts'
import { developerOptions } from './shell/developer-options.ts'
import { diagnosticsText, systemFacts } from './shell/diagnostics.ts'
import { createDialogs } from './shell/dialogs.ts'
import { ownIcon } from './shell/icons.ts'
import { watchIdle } from './shell/idle.ts'
import { menuTemplate } from './shell/menu.ts'
import { conversationOf, Notifier } from './shell/notifications.ts'
import { osName } from './shell/os-name.ts'
import type { PendingNavigation } from './shell/pending-navigation.ts'
import { ReminderNotices, reminderOf } from './shell/reminder-notices.ts'
import { restart } from './shell/restart.ts'
import { runCommand } from './shell/run-command.ts'
import { saveScreenshot } from './shell/screenshot.ts'
import { createSecrets } from './shell/secrets.ts'
import { createSettings } from './shell/settings.ts'
import { bindShutdown } from './shell/shutdown-triggers.ts'
import { openStoreFile } from './shell/store-file.ts'
import { type Language, languageOf, strings } from './shell/strings.ts'
import { systemNotifications } from './shell/system-notification.ts'
import { type AppTray, createTray } from './shell/tray.ts'
import { showsTrayIcons } from './shell/tray-host.ts'
import { createUnreadCounter } from './shell/unread-counter.ts'
import { canUpdateItself, createUpdates, readUpdateConfig, type Updater } from './shell/updates.ts'
import { watchWake } from './shell/wake.ts'
import { createMainWindow, type MainWindow } from './shell/windows.ts'
import { createWorkbench, type Workbench } from './workbench/workbench.ts'
import { Account } from './workspace/account.ts'
import { demoFromEnvironment } from './workspace/demo.ts'
import { diagnose } from './workspace/doctor.ts'

const { platform } = process
/** The connection is checked or opened anew at most this often for what the system tells (ms). */
const wakeEveryMs = 1_000
/** The session that the workspace's requests go through: without the cookies of any page. */
const workspaceSession = (): Electron.Session => session.fromPartition('workspace')
const language = (chosen: Language | 'system'): Language => languageOf(chosen, app.getLocale())
const openExternal = (address: string): Promise<void> => shell.openExternal(address)
const copy = (text: string, html?: string): void => {
  const written =
    html === undefined
      ? clipboard.writeText(text)
      : clipboard.write([new ClipboardItem({ 'text/plain': text, 'text/html': html })])
  written.catch(error => log('writing the clipboard failed', { error: String(error) }))
}

/** Creates the parts of the client and connects them. One instance per process, after the app is ready. */
export class Client {
  readonly #development = !app.isPackaged
  #away = false
  readonly #developer = developerOptions({ packaged: app.isPackaged, switches: app.commandLine, env: process.env })
  readonly #assets = join(app.getAppPath(), 'assets')
  readonly #bundles = join(app.getAppPath(), 'out')
  readonly #userData = app.getPath('userData')
  readonly #pendingNavigation: PendingNavigation
  readonly #settings = createSettings(openStoreFile(this.#userData, 'settings'))
  readonly #channel = createWindowChannel({ window: () => this.#main.window(), log })
  readonly #dialogs = createDialogs({
    dialog,
    language: () => this.#language(),
    show: () => this.#main.show(),
    quit: () => app.quit(),
    log,
  })
  readonly #quitting = bindShutdown({
    app,
    powerMonitor,
    signals: process,
    livesWithoutWindow: () => this.#tray !== null && this.#settings.get().closeToTray,
    askPage: () => this.#askPageToFlush(),
    askUnsaved: count => this.#dialogs.askToLoseDrafts(count),
    stop: () => {
      this.#notifier.clear()
      return this.#account.stop()
    },
    log,
  })
  readonly #main: MainWindow = this.#createMainWindow()
  readonly #badge = createBadge({
    app,
    window: this.#main.window,
    imageFrom: path => nativeImage.createFromPath(path),
    images: join(this.#assets, 'badge'),
    platform,
    language: () => this.#language(),
  })
  readonly #notifications = systemNotifications({
    Notification,
    platform,
    icon: this.#icon(128),
    onEarlierClicked: id => {
      const reminder = reminderOf(id)
      const conversation = reminder === null ? conversationOf(id) : reminder === 'many' ? null : reminder.conversationId
      if (reminder === 'many') this.#navigate({ to: id.startsWith('request:') ? 'requests' : 'saved' })
      else if (conversation === null) this.#main.show()
      else this.#navigate({ to: 'conversation', id: conversation, seq: null })
    },
    log,
  })
  readonly #notifier = new Notifier({
    settings: this.#settings.get,
    language: () => this.#language(),
    isLooking: id => this.#main.focused() && this.#openConversation === id,
    selfId: () => this.#account.state.user?.id ?? null,
    onOpen: (id, seq) => this.#navigate({ to: 'conversation', id, seq }),
    show: this.#notifications.show,
  })
  readonly #requests = new ReminderNotices({
    kind: 'request',
    isLooking: id => this.#main.focused() && this.#openConversation === id,
    settings: this.#settings.get,
    language: () => this.#language(),
    onOpen: (id, seq) => this.#navigate({ to: 'conversation', id, seq }),
    onOpenList: () => this.#navigate({ to: 'requests' }),
    show: this.#notifications.show,
  })
  readonly #reminders = new ReminderNotices({
    kind: 'reminder',
    settings: this.#settings.get,
    language: () => this.#language(),
    onOpen: (id, seq) => this.#navigate({ to: 'conversation', id, seq }),
    onOpenList: () => this.#navigate({ to: 'saved' }),
    show: this.#notifications.show,
  })
  readonly #countUnread = createUnreadCounter({
    summary: () => this.#account.workspace?.cache.conversationsSummary(),
    show: summary => {
      if (summary !== null) this.#channel.emit('summary.changed', summary)
      this.#showUnread(summary?.unread ?? 0)
    },
    log,
  })
  readonly #secrets = createSecrets({ file: openStoreFile(this.#userData, 'secrets'), safeStorage, platform })
  readonly #questions = createQuestions({
    emit: (name, payload) => this.#channel.emit(name, payload),
    canRemember: async () => (await this.#secrets.state()) === 'real',
    log,
  })
  readonly #network = createNetwork({
    app,
    net,
    session: workspaceSession,
    secrets: this.#secrets,
    askPassword: challenge => this.#questions.ask(challenge),
    chooseCertificate: this.#dialogs.chooseCertificate,
    log,
  })
  readonly #account: Account = this.#createAccount()
  readonly #workbench: Workbench = this.#createWorkbench()
  readonly #fileActions = createFileActions({
    workspace: () => this.#account.require(),
    dialog,
    shell,
    downloads: () => app.getPath('downloads'),
    mark: markerOf(platform, log),
    window: () => this.#main.show(),
    pictures: () => strings(this.#language()).dialog.pictures,
  })
  readonly #updates = createUpdates({
    config: this.#development ? null : readUpdateConfig(app.getAppPath()),
    updater: async config => (await import('./shell/update-feed.ts')).useFeed(config) as Updater,
    updatesItself: canUpdateItself(platform, process.env),
    app,
    onChange: state => this.#channel.emit('updates.changed', state),
    log,
  })
  #tray: AppTray | null = null
  /** Id of the conversation that the window shows, or null. */
  #openConversation: string | null = null

  /** @param pendingNavigation may already have the target of a link that came before the client was created */
  constructor(pendingNavigation: PendingNavigation) {
    this.#pendingNavigation = pendingNavigation
  }

  /** Shows the window and opens the workspace of the last session. To be called once. */
  async start(): Promise<void> {
    serveApp(protocol, join(this.#bundles, 'renderer'), async (path, headers) => {
      const files = this.#account.workspace?.files
      return files === undefined ? { status: 404, headers: {}, body: null } : files.serve(path, headers)
    })
    this.#channel.takeFiles(request => this.#account.require().files.stage(request))
    this.#answerCalls()
    this.#buildMenu()
    this.#createTray()
    this.#followSystem()
    showContextMenus({
      app,
      buildMenu: template => Menu.buildFromTemplate(template),
      windowOf: contents => BrowserWindow.fromWebContents(contents),
      language: () => this.#language(),
      copy,
    })
    // Their texts may be of an account that has signed out since.
    this.#notifications.removeAll()
    const workspace = app.commandLine.getSwitchValue('workspace')
    if (workspace !== '' && this.#settings.lastSignIn().address === '')
      this.#settings.setLastSignIn({ address: workspace, account: '' })
    const window = this.#main.show()
    this.#notifications.followEarlier()
    this.#updates.watch()
    await this.#account.start()
    this.#countUnread()
    const { damagedCopy } = this.#settings
    if (damagedCopy !== null) this.#dialogs.warnOfSettingsReset(damagedCopy)
    const { screenshot } = this.#developer
    if (screenshot === '') return
    await saveScreenshot(window, screenshot)
    app.quit()
  }

  /** Brings the window to the front. */
  show(): void {
    this.#main.show()
  }

  /** Something failed that nobody expected; the app goes on. */
  tellOfFault(): void {
    this.#dialogs.warnOfFault()
  }

  #language(): Language {
    return language(this.#settings.get().language)
  }

  #icon(size: number) {
    return ownIcon({
      platform,
      path: join(this.#assets, 'icon.png'),
      size,
      imageFrom: path => nativeImage.createFromPath(path),
    })
  }

  #createMainWindow(): MainWindow {
    return createMainWindow({
      settings: this.#settings,
      nativeTheme,
      screen,
      systemPreferences,
      focusedContents: () => webContents.getFocusedWebContents(),
      platform,
      preload: join(this.#bundles, 'preload/desktop.cjs'),
      icon: this.#icon(256),
      development: this.#development,
      hasTray: () => this.#tray !== null,
      showsTray: () => showsTrayIcons(platform),
      askWithoutTray: this.#dialogs.askWithoutTray,
      isQuitting: this.#quitting.hasBegun,
      openExternal: address => void openExternal(address),
      onCreated: window => {
        this.#pendingNavigation.pageGone()
        this.#workbench.attach(window)
        this.#badge.follow(window)
        this.#quitting.follow(window)
      },
      onPageGone: () => {
        this.#pendingNavigation.pageGone()
        this.#openConversation = null
      },
      onCrashed: this.#dialogs.askAfterCrash,
      onUnresponsive: this.#dialogs.askUnresponsive,
      log,
    })
  }

  #createAccount(): Account {
    return new Account({
      userDataDir: this.#userData,
      secrets: this.#secrets,
      transport: this.#network,
      remembered: { get: this.#settings.lastSignIn, set: this.#settings.setLastSignIn },
      openCache: (path, key) => openCache({ path, key }),
      readUnsent: (path, key) => readUnsent({ path, key }),
      device: { id: this.#settings.deviceId(), name: hostname().slice(0, 100) || platform, platform },
      appVersion: app.getVersion(),
      demo: demoFromEnvironment(this.#developer.env),
      emit: (name, payload) => {
        this.#channel.emit(name, payload)
        if (name === 'session.changed') this.#sessionChanged()
        if (name === 'cache.changed') this.#cacheChanged(payload as DesktopEvent<'cache.changed'>)
      },
      notifier: this.#notifier,
      reminders: this.#reminders,
      requests: this.#requests,
      onUnsentLost: this.#dialogs.warnOfUnsentLost,
      restart: () => restart(app, process.env),
      onSignedOut: async (accountKey, wiped) => {
        this.#openConversation = null
        this.#notifier.clear()
        this.#reminders.clear()
        this.#requests.clear()
        this.#notifications.removeAll()
        deleteCrashReports(app.getPath('crashDumps'), log)
        this.#showUnread(0)
        await this.#workbench.signedOut(accountKey)
        if (wiped) this.#settings.forgetAccount(accountKey)
      },
      log,
    })
  }

  #createWorkbench(): Workbench {
    return createWorkbench({
      preload: join(this.#bundles, 'preload/miniapp.cjs'),
      partitionsFolder: join(app.getPath('sessionData'), 'Partitions'),
      settings: this.#settings,
      account: this.#account,
      language: () => this.#language(),
      platform: osName(platform),
      darkTheme: () => nativeTheme.shouldUseDarkColors,
      onTabs: tabs => this.#channel.emit('tabs.changed', tabs),
      onCommand: command => this.#channel.emit('tabs.command', command),
      navigate: target => this.#navigate(target),
      openExternal,
      copy,
      development: this.#development,
      log,
    })
  }

  #answerCalls(): void {
    this.#channel.answerCalls(
      callHandlers({
        account: this.#account,
        info: () => ({ version: app.getVersion(), platform: osName(platform), language: this.#language() }),
        notificationState: this.#notifications.state,
        diagnostics: () => this.#diagnostics(),
        commands: {
          list: () => menuCommands({ zh: this.#menuTemplate('zh'), en: this.#menuTemplate('en') }),
          run: runCommand,
        },
        settings: this.#settings,
        workbench: this.#workbench,
        network: {
          questions: this.#questions,
          diagnose: address => this.#diagnose(address),
          allowQuestions: () => this.#network.allowQuestions(),
        },
        fileActions: this.#fileActions,
        updates: this.#updates,
        copy,
        openExternal,
        navigate: target => this.#navigate(target),
        onOpenConversation: id => {
          this.#openConversation = id
          if (id !== null && this.#main.focused()) this.#notifier.read(id)
        },
        onRead: (id, seq) => this.#notifier.read(id, seq),
        onListening: () => this.#pendingNavigation.pageReady(target => this.#channel.emit('navigate', target)),
        onFlushed: this.#quitting.flushed,
      }),
    )
  }

  #menuTemplate(language: Language) {
    return menuTemplate({
      platform,
      language,
      development: this.#development,
      onNavigate: to => this.#navigate({ to }),
      onZoom: this.#main.zoom,
    })
  }

  #buildMenu(): void {
    Menu.setApplicationMenu(Menu.buildFromTemplate(this.#menuTemplate(this.#language())))
  }

  #createTray(): void {
    this.#tray = createTray({
      images: join(this.#assets, 'tray'),
      platform,
      state: { unread: 0, doNotDisturb: this.#settings.get().doNotDisturb, language: this.#language() },
      onOpen: this.#main.show,
      onDoNotDisturb: on => {
        try {
          this.#settings.set({ doNotDisturb: on })
          return true
        } catch (error) {
          log('a setting could not be stored', { error: String(error) })
          this.#dialogs.warnOfSettingsNotSaved()
          return false
        }
      },
      onQuit: () => app.quit(),
    })
  }

  /** Reacts to changes of the settings, and of the system: theme, network, sleep. */
  #followSystem(): void {
    this.#settings.onChange((now, before) => {
      this.#channel.emit('settings.changed', now)
      this.#tray?.update({ doNotDisturb: now.doNotDisturb, language: this.#language() })
      if (now.language !== before.language) this.#buildMenu()
      // What was held back rings now.
      if (now.doNotDisturb !== before.doNotDisturb || now.notifications !== before.notifications)
        this.#account.workspace?.ring()
      // What is shown already says more than the user wants now.
      if (now.notificationPrivacy && !before.notificationPrivacy) this.#notifier.clear()
      this.#workbench.contextChanged()
    })
    nativeTheme.on('updated', () => this.#workbench.contextChanged())
    const onNetwork = (): Promise<void> => readProxiesAnew({ network: this.#network, session: workspaceSession, log })
    // Resuming, unlocking and a new network come together, and each would begin to connect anew.
    const wake = throttle(() => this.#account.workspace?.wake(), wakeEveryMs, { leading: true })
    watchIdle({ powerMonitor, onChange: away => this.#setAway(away) })
    watchWake({ powerMonitor, net, onWake: why => (why === 'network' ? void onNetwork().then(wake) : wake()) })
  }

  /** The person left this machine, or is back. */
  #setAway(away: boolean): void {
    this.#away = away
    this.#account.workspace?.presence.setAway(away)
  }

  #diagnose(address: string | null): ReturnType<typeof diagnose> {
    return diagnose(address ?? this.#account.address, {
      network: this.#network,
      checkSession: socketUrl => this.#account.checkSession(socketUrl),
      onStep: report => this.#channel.emit('network.diagnosisChanged', report),
    })
  }

  #sessionChanged(): void {
    this.#account.workspace?.presence.setAway(this.#away)
    this.#workbench.contextChanged()
    // macOS asks the user for the permission now, not at the first message.
    if (this.#account.state.phase === 'signed-in') this.#notifications.state()
  }

  #diagnostics(): string {
    const { status, reason } = this.#account.workspace?.state ?? { status: 'none', reason: 'none' }
    const facts = {
      ...systemFacts({ app, screen, platform, versions: process.versions }),
      language: `${this.#language()} (system: ${app.getLocale()})`,
      session: this.#account.state.phase,
      connection: `${status} (${reason})`,
      notifications: this.#notifications.state(),
    }
    return diagnosticsText(facts, recentLog())
  }

  #cacheChanged({ conversations, scopes }: DesktopEvent<'cache.changed'>): void {
    if (conversations === null || conversations.length > 0) this.#countUnread()
    if (!scopes.includes('apps')) return
    this.#workbench
      .appsChanged()
      .catch(error => log('open apps could not be updated from the catalogue', { error: String(error) }))
  }

  #showUnread(unread: number): void {
    this.#badge.set(unread)
    this.#tray?.update({ unread })
  }

  #navigate(target: DesktopEvent<'navigate'>): void {
    this.#main.show()
    this.#pendingNavigation.go(target)
  }

  /** @returns false when no page is listening */
  #askPageToFlush(): boolean {
    const hasPage = this.#pendingNavigation.hasPage()
    if (hasPage) this.#channel.emit('quitting', {})
    return hasPage
  }
}
