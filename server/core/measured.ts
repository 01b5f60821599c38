import { ProtocolError } from '@lianqun/protocol'
import type { Metrics } from '../metrics/metrics.ts'
import type { Commit } from './commit-queue.ts'
import { childSpan } from './request-context.ts'
import type { Write } from './services.ts'

/** A group commit of messages whose time and push lag are counted. */
export function measuredSends<Input, Outcome>(
  metrics: Metrics,
  commit: Commit<Input, Outcome>,
): Commit<Input, Outcome> {
  return async (inputs, done) => {
    const started = performance.now()
    let stored: number | null = null
    await commit(inputs, outcomes => {
      stored = performance.now()
      metrics.commit('sends', stored - started)
      done(outcomes)
    })
    if (stored !== null) metrics.pushLag('sends', performance.now() - stored)
  }
}

/** A write whose wait for its locks, time and push lag are counted; its request's trace has a part `commit`. */
export function measuredWrite(metrics: Metrics, write: Write): Write {
  return async (locks, fn, done) => {
    const span = childSpan('commit')
    const asked = performance.now()
    let began = asked
    let stored = asked
    try {
      const result = await write(
        locks,
        w => {
          // A transaction that is tried again waited once.
          if (began === asked) {
            began = performance.now()
            metrics.lockWait(began - asked)
          }
          return fn(w)
        },
        result => {
          stored = performance.now()
          metrics.commit('write', stored - began)
          span?.end()
          done?.(result)
        },
      )
      metrics.pushLag('write', performance.now() - stored)
      return result
    } catch (error) {
      if (stored === asked) span?.end(errorNameOf(error))
      throw error
    }
  }
}

/** Calls `done` with the outcome of what is stored in a group; the trace of its request has a part `commit` until then. */
export function tracedStore<T>(done: (outcome: T | Error) => void): (outcome: T | Error) => void {
  const span = childSpan('commit')
  if (span === null) return done
  return outcome => {
    span.end(outcome instanceof Error ? errorNameOf(outcome) : 'ok')
    done(outcome)
  }
}

const errorNameOf = (error: unknown) => (error instanceof ProtocolError ? error.errorName : 'internal')
