import { expect, test } from 'vitest'
import { type ConversationChanges, emptyChangeSet } from '../core/change-set.ts'
import { decodeHint, encodeHints } from './hints.ts'

const conversation = {
  id: 'c',
  kind: 'group',
  from: 2,
  rows: ['{}'],
  seqs: [null],
  before: 1,
  head: 2,
  membersBefore: 1,
  membersAt: 2,
  lastOrdinal: 0,
  joined: [{ userId: 'u', membership: { visibleFrom: 0 } }],
  left: ['v'],
  conversation: null,
  lastMessage: null,
  mentioned: ['w'],
} as unknown as ConversationChanges
const changes = { ...emptyChangeSet(), conversations: [conversation], me: new Map([['u', { from: 1, rows: ['{}'] }]]) }

test('a commit is told whole', () => {
  const [hint] = encodeHints(changes, 10_000)
  expect(decodeHint(hint?.payload ?? '')).toEqual(changes)
})

test('a hint of which a part is something else is refused as a whole', () => {
  const broken = [
    { joined: [null] },
    { joined: [{ userId: 1, membership: { visibleFrom: 0 } }] },
    { joined: [{ userId: 'u', membership: null }] },
    { left: [{}] },
    { mentioned: 'all' },
    { mentioned: [1] },
    { membersAt: 1.5 },
    { id: null },
    { rows: 'x' },
  ]
  for (const part of broken) {
    const [hint] = encodeHints(
      { ...changes, conversations: [{ ...conversation, ...part } as ConversationChanges] },
      10_000,
    )
    expect(() => decodeHint(hint?.payload ?? ''), JSON.stringify(part)).toThrow('not whole')
  }
})
