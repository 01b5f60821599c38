import type { Log } from '../log.ts'

/** How long the page may take to save its drafts, milliseconds. */
const flushMs = 1_000
/** How long the workspace may take to close, milliseconds. Durable writes survive if it takes longer. */
const stopMs = 5_000

export interface Shutdown {
  /** The page has saved its drafts. */
  flushed(): void
  /** Whether the app may quit now. The first call starts the shutdown, which calls `quit` at its end. */
  canQuit(): boolean
}

/** Shuts down in order: the page saves its drafts, then the workspace closes. Both steps have a time limit. */
export function createShutdown(options: {
  /** Asks the page to save its drafts; returns false when there is no page. */
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
    const saved = new Promise<void>(resolve => {
      flushed = resolve
    })
    if (askPage()) await atMost(limits.flushMs, saved, 'the page did not save its drafts in time')
    await atMost(limits.stopMs, stop(), 'the workspace did not close in time')
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
