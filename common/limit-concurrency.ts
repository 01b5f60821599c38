/** Lets so many pieces of work through at a time; the others wait their turn. */
export function limitConcurrency(size: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async work => {
    if (running >= size) await new Promise<void>(resolve => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      // The place goes to the next one; only where nobody waits is it free.
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
}
