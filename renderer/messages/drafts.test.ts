import { expect, test } from 'vitest'
import { Drafts } from './drafts.ts'

/** Drafts whose saves the test settles and whose timers it fires. */
function keeper() {
  const saves: { id: string; text: string; done: () => void; fail: (error: Error) => void }[] = []
  const timers: { call: () => void; ms: number }[] = []
  const failed: unknown[] = []
  let now = 0
  const drafts = new Drafts({
    save: (id, text) => new Promise<void>((done, fail) => saves.push({ id, text, done, fail })),
    onFailed: error => failed.push(error),
    setTimer: (call, ms) => {
      const timer = { call, ms }
      timers.push(timer)
      return () => {
        const at = timers.indexOf(timer)
        if (at >= 0) timers.splice(at, 1)
      }
    },
    now: () => now,
  })
  return {
    drafts,
    saves,
    timers,
    failed,
    pass: (ms: number) => {
      now += ms
    },
    fire: () => timers.shift()?.call(),
    settled: () => new Promise<void>(resolve => setImmediate(resolve)),
  }
}

test('a draft is saved after a pause, and now and then while there is none', async () => {
  const { drafts, saves, timers, pass, fire, settled } = keeper()
  drafts.write('c', 'a')
  expect(timers.map(timer => timer.ms)).toEqual([300])
  pass(900)
  drafts.write('c', 'ab')
  expect(timers.map(timer => timer.ms)).toEqual([100])
  fire()
  expect(saves.map(save => save.text)).toEqual(['ab'])
  saves[0]?.done()
  await settled()
  expect(await drafts.flushAll()).toBe(0)
  expect(saves).toHaveLength(1)
  expect(drafts.last('c')).toBe('ab')
})

test('a failed save stays pending, is said once, and is tried until it succeeds', async () => {
  const { drafts, saves, timers, failed, fire, settled } = keeper()
  drafts.write('c', 'kept')
  for (const wait of [2_000, 4_000, 8_000]) {
    fire()
    saves.at(-1)?.fail(new Error('full'))
    await settled()
    expect(timers.map(timer => timer.ms)).toEqual([wait])
  }
  expect(failed).toHaveLength(1)
  drafts.write('c', 'kept and longer')
  expect(timers.map(timer => timer.ms)).toEqual([8_000])
  fire()
  expect(saves.at(-1)?.text).toBe('kept and longer')
  saves.at(-1)?.done()
  await settled()
  expect(timers).toEqual([])
  expect(await drafts.flushAll()).toBe(0)
})

test('on quitting what waits is saved, and what cannot be is counted', async () => {
  const { drafts, saves, settled } = keeper()
  drafts.write('a', 'one')
  drafts.write('b', 'two')
  const flushed = drafts.flushAll()
  expect(saves.map(save => save.text)).toEqual(['one', 'two'])
  saves[0]?.done()
  saves[1]?.fail(new Error('full'))
  expect(await flushed).toBe(1)
  await settled()
  const again = drafts.flushAll()
  expect(saves.at(-1)).toMatchObject({ id: 'b', text: 'two' })
  saves.at(-1)?.done()
  expect(await again).toBe(0)
})

test('what is typed while a save runs is saved after it, never before it', async () => {
  const { drafts, saves, settled } = keeper()
  drafts.write('c', 'first')
  void drafts.flush('c')
  drafts.write('c', 'second')
  const flushed = drafts.flushAll()
  await settled()
  expect(saves.map(save => save.text)).toEqual(['first'])
  saves[0]?.done()
  await settled()
  expect(saves.map(save => save.text)).toEqual(['first', 'second'])
  saves[1]?.done()
  expect(await flushed).toBe(0)
})

test('a draft that a message took is not saved again', async () => {
  const { drafts, saves, timers } = keeper()
  drafts.write('c', 'sent')
  drafts.taken('c', '')
  expect(timers).toEqual([])
  expect(await drafts.flushAll()).toBe(0)
  expect(saves).toEqual([])
  expect(drafts.last('c')).toBe('')
})

test('white space alone is no draft; a long one is saved whole', async () => {
  const { drafts, saves } = keeper()
  drafts.write('a', ' \n')
  drafts.write('b', '长'.repeat(1_000_000))
  const flushed = drafts.flushAll()
  expect(saves.map(save => save.text.length)).toEqual([0, 1_000_000])
  for (const save of saves) save.done()
  expect(await flushed).toBe(0)
})

test('after another person signed in nothing is tried again', async () => {
  const { drafts, saves, timers, failed, settled } = keeper()
  drafts.write('c', 'mine')
  void drafts.flush('c')
  drafts.clear()
  saves[0]?.fail(new Error('signed out'))
  await settled()
  expect([timers, failed, drafts.last('c')]).toEqual([[], [], undefined])
})
