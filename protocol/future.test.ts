import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  changeSchema,
  type EventName,
  entityNames,
  events,
  isKnownChange,
  type Method,
  methods,
  type ReceivedChange,
  singleScopes,
} from './index.ts'
import * as sampleRows from './sample-rows.ts'

/* Frames as a server of a later version would send them: this version must still read all that it knows. */

interface Frames {
  results: Record<string, unknown>
  changes: Record<string, { changes: { entity: string }[]; upTo: number }>
  pushes: [string, unknown][]
}
const frames = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', 'future-frames.json'), 'utf8')) as Frames

test.each(Object.entries(frames.results))('the answer to %s is read', (method, result) => {
  expect(methods[method as Method].result.safeParse(result).error).toBeUndefined()
})

test.each(Object.entries(frames.changes))('changes of %s are read, and unknown ones are skipped', (_, page) => {
  const { changes, upTo } = methods['sync.changes'].result.parse(page)
  expect(changes.map(change => change.value.revision)).toEqual(Array.from({ length: upTo }, (_, i) => i + 1))
  for (const [i, change] of (changes as ReceivedChange[]).entries()) {
    const { entity } = page.changes[i] ?? { entity: '' }
    if (!isKnownChange(change)) expect(change).toEqual({ entity: 'unknown', name: entity, value: change.value })
    else expect(change.entity).toBe(entity)
  }
  expect(changes.filter(isKnownChange).length).toBeGreaterThan(0)
})

test('known events are read', () => {
  const known = frames.pushes.filter(([name]) => Object.hasOwn(events, name))
  expect(known.length).toBe(frames.pushes.length - 2)
  for (const [name, params] of known)
    expect(events[name as EventName].params.safeParse(params).error, name).toBeUndefined()
})

test('rows that are stored as JSON keep the fields of a later version', () => {
  const { changes } = methods['sync.changes'].result.parse(frames.changes.apps)
  expect(changes[0]?.value).toMatchObject({
    widget: { size: 'large' },
    permissions: ['user.read', 'hologram.project'],
    hue: 1,
  })
  const launch = methods['sync.changes'].result.parse(frames.changes['conversation:c_launch'])
  expect(launch.changes.at(-1)).toMatchObject({ value: { content: { effect: 'confetti', quote: { seq: 4 } } } })
})

test('each entity has a scope; no scope is named twice', () => {
  expect(new Set(singleScopes).size).toBe(singleScopes.length)
  expect(new Set(entityNames).size).toBe(entityNames.length)
  expect(singleScopes.at(-1)).toBe('directory')
})

const headsPage = { epoch: 'e', cursor: 'x', more: false, remaining: 0 }

describe('one unreadable row does not affect the others', () => {
  const { head, message, employee } = sampleRows
  const device = { id: 'd', name: 'x', platform: 'linux', createdAt: 1, lastSeenAt: 1, current: false }
  const history = { conversationId: 'c', epoch: 'e', from: 1, to: 9, head: 9 }

  test.each([null, 'x', {}, { ...message, sentAt: null }, { ...message, seq: 2 ** 30 }])('of history: %j', other => {
    const page = methods['message.history'].result.parse({ ...history, messages: [message, other, message] })
    expect(page.messages).toEqual([message, message])
  })

  test.each([
    {
      conversation: {
        ...head.conversation,
        ownerId: 'bot:1',
        avatarUserIds: Array(9).fill('u'),
        name: 'x'.repeat(300),
      },
    },
    { mentionSeqs: Array.from({ length: 40 }, (_, i) => i + 1) },
    { lastMessage: { ...message, senderId: 'app:okr', clientId: 'hook:1', content: { type: 'text', text: 'x' } } },
  ])('a head with unexpected values is read: %j', change => {
    const page = methods['sync.heads'].result.parse({ ...headsPage, heads: [{ ...head, ...change }] })
    expect(page.heads).toMatchObject([change.lastMessage === undefined ? change : {}])
    expect(page).not.toHaveProperty('unreadable')
  })

  test('of heads: the position of the conversation is still read', () => {
    const other = { ...head, conversation: { id: 'c_other', memberCount: 'many' }, revision: 7, lastOrdinal: 3 }
    const out = { ...head.membership, joined: false }
    const left = { ...other, membership: out }
    const page = methods['sync.heads'].result.parse({ ...headsPage, heads: [other, head, left, null, { revision: 1 }] })
    expect(page.unnamed).toBe(2)
    expect(page.heads).toEqual([head])
    const where = { unreadable: true, conversationId: 'c_other', revision: 7, lastOrdinal: 3 }
    expect(page.unreadable).toEqual([
      { ...where, membership: head.membership },
      { ...where, membership: out },
    ])
  })

  test('of people, devices and read marks', () => {
    const people = methods['directory.employees'].result.parse({ employees: [{ ...employee, phone: null }, employee] })
    expect(people.employees).toEqual([employee])
    expect(methods['device.list'].result.parse({ devices: [{ ...device, lastSeenAt: null }, device] }).devices).toEqual(
      [device],
    )
    const mark = { userId: 'bot:1', readSeq: 3 }
    const receipts = { conversationId: 'c', receipts: [{ ...mark, readSeq: null }, mark] }
    expect(methods['conversation.receipts'].result.parse(receipts).receipts).toEqual([mark])
    expect(events['conversation.receipts'].params.parse(receipts).receipts).toEqual([mark])
  })

  test('of changes: an unknown one, with a revision where that can be read', () => {
    const values = [{ revision: 4 }, { revision: null }, null, 7]
    for (const value of values)
      expect(changeSchema.parse({ entity: 'message', value })).toMatchObject({
        entity: 'unknown',
        name: 'message',
        value: { revision: value === values[0] ? 4 : -1 },
      })
    expect(changeSchema.parse('x')).toMatchObject({ entity: 'unknown', name: '' })
    expect(changeSchema.parse({ entity: 'x'.repeat(100), value: { revision: 1 } })).toMatchObject({
      name: 'x'.repeat(40),
    })
  })

  test('a tombstone is read from the fields that say so', () => {
    const rows = [
      { entity: 'membership', value: { conversationId: 'c', joined: false, revision: 3 } },
      { entity: 'member', value: { conversationId: 'c', userId: 'u', left: true, revision: 3 } },
      { entity: 'department', value: { id: 'd', deleted: true, revision: 3, name: null } },
    ]
    for (const row of rows)
      expect(changeSchema.parse(row)).toMatchObject({ entity: row.entity, value: { revision: 3 } })
    expect(
      changeSchema.parse({ entity: 'membership', value: { conversationId: 'c', joined: true, revision: 3 } }).entity,
    ).toBe('unknown')
  })

  test('of the revisions of scopes', () => {
    const hello = { userId: 'u', epoch: 'e', serverTime: 1, revisions: { me: 3, apps: null, ['n'.repeat(99)]: {} } }
    expect(methods['sync.hello'].result.parse(hello).revisions).toMatchObject({ me: 3, apps: undefined })
  })
})
