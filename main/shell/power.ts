import type { Net, PowerMonitor } from 'electron'

/** How often it is looked whether there is a network again: Electron tells of it to pages only. */
const lookEveryMs = 5_000

/**
 * Calls `onWake` when the machine resumes, the screen is unlocked or a network comes back: then a connection that
 * waits should try at once. Returns the function that ends it.
 */
export function watchWake(options: {
  powerMonitor: Pick<PowerMonitor, 'on' | 'off'>
  net: Pick<Net, 'isOnline'>
  onWake: (why: 'resume' | 'unlock' | 'network') => void
  /** Calls again and again until the returned function is called; tests give their own. */
  repeat?: (look: () => void, everyMs: number) => () => void
}): () => void {
  const { powerMonitor, net, onWake, repeat = repeatTimer } = options
  let online = net.isOnline()
  const resumed = (): void => onWake('resume')
  const unlocked = (): void => onWake('unlock')
  powerMonitor.on('resume', resumed)
  powerMonitor.on('unlock-screen', unlocked)
  const stop = repeat(() => {
    const before = online
    online = net.isOnline()
    if (online && !before) onWake('network')
  }, lookEveryMs)
  return () => {
    stop()
    powerMonitor.off('resume', resumed)
    powerMonitor.off('unlock-screen', unlocked)
  }
}

function repeatTimer(look: () => void, everyMs: number): () => void {
  const timer = setInterval(look, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
