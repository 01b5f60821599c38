import type { Conversation, Membership, Message } from '@lianqun/protocol'
import { beforeEach, expect, test } from 'vitest'
import { LocalNetwork } from './bus/local.ts'
import { type ConversationChanges, emptyChangeSet } from './core/change-set.ts'
import { defaultLimits } from './options.ts'
import { HubClient, HubNode, ManualClock } from './testing/hubs.ts'

/* Very large groups over several hubs, whose clock and network are the test's. */

const limits = { ...defaultLimits, bodiesOnlineMembers: 2, crowdOnlineMembers: 5 }
const { headEveryMs, crowdHeadMs } = limits

let clock: ManualClock
let nodes: HubNode[]
let head: number
/** Who is in the group as the database says, and the revision of the last joining or leaving. */
let stored: { members: Map<string, number>; membersAt: number }

beforeEach(() => {
  clock = new ManualClock()
  head = 1
  stored = { members: new Map(), membersAt: 1 }
  const network = new LocalNetwork({ schedule: deliver => deliver() })
  const source = {
    head: async () => ({
      head: {
        conversation: { id: 'c' } as Conversation,
        membership: {} as Membership,
        revision: head,
        lastOrdinal: head,
        lastMessage: null,
        mentionSeqs: [],
      },
      membersAt: stored.membersAt,
    }),
    members: async () => stored,
  }
  nodes = [0, 1].map(() => new HubNode(network, { clock, limits, source }))
})

const rooms = () => ({ id: 'c', head, membersAt: 1, visibleFrom: 0 })

/** So many clients at a process, of whom the first one has the group open. */
async function members(at: number, count: number): Promise<HubClient[]> {
  const { hub } = nodes[at] as HubNode
  const clients = []
  for (let i = 0; i < count; i++) clients.push(await new HubClient(hub, `u${at}-${i}`, [rooms()]).enter())
  hub.setOpen((clients[0] as HubClient).connection, 'c')
  return clients
}

/** Commits a message at the first process. */
async function say(mentioned: string[] = [], more: Partial<ConversationChanges> = {}): Promise<void> {
  head += 1
  const c: ConversationChanges = {
    id: 'c',
    kind: 'group',
    from: head,
    rows: ['{}'],
    seqs: [head],
    before: head - 1,
    head,
    membersBefore: 1,
    membersAt: 1,
    lastOrdinal: head,
    joined: [],
    left: [],
    conversation: null,
    lastMessage: {} as Message,
    ...(mentioned.length > 0 && { mentioned }),
    ...more,
  }
  nodes[0]?.bus.publish({ ...emptyChangeSet(), conversations: [c] })
  await read()
}

/** Heads are read from the database before they are sent. */
const read = () => new Promise(resolve => setImmediate(resolve))
const after = async (ms: number) => {
  clock.advance(ms)
  await read()
}
const heads = (client: HubClient | undefined) => client?.take('sync.head').map(({ revision }) => revision)
const bodies = (client: HubClient | undefined) => client?.take('sync.push').map(({ to }) => to)

test('in a crowd who has it open gets bodies, the others one head for many messages, at another time at each process', async () => {
  const [opener, ...others] = await members(0, 4)
  const [, far] = await members(1, 4)
  await say()
  // Both processes have told how many are there: it is a crowd from now on.
  await after(2 * crowdHeadMs)
  for (const client of [...others, far]) heads(client)
  bodies(opener)
  for (let i = 0; i < 10; i++) await say()
  expect(bodies(opener)).toEqual(Array.from({ length: 10 }, (_, i) => i + 3))
  await after(crowdHeadMs - 1)
  expect([...others, far].map(heads)).toEqual([[], [], [], []])
  const at = { near: 0, far: 0 }
  for (let ms = crowdHeadMs; ms <= 2 * crowdHeadMs; ms += 10) {
    await after(10)
    if (others[0]?.events.length && at.near === 0) at.near = ms
    if (far?.events.length && at.far === 0) at.far = ms
  }
  expect([...others, far].map(heads)).toEqual([[head], [head], [head], [head]])
  expect(at.near).not.toBe(at.far)
  await after(4 * crowdHeadMs)
  expect([...others, far].map(heads)).toEqual([[], [], [], []])
  expect(heads(opener)).toEqual([])
})

test('who is mentioned in a crowd is told at once, and all are when all are', async () => {
  const [, one, two] = await members(0, 6)
  const [, far, other] = await members(1, 6)
  const all = [one, two, far, other]
  await say(['u0-1', 'u1-1'])
  expect(all.map(heads)).toEqual([[head], [], [head], []])
  await say(['all'])
  expect(all.map(heads)).toEqual([[head], [head], [head], [head]])
  // What was to be told later was told with it.
  await after(2 * crowdHeadMs)
  expect(all.map(heads)).toEqual([[], [], [], []])
  await say([], { cut: true, rows: [], seqs: [] })
  expect(all.map(heads)).toEqual([[], [], [], []])
  await after(2 * crowdHeadMs)
  expect(all.map(heads)).toEqual([[head], [head], [head], [head]])
})

test('nobody in a crowd hears who types, and it is none any more when most have gone', async () => {
  const [opener, ...others] = await members(0, 4)
  const [far] = await members(1, 4)
  await say()
  await say()
  const type = () => (nodes[1] as HubNode).hub.typing('c', (far as HubClient).connection)
  type()
  expect([opener, ...others].map(client => client?.take('conversation.typing').length)).toEqual([0, 0, 0, 0])
  for (const client of others) client.leave()
  await after(limits.presenceTtlMs)
  type()
  expect(opener?.take('conversation.typing')).toEqual([{ conversationId: 'c', userId: 'u1-0' }])
})

test('a smaller group hears once in a while of what a larger one hears of seldom', async () => {
  const [, one] = await members(0, 3)
  await say()
  await say()
  expect(heads(one)).toEqual([2])
  await after(headEveryMs)
  expect(heads(one)).toEqual([3])
})

test('who left unheard is not told where a group stands, and the others are', async () => {
  const [, stays, leaves] = await members(0, 3)
  stored = { members: new Map(['u0-0', 'u0-1'].map(id => [id, 0])), membersAt: 2 }
  await say()
  await read()
  expect(heads(stays)).toEqual([2])
  expect(heads(leaves)).toEqual([])
})
