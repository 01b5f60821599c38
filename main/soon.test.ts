import { expect, test } from 'vitest'
import { soon } from './soon.ts'

test('calls that come together are one; a later one is another', () => {
  let times = 0
  const timers: (() => void)[] = []
  const call = soon(
    () => times++,
    200,
    work => timers.push(work),
  )
  for (let i = 0; i < 5; i++) call()
  expect([times, timers.length]).toEqual([0, 1])
  timers.shift()?.()
  expect(times).toBe(1)
  call()
  timers.shift()?.()
  expect(times).toBe(2)
})
