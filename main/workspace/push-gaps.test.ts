import { expect, onTestFinished, test, vi } from 'vitest'
import { push } from '../cache/testing.ts'
import { PushGaps } from './push-gaps.ts'

/** Gaps whose pushes apply once they are next, with fetches that the test ends. */
function gaps() {
  const state = { next: 1 }
  const applied: number[] = []
  const fetches: { scope: string; upTo: number; done: () => void }[] = []
  const made = new PushGaps({
    waitMs: 0,
    apply: async ({ from, to }) => {
      if (from !== state.next) return false
      applied.push(from)
      state.next = to + 1
      return true
    },
    fetch: (scope, upTo) =>
      new Promise(resolve => {
        fetches.push({ scope, upTo, done: resolve })
      }),
    onFailed: (_scope, error) => {
      throw error
    },
  })
  return { made, state, applied, fetches }
}

test('pushes that wait are applied in their order, whatever the order they came in', async () => {
  const { made, state, applied } = gaps()
  for (const from of [4, 3, 2]) made.wait(push(from, from, []))
  state.next = 2
  await made.retry('conversation:c')
  expect(applied).toEqual([2, 3, 4])
})

test('what does not come is fetched up to the last push that waits, four scopes at a time', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const settled = () => new Promise(resolve => setImmediate(resolve))
  const { made, fetches } = gaps()
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) {
    made.wait(push(9, 9, [], { scope: `conversation:${id}` }))
    made.wait(push(5, 7, [], { scope: `conversation:${id}` }))
  }
  vi.runAllTimers()
  await settled()
  expect(fetches.map(({ upTo }) => upTo)).toEqual([9, 9, 9, 9])
  fetches[0]?.done()
  await settled()
  expect(fetches.map(({ scope }) => scope.at(-1))).toEqual(['a', 'b', 'c', 'd', 'e'])
  for (const { done } of fetches) done()
  await settled()
  expect(fetches).toHaveLength(6)
})
