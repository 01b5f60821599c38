import { expect, test } from 'vitest'
import type { KeptItem } from '../../preload/contract/index.ts'
import { Reminders } from './reminders.ts'

/** Reminders over a cache of plain values, with a clock that the test turns. */
function setup(times: { id: string; seq: number; at: number }[]) {
  const meta = new Map<string, string>()
  const shown: string[][] = []
  const gone: string[] = []
  const timers: { call: () => void; ms: number }[] = []
  const state = { now: 0, allowed: true, times }
  const open = () =>
    new Reminders({
      cache: {
        reminderTimes: async () => state.times,
        reminderItem: async ({ id, seq }) =>
          ({ conversationId: id, seq, remindAt: state.times.find(one => one.id === id)?.at ?? null }) as KeptItem,
        meta: async key => meta.get(key) ?? null,
        setMeta: async (key, value) => void meta.set(key, value),
      },
      watcher: {
        remind: due => {
          if (state.allowed) shown.push(due.map(item => item.conversationId))
          return state.allowed
        },
        reminded: id => gone.push(id),
      },
      rungKey: 'rung-reminders',
      now: () => state.now,
      log: () => {},
      setTimer: (call, ms) => {
        timers.push({ call, ms })
        return () => {}
      },
    })
  return { open, shown, gone, timers, state }
}

test('each rings once at its time, also over a restart; the next is waited for', async () => {
  const { open, shown, timers, state } = setup([
    { id: 'a', seq: 1, at: 10_000 },
    { id: 'b', seq: 2, at: 15_000 },
  ])
  const reminders = open()
  await reminders.look()
  expect([shown, timers.at(-1)?.ms]).toEqual([[], 10_000])
  state.now = 10_000
  await reminders.look()
  await reminders.look()
  expect([shown, timers.at(-1)?.ms]).toEqual([[['a']], 5_000])
  reminders.stop()
  state.now = 99_000
  await open().look()
  expect(shown).toEqual([['a'], ['b']])
})

test('what is stopped while it looks waits for nothing', async () => {
  const { open, timers } = setup([{ id: 'a', seq: 1, at: 10_000 }])
  const reminders = open()
  const looking = reminders.look()
  reminders.stop()
  await looking
  expect(timers).toEqual([])
})

test('those that were missed in sleep ring together; a clock that was set back is looked at again', async () => {
  const { open, shown, timers, state } = setup([
    { id: 'a', seq: 1, at: 3_600_000 },
    { id: 'b', seq: 2, at: 7_200_000 },
  ])
  const reminders = open()
  await reminders.look()
  expect(timers.at(-1)?.ms).toBe(30_000)
  state.now = 9_000_000
  await reminders.look()
  expect(shown).toEqual([['a', 'b']])
})

test('what may not be shown now is offered again, and snoozed rings again; what was done is taken back', async () => {
  const { open, shown, gone, state } = setup([{ id: 'a', seq: 1, at: 10 }])
  const reminders = open()
  state.now = 20
  state.allowed = false
  await reminders.look()
  state.allowed = true
  await reminders.look()
  expect(shown).toEqual([['a']])
  state.times = [{ id: 'a', seq: 1, at: 30 }]
  await reminders.look()
  expect([shown.length, gone]).toEqual([1, ['a']])
  state.now = 30
  await reminders.look()
  expect(shown).toEqual([['a'], ['a']])
  state.times = []
  await reminders.look()
  expect(gone).toEqual(['a', 'a'])
})
