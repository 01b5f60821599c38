import type { Log } from '../log.ts'

/** How long the page may take to save its drafts, milliseconds. */
const flushMs = 1_000
/** How long the workspace may take to close, milliseconds. Durable writes survive if it takes longer. */
const stopMs = 5_000
/** The limits when the system itself ends, which waits only briefly for its programs. */
const hurried = { flushMs: 300, stopMs: 700 }

type Limits = typeof hurried

/** The limits of the steps, which get shorter while a step goes on when the system ends. */
function createLimits(usual: Limits, log: Log) {
  let limits = usual
  let onHurry = (): void => {}
  return {
    /** The system ends. */
    hurry(): void {
      limits = hurried
      onHurry()
    },

    /** Waits for a step of the program until its limit is over. */
    async atMost(step: keyof Limits, work: Promise<void>, late: string): Promise<void> {
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
        onHurry = wait
        wait()
      })
      try {
        await Promise.race([work, limit])
      } finally {
        onHurry = () => {}
        clearTimeout(timer)
      }
    },

    /** What the person answers, or `otherwise` when the system ends: it waits for no answer. */
    async answer<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
      if (limits === hurried) return otherwise
      const systemEnds = new Promise<T>(resolve => {
        onHurry = () => resolve(otherwise)
      })
      return Promise.race([ask(), systemEnds])
    },
  }
}

export interface Shutdown {
  /** The page has saved its drafts, but for `unsaved` that could not be saved. */
  flushed(unsaved: number): void
  /**
   * Whether the app may quit now. The first call starts the shutdown, which calls `quit` at its end, or `stay` when the
   * person would rather keep what could not be saved; the next call then starts another.
   */
  canQuit(): boolean
  /** The system ends: takes much less time from now on. */
  hurry(): void
}

/**
 * Shuts down in order: the page saves its drafts, the person is asked if some could not be saved, then the workspace
 * closes. The steps of the program have time limits.
 */
export function createShutdown(options: {
  /** Asks the page to save its drafts; returns false when there is no page. */
  askPage: () => boolean
  /** Drafts could not be saved: whether to quit all the same. */
  askUnsaved: (count: number) => Promise<boolean>
  stay: () => void
  stop: () => Promise<void>
  quit: () => void
  log: Log
  limits?: Limits
}): Shutdown {
  const { askPage, askUnsaved, stay, stop, quit, log } = options
  const limits = createLimits(options.limits ?? { flushMs, stopMs }, log)
  let state: 'running' | 'ending' | 'ended' = 'running'
  /** Nobody waits for it: Windows ends the session, or the time was over. */
  const noteUnsaved = (unsaved: number): void => {
    if (unsaved > 0) log('drafts could not be saved', { unsaved })
  }
  let flushed = noteUnsaved

  /** Returns false when the app is to stay. */
  async function end(): Promise<boolean> {
    let unsaved = 0
    const saved = new Promise<void>(resolve => {
      flushed = count => {
        unsaved = count
        resolve()
      }
    })
    if (askPage()) await limits.atMost('flushMs', saved, 'the page did not save its drafts in time')
    flushed = noteUnsaved
    if (unsaved > 0 && !(await limits.answer(() => askUnsaved(unsaved), true))) return false
    noteUnsaved(unsaved)
    await limits.atMost('stopMs', stop(), 'the workspace did not close in time')
    return true
  }

  return {
    flushed: unsaved => flushed(unsaved),
    canQuit() {
      if (state === 'running') {
        state = 'ending'
        end()
          .catch(error => {
            log('closing failed', { error: String(error) })
            return true
          })
          .then(ended => {
            state = ended ? 'ended' : 'running'
            if (ended) quit()
            else stay()
          })
      }
      return state === 'ended'
    },
    hurry: limits.hurry,
  }
}
