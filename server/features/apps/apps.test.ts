import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import type { AppInput } from './index.ts'

let workspace: TestWorkspace
beforeAll(async () => {
  workspace = await startWorkspace()
})
afterAll(() => workspace.end())

const poll: AppInput = { id: 'poll', name: '投票', startUrl: '/apps/poll/', permissions: ['user.read'] }

test.each([
  ['permissions', ['directory.raed']],
  ['permissions', ['Directory.read']],
  ['hue', 99],
  ['startUrl', 'javascript:alert(1)'],
  ['startUrl', '//elsewhere.example/'],
  ['allowedOrigins', ['file:///etc']],
  ['icon', 'Not an icon'],
  ['name', ''],
  ['permisions', []],
])('a manifest with the %s %j is refused', async (field, value) => {
  const { domain } = workspace.server
  const wrong = { [field]: value } as Partial<AppInput>
  await expect(domain.createApp({ ...poll, id: 'wrong', ...wrong })).rejects.toThrow()
  await domain.createApp(poll)
  await expect(domain.updateApp('poll', wrong)).rejects.toThrow()
  const a = await workspace.client('a')
  const { changes } = await a.request('sync.changes', { scope: 'apps', since: 0, limit: 100 })
  const apps = changes.flatMap(change => (change.entity === 'app' ? [change.value] : []))
  expect(apps.find(app => app.id === 'wrong')).toBeUndefined()
  expect(apps.find(app => app.id === 'poll')).toMatchObject({ ...poll, hue: 1 })
})

test('an app that an earlier server accepted can still be changed and removed', async () => {
  const { domain } = workspace.server
  await domain.createApp(poll)
  await domain.write('apps', w =>
    w.db.updateTable('apps').set({ permissions: '["later.word"]' }).where('id', '=', 'poll').execute(),
  )
  expect(await domain.updateApp('poll', { deleted: true })).toMatchObject({
    permissions: ['later.word'],
    deleted: true,
  })
})

test('a bundled app with the permissions of an earlier version gets those of this one, once', async () => {
  const { domain } = workspace.server
  const permissions = async () => {
    const a = await workspace.client('a')
    const { changes } = await a.request('sync.changes', { scope: 'apps', since: 0, limit: 100 })
    const apps = changes.flatMap(change => (change.entity === 'app' ? [change.value] : []))
    return apps.find(app => app.id === 'announcements')?.permissions
  }
  await domain.updateApp('announcements', { permissions: ['user.read', 'announcements'] })
  await domain.prepare(null)
  expect(await permissions()).toEqual(['user.read', 'announcements', 'announcements.publish'])
  await domain.updateApp('announcements', { permissions: ['announcements'] })
  await domain.prepare(null)
  expect(await permissions()).toEqual(['announcements'])
})
