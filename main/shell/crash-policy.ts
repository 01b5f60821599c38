/** A page that stood so long after it was loaded again is well, milliseconds. */
const stableMs = 60_000

/** Says what to do each time the page's process ends: load it again, or, soon after that, ask the person. */
export function crashPolicy(now: () => number = Date.now): () => 'reload' | 'ask' {
  let last = Number.NEGATIVE_INFINITY
  return () => {
    const before = last
    last = now()
    return last - before > stableMs ? 'reload' : 'ask'
  }
}
