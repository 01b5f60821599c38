import { networkInterfaces } from 'node:os'
import type { Net, PowerMonitor } from 'electron'

/** Interval of network checks: Electron emits network events to pages only. */
const checkEveryMs = 5_000

/**
 * Calls `onWake` when the machine resumes, the screen is unlocked, or the network comes back or changes: a lost
 * connection should then be opened at once, and an open one be checked. Returns a function that ends this.
 */
export function watchWake(options: {
  powerMonitor: Pick<PowerMonitor, 'on' | 'off'>
  net: Pick<Net, 'isOnline'>
  onWake: (why: 'resume' | 'unlock' | 'network') => void
  /** Identifies the networks of this machine; tests pass their own. */
  networks?: () => string
  /** Calls `check` repeatedly until the returned function is called; tests pass their own. */
  repeat?: (check: () => void, everyMs: number) => () => void
}): () => void {
  const { powerMonitor, net, onWake, networks = ownAddresses, repeat = repeatTimer } = options
  let online = net.isOnline()
  let addresses = networks()
  const resumed = (): void => onWake('resume')
  const unlocked = (): void => onWake('unlock')
  powerMonitor.on('resume', resumed)
  powerMonitor.on('unlock-screen', unlocked)
  const stop = repeat(() => {
    const before = { online, addresses }
    online = net.isOnline()
    addresses = networks()
    if (online && (!before.online || addresses !== before.addresses)) onWake('network')
  }, checkEveryMs)
  return () => {
    stop()
    powerMonitor.off('resume', resumed)
    powerMonitor.off('unlock-screen', unlocked)
  }
}

/** The machine's addresses as one string. Another Wi-Fi or a VPN changes it, while the machine stays online. */
function ownAddresses(): string {
  return Object.values(networkInterfaces())
    .flatMap(list => list ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .sort()
    .join(' ')
}

function repeatTimer(check: () => void, everyMs: number): () => void {
  const timer = setInterval(check, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
