import { Notification } from 'electron'
import type { Log } from '../log.ts'
import type { ShowNotification } from './notifications.ts'

/** Shows notifications of the system; `icon` is for systems that don't take the app's own. */
export function systemNotifications(options: { icon?: string; log: Log }): ShowNotification {
  // Held while they stand: a collected notification loses its click.
  const standing = new Set<Notification>()
  return ({ title, body, silent, onClick, onClosed }) => {
    if (!Notification.isSupported()) {
      options.log('this system shows no notifications')
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
      // Windows moves it to its notification centre, from where it can be clicked and is to be taken when read.
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
