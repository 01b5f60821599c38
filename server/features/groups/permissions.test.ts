import { randomUUID } from 'node:crypto'
import { conversationMethods, groupMethods, type Method, type Params, type ProtocolError } from '@lianqun/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

/* Who may do what with a group: each method of conversations and groups, by each kind of person. */

const roles = ['owner', 'admin', 'member', 'former', 'outsider'] as const
type Role = (typeof roles)[number]
type Outcome = 'done' | 'not_found' | 'forbidden' | 'only_admins' | 'not_member' | 'invalid_params'

/** The people who take the roles; `other` is a member whom things are done to. */
const ids = { owner: 'a', admin: 'b', member: 'c', former: 'd', outsider: 'e', other: 'f' } as const

interface Case<M extends Method> {
  params: (conversationId: string) => Params<M>
  owner: Outcome
  admin: Outcome
  member: Outcome
  /** Of those who are not members; `not_member` when left out. */
  others?: Outcome
}
const members = { owner: 'done', admin: 'done', member: 'done' } as const
const admins = { owner: 'done', admin: 'done', member: 'only_admins' } as const
const noSuch = { owner: 'not_found', admin: 'not_found', member: 'not_found' } as const
const ownerOnly = { owner: 'done', admin: 'forbidden', member: 'forbidden' } as const

type Methods = keyof typeof conversationMethods | keyof typeof groupMethods
const cases: { [M in Methods]: Case<M> } = {
  'conversation.create': {
    params: () => ({ clientId: randomUUID(), name: 'x', userIds: [ids.other] }),
    ...members,
    others: 'done',
  },
  'conversation.direct': { params: () => ({ userId: ids.other }), ...members, others: 'done' },
  'conversation.rename': { params: conversationId => ({ conversationId, name: randomUUID() }), ...members },
  'conversation.addMembers': { params: conversationId => ({ conversationId, userIds: [ids.other] }), ...members },
  'conversation.removeMembers': { params: conversationId => ({ conversationId, userIds: [ids.other] }), ...admins },
  'conversation.open': { params: conversationId => ({ conversationId }), ...members },
  // Whoever shares no conversation with somebody is told of none.
  'conversation.sharedWith': { params: () => ({ userId: ids.other }), ...members, others: 'done' },
  'conversation.receipts': { params: conversationId => ({ conversationId }), ...members },
  'conversation.leave': { params: conversationId => ({ conversationId }), ...members },
  'group.setRole': { params: conversationId => ({ conversationId, userId: ids.other, role: 'admin' }), ...ownerOnly },
  'group.transfer': { params: conversationId => ({ conversationId, userId: ids.other }), ...ownerOnly },
  'group.configure': { params: conversationId => ({ conversationId, settings: { pin: 'admins' } }), ...admins },
  'group.describe': { params: conversationId => ({ conversationId, description: randomUUID() }), ...members },
  'group.setProblem': { params: conversationId => ({ conversationId, on: true }), ...admins },
  'group.setNickname': { params: conversationId => ({ conversationId, nickname: 'x' }), ...members },
  'group.setAvatar': { params: conversationId => ({ conversationId, fileId: null }), ...members },
  'group.createLink': {
    params: conversationId => ({ conversationId, expiresInMs: null, maxUses: null, approval: false }),
    ...members,
  },
  'group.links': { params: conversationId => ({ conversationId }), ...members },
  'group.revokeLink': { params: conversationId => ({ conversationId, linkId: 'none' }), ...noSuch },
  // Not of a role: whoever has the token may.
  'group.previewLink': { params: () => ({ token: 'x'.repeat(32) }), ...noSuch, others: 'not_found' },
  'group.joinByLink': { params: () => ({ token: 'x'.repeat(32) }), ...noSuch, others: 'not_found' },
  'group.requests': { params: conversationId => ({ conversationId }), ...admins },
  'group.decide': {
    params: conversationId => ({ conversationId, userId: ids.other, accept: true }),
    ...noSuch,
    member: 'only_admins',
  },
  // Not of a role in a group: administrators of the workspace and who leads the department may, see department.test.
  'group.mayFollowDepartment': { params: () => ({ departmentId: 'd' }), ...members, others: 'done' },
  'group.followDepartment': {
    params: () => ({ departmentId: 'd' }),
    owner: 'forbidden',
    admin: 'forbidden',
    member: 'forbidden',
    others: 'forbidden',
  },
  'group.audit': { params: conversationId => ({ conversationId, limit: 5 }), ...admins },
  'group.dissolve': { params: conversationId => ({ conversationId }), ...ownerOnly },
}

let workspace: TestWorkspace
let clients: Record<Role, TestClient>
beforeAll(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  for (const id of [ids.outsider, ids.other]) await workspace.server.domain.createEmployee({ id, name: id })
  await workspace.server.domain.createDepartment({ id: 'd', name: 'D' })
  const connected = await Promise.all(roles.map(async role => [role, await workspace.client(ids[role])]))
  clients = Object.fromEntries(connected) as Record<Role, TestClient>
})
afterAll(() => workspace.end())

/** A group with everyone in their role. */
async function groupOfAll(): Promise<string> {
  const { owner, admin, member, former, other } = ids
  const conversationId = await makeGroup(clients.owner, [admin, member, former, other], '组')
  await clients.owner.request('group.setRole', { conversationId, userId: admin, role: 'admin' })
  await clients.owner.request('conversation.removeMembers', { conversationId, userIds: [former] })
  expect(owner).toBe('a')
  return conversationId
}

const names = Object.keys(cases) as Methods[]
test('each method of conversations and groups is in the table', () => {
  const all = [...Object.keys(conversationMethods), ...Object.keys(groupMethods)]
  expect(names.toSorted()).toEqual(all.toSorted())
})

describe.each(names)('%s', name => {
  test.each(roles)('%s', async role => {
    const { params, others = 'not_member', ...outcomes } = cases[name]
    const wanted = role === 'former' || role === 'outsider' ? others : outcomes[role]
    const asked = clients[role].requestRaw(name, params(await groupOfAll()))
    const got = await asked.then(
      () => 'done',
      (error: ProtocolError) => error.errorName,
    )
    expect(got).toBe(wanted)
  })
})
