/*
 * Holds the stand-in to Electron's own types: a name that Electron lacks, or a signature that no longer fits, fails the
 * type check. Nothing of this file runs.
 */
import type { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import type standin from './electron.ts'

type Standin = typeof standin

/** What `Mine` has in common with `Real` must fit it, except the named members. */
type Fits<
  Real,
  Mine extends Pick<Real, Extract<Exclude<keyof Mine, Except | keyof EventEmitter>, keyof Real>>,
  Except = never,
> = Mine

/** Electron has all of these names, except the stand-in's own. */
type Names<Real, Mine extends Record<Exclude<keyof Mine, keyof Real | Own>, never>, Own = never> = Mine

type Window = InstanceType<Standin['BrowserWindow']>
type Contents = Window['webContents']
type Session = Contents['session']
type View = InstanceType<Standin['WebContentsView']>

/** Members that lead to other classes of the stand-in, each of which is checked on its own. */
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
  | 'link'
  | 'options'
  | 'revive'
  | 'setSize'
  | 'titleChanged'

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

/** @public Its members are checked where they are written; nobody reads them. */
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
  menuNames: Names<Electron.Menu, InstanceType<Standin['Menu']>, 'describe' | 'find'>
  menuItem: Fits<Electron.MenuItem, InstanceType<Standin['MenuItem']>, Linked>
  menuItemNames: Names<Electron.MenuItem, InstanceType<Standin['MenuItem']>, 'describe'>
  notification: Fits<Electron.Notification, InstanceType<Standin['Notification']>>
  notificationNames: Names<Electron.Notification, InstanceType<Standin['Notification']>, 'act' | 'standinId'>
  image: Fits<Electron.NativeImage, ReturnType<Standin['nativeImage']['createEmpty']>, Linked>
  imageNames: Names<Electron.NativeImage, ReturnType<Standin['nativeImage']['createEmpty']>>
  imagesNames: Names<typeof Electron.nativeImage, Standin['nativeImage']>
  theme: Fits<Electron.NativeTheme, Standin['nativeTheme']>
  themeNames: Names<Electron.NativeTheme, Standin['nativeTheme'], 'setSystemTheme'>
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
