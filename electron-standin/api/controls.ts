import { recorded } from '../host/recorder.ts'
import { pressShortcut } from './desktop.ts'
import { answerDialog } from './dialog.ts'
import { clickItem, clickPopup, Menu } from './menu.ts'
import { nativeTheme } from './native-theme.ts'
import { setOnline } from './net.ts'
import { Notification } from './notification.ts'
import { Tray } from './tray.ts'

/** Actions of the user or the system on the app; `evaluate` gets them as `electron.standin`. */
export const controls = {
  recorded,
  answerDialog,
  pressShortcut,
  setOnline,
  setSystemTheme: (theme: 'light' | 'dark') => nativeTheme.setSystemTheme(theme),
  notification: (id: number) => Notification.shown(id),
  trays: () => Tray.all(),
  clickTray(event: 'click' | 'double-click' | 'right-click' = 'click'): void {
    const [tray] = Tray.all()
    if (!tray) throw new Error('The app has no tray icon.')
    tray.emit(event, { altKey: false, shiftKey: false, ctrlKey: false, metaKey: false }, tray.getBounds())
  },
  clickTrayMenu(name: string): void {
    clickItem(Tray.all()[0]?.menu, name)
  },
  clickApplicationMenu(name: string): void {
    clickItem(Menu.getApplicationMenu(), name)
  },
  clickPopup,
}

export type Controls = typeof controls
