import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { asking, lookAtClock, startClock, tickUntil, useClock } from './hooks.ts'
import { dayTitle, listTime, serverNow, setClockOffset } from './times.ts'

const known = { key: 'a', data: [1], error: undefined, done: true }

it('a new key drops the last answer', () => {
  expect(asking(known, 'b', false)).toEqual({ key: 'b', data: undefined, error: undefined, done: false })
})

it('a search keeps its results until the next answer', () => {
  expect(asking(known, 'b', true)).toEqual({ key: 'b', data: [1], error: undefined, done: false })
  expect(asking({ ...known, error: new Error('x') }, 'b', true).error).toBeUndefined()
})

it('the same key keeps its answer while it is fetched again', () => {
  expect(asking(known, 'a', false)).toEqual(known)
})

describe('the clock of the window', () => {
  const evening = new Date(2026, 5, 9, 23, 59, 50).getTime()
  const hour = 3_600_000
  let days: string[]
  let stop: () => void
  let awake: () => void
  beforeEach(() => {
    vi.useFakeTimers({ now: evening })
    vi.stubGlobal('window', {
      addEventListener: (_: string, look: () => void) => (awake = look),
      removeEventListener() {},
    })
    vi.stubGlobal('document', { addEventListener() {}, removeEventListener() {} })
    setClockOffset(0)
    lookAtClock()
    days = []
    const off = useClock.subscribe(now => days.push(dayTitle(evening, 'en', now.now)))
    const end = startClock()
    stop = () => {
      end()
      off()
    }
  })
  afterEach(() => {
    stop()
    setClockOffset(0)
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('draws days again after midnight, once', () => {
    vi.advanceTimersByTime(40_000)
    expect(days).toEqual(['Yesterday, Tuesday 9 June'])
  })

  it('draws days again when the device wakes after midnight, before any timer', () => {
    vi.setSystemTime(evening + 9 * hour)
    expect(days).toEqual([])
    awake()
    expect(days).toEqual(['Yesterday, Tuesday 9 June'])
  })

  it('is the server’s: on a device that is a day ahead what comes now is of today', () => {
    vi.setSystemTime(evening + 24 * hour)
    setClockOffset(-24 * hour)
    lookAtClock()
    expect(serverNow()).toBe(evening)
    expect([listTime(evening, 'en'), dayTitle(evening, 'en')]).toEqual(['23:59', 'Today, Tuesday 9 June'])
    expect(useClock.getState().now).toBe(evening)
  })

  it('draws days again when it turns out to be of another day', () => {
    setClockOffset(hour)
    lookAtClock()
    expect(days).toEqual(['Yesterday, Tuesday 9 June'])
  })
})

describe('a countdown', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
  afterEach(() => void vi.useRealTimers())

  it('wakes each second, and no more once the time is past', () => {
    const tick = vi.fn()
    tickUntil(1_002_500, tick)
    vi.advanceTimersByTime(2_000)
    expect(tick).toHaveBeenCalledTimes(3)
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(60_000)
    expect(tick).toHaveBeenCalledTimes(4)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('wakes nobody for a time that is past, or when it is stopped', () => {
    tickUntil(999_999, () => {})
    expect(vi.getTimerCount()).toBe(0)
    tickUntil(2_000_000, () => {})()
    expect(vi.getTimerCount()).toBe(0)
  })
})
