import type { App } from '@lianqun/protocol'
import { type BrowserWindow, ipcMain } from 'electron'
import { nameIn } from '../../common/names.ts'
import type { BridgeContext } from '../../preload/bridge/index.ts'
import type { AppTab, DesktopEvent } from '../../preload/contract/index.ts'
import type { Log } from '../log.ts'
import type { Language } from '../shell/strings.ts'
import type { Account } from '../workspace/account.ts'
import { createBridge } from './bridge.ts'
import { createBridgeActions } from './bridge-actions.ts'
import { type PermissionGrants, Tabs } from './tabs.ts'

export interface WorkbenchOptions {
  /** The built preload script of mini-app views. */
  preload: string
  /** Where Electron stores the partitions of the views. */
  partitionsFolder: string
  settings: PermissionGrants
  account: Pick<Account, 'state' | 'workspace' | 'require'>
  language: () => Language
  platform: BridgeContext['platform']
  darkTheme: () => boolean
  onTabs: (tabs: AppTab[]) => void
  onCommand: (command: DesktopEvent<'tabs.command'>) => void
  /** Navigates the window's page. */
  navigate: (place: DesktopEvent<'navigate'>) => void
  openExternal: (address: string) => Promise<void>
  copy: (text: string) => void
  /** Enables developer tools. */
  development: boolean
  log: Log
}

export interface Workbench
  extends Pick<
    Tabs,
    | 'tabs'
    | 'open'
    | 'allow'
    | 'revoke'
    | 'close'
    | 'reload'
    | 'back'
    | 'show'
    | 'picture'
    | 'focus'
    | 'appsChanged'
    | 'signedOut'
  > {
  /** Sets the window of the views. */
  attach(window: BrowserWindow): void
  /** Language, theme or names changed: notifies tabs and apps. */
  contextChanged(): void
  /** Ends the bridge and closes all tabs. */
  dispose(): void
}

/** `--bg-surface` of the design tokens: the background of a view before its page paints. */
const ground = { light: '#ffffff', dark: '#192120' }

/** The workbench: mini-apps in views of their own, and the bridge that answers them. */
export function createWorkbench(options: WorkbenchOptions): Workbench {
  const { account, language, darkTheme, log } = options
  let window: BrowserWindow | null = null

  const openExternal = async (address: string): Promise<void> => {
    await options.openExternal(address)
  }
  const tabs = new Tabs({
    window: () => (window === null || window.isDestroyed() ? null : window),
    preload: options.preload,
    partitionsFolder: options.partitionsFolder,
    development: options.development,
    workspace: () => {
      const { workspace } = account
      return workspace && { accountKey: workspace.tokens.accountKey, httpBase: workspace.address.httpOrigin }
    },
    appOf: async appId => (await account.workspace?.cache.app(appId)) ?? null,
    permissions: options.settings,
    nameOf: (app: App) => nameIn(app, language()),
    background: () => (darkTheme() ? ground.dark : ground.light),
    openExternal: address => {
      openExternal(address).catch(error => log('a link of an app did not open', { error: String(error) }))
    },
    onTabs: options.onTabs,
    onCommand: options.onCommand,
    mac: options.platform === 'mac',
    log,
  })

  const actions = createBridgeActions(options)
  const sendContext = (): void => tabs.send('context.changed', actions.context)
  const endBridge = createBridge({
    ipcMain,
    guestOf: sender => tabs.guestOf(sender),
    ...actions,
    setTitle: (appId, title) => tabs.setTitle(appId, title),
    close: appId => tabs.close(appId),
    writeClipboard: options.copy,
    openExternal,
    log,
  })

  return {
    tabs: () => tabs.tabs(),
    open: appId => tabs.open(appId),
    revoke: appId => tabs.revoke(appId),
    close: appId => tabs.close(appId),
    reload: appId => tabs.reload(appId),
    back: appId => tabs.back(appId),
    show: place => tabs.show(place),
    picture: appId => tabs.picture(appId),
    focus: appId => tabs.focus(appId),
    appsChanged: () => tabs.appsChanged(),
    signedOut: accountKey => tabs.signedOut(accountKey),
    async allow(appId, permissions) {
      await tabs.allow(appId, permissions)
      sendContext()
    },
    attach(next) {
      window = next
      // After a crash or a reload the window's page has no bounds for a view until it calls `workbench.show`.
      const { webContents } = next
      webContents.on('render-process-gone', () => tabs.show(null))
      webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (isMainFrame && !isSameDocument) tabs.show(null)
      })
    },
    contextChanged() {
      tabs.renamed()
      sendContext()
    },
    dispose() {
      endBridge()
      tabs.closeAll()
    },
  }
}
