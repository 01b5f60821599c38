import type { Log } from '../log.ts'

/** How long the page may take to save its drafts, milliseconds. */
const flushMs = 1_000
/** How long the workspace may take to close, milliseconds. Durable writes survive if it takes longer. */
const stopMs = 5_000
/** The limits when the system itself ends, which waits only briefly for its programs. */
const hurried = { flushMs: 300, stopMs: 700 }

export interface Shutdown {
  /** The page has saved its drafts. */
  flushed(): void
  /** Whether the app may quit now. The first call starts the shutdown, which calls `quit` at its end. */
  canQuit(): boolean
  /** The system ends: takes much less time from now on. */
  hurry(): void
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
  const { askPage, stop, quit, log } = options
  let limits = options.limits ?? { flushMs, stopMs }
  let hurry = (): void => {}
  let state: 'running' | 'ending' | 'ended' = 'running'
  let flushed = (): void => {}

  async function end(): Promise<void> {
    const saved = new Promise<void>(resolve => {
      flushed = resolve
    })
    if (askPage()) await atMost('flushMs', saved, 'the page did not save its drafts in time')
    await atMost('stopMs', stop(), 'the workspace did not close in time')
  }

  async function atMost(step: keyof typeof hurried, work: Promise<void>, late: string): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const limit = new Promise<void>(resolve => {
      const wait = (): void => {
        clearTimeout(timer)
        const ms = limits[step]
        timer = setTimeout(() => {
          log(late, { ms })
          resolve()
        }, ms)
      }
      hurry = wait
      wait()
    })
    try {
      await Promise.race([work, limit])
    } finally {
      hurry = () => {}
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
    hurry() {
      limits = hurried
      hurry()
    },
  }
}
