import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Memory, Usage } from './child.ts'

/** In a process of a bench: what `startChild` ordered. */
export async function readOrder<T>(): Promise<T> {
  const [order] = (await once(process, 'message')) as [T]
  return order
}

/**
 * Says that the process is ready, tells from now on what it uses and holds, and ends it with its parent. `answer`
 * answers what else it is asked.
 */
export function serveParent(
  ready: object,
  close: () => Promise<void> = async () => {},
  answer: (question: unknown) => Promise<object> = async () => ({}),
): void {
  const begun = process.cpuUsage()
  process.on('message', async question => {
    if (question === 'usage') {
      const { user, system } = process.cpuUsage(begun)
      process.send?.({ cpuSeconds: (user + system) / 1e6 } satisfies Usage)
    } else process.send?.(question === 'memory' ? await memory() : await answer(question))
  })
  process.on('disconnect', async () => {
    await close()
    process.exit(0)
  })
  process.send?.(ready)
}

async function memory(): Promise<Memory> {
  globalThis.gc?.()
  // What was freed is given back in the background.
  await wait(500)
  globalThis.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  return { rss, heapUsed }
}
