import { recorded } from '../host/recorder.ts'
import { runtime } from '../host/runtime.ts'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { powerMonitor, pressShortcut, setDisplays } from './desktop.ts'
import { answerDialog } from './dialog.ts'
import { createEvent } from './event.ts'
import { clickItem, clickPopup, Menu, pressAccelerator } from './menu.ts'
import { nativeTheme } from './native-theme.ts'
import { setOnline } from './net.ts'
import { clickEarlierNotification, Notification, refuseNotifications } from './notification.ts'
import { clickTray, Tray } from './tray.ts'

/** How long a system that ends waits for its programs (ms). */
const endingMs = 5_000

function killAfter(ms: number): void {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), ms)
}

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
    clickTray(tray, event, runtime.options.platform)
  },
  clickTrayMenu(name: string): void {
    clickItem(Tray.all()[0]?.menu, name)
  },
  clickApplicationMenu(name: string): void {
    clickItem(Menu.getApplicationMenu(), name)
  },
  clickPopup,
  pressAccelerator,
  refuseNotifications,
  clickEarlierNotification,
  setDisplays,
  setHighContrast: (on: boolean) => nativeTheme.setHighContrast(on),
  /** macOS or Linux shuts down: the app may put it off, and ends with the system. */
  systemShutdown(): void {
    const event = createEvent()
    powerMonitor.emit('shutdown', event)
    killAfter(event.defaultPrevented ? endingMs : 0)
    if (runtime.options.platform === 'darwin') app.quit()
  },
  /** The user logs off from Windows, which gives the app no chance to quit; or another program prevents it. */
  sessionEnd({ prevented = false } = {}): void {
    const windows = BrowserWindow.getAllWindows()
    const tell = (name: string) => {
      for (const window of windows) window.emit(name, createEvent({ reasons: ['logoff'] }))
    }
    tell('query-session-end')
    if (prevented) return
    setTimeout(() => {
      tell('session-end')
      process.kill(process.pid, 'SIGKILL')
    }, 1_000)
  },
}

export type Controls = typeof controls
