import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  answerMethods,
  keptMethods,
  type Method,
  messageMethods,
  type Params,
  type ProtocolError,
  translationMethods,
} from '@lianqun/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { makeGroup, say, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

/* Who may do what with a message: each method of messages, by each kind of person. */

const roles = ['owner', 'member', 'former', 'outsider'] as const
type Role = (typeof roles)[number]
type Outcome = 'done' | 'forbidden' | 'not_member' | 'not_found' | 'rate_limited' | 'only_admins'

const text = (value: string) => ({ type: 'text' as const, text: value, mentions: [] })
/** A message of the member, and a poll of theirs. */
type On = { conversationId: string; seq: number }
let poll: On
/** A sign-up list of theirs, and a message of each who is in the group. */
let list: On
let own: (client: TestClient) => On
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

const methods = { ...messageMethods, ...answerMethods, ...keptMethods, ...translationMethods }
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
  'translation.get': { params: on => ({ ...on, language: 'en' }), ...everyMember },
  'message.answer': { params: () => ({ ...poll, answer: { optionIds: ['o1'] } }), ...everyMember },
  'message.answers': { params: () => poll, ...everyMember },
  'message.act': { params: () => ({ ...poll, act: { type: 'close' } }), ...everyMember },
  'message.save': { params: on => ({ ...on, labels: [] }), ...everyMember },
  'message.remind': { params: on => ({ ...on, at: 1 }), ...everyMember },
  'message.hide': { params: on => on, ...everyMember },
  // Last: nothing can be done with the message afterwards.
  'message.recall': { params: on => on, ...senderOnly },
}

const translator = createServer((_request, response) => void response.end('{"translatedText":"x"}'))
let workspace: TestWorkspace
let clients: Record<Role, TestClient>
let on: On
beforeAll(async () => {
  translator.listen(0, '127.0.0.1')
  await once(translator, 'listening')
  const translate = { url: `http://127.0.0.1:${(translator.address() as AddressInfo).port}/translate` }
  workspace = await startWorkspace({ limits: { rate: false }, translate })
  const [owner, member, former, outsider] = await Promise.all(['a', 'b', 'c', 'd'].map(id => workspace.client(id)))
  clients = { owner, member, former, outsider } as Record<Role, TestClient>
  const conversationId = await makeGroup(clients.owner, ['b', 'c'], '组')
  on = { conversationId, seq: (await say(clients.member, conversationId, '问')).seq }
  const sent = { conversationId, clientId: randomUUID(), content: pollContent }
  poll = { conversationId, seq: (await clients.member.request('message.send', sent)).message.seq }
  const signup = { type: 'signup' as const, title: '羽毛球', example: '' }
  const listed = await clients.member.request('message.send', { ...sent, clientId: randomUUID(), content: signup })
  list = { conversationId, seq: listed.message.seq }
  const ofOwner = { conversationId, seq: (await say(clients.owner, conversationId, '说')).seq }
  const ofMember = { conversationId, seq: (await say(clients.member, conversationId, '说')).seq }
  own = client => (client === clients.owner ? ofOwner : ofMember)
  await clients.owner.request('conversation.removeMembers', { conversationId, userIds: ['c'] })
})
afterAll(async () => {
  await workspace.end()
  translator.closeAllConnections()
  translator.close()
})

const outcomeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'done',
    (error: ProtocolError) => error.errorName,
  )

const names = Object.keys(cases) as (keyof typeof cases)[]
test('each method of messages is in the table', () => {
  expect(names.toSorted()).toEqual(Object.keys(methods).toSorted())
})

describe.each(names)('%s', name => {
  test.each(roles)('%s', async role => {
    const { params, ...outcomes } = cases[name]
    const wanted = role === 'owner' || role === 'member' ? outcomes[role] : 'not_member'
    expect(await outcomeOf(clients[role].requestRaw(name, params(on)))).toBe(wanted)
  })
})

/* Where only admins speak, members answer to what is there, and say nothing new. */
const quiet: Record<string, { ask: (client: TestClient) => Promise<unknown>; member: Outcome }> = {
  'send a message': { ask: client => say(client, on.conversationId, 'x'), member: 'only_admins' },
  'edit their own': {
    ask: client => client.request('message.edit', { ...own(client), content: text(randomUUID()) }),
    member: 'only_admins',
  },
  'add an option to their own poll': {
    ask: client => client.request('message.act', { ...poll, act: { type: 'addOption', id: 'o9', text: '五点' } }),
    member: 'only_admins',
  },
  vote: {
    ask: client => client.request('message.answer', { ...poll, answer: { optionIds: ['o1'] } }),
    member: 'done',
  },
  'sign up': {
    ask: client => client.request('message.answer', { ...list, answer: { lines: [{ note: '我来', number: 1 }] } }),
    member: 'done',
  },
  react: { ask: client => client.request('message.react', { ...poll, emoji: '👍', on: true }), member: 'done' },
  'close their own poll': {
    ask: client => client.request('message.act', { ...poll, act: { type: 'close' } }),
    member: 'done',
  },
}
describe.each(Object.keys(quiet))('where only admins speak: %s', name => {
  beforeAll(async () => {
    await clients.owner.request('message.act', { ...poll, act: { type: 'reopen' } })
    await clients.owner.request('group.configure', { conversationId: on.conversationId, settings: { speak: 'admins' } })
  })
  test.each(roles)('%s', async role => {
    const { ask, member } = quiet[name] as (typeof quiet)[string]
    const wanted = role === 'owner' ? 'done' : role === 'member' ? member : 'not_member'
    expect(await outcomeOf(ask(clients[role]))).toBe(wanted)
  })
})
