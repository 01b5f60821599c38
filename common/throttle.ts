export interface Throttled {
  (): void
  /** Cancels a scheduled run. */
  stop(): void
}

/**
 * Limits calls to one run every `ms` milliseconds. The last call is always followed by a run, unless stopped.
 * `leading`: the first call after a pause runs at once; without it, after `ms`.
 */
export function throttle(run: () => void, ms: number, { leading = false }: { leading?: boolean } = {}): Throttled {
  let timer: ReturnType<typeof setTimeout> | null = null
  let again = false
  const startInterval = (): void => {
    timer = setTimeout(() => {
      timer = null
      if (!again) return
      again = false
      // Before the run, which may call again: that call then belongs to the next interval.
      if (leading) startInterval()
      run()
    }, ms)
  }
  const call = (): void => {
    if (timer !== null || !leading) again = true
    if (timer !== null) return
    startInterval()
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
