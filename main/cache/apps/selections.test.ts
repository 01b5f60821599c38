import { expect, test } from 'vitest'
import { employee, freshCache, page } from '../testing.ts'

test('selections name people of the company, without those who left it', () => {
  using cache = freshCache()
  const { db, changes } = cache
  expect(db.selections()).toEqual([])
  const people = [
    employee('ann', '安', { revision: 1 }),
    employee('bo', '波', { revision: 2, deleted: true }),
    employee('cai', '蔡', { revision: 3 }),
  ]
  const rows = people.map(value => ({ entity: 'employee' as const, value }))
  db.applyChanges({ ...page(3, rows), scope: 'directory' }, 0, null)
  changes.length = 0
  const selections = [
    { id: 's1', name: '上线小组', userIds: ['cai', 'bo', 'ann', 'nobody'] },
    { id: 's2', name: '旧人', userIds: ['bo'] },
  ]
  db.applyPush(
    {
      scope: 'me',
      epoch: 'e1',
      from: 1,
      to: 1,
      changes: [{ entity: 'preferences', value: { favouriteApps: [], selections, revision: 1 } }],
    },
    true,
  )
  expect(changes.at(-1)?.scopes).toContain('me')
  expect(db.selections().map(({ name, people }) => [name, people.map(person => person.name)])).toEqual([
    ['上线小组', ['蔡', '安']],
    ['旧人', []],
  ])
})
