import type { BrowserWindow } from 'electron'

/** What closing the window does. `hide-if-tray`: hide it, if the desktop shows the tray icon to bring it back. */
export type CloseAction = 'close' | 'hide' | 'hide-if-tray'

export function closeAction(rules: {
  platform: NodeJS.Platform
  closeToTray: boolean
  hasTray: boolean
  quitting: boolean
}): CloseAction {
  const { platform, closeToTray, hasTray, quitting } = rules
  if (quitting) return 'close'
  // The dock brings the window back.
  if (platform === 'darwin') return 'hide'
  if (!closeToTray || !hasTray) return 'close'
  return platform === 'linux' ? 'hide-if-tray' : 'hide'
}

/** Hides a window. On macOS one in full screen leaves that first, or its space would stay, black. */
export function hideWindow(
  window: Pick<BrowserWindow, 'hide' | 'isFullScreen' | 'setFullScreen' | 'once' | 'isDestroyed'>,
  platform: NodeJS.Platform,
): void {
  if (platform !== 'darwin' || !window.isFullScreen()) {
    window.hide()
    return
  }
  window.once('leave-full-screen', () => {
    if (!window.isDestroyed()) window.hide()
  })
  window.setFullScreen(false)
}
