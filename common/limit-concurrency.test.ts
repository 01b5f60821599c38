import { expect, test } from 'vitest'
import { limitConcurrency } from './limit-concurrency.ts'

test('at most `size` run at a time, the others wait', async () => {
  const limited = limitConcurrency(2)
  let running = 0
  let most = 0
  const results = await Promise.all(
    [1, 2, 3, 4, 5].map(n =>
      limited(async () => {
        most = Math.max(most, ++running)
        await new Promise(resolve => setImmediate(resolve))
        running--
        return n
      }),
    ),
  )
  expect(results).toEqual([1, 2, 3, 4, 5])
  expect(most).toBe(2)
})
