import { ProtocolError } from '@lianqun/protocol'
import { expect, test, vi } from 'vitest'
import type { DesktopEvent } from '../../preload/contract/index.ts'
import type { Request } from './connection.ts'
import { PresenceWatch } from './presence-watch.ts'

function setUp() {
  const told: DesktopEvent<'presence.changed'>[] = []
  const asked: unknown[] = []
  const answers: ((people: { userId: string; state: string }[] | Error) => void)[] = []
  const request = ((method: string, params: unknown) => {
    asked.push([method, params])
    return new Promise((resolve, reject) =>
      answers.push(people => (people instanceof Error ? reject(people) : resolve({ people }))),
    )
  }) as unknown as Request
  const watch = new PresenceWatch({ emit: change => told.push(change), log: () => {} })
  return { told, asked, answers, request, watch }
}
const ann = { userId: 'ann', state: 'online' }

test('each new connection is told whom the window shows and that the person is away', async () => {
  const { watch, asked, answers, told, request } = setUp()
  watch.watch(['ann'])
  watch.setAway(true)
  expect(asked).toEqual([])
  watch.start(request)
  expect(asked).toEqual([
    ['presence.report', { state: 'away' }],
    ['presence.watch', { userIds: ['ann'] }],
  ])
  answers[1]?.([ann])
  await expect.poll(() => told).toEqual([{ people: [ann], whole: true }])
  watch.stop()
  expect(told.at(-1)).toEqual({ people: [], whole: true })
  watch.start(request)
  expect(asked).toHaveLength(4)
})

test('what a connection answers that is gone says nothing any more', async () => {
  const { watch, answers, told, request } = setUp()
  watch.start(request)
  watch.watch(['ann'])
  watch.stop()
  const later = setUp()
  watch.start(later.request)
  answers[0]?.([ann])
  // The list goes out on the new connection once the old one has let go of it.
  await expect.poll(() => later.answers.length).toBeGreaterThan(0)
  later.answers.at(-1)?.([])
  await expect
    .poll(() => told)
    .toEqual([
      { people: [], whole: true },
      { people: [], whole: true },
    ])
})

test('while a list is on its way only the last of the later ones follows', async () => {
  const { watch, asked, answers, request } = setUp()
  watch.start(request)
  for (const id of ['a', 'b', 'c']) watch.watch([id])
  expect(asked).toEqual([['presence.watch', { userIds: ['a'] }]])
  answers[0]?.([])
  await expect.poll(() => asked).toHaveLength(2)
  expect(asked[1]).toEqual(['presence.watch', { userIds: ['c'] }])
})

test('a list that was too much is said again; one that an older server does not know is not', async () => {
  vi.useFakeTimers()
  try {
    const { watch, asked, answers, request } = setUp()
    watch.start(request)
    watch.watch(['a'])
    answers[0]?.(new ProtocolError('rate_limited', { retryAfterMs: 500 }))
    await vi.advanceTimersByTimeAsync(499)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(asked.slice(1)).toEqual([
      ['presence.report', { state: 'online' }],
      ['presence.watch', { userIds: ['a'] }],
    ])
    answers[2]?.(new ProtocolError('unknown_method'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(3)
  } finally {
    vi.useRealTimers()
  }
})
