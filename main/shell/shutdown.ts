import type { Log } from '../log.ts'

/** How long the page may take to hand over what was just typed, milliseconds. */
const flushMs = 1_000
/** How long the workspace may take to close, milliseconds: what is durable already is not lost by a hard end. */
const stopMs = 5_000

export interface Shutdown {
  /** The page has handed over what it held. */
  flushed(): void
  /** Whether the app may end now. The first call begins what is to be done before; then the app is quit again. */
  canQuit(): boolean
}

/** Quits in order: the page hands over what was typed, then the workspace closes. Neither holds the app for ever. */
export function createShutdown(options: {
  /** Asks the page; false when there is none. */
  askPage: () => boolean
  stop: () => Promise<void>
  quit: () => void
  log: Log
  limits?: { flushMs: number; stopMs: number }
}): Shutdown {
  const { askPage, stop, quit, log, limits = { flushMs, stopMs } } = options
  let state: 'running' | 'ending' | 'ended' = 'running'
  let flushed = (): void => {}

  async function end(): Promise<void> {
    const handedOver = new Promise<void>(resolve => {
      flushed = resolve
    })
    if (askPage()) await atMost(limits.flushMs, handedOver, 'the page did not hand over what it held')
    await atMost(limits.stopMs, stop(), 'the workspace did not close')
  }

  async function atMost(ms: number, work: Promise<void>, late: string): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const limit = new Promise<void>(resolve => {
      timer = setTimeout(() => {
        log(late, { ms })
        resolve()
      }, ms)
    })
    try {
      await Promise.race([work, limit])
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    flushed: () => flushed(),
    canQuit() {
      if (state === 'running') {
        state = 'ending'
        end()
          .catch(error => log('closing failed', { error: String(error) }))
          .finally(() => {
            state = 'ended'
            quit()
          })
      }
      return state === 'ended'
    },
  }
}
