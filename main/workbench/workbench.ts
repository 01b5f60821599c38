import type { App } from '@lianqun/protocol'
import type { IpcMain } from 'electron'
import type { BridgeArgs, BridgeContext, BridgeToken } from '../../preload/bridge.ts'
import { createBridge, guestContext } from './bridge.ts'
import { createViews, type Views, type ViewsOptions } from './views.ts'

export interface WorkbenchOptions extends Omit<ViewsOptions, 'nameOf'> {
  ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>
  /** What apps may know of their surroundings; the user goes only to those that were allowed it. */
  surroundings: () => Omit<BridgeContext, 'appId' | 'user'> & { user: NonNullable<BridgeContext['user']> }
  /** A fresh token of the workspace server. @throws DesktopError `offline` when it can't be reached */
  appToken: (appId: string) => Promise<BridgeToken>
  onOpenConversation: (target: BridgeArgs<'conversation.open'>) => Promise<void> | void
  onOpenProfile: (userId: string) => Promise<void> | void
  writeClipboard: (text: string) => void
}

export interface Workbench extends Omit<Views, 'guestOf' | 'send' | 'setTitle'> {
  /** Language, theme or names have changed: tabs and apps are told. */
  surroundingsChanged(): void
  /** Ends the bridge and closes all. */
  dispose(): void
}

/** The workbench: mini-apps in views of their own, and the bridge that answers them. */
export function createWorkbench(options: WorkbenchOptions): Workbench {
  const { surroundings } = options
  const tellContext = (): void => views.send('context.changed', guest => guestContext(guest, surroundings()))
  const nameOf = (app: App): string =>
    surroundings().language === 'zh' ? app.name || app.latinName : app.latinName || app.name
  const views = createViews({ ...options, nameOf })
  const endBridge = createBridge({
    ipcMain: options.ipcMain,
    guestOf: views.guestOf,
    context: guest => guestContext(guest, surroundings()),
    token: async appId => {
      const { token, expiresAt, apiBase } = await options.appToken(appId)
      const base = new URL(apiBase, options.workspace()?.httpBase).href.replace(/\/+$/, '')
      return { token, expiresAt, apiBase: base }
    },
    setTitle: views.setTitle,
    close: views.close,
    openConversation: options.onOpenConversation,
    openProfile: options.onOpenProfile,
    writeClipboard: options.writeClipboard,
    openExternal: options.openExternal,
    log: options.log,
  })
  const { guestOf: _guestOf, send: _send, setTitle: _setTitle, ...rest } = views

  return {
    ...rest,
    async allow(appId, permissions) {
      await views.allow(appId, permissions)
      tellContext()
    },
    surroundingsChanged() {
      options.onTabs(views.tabs())
      tellContext()
    },
    dispose() {
      endBridge()
      views.closeAll()
    },
  }
}
