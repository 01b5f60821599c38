import type { NativeImage, Notification as SystemNotification } from 'electron'
import type { Log } from '../log.ts'
import type { ShowNotification } from './notifications.ts'

/** Electron's class. */
export type NotificationClass = typeof SystemNotification

/** `refused`: the system did not show the last notification. */
export type NotificationState = 'working' | 'unsupported' | 'refused'

export interface SystemNotifications {
  show: ShowNotification
  /** Follows clicks on notifications of earlier runs (Windows): one may have started this run. To be called once. */
  followEarlier(): void
  state(): NotificationState
  /** Removes also those of earlier runs, where the system can (macOS). */
  removeAll(): void
}

/** Windows: the longest tag of a notification. */
const maxIdChars = 64

/**
 * Whether a notification with the id of another one takes its place. Else the other one has to be closed: on macOS too,
 * where Electron would tell whichever of the two it finds first of a click.
 */
const replacesById = (platform: NodeJS.Platform, id: string): boolean => platform === 'win32' && id.length <= maxIdChars

/** The text as a system shows it: on Linux notification servers read the body, not the title, as markup. */
export function bodyFor(platform: NodeJS.Platform, body: string): string {
  if (platform !== 'linux') return body
  return body.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** The id in the arguments that Windows passes on for a click on a notification, or null. */
export function idOfActivation({ type, arguments: given }: { type: string; arguments: string }): string | null {
  return type === 'click' ? new URLSearchParams(given).get('tag') : null
}

/** The notifications that are shown, one for each id. Without a reference to it, one no longer tells of clicks. */
function createStanding(platform: NodeJS.Platform) {
  const standing = new Map<string, { notification: SystemNotification; onClick: () => void }>()
  const shown = new Set<string>()
  const has = (id: string, notification: SystemNotification): boolean => standing.get(id)?.notification === notification
  const forget = (id: string, notification: SystemNotification): boolean => has(id, notification) && standing.delete(id)
  return {
    has,
    /** Returns false when another one stands there. */
    forget,
    /** Takes away the one with this id, or lets the next one take its place. */
    makeRoom(id: string): void {
      const before = standing.get(id)?.notification
      standing.delete(id)
      before?.removeAllListeners()
      if (!replacesById(platform, id)) before?.close()
    },
    add(id: string, notification: SystemNotification, onClick: () => void): void {
      standing.set(id, { notification, onClick })
      shown.add(id)
    },
    /** The system did not show it. */
    refuse(id: string, notification: SystemNotification): void {
      forget(id, notification)
      shown.delete(id)
    },
    isOfThisRun: (id: string): boolean => shown.has(id),
    /** Windows tells of a click in one way or both; the second finds nothing any more. */
    clicked(id: string): void {
      const now = standing.get(id)
      standing.delete(id)
      now?.onClick()
    },
  }
}

/** Shows system notifications; there is one for each id at a time. */
export function systemNotifications(options: {
  Notification: NotificationClass
  platform: NodeJS.Platform
  /** For systems that do not use the app's icon. */
  icon?: NativeImage | undefined
  /** A notification of an earlier run was clicked (Windows). */
  onEarlierClicked: (id: string) => void
  log: Log
}): SystemNotifications {
  const { Notification, platform, icon, log } = options
  const standing = createStanding(platform)
  let refused = false
  let saidUnsupported = false

  const show: ShowNotification = ({ id, title, body, silent, onClick, onClosed }) => {
    if (!Notification.isSupported()) {
      if (!saidUnsupported) log('this system does not support notifications')
      saidUnsupported = true
      return { close: () => {} }
    }
    standing.makeRoom(id)
    const notification = new Notification({
      title,
      body: bodyFor(platform, body),
      silent,
      ...(replacesById(platform, id) ? { id } : {}),
      ...(icon === undefined ? {} : { icon }),
    })
    standing.add(id, notification, onClick)
    notification.on('show', () => {
      refused = false
    })
    notification.on('click', () => {
      if (standing.has(id, notification)) standing.clicked(id)
    })
    notification.on('close', ({ reason }) => {
      // Windows moves it to the notification centre, where it can still be clicked and has to be removed when read.
      if (reason === 'timedOut') return
      if (standing.forget(id, notification)) onClosed()
    })
    notification.on('failed', (_event, error) => {
      standing.refuse(id, notification)
      refused = true
      log('the system refused a notification', { error })
    })
    notification.show()
    return {
      close() {
        if (standing.forget(id, notification)) notification.close()
      },
    }
  }

  return {
    show,
    followEarlier() {
      if (platform !== 'win32') return
      Notification.handleActivation(details => {
        const id = idOfActivation(details)
        if (id === null) return
        // In the notification centre Electron finds one by its id, which may be one that was replaced.
        if (standing.isOfThisRun(id)) standing.clicked(id)
        else options.onEarlierClicked(id)
      })
    },
    state() {
      if (!Notification.isSupported()) return 'unsupported'
      return refused ? 'refused' : 'working'
    },
    removeAll() {
      if (platform === 'darwin') Notification.removeAll()
    },
  }
}
