import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, makeGroup, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let a: TestClient
let conversationId: string

beforeEach(async () => {
  workspace = await startWorkspace()
  await workspace.server.domain.setOrganisation({ name: '灵岳半导体', latinName: 'Lingyue' })
  // Of no group with anybody.
  await workspace.server.domain.createEmployee({ id: 'elodie', name: '张伟', latinName: 'Élodie Marchand' })
  a = await workspace.client('a')
  conversationId = await makeGroup(a, ['b'], '告警')
})
afterEach(() => workspace.end())

const create = (name: string) =>
  a.request('hook.create', { conversationId, clientId: randomUUID(), name, icon: 'siren', language: 'zh' })

test.each([
  '张伟',
  '张\u200d伟\ufe0f',
  '張偉',
  '张伟\u3164',
  'élodie marchand',
  'ÉLODIE MARCHAND',
  'Elodie Маrchаnd',
  '系统',
  '系 统 管 理 员',
  'Ａｄｍｉｎ',
  'Аdmin',
  'Lіanqun',
  '连群',
  '灵岳半导体',
  'LINGYUE',
  '所有人',
])('no bot is called %s', async name => {
  expect(await errorOf(create(name))).toBe('conflict')
  const { hook } = await create('值班告警')
  expect(await errorOf(a.request('hook.update', { hookId: hook.id, name }))).toBe('conflict')
})

test('nor what a member calls themselves in the group', async () => {
  const b = await workspace.client('b')
  await b.request('group.setNickname', { conversationId, nickname: '夜班组长' })
  expect(await errorOf(create('夜班 组长'))).toBe('conflict')
})

test('a name is free once nobody has it', async () => {
  expect(await errorOf(create('李娜'))).toBe('no error')
  await workspace.server.domain.updateEmployee('elodie', { name: '王芳' })
  expect(await errorOf(create('王芳'))).toBe('conflict')
  expect(await errorOf(create('张伟'))).toBe('no error')
  await workspace.server.domain.updateEmployee('elodie', { deleted: true })
  expect(await errorOf(create('王芳'))).toBe('no error')
})

test('other bots may be called alike, and by a sign that nobody is called', async () => {
  for (const name of ['系统监控', 'Jenkins', 'Jenkins', '🔔']) expect(await errorOf(create(name))).toBe('no error')
})
