/** The module that `electron` resolves to in the app's main process. */
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import type {} from './conformance.ts'
import {
  autoUpdater,
  ClipboardItem,
  clipboard,
  contentTracing,
  crashReporter,
  desktopCapturer,
  globalShortcut,
  inAppPurchase,
  MessageChannelMain,
  powerMonitor,
  powerSaveBlocker,
  screen,
  shell,
  systemPreferences,
  utilityProcess,
} from './desktop.ts'
import { dialog } from './dialog.ts'
import { ipcMain } from './ipc-main.ts'
import { Menu, MenuItem } from './menu.ts'
import { nativeImage } from './native-image.ts'
import { nativeTheme } from './native-theme.ts'
import { net } from './net.ts'
import { Notification } from './notification.ts'
import { safeStorage } from './safe-storage.ts'
import { Session } from './session.ts'
import { Tray } from './tray.ts'
import { WebContentsView } from './view.ts'
import { WebContents } from './web-contents.ts'

app.connect({ windows: () => BrowserWindow.getAllWindows(), sessions: () => Session.all() })

const session = Session
const webContents = WebContents
/** The default session's protocol, as in Electron. */
const protocol = {
  registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]) =>
    Session.defaultSession.protocol.registerSchemesAsPrivileged(schemes),
  handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>) =>
    Session.defaultSession.protocol.handle(scheme, handler),
  unhandle: (scheme: string) => Session.defaultSession.protocol.unhandle(scheme),
  isProtocolHandled: (scheme: string) => Session.defaultSession.protocol.isProtocolHandled(scheme),
}

const electron = {
  app,
  autoUpdater,
  BrowserWindow,
  ClipboardItem,
  clipboard,
  contentTracing,
  crashReporter,
  desktopCapturer,
  dialog,
  globalShortcut,
  inAppPurchase,
  ipcMain,
  Menu,
  MenuItem,
  MessageChannelMain,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
  Tray,
  utilityProcess,
  webContents,
  WebContentsView,
}

export default electron
export {
  app,
  autoUpdater,
  BrowserWindow,
  ClipboardItem,
  clipboard,
  contentTracing,
  crashReporter,
  desktopCapturer,
  dialog,
  globalShortcut,
  inAppPurchase,
  ipcMain,
  Menu,
  MenuItem,
  MessageChannelMain,
  Notification,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
  Tray,
  utilityProcess,
  WebContentsView,
  webContents,
}
