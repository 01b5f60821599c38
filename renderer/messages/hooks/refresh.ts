/** What tells whether the page is seen, and when it is again. */
export interface Seen {
  visible(): boolean
  /** Returns the function that stops to listen. */
  onReturn(listener: () => void): () => void
}

/** The window of the client. */
const page: Seen = {
  visible: () => document.visibilityState === 'visible',
  onReturn: listener => {
    window.addEventListener('focus', listener)
    document.addEventListener('visibilitychange', listener)
    return () => {
      window.removeEventListener('focus', listener)
      document.removeEventListener('visibilitychange', listener)
    }
  },
}

/** Runs `look` again and again while the page is seen, and when it comes back. Returns the function that stops it. */
export function keepLooking(look: () => void, everyMs: number, seen: Seen = page): () => void {
  const lookIfSeen = () => {
    if (seen.visible()) look()
  }
  const timer = setInterval(lookIfSeen, everyMs)
  const stop = seen.onReturn(lookIfSeen)
  return () => {
    clearInterval(timer)
    stop()
  }
}
