import type { Conversation, Membership, Message } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { MemoryBus } from '../../bus/memory.ts'
import { defaultLimits } from '../../options.ts'
import { HubClient, ManualClock, makeHub } from '../../testing/hubs.ts'
import { type ConversationChanges, emptyChangeSet } from '../change-set.ts'

/** A hub with one member online, whose database gives no answer as often as asked. */
async function hubWithout(answers: number) {
  const clock = new ManualClock()
  const refused: string[] = []
  const ask = async <T>(answer: T): Promise<T> => {
    if (refused.length < answers) throw new Error('the database is away')
    return answer
  }
  const hub = makeHub(new MemoryBus(), {
    clock,
    limits: defaultLimits,
    source: {
      members: () => ask({ members: new Map([['a', 0]]), membersAt: 5 }),
      rooms: () => ask({ rooms: [{ id: 'new', head: 5, membersAt: 5, visibleFrom: 0 }], me: 7 }),
      failed: (_error, doing) => void refused.push(doing),
    },
  })
  const client = await new HubClient(hub, 'a', [{ id: 'c', head: 1, membersAt: 1, visibleFrom: 0 }]).enter()
  /** As long as it takes until it asks again. */
  const again = async () => {
    await new Promise(resolve => setImmediate(resolve))
    clock.advance(1_000)
    await new Promise(resolve => setImmediate(resolve))
  }
  return { hub, client, refused, again }
}

test('who left unheard hears nothing, and the others all, also when it cannot be read at first who they are', async () => {
  const { hub, client, refused, again } = await hubWithout(2)
  const c: ConversationChanges = {
    id: 'c',
    kind: 'group',
    from: 6,
    rows: ['{}'],
    seqs: [6],
    before: 5,
    head: 6,
    membersBefore: 5,
    membersAt: 5,
    lastOrdinal: 6,
    joined: [],
    left: [],
    conversation: { id: 'c' } as Conversation,
    lastMessage: {} as Message,
  }
  hub.publish({ ...emptyChangeSet(), conversations: [{ ...c, membersAt: 6 }] })
  await again()
  expect(client.take('sync.push')).toEqual([])
  await again()
  hub.publish({ ...emptyChangeSet(), conversations: [c] })
  expect(refused).toEqual(['reading members', 'reading members'])
  expect(client.take('sync.push')).toMatchObject([{ to: 6 }])
})

test('a membership that was not heard of is found, also when the memberships cannot be read at first', async () => {
  const { hub, refused, again } = await hubWithout(2)
  const row = JSON.stringify({ entity: 'membership', value: {} as Membership })
  hub.publish({ ...emptyChangeSet(), me: new Map([['a', { from: 7, rows: [row] }]]) })
  const before = hub.digest('a')
  await again()
  expect(hub.digest('a')).toEqual(before)
  await again()
  await again()
  expect(refused).toEqual(['reading memberships', 'reading memberships'])
  expect(hub.digest('a')).not.toEqual(before)
})
