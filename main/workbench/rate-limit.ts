/**
 * Lets `burst` calls through at once and `perSecond` in the long run. `take` says whether one more may pass now.
 * `now` is in milliseconds.
 */
export function createRateLimit(options: { burst: number; perSecond: number; now?: () => number }): {
  take(): boolean
} {
  const { burst, perSecond, now = Date.now } = options
  let left = burst
  let at = now()
  return {
    take() {
      const time = now()
      left = Math.min(burst, left + (Math.max(0, time - at) / 1_000) * perSecond)
      at = time
      if (left < 1) return false
      left -= 1
      return true
    },
  }
}
