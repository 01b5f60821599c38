import { expect, test } from 'vitest'
import { coalesce } from './coalesce.ts'

test('calls during a run cause one more run', async () => {
  const gates: (() => void)[] = []
  let runs = 0
  const call = coalesce(async () => {
    runs++
    await new Promise<void>(resolve => gates.push(resolve))
  })
  const all = [call(), call(), call()]
  expect(runs).toBe(1)
  gates.shift()?.()
  await Promise.resolve()
  await Promise.resolve()
  expect(runs).toBe(2)
  gates.shift()?.()
  await Promise.all(all)
  expect(runs).toBe(2)
})

test('a failed run rejects every waiting call, and the next call runs again', async () => {
  let runs = 0
  const call = coalesce(async () => {
    runs++
    if (runs === 1) throw new Error('no')
  })
  const all = await Promise.allSettled([call(), call()])
  expect(all.map(outcome => outcome.status)).toEqual(['rejected', 'rejected'])
  await call()
  expect(runs).toBe(2)
})

test.each([0, 1, 2, 3, 4, 5, 6])('a call %i turns after a run has ended is never lost', async turns => {
  let runs = 0
  const gate = Promise.withResolvers<void>()
  const go = coalesce(async () => {
    runs++
    await gate.promise
  })
  const first = go()
  gate.resolve()
  for (let i = 0; i < turns; i++) await null
  await go()
  await first
  expect(runs).toBe(2)
})
