import { limits } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { errorOf, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { deleteLabel, readLabels, setLabel } from './labels.ts'

let workspace: TestWorkspace
let a: TestClient
beforeEach(async () => {
  workspace = await startWorkspace()
  a = await workspace.client('a')
})
afterEach(() => workspace.end())

const written = (id: string, name = id) => ({ id, name, hue: 3, rules: [{ kind: 'name' as const, value: 'air' }] })

test('a label is made once, changed, and deleted for good', async () => {
  const { label } = await a.request('label.set', written('l1', ' 上市 '))
  expect(label).toMatchObject({ id: 'l1', name: '上市', hue: 3, deleted: false })
  expect((await a.request('label.set', written('l1', '上市'))).label.revision).toBe(label.revision)
  const pushed = await a.waitFor('sync.push', p => p.scope === 'me' && p.to === label.revision)
  expect(pushed.changes).toMatchObject([{ entity: 'label', value: label }])
  const gone = (await a.request('label.delete', { id: 'l1' })).label
  expect(gone).toMatchObject({ deleted: true, name: '', rules: [] })
  expect((await a.request('label.delete', { id: 'l1' })).label).toEqual(gone)
  expect(await errorOf(a.request('label.set', written('l1')))).toBe('not_found')
  expect(await errorOf(a.request('label.delete', { id: 'l2' }))).toBe('not_found')
  const page = await a.request('sync.changes', { scope: 'me', since: 0, limit: 50 })
  expect(page.changes.filter(({ entity }) => entity === 'label')).toMatchObject([{ value: gone }])
})

test('labels are each person’s own', async () => {
  const b = await workspace.client('b')
  await a.request('label.set', written('l1'))
  expect(await errorOf(b.request('label.delete', { id: 'l1' }))).toBe('not_found')
  await b.request('label.set', written('l1', 'other'))
  const page = await a.request('sync.changes', { scope: 'me', since: 0, limit: 50 })
  expect(page.changes.filter(({ entity }) => entity === 'label')).toMatchObject([{ value: { name: 'l1' } }])
})

test('there are so many labels and no more', async () => {
  for (let n = 0; n < limits.listLabels; n++) await a.request('label.set', written(`l${n}`))
  expect(await errorOf(a.request('label.set', written('more')))).toBe('limit_reached')
  await a.request('label.delete', { id: 'l0' })
  await a.request('label.set', written('more'))
})

test('labels that were deleted leave room for others, however many they were', async () => {
  const most = limits.listLabels * 10 + 5
  const labels = await workspace.server.domain.write(['user:a'], async w => {
    for (let n = 0; n < most; n++) {
      await setLabel(w, 'a', written(`l${n}`))
      await deleteLabel(w, 'a', `l${n}`)
    }
    await setLabel(w, 'a', written('last'))
    return readLabels(w.db, { userId: 'a', since: 0, limit: 2 * most })
  })
  expect(labels.filter(({ deleted }) => deleted)).toHaveLength(limits.listLabels * 9)
  expect(labels.at(-1)).toMatchObject({ id: 'last', deleted: false })
})
