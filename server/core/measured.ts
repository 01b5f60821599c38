import type { Metrics } from '../metrics/metrics.ts'
import type { Commit } from './commit-queue.ts'
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

/** A write whose wait for its locks, time and push lag are counted. */
export function measuredWrite(metrics: Metrics, write: Write): Write {
  return async (locks, fn, done) => {
    const asked = performance.now()
    let began = asked
    let stored = asked
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
        done?.(result)
      },
    )
    metrics.pushLag('write', performance.now() - stored)
    return result
  }
}
