import type { DesktopEvent } from '../../preload/contract/index.ts'

type Place = DesktopEvent<'navigate'>

export interface PendingNavigation {
  /** Goes to a place of the window: at once where the page listens, else as soon as it does. */
  go(place: Place): void
  /** The page has asked for its state, so it listens; `send` reaches it. */
  pageReady(send: (place: Place) => void): void
  /** Whether there is a page that listens. */
  hasPage(): boolean
  /** The page is gone or loads anew: nobody listens. */
  pageGone(): void
}

/** Places that links, notifications and menus ask for. The newest one waits for a page that is not there yet. */
export function createPendingNavigation(): PendingNavigation {
  let send: ((place: Place) => void) | null = null
  let waiting: Place | null = null
  return {
    go(place) {
      if (send === null) waiting = place
      else send(place)
    },
    pageReady(to) {
      send = to
      const place = waiting
      waiting = null
      if (place !== null) to(place)
    },
    hasPage: () => send !== null,
    pageGone() {
      send = null
    },
  }
}
