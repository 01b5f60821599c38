export interface Throttled {
  (): void
  /** Drops a run that is still to come. */
  stop(): void
}

/**
 * Makes of many calls at most one run every `ms` milliseconds; what the last call meant is never lost.
 * `leading`: the first call of a quiet time runs at once, else `ms` after it.
 */
export function throttle(run: () => void, ms: number, { leading = false }: { leading?: boolean } = {}): Throttled {
  let timer: ReturnType<typeof setTimeout> | null = null
  let again = false
  const rest = (): void => {
    timer = setTimeout(() => {
      timer = null
      if (!again) return
      again = false
      // A run may call again: it is counted to the next rest.
      if (leading) rest()
      run()
    }, ms)
  }
  const call = (): void => {
    if (timer !== null || !leading) again = true
    if (timer !== null) return
    rest()
    if (leading) run()
  }
  return Object.assign(call, {
    stop(): void {
      if (timer !== null) clearTimeout(timer)
      timer = null
      again = false
    },
  })
}
