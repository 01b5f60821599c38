import type { PowerMonitor } from 'electron'

/** So long nobody touched the machine when they are said to be away, in seconds. */
const awayAfterSeconds = 600
const checkEveryMs = 15_000

/**
 * Calls `onChange` when the person leaves the machine, which is when nobody touches it for ten minutes or the screen is
 * locked, and when they are back. Returns a function that ends this.
 */
export function watchIdle(options: {
  powerMonitor: Pick<PowerMonitor, 'on' | 'off' | 'getSystemIdleTime'>
  onChange: (away: boolean) => void
  /** Calls `check` repeatedly until the returned function is called; tests pass their own. */
  repeat?: (check: () => void, everyMs: number) => () => void
}): () => void {
  const { powerMonitor, onChange, repeat = repeatTimer } = options
  let locked = false
  let away = false
  const check = (): void => {
    const now = locked || powerMonitor.getSystemIdleTime() >= awayAfterSeconds
    if (now === away) return
    away = now
    onChange(away)
  }
  const lock = (): void => {
    locked = true
    check()
  }
  const unlock = (): void => {
    locked = false
    check()
  }
  powerMonitor.on('lock-screen', lock)
  powerMonitor.on('unlock-screen', unlock)
  const stop = repeat(check, checkEveryMs)
  return () => {
    stop()
    powerMonitor.off('lock-screen', lock)
    powerMonitor.off('unlock-screen', unlock)
  }
}

function repeatTimer(check: () => void, everyMs: number): () => void {
  const timer = setInterval(check, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
