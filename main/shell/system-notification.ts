import { Notification } from 'electron'
import type { Log } from '../log.ts'
import type { ShowNotification } from './notifications.ts'

/** Shows system notifications; `icon` is for systems that do not use the app's icon. */
export function systemNotifications(options: { icon?: string; log: Log }): ShowNotification {
  // Referenced while they are shown: a garbage-collected notification no longer emits clicks.
  const standing = new Set<Notification>()
  return ({ title, body, silent, onClick, onClosed }) => {
    if (!Notification.isSupported()) {
      options.log('this system does not support notifications')
      return { close: () => {} }
    }
    const notification = new Notification({
      title,
      body,
      silent,
      ...(options.icon === undefined ? {} : { icon: options.icon }),
    })
    standing.add(notification)
    notification.on('click', () => {
      standing.delete(notification)
      onClick()
    })
    notification.on('close', ({ reason }) => {
      // Windows moves it to the notification centre, where it can still be clicked and has to be removed when read.
      if (reason === 'timedOut') return
      standing.delete(notification)
      onClosed()
    })
    notification.on('failed', (_event, error) => {
      standing.delete(notification)
      options.log('the system refused a notification', { error })
    })
    notification.show()
    return {
      close() {
        standing.delete(notification)
        notification.close()
      },
    }
  }
}
