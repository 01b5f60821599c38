import { randomUUID } from 'node:crypto'
import type { Hook } from '@lianqun/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
/** The owner of the group, a member who made the hook, and another member. */
let a: TestClient
let b: TestClient
let c: TestClient
let conversationId: string
let hook: Hook

beforeEach(async () => {
  workspace = await startWorkspace()
  ;[a, b, c] = await Promise.all([workspace.client('a'), workspace.client('b'), workspace.client('c')])
  conversationId = await makeGroup(a, ['b', 'c'], '告警')
  hook = await create(b)
})
afterEach(() => workspace.end())

async function create(client: TestClient, group = conversationId): Promise<Hook> {
  const named = { name: '值班告警', icon: 'siren' as const, language: 'zh' as const }
  return (await client.request('hook.create', { conversationId: group, clientId: randomUUID(), ...named })).hook
}

/** Posts as WeCom does, with the address that the hook has now; answers the code of WeCom. */
async function post(text = '库存告警'): Promise<number> {
  const { key } = await workspace.server.domain.write('workspace', w =>
    w.db.selectFrom('hooks').select('key').where('id', '=', hook.id).executeTakeFirstOrThrow(),
  )
  const answer = await fetch(`${workspace.server.httpUrl}/cgi-bin/webhook/send?key=${key}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ msgtype: 'text', text: { content: text, mentioned_list: ['@all'] } }),
  })
  return ((await answer.json()) as { errcode: number }).errcode
}
const shown = 0
const disabled = 93004

const group = async (client = a) =>
  (await client.request('sync.heads', { cursor: null, limit: 10 })).heads.find(
    ({ conversation }) => conversation.id === conversationId,
  )?.conversation
const isOver = () =>
  expect
    .poll(() =>
      workspace.server.domain.write('workspace', async w => {
        const bot = await w.db.selectFrom('employees').select('deleted').where('id', '=', hook.botId).executeTakeFirst()
        const kept = await w.db.selectFrom('hooks').select('enabled').where('id', '=', hook.id).executeTakeFirst()
        const [member] = await w.db.selectFrom('members').select('joined').where('user_id', '=', hook.botId).execute()
        return { bot: bot?.deleted, enabled: kept?.enabled, joined: member?.joined }
      }),
    )
    .toEqual({ bot: 1, enabled: 0, joined: 0 })

describe('a hook may post what its maker may say now', () => {
  test.each<[string, () => Promise<unknown>, string]>([
    ['left the group', () => b.request('conversation.leave', { conversationId }), 'is not in the group any more'],
    [
      'was taken out of the group',
      () => a.request('conversation.removeMembers', { conversationId, userIds: ['b'] }),
      'is not in the group any more',
    ],
    [
      'left the company',
      () => workspace.server.domain.updateEmployee('b', { deleted: true }),
      'does not work here any more',
    ],
    ['may not sign in', () => workspace.server.domain.setDisabled('b', true), 'does not work here any more'],
    [
      'may not speak',
      () => a.request('group.configure', { conversationId, settings: { speak: 'admins' } }),
      'Only admins may speak in the group',
    ],
  ])('its maker %s', async (_name, happens, problem) => {
    expect(await post()).toBe(shown)
    await happens()
    expect(await post()).toBe(disabled)
    const { deliveries } = await a.request('hook.deliveries', { hookId: hook.id, failed: true, limit: 5 })
    expect(deliveries).toMatchObject([{ verdict: 'refused', problem: expect.stringContaining(problem) }])
    // Of the log it is not sent again either, and an admin who gives it another address speaks by it.
    const { delivery } = await a.request('hook.resend', { hookId: hook.id, deliveryId: deliveries[0]?.id ?? '' })
    expect(delivery).toMatchObject({ verdict: 'refused' })
    await a.request('hook.renew', { hookId: hook.id })
    expect(await post()).toBe(shown)
    expect((await a.request('hook.list', { conversationId })).hooks).toMatchObject([{ createdBy: 'a' }])
  })

  test('a hook whose maker may post stays theirs when an admin renews it', async () => {
    await a.request('hook.renew', { hookId: hook.id })
    expect((await a.request('hook.list', { conversationId })).hooks).toMatchObject([{ createdBy: 'b' }])
  })

  test('it calls everyone for as long as its maker may', async () => {
    const callsAll = async () => {
      const { messages } = await a.request('message.history', { conversationId, limit: 1 })
      return JSON.stringify(messages[0]?.content).includes('"userId":"all"')
    }
    expect([await post(), await callsAll()]).toEqual([shown, true])
    await a.request('group.configure', { conversationId, settings: { mentionAll: 'admins' } })
    expect([await post(), await callsAll()]).toEqual([shown, false])
  })

  test('slow mode does not hold up a bot', async () => {
    await a.request('group.configure', { conversationId, settings: { slowSeconds: 60 } })
    expect([await post(), await post()]).toEqual([shown, shown])
  })
})

describe('a bot is there as long as people are', () => {
  test('a group that is dissolved', async () => {
    await a.request('group.dissolve', { conversationId })
    expect(await post()).toBe(disabled)
    await isOver()
    expect(await post()).toBe(disabled)
  })

  test('a group that the last one left', async () => {
    for (const client of [c, a, b]) await client.request('conversation.leave', { conversationId })
    expect(await post()).toBe(disabled)
    await isOver()
    expect(await post()).toBe(disabled)
  })

  test('a bot that an admin takes out ends its hook', async () => {
    await a.request('conversation.removeMembers', { conversationId, userIds: [hook.botId] })
    expect((await a.request('hook.list', { conversationId })).hooks).toEqual([])
    expect(await errorOf(b.request('hook.secrets', { hookId: hook.id }))).toBe('not_found')
    expect(await post()).toBe(disabled)
    await isOver()
    const { entries } = await a.request('group.audit', { conversationId, limit: 20 })
    expect(entries.filter(({ action }) => action === 'unhook')).toMatchObject([
      { actorId: 'a', before: { name: '值班告警' } },
    ])
    expect(await errorOf(a.request('conversation.addMembers', { conversationId, userIds: [hook.botId] }))).toBe(
      'not_found',
    )
  })
})

describe('a bot is no person', () => {
  test('it is never owner or admin', async () => {
    const userId = hook.botId
    const asked = [
      () => a.request('group.setRole', { conversationId, userId, role: 'admin' }),
      () => a.request('group.transfer', { conversationId, userId }),
      () => a.request('conversation.direct', { userId }),
      () => a.request('conversation.create', { clientId: randomUUID(), name: 'x', userIds: [userId] }),
    ]
    for (const ask of asked) expect(await errorOf(ask())).toBe('not_found')
    await expect(workspace.server.domain.setRoles(userId, { admin: true })).rejects.toThrow('A bot has no role')
    // One that was made an admin before is no heir.
    await workspace.server.domain.write('workspace', async w => {
      const group = await w.conversation(conversationId)
      group.touch({ details: JSON.stringify({ bots: 1, adminIds: [userId] }) })
    })
    await a.request('conversation.leave', { conversationId })
    expect((await group(b))?.ownerId).toBe('b')
  })

  test('members that are counted are people', async () => {
    expect(await group()).toMatchObject({ memberCount: 3, bots: 1 })
    const second = await create(a)
    expect(await group()).toMatchObject({ memberCount: 3, bots: 2 })
    await a.request('conversation.removeMembers', { conversationId, userIds: ['c', second.botId] })
    expect(await group()).toMatchObject({ memberCount: 2, bots: 1 })
    await b.request('hook.remove', { hookId: hook.id })
    const left = await group()
    expect([left?.memberCount, left?.bots]).toEqual([2, undefined])
  })

  test('a group that follows a department takes no bots, as nobody adds members there', async () => {
    await workspace.server.domain.createDepartment({ id: 'd', name: '生产部' })
    await workspace.server.domain.updateEmployee('a', { departmentIds: ['d'] })
    const { id } = await workspace.server.domain.createDepartmentGroup({ departmentId: 'd' })
    expect(await errorOf(create(a, id))).toBe('follows_department')
    expect((await a.request('hook.list', { conversationId: id })).mayAdd).toBe(false)
  })
})
