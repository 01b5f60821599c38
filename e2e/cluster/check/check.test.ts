import { describe, expect, test } from 'vitest'
import { type Call, type CallResult, type HistoryEvent, type HistoryRecord, historyOf, type Row } from '../history.ts'
import { checkHistory } from './check.ts'

/** A history that is written by hand: one event a millisecond. */
class Story {
  readonly #records: HistoryRecord[] = []
  #operations = 0

  note(client: string, event: HistoryEvent): this {
    const at = this.#records.length + 1
    this.#records.push({ at, process: 1, client: `${client}.1`, user: client, ...event })
    return this
  }

  begin(client: string, call: Call): string {
    const op = `o${++this.#operations}`
    this.note(client, { kind: 'invoke', op, gateway: 'g', call })
    return op
  }

  ok(client: string, op: string, result: CallResult): this {
    return this.note(client, { kind: 'ok', op, result })
  }

  send(client: string, clientId: string): string {
    return this.begin(client, { f: 'send', conversationId: 'k', clientId, text: clientId })
  }

  sent(client: string, op: string, seq: number): this {
    return this.ok(client, op, { f: 'send', seq, revision: seq, ordinal: seq - 3 })
  }

  /** The end state of the conversation of ann and bob, with messages of ann from seq 4 on. */
  end(...clientIds: string[]): this {
    const rows = [...founding, ...clientIds.map((clientId, i) => message(4 + i, clientId))]
    const head = rows.length
    return this.note('ann', {
      kind: 'end',
      scope: 'conversation:k',
      head,
      lastOrdinal: clientIds.length,
      visibleFrom: 0,
      rows,
    })
  }

  /** The properties that report something. */
  get reported(): string[] {
    return [...new Set(checkHistory(historyOf(this.#records)).map(({ property }) => property))]
  }
}

const founding: Row[] = [
  { entity: 'conversation', memberCount: 2, revision: 1 },
  { entity: 'member', userId: 'ann', left: false, revision: 2 },
  { entity: 'member', userId: 'bob', left: false, revision: 3 },
]

const message = (seq: number, clientId: string): Row => ({
  entity: 'message',
  seq,
  revision: seq,
  ordinal: seq - 3,
  senderId: 'ann',
  clientId,
  text: clientId,
})

test('a push of an own scope may lack a row that stands in it at a later revision, and no other', () => {
  const membership = (conversationId: string, revision: number): Row => {
    const entity = 'membership' as const
    return { entity, conversationId, joined: true, readSeq: 0, visibleFrom: 0, revision }
  }
  const pushed = (...rows: Row[]) =>
    new Story()
      .note('ann', { kind: 'push', scope: 'me', from: 1, to: 1, rows: [membership('k', 1)] })
      .note('ann', { kind: 'push', scope: 'me', from: 1, to: 2, rows })
  expect(pushed(membership('k', 2)).reported).toEqual([])
  expect(pushed(membership('j', 2)).reported).toEqual(['dense'])
})

test('an empty history and one of sends in order are lawful', () => {
  expect(new Story().reported).toEqual([])
  const story = new Story()
  story.sent('ann', story.send('ann', 'a'), 4).sent('ann', story.send('ann', 'b'), 5).end('a', 'b')
  expect(story.reported).toEqual([])
})

describe('a send without an answer', () => {
  test('may be stored or not', () => {
    for (const stored of [['a'], []]) {
      const story = new Story()
      story
        .note('ann', { kind: 'unknown', op: story.send('ann', 'a'), error: 'closed', answered: false })
        .end(...stored)
      expect(story.reported).toEqual([])
    }
  })

  test('is not stored twice', () => {
    const story = new Story()
    story.send('ann', 'a')
    story.end('a', 'a')
    expect(story.reported).toContain('once')
  })

  test('that was refused the second time may be stored all the same', () => {
    const story = new Story()
    story.send('ann', 'a')
    story.note('ann', { kind: 'fail', op: story.send('ann', 'a'), error: 'not_member' }).end('a')
    expect(story.reported).toEqual([])
  })

  test('does not take a place before what was acknowledged before it was sent', () => {
    const story = new Story()
    story.sent('ann', story.send('ann', 'a'), 5)
    story.send('ann', 'late')
    story.end('late', 'a')
    expect(story.reported).toEqual(['real time', 'sender order'])
  })
})

describe('the order', () => {
  test('of what two send at once is free', () => {
    const story = new Story()
    const [first, second] = [
      story.send('ann', 'a'),
      story.begin('ann', { f: 'edit', conversationId: 'k', seq: 4, text: 'b' }),
    ]
    story.sent('ann', first, 5).ok('ann', second, { f: 'edit', revision: 6 })
    expect(story.reported).not.toContain('real time')
  })

  test('of an edit that was asked for again is that of its first attempt', () => {
    const story = new Story()
    const edit: Call = { f: 'edit', conversationId: 'k', seq: 4, text: 'b' }
    story.sent('ann', story.send('ann', 'a'), 4)
    story.note('ann', { kind: 'unknown', op: story.begin('ann', edit), error: 'closed', answered: false })
    story.sent('ann', story.send('ann', 'c'), 6).ok('ann', story.begin('ann', edit), { f: 'edit', revision: 5 })
    expect(story.reported).not.toContain('real time')
  })

  test('of a send and an edit that was acknowledged before is kept', () => {
    const story = new Story()
    story.ok('ann', story.begin('ann', { f: 'edit', conversationId: 'k', seq: 4, text: 'b' }), {
      f: 'edit',
      revision: 6,
    })
    story.sent('ann', story.send('ann', 'a'), 5)
    expect(story.reported).toContain('real time')
  })

  test('of what one device sends without waiting is kept', () => {
    const story = new Story()
    const [first, second] = [story.send('ann', 'a'), story.send('ann', 'b')]
    story.sent('ann', first, 5).sent('ann', second, 4).end('b', 'a')
    expect(story.reported).toEqual(['sender order'])
  })

  test('of what the server asked to send again is free', () => {
    const story = new Story()
    const [first, second] = [story.send('ann', 'a'), story.send('ann', 'b')]
    story.note('ann', { kind: 'unknown', op: first, error: 'unavailable', answered: true }).sent('ann', second, 4)
    story.sent('ann', story.send('ann', 'a'), 5).end('b', 'a')
    expect(story.reported).toEqual([])
  })
})

describe('a push', () => {
  const created = { event: 'created', userIds: ['bob'] }
  const removed = { event: 'removed', userIds: ['bob'] }
  const notice = (seq: number, notice: { event: string; userIds: string[] }): Row => ({
    entity: 'message',
    seq,
    revision: seq,
    ordinal: 0,
    senderId: 'ann',
    clientId: null,
    text: '',
    notice,
  })
  const rows: Row[] = [
    ...founding.slice(0, 2),
    notice(3, created),
    { entity: 'member', userId: 'bob', left: true, revision: 4 },
    notice(5, removed),
  ]
  const story = (to: number) =>
    new Story()
      .note('bob', { kind: 'push', scope: 'conversation:k', from: to, to, rows: rows.slice(to - 1, to) })
      .note('ann', { kind: 'end', scope: 'conversation:k', head: 5, lastOrdinal: 0, visibleFrom: 0, rows })

  test('from before a removal may come at any time', () => {
    expect(story(3).reported).toEqual([])
  })

  test('of the removal, or of what comes after it, is not for who was removed', () => {
    expect(story(5).reported).toEqual(['outsiders'])
  })
})
