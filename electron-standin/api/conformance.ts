/*
 * Checks the stand-in against Electron's types: a name that Electron lacks, or a signature that does not fit, fails the
 * type check. This file has no runtime code.
 */
import type { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import type standin from './electron.ts'

type Standin = typeof standin

/** Members that `Mine` shares with `Real` must be assignable, except the named ones. */
type Fits<
  Real,
  Mine extends Pick<Real, Extract<Exclude<keyof Mine, Except | keyof EventEmitter>, keyof Real>>,
  Except = never,
> = Mine

/** All names of `Mine` must exist in Electron, except `Own`. */
type Names<Real, Mine extends Record<Exclude<keyof Mine, keyof Real | Own>, never>, Own = never> = Mine

type Window = InstanceType<Standin['BrowserWindow']>
type Contents = Window['webContents']
type Session = Contents['session']
type View = InstanceType<Standin['WebContentsView']>

/** Members that refer to other classes of the stand-in, which are checked on their own. */
type Linked =
  | 'addChildView'
  | 'append'
  | 'capturePage'
  | 'children'
  | 'click'
  | 'contentView'
  | 'cookies'
  | 'getParentWindow'
  | 'getMenuItemById'
  | 'popUpContextMenu'
  | 'setContextMenu'
  | 'insert'
  | 'ipc'
  | 'items'
  | 'mainFrame'
  | 'navigationHistory'
  | 'popup'
  | 'protocol'
  | 'removeChildView'
  | 'resize'
  | 'role'
  | 'session'
  | 'setImage'
  | 'setOverlayIcon'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setPressedImage'
  | 'submenu'
  | 'webContents'
  | 'webRequest'

type OwnOfContents =
  | 'alive'
  | 'applyTheme'
  | 'current'
  | 'destroy'
  | 'edit'
  | 'link'
  | 'options'
  | 'revive'
  | 'setSize'
  | 'titleChanged'
  | 'tookFocus'

type OwnOfSession =
  | 'adopt'
  | 'answer'
  | 'beforeRequest'
  | 'beforeSendHeaders'
  | 'closing'
  | 'context'
  | 'downloadStarted'
  | 'headersReceived'
  | 'partition'
  | 'permissions'
  | 'preloadFiles'
  | 'saveState'
  | 'settle'
  | 'wantsHeaders'

/** @public The compiler checks its members; nothing uses them. */
export interface Conforms {
  names: Names<typeof Electron, Standin>
  app: Fits<Electron.App, Standin['app']>
  appNames: Names<Electron.App, Standin['app'], 'isQuitting' | 'start' | 'windowAllClosed' | 'connect'>
  window: Fits<Electron.BrowserWindow, Window, Linked>
  windowNames: Names<Electron.BrowserWindow, Window, 'options'>
  contents: Fits<Electron.WebContents, Contents, Linked>
  contentsNames: Names<Electron.WebContents, Contents, OwnOfContents>
  session: Fits<Electron.Session, Session, Linked>
  sessionNames: Names<Electron.Session, Session, OwnOfSession>
  view: Fits<Electron.WebContentsView, View, Linked>
  viewNames: Names<Electron.WebContentsView, View, 'radius'>
  contentView: Fits<Electron.View, Window['contentView'], Linked>
  contentViewNames: Names<Electron.View, Window['contentView'], 'holds'>
  tray: Fits<Electron.Tray, InstanceType<Standin['Tray']>, Linked>
  trayNames: Names<Electron.Tray, InstanceType<Standin['Tray']>, 'id' | 'menu'>
  menu: Fits<Electron.Menu, InstanceType<Standin['Menu']>, Linked>
  menuNames: Names<Electron.Menu, InstanceType<Standin['Menu']>, 'describe' | 'find' | 'findByKeys'>
  menuItem: Fits<Electron.MenuItem, InstanceType<Standin['MenuItem']>, Linked>
  menuItemNames: Names<Electron.MenuItem, InstanceType<Standin['MenuItem']>, 'activate' | 'describe'>
  notification: Fits<Electron.Notification, InstanceType<Standin['Notification']>>
  notificationNames: Names<Electron.Notification, InstanceType<Standin['Notification']>, 'act' | 'standinId'>
  image: Fits<Electron.NativeImage, ReturnType<Standin['nativeImage']['createEmpty']>, Linked>
  imageNames: Names<Electron.NativeImage, ReturnType<Standin['nativeImage']['createEmpty']>>
  imagesNames: Names<typeof Electron.nativeImage, Standin['nativeImage']>
  theme: Fits<Electron.NativeTheme, Standin['nativeTheme']>
  themeNames: Names<Electron.NativeTheme, Standin['nativeTheme'], 'setHighContrast' | 'setSystemTheme'>
  ipcMain: Fits<Electron.IpcMain, Standin['ipcMain']>
  ipcMainNames: Names<Electron.IpcMain, Standin['ipcMain'], 'handlerOf'>
  protocol: Fits<Electron.Protocol, Standin['protocol']>
  net: Fits<Electron.Net, Standin['net']>
  netNames: Names<Electron.Net, Standin['net']>
  dialog: Fits<Electron.Dialog, Standin['dialog']>
  safeStorage: Fits<Electron.SafeStorage, Standin['safeStorage']>
  safeStorageNames: Names<Electron.SafeStorage, Standin['safeStorage']>
  shell: Fits<Electron.Shell, Standin['shell']>
  shellNames: Names<Electron.Shell, Standin['shell']>
  clipboard: Fits<Electron.Clipboard, Standin['clipboard']>
  clipboardNames: Names<Electron.Clipboard, Standin['clipboard']>
  screen: Fits<Electron.Screen, Standin['screen']>
  screenNames: Names<Electron.Screen, Standin['screen']>
  shortcuts: Fits<Electron.GlobalShortcut, Standin['globalShortcut']>
  power: Fits<Electron.PowerMonitor, Standin['powerMonitor']>
  powerNames: Names<Electron.PowerMonitor, Standin['powerMonitor']>
  blocker: Fits<Electron.PowerSaveBlocker, Standin['powerSaveBlocker']>
  history: Fits<Electron.NavigationHistory, Contents['navigationHistory']>
  historyNames: Names<Electron.NavigationHistory, Contents['navigationHistory']>
  frameNames: Names<Electron.WebFrameMain, Contents['mainFrame']>
  webRequestNames: Names<Electron.WebRequest, Session['webRequest'], 'ask' | 'wantsHeaders'>
  cookiesNames: Names<Electron.Cookies, Session['cookies']>
  dialogNames: Names<Electron.Dialog, Standin['dialog']>
}
