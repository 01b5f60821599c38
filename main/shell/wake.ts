import { networkInterfaces } from 'node:os'
import type { Net, PowerMonitor } from 'electron'

/** How often it is looked whether there is a network again: Electron tells of it to pages only. */
const lookEveryMs = 5_000

/**
 * Calls `onWake` when the machine resumes, the screen is unlocked, a network comes back or another one takes its
 * place: then a connection that waits should try at once, and one that stands be looked after. Returns the function that ends it.
 */
export function watchWake(options: {
  powerMonitor: Pick<PowerMonitor, 'on' | 'off'>
  net: Pick<Net, 'isOnline'>
  onWake: (why: 'resume' | 'unlock' | 'network') => void
  /** Names the networks this machine is in; tests give their own. */
  networks?: () => string
  /** Calls again and again until the returned function is called; tests give their own. */
  repeat?: (look: () => void, everyMs: number) => () => void
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
  }, lookEveryMs)
  return () => {
    stop()
    powerMonitor.off('resume', resumed)
    powerMonitor.off('unlock-screen', unlocked)
  }
}

/** The machine's addresses as one text. Another Wi-Fi or a VPN changes it, while the machine stays online. */
function ownAddresses(): string {
  return Object.values(networkInterfaces())
    .flatMap(list => list ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .sort()
    .join(' ')
}

function repeatTimer(look: () => void, everyMs: number): () => void {
  const timer = setInterval(look, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
