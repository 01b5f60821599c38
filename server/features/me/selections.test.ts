import { limits, type Preferences } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
let a: TestClient
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { rate: false } })
  a = await workspace.client('a')
})
afterEach(() => workspace.end())

const set = async (id: string, name: string, userIds: string[], client = a) =>
  (await client.request('preferences.setSelection', { id, name, userIds })).preferences.selections
const read = async (client: TestClient): Promise<Preferences | undefined> =>
  (await client.request('sync.changes', { scope: 'me', since: 0, limit: 50 })).changes.flatMap(change =>
    change.entity === 'preferences' ? [change.value as Preferences] : [],
  )[0]

test('selections are kept beside the favourites, and every device of the person has them', async () => {
  await a.request('preferences.update', { favouriteApps: ['x'] })
  const other = await workspace.client('a')
  const pushed = other.waitFor('sync.push', push => push.scope === 'me')
  expect(await set('s1', '上线小组', ['b', 'c', 'b'])).toEqual([{ id: 's1', name: '上线小组', userIds: ['b', 'c'] }])
  await pushed
  await set('s2', '值班', ['d'])
  expect(await set('s1', '发布小组', ['c'])).toEqual([
    { id: 's1', name: '发布小组', userIds: ['c'] },
    { id: 's2', name: '值班', userIds: ['d'] },
  ])
  await a.request('preferences.update', { favouriteApps: ['y'] })
  expect(await read(other)).toMatchObject({ favouriteApps: ['y'], selections: [{ id: 's1' }, { id: 's2' }] })
  expect(await read(await workspace.client('b'))).toBeUndefined()
  await a.request('preferences.deleteSelection', { id: 's1' })
  await a.request('preferences.deleteSelection', { id: 's1' })
  const { preferences } = await a.request('preferences.deleteSelection', { id: 's2' })
  expect(preferences).toMatchObject({ favouriteApps: ['y'] })
  expect(preferences.selections).toBeUndefined()
})

test('there are only so many, with so many people in all', async () => {
  const people = (count: number) => Array.from({ length: count }, (_, i) => `u${i}`)
  const each = limits.selectionPeople
  for (let i = 0; i < limits.selectionsPeople / each; i++) await set(`s${i}`, 'x', people(each))
  expect(await errorOf(set('more', 'x', ['b']))).toBe('limit_reached')
  await set('s0', 'x', people(limits.selections))
  for (let i = limits.selectionsPeople / each; i < limits.selections; i++) await set(`s${i}`, 'x', ['b'])
  expect(await errorOf(set('more', 'x', ['b']))).toBe('limit_reached')
  expect(await set('s0', 'y', ['b'])).toHaveLength(limits.selections)
})
