import { ProtocolError } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import type { Request } from './connection.ts'
import { DesktopError } from './errors.ts'
import { RuleMembers } from './rule-members.ts'

/** Over a cache of plain values and a server that knows where each person is. */
function setup() {
  const asked: string[] = []
  const noted: [userId: string, ids: readonly string[]][] = []
  const logged: string[] = []
  const state = { people: ['zoe'], behind: 1, fails: null as Error | null }
  const request = (async (_method: string, { userId }: { userId: string }) => {
    asked.push(userId)
    if (state.fails !== null) throw state.fails
    return { conversationIds: [`with-${userId}`] }
  }) as unknown as Request
  const members = new RuleMembers({
    cache: {
      peopleOfRules: async () => state.people,
      behind: async () => Array.from({ length: state.behind }, () => ({ conversationId: 'c' })) as never,
      noteMembership: async (userId, ids) => void noted.push([userId, ids]),
    },
    request,
    log: what => logged.push(what),
  })
  return { members, asked, noted, logged, state }
}

test('each person of a rule is asked about once on a connection, while conversations wait to be read', async () => {
  const { members, asked, noted, state } = setup()
  await members.look()
  await members.look()
  expect(noted).toEqual([['zoe', ['with-zoe']]])
  state.people = ['zoe', 'ann']
  await Promise.all([members.look(), members.look()])
  expect(asked).toEqual(['zoe', 'ann'])
  members.start()
  state.behind = 0
  await members.look()
  expect(asked).toEqual(['zoe', 'ann'])
  state.behind = 1
  await members.look()
  expect(asked).toEqual(['zoe', 'ann', 'zoe', 'ann'])
})

test('what failed is asked again; that there is no connection is no news', async () => {
  const { members, noted, logged, state } = setup()
  state.fails = new DesktopError('offline', 'not connected')
  await members.look()
  expect(logged).toEqual([])
  state.fails = new ProtocolError('rate_limited')
  await members.look()
  expect(logged).toHaveLength(1)
  state.fails = null
  await members.look()
  expect(noted).toEqual([['zoe', ['with-zoe']]])
})
