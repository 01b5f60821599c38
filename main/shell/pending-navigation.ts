import type { DesktopEvent } from '../../preload/contract/index.ts'

type Place = DesktopEvent<'navigate'>

export interface PendingNavigation {
  /** Navigates the window's page: at once if it is listening, else as soon as it is. */
  go(place: Place): void
  /** The page is listening; `send` reaches it. */
  pageReady(send: (place: Place) => void): void
  /** Whether a page is listening. */
  hasPage(): boolean
  /** The page was closed, crashed or is reloading: it is not listening. */
  pageGone(): void
}

/** Passes on targets of links, notifications and menus to the page. Until it is listening, keeps the newest one. */
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
