import { within } from '../../common/within.ts'
import { outsideRequest } from './request-context.ts'

/** Most ids in one read; further ones wait for the next. */
const mostInRead = 500

/** Between two reads, milliseconds: where very many ask, a read would else be for one or two of them. */
const restMs = 10

/**
 * Reads for many who ask at the same time. `read` gets the ids that were asked for in one tick, or while it ran last and
 * rested, and returns what to answer each, or throws to one. When `read` itself throws, all of them are. One that takes
 * longer than `slowMs` milliseconds has met something that others may not meet: the next one begins beside it.
 */
export function readTogether<Answer>(
  read: (ids: readonly string[]) => Promise<(id: string) => Answer>,
  slowMs = 2_000,
): (id: string) => Promise<Answer> {
  const asked: { id: string; asking: PromiseWithResolvers<(id: string) => Answer> }[] = []
  let running = false

  async function run(): Promise<void> {
    while (asked.length > 0) {
      // Nothing else fails here: what a read throws is told to those who asked.
      await within(answer(asked.splice(0, mostInRead)), slowMs, () => new Error('slow')).catch(() => {})
      if (asked.length < mostInRead) await new Promise(resolve => setTimeout(resolve, restMs))
    }
    running = false
  }

  async function answer(batch: typeof asked): Promise<void> {
    try {
      const answerTo = await read([...new Set(batch.map(({ id }) => id))])
      for (const { asking } of batch) asking.resolve(answerTo)
    } catch (error) {
      for (const { asking } of batch) asking.reject(error)
    }
  }

  return async id => {
    const asking = Promise.withResolvers<(id: string) => Answer>()
    asked.push({ id, asking })
    if (!running) {
      running = true
      // It reads for others too.
      outsideRequest(() => setImmediate(() => void run()))
    }
    return (await asking.promise)(id)
  }
}
