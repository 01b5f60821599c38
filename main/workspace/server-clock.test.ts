import { expect, test } from 'vitest'
import { clockOffsetKey } from '../cache/api.ts'
import { freshCache, head, heads, message, push } from '../cache/testing.ts'
import { ServerClock } from './server-clock.ts'

function clock(deviceTime: number, offset?: string) {
  const stored = new Map(offset === undefined ? [] : [[clockOffsetKey, offset]])
  const changes: number[] = []
  let now = deviceTime
  const made = new ServerClock({
    cache: {
      meta: async key => stored.get(key) ?? null,
      setMeta: async (key, value) => void stored.set(key, value),
    },
    onChange: offset => changes.push(offset),
    now: () => now,
  })
  const pass = (ms: number) => {
    now += ms
  }
  return { made, changes, stored, pass }
}

test.each([180_000, -3_600_000, 600_000])('a device that is %i ms ahead tells the server’s time', async ahead => {
  const { made, changes, stored, pass } = clock(1_000_000_000 + ahead)
  const askedAt = 1_000_000_000 + ahead
  pass(80)
  await made.heard(1_000_000_040, askedAt)
  expect(made.now()).toBe(1_000_000_080)
  expect(changes).toEqual([-ahead])
  expect(stored.get(clockOffsetKey)).toBe(String(-ahead))
})

test('a slow network changes nothing, a clock that is set does', async () => {
  const { made, changes, pass } = clock(50_000)
  await made.heard(50_900, 50_000)
  expect(changes).toEqual([])
  pass(8_000)
  await made.heard(50_000, 50_000)
  expect(changes).toEqual([])
  pass(-40_000)
  await made.heard(60_000, 18_000)
  expect(changes).toEqual([42_000])
})

test('the offset of the last connection holds without one', async () => {
  const { made, changes } = clock(1_000, '-600')
  await made.start()
  expect([made.now(), changes]).toEqual([400, [-600]])
})

test.each(['', 'x', '1.5', 'Infinity'])('a kept offset that is none, %j, changes nothing', async kept => {
  const { made, changes } = clock(1_000, kept)
  await made.start()
  expect([made.now(), changes]).toEqual([1_000, []])
})

test('a device whose clock is set back while it asks has the offset of when it asked', async () => {
  const { made, changes, pass } = clock(500_000)
  pass(-400_000)
  await made.heard(500_000, 500_000)
  expect(changes).toEqual([])
})

test('what was missed is notified by the server’s clock', () => {
  using cache = freshCache()
  const ahead = 600_000
  cache.db.setMeta(clockOffsetKey, String(-ahead))
  cache.db.applyHeads(heads(head(0)))
  const recent = message(1, { sentAt: Date.now() - ahead - 1_000 })
  cache.db.applyChanges({ ...push(1, 1, [recent]), upTo: 1, head: 1, more: false }, 0, null)
  expect(cache.changes.flatMap(change => change.arrived)).toHaveLength(1)
})
