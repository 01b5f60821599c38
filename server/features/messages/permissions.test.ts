import { randomUUID } from 'node:crypto'
import {
  answerMethods,
  keptMethods,
  type Method,
  messageMethods,
  type Params,
  type ProtocolError,
} from '@lianqun/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

/* Who may do what with a message: each method of messages, by each kind of person. */

const roles = ['owner', 'member', 'former', 'outsider'] as const
type Role = (typeof roles)[number]
type Outcome = 'done' | 'forbidden' | 'not_member' | 'not_found' | 'rate_limited'

const text = (value: string) => ({ type: 'text' as const, text: value, mentions: [] })
/** A message of the member, and a poll of theirs. */
type On = { conversationId: string; seq: number }
let poll: On
const pollContent = {
  type: 'poll' as const,
  question: '几点？',
  options: [
    { id: 'o1', text: '三点' },
    { id: 'o2', text: '四点' },
  ],
  multiple: false,
  anonymous: false,
  open: false,
}

/** The parameters of a request about the message of a member, and what becomes of it by who asks. */
interface Case<M extends Method> {
  params: (on: On) => Params<M>
  /** What others than the sender of the message may; the sender is the member. */
  owner: Outcome
  member: Outcome
}
const everyMember = { owner: 'done', member: 'done' } as const
const senderOnly = { owner: 'forbidden', member: 'done' } as const

const methods = { ...messageMethods, ...answerMethods, ...keptMethods }
const cases: { [M in keyof typeof methods]: Case<M> } = {
  'message.send': {
    params: ({ conversationId, seq }) => ({ conversationId, clientId: randomUUID(), content: text('x'), replyTo: seq }),
    ...everyMember,
  },
  'message.edit': { params: on => ({ ...on, content: text('anew') }), ...senderOnly },
  'message.removePreview': { params: on => on, ...senderOnly },
  'message.request': { params: on => ({ ...on, ask: 'done' }), ...senderOnly },
  'message.owed': { params: on => on, ...everyMember },
  'message.readers': { params: on => ({ ...on, read: true, limit: 5 }), ...senderOnly },
  // The owner has just done it; and the sender asks nothing of themselves.
  'message.urge': { params: on => on, owner: 'done', member: 'rate_limited' },
  'message.respond': { params: on => ({ ...on, done: true }), owner: 'done', member: 'not_found' },
  'message.edits': { params: on => on, ...everyMember },
  'message.react': { params: on => ({ ...on, emoji: '👍', on: true }), ...everyMember },
  'message.reactions': { params: on => on, ...everyMember },
  'message.pin': { params: on => ({ ...on, on: true }), ...everyMember },
  'message.mark': { params: on => ({ ...on, kind: 'question' }), ...everyMember },
  'message.flagged': {
    params: ({ conversationId }) => ({ conversationId, flags: ['pinned'], limit: 5 }),
    ...everyMember,
  },
  'message.get': { params: ({ conversationId, seq }) => ({ conversationId, seqs: [seq] }), ...everyMember },
  'message.search': {
    params: ({ conversationId }) => ({ query: '问', conversationIds: [conversationId], limit: 5 }),
    ...everyMember,
  },
  'message.thread': { params: on => ({ ...on, after: 0, limit: 5 }), ...everyMember },
  'message.history': { params: ({ conversationId }) => ({ conversationId, limit: 5 }), ...everyMember },
  'message.at': { params: ({ conversationId }) => ({ conversationId, time: 1 }), ...everyMember },
  'message.answer': { params: () => ({ ...poll, answer: { optionIds: ['o1'] } }), ...everyMember },
  'message.answers': { params: () => poll, ...everyMember },
  'message.act': { params: () => ({ ...poll, act: { type: 'close' } }), ...everyMember },
  'message.save': { params: on => ({ ...on, labels: [] }), ...everyMember },
  'message.remind': { params: on => ({ ...on, at: 1 }), ...everyMember },
  'message.hide': { params: on => on, ...everyMember },
  // Last: nothing can be done with the message afterwards.
  'message.recall': { params: on => on, ...senderOnly },
}

let workspace: TestWorkspace
let clients: Record<Role, TestClient>
let on: On
beforeAll(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  const [owner, member, former, outsider] = await Promise.all(['a', 'b', 'c', 'd'].map(id => workspace.client(id)))
  clients = { owner, member, former, outsider } as Record<Role, TestClient>
  const conversationId = await makeGroup(clients.owner, ['b', 'c'], '组')
  on = { conversationId, seq: (await say(clients.member, conversationId, '问')).seq }
  const sent = { conversationId, clientId: randomUUID(), content: pollContent }
  poll = { conversationId, seq: (await clients.member.request('message.send', sent)).message.seq }
  await clients.owner.request('conversation.removeMembers', { conversationId, userIds: ['c'] })
})
afterAll(() => workspace.end())

const names = Object.keys(cases) as (keyof typeof cases)[]
test('each method of messages is in the table', () => {
  expect(names.toSorted()).toEqual(Object.keys(methods).toSorted())
})

describe.each(names)('%s', name => {
  test.each(roles)('%s', async role => {
    const { params, ...outcomes } = cases[name]
    const wanted = role === 'owner' || role === 'member' ? outcomes[role] : 'not_member'
    const asked = clients[role].requestRaw(name, params(on))
    const got = await asked.then(
      () => 'done',
      (error: ProtocolError) => error.errorName,
    )
    expect(got).toBe(wanted)
  })
})
