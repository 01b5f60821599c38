import type { CardFace } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { askForFace, expiryOf, isMissing } from './faces.ts'

/* When the face of a card is asked for, and how many are. */

const card = { type: 'AdaptiveCard' as const }
const face = (expiresAt?: number): CardFace => ({ number: 1, card, ...(expiresAt !== undefined && { expiresAt }) })

test('a face is asked for once, and once more when it has expired', () => {
  expect(isMissing(null, undefined, 1_000)).toBe(true)
  expect(isMissing({ askedAt: 900 }, undefined, 1_000)).toBe(false)
  expect(isMissing({ askedAt: 900 }, 2_000, 1_000)).toBe(false)
  expect(isMissing({ askedAt: 900 }, 1_000, 1_000)).toBe(true)
  expect(isMissing({ askedAt: 1_001 }, 1_000, 1_002)).toBe(false)
  expect(isMissing({ askedAt: 0 }, undefined, 1_000)).toBe(true)
})

test('the time of a face counts before that of its card; what is no time is none', () => {
  const refresh = { action: { type: 'Action.Execute' as const }, expires: '2026-12-01T00:00:00Z' }
  expect(expiryOf({ ...card, refresh }, null)).toBe(Date.parse(refresh.expires))
  expect(expiryOf({ ...card, refresh }, face(7))).toBe(7)
  expect(expiryOf({ ...card, refresh: { ...refresh, expires: 'soon' } }, face())).toBeUndefined()
  expect(expiryOf(card, null)).toBeUndefined()
})

const asked: number[] = []
beforeEach(() => {
  vi.useFakeTimers()
  asked.length = 0
  vi.stubGlobal('window', {
    desktop: {
      call: async (_name: string, { seq }: { seq: number }) => {
        asked.push(seq)
        return { ok: true, value: { face: null } }
      },
    },
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a hundred cards at once are asked for one after the other; what is scrolled away meanwhile is not', async () => {
  const leave = Array.from({ length: 100 }, (_, n) => askForFace({ id: 'c', seq: n + 1, version: 1 }))
  await vi.advanceTimersByTimeAsync(250)
  expect(asked).toEqual([1, 2, 3])
  for (const stop of leave.slice(0, 98)) stop()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).toEqual([1, 2, 3, 99, 100])
  askForFace({ id: 'c', seq: 7, version: 1 })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked).toEqual([1, 2, 3, 99, 100, 7])
})
