/** A page that has run this long after a crash counts as stable, milliseconds. */
const stableMs = 60_000

/** Decides what to do each time the page's process crashes: reload, or after a recent crash ask the user. */
export function crashPolicy(now: () => number = Date.now): () => 'reload' | 'ask' {
  let last = Number.NEGATIVE_INFINITY
  return () => {
    const before = last
    last = now()
    return last - before > stableMs ? 'reload' : 'ask'
  }
}
