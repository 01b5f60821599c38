import { expect, test } from 'vitest'
import { freshCache, head, heads } from '../testing.ts'

test('the bots of a group are counted beside its members', () => {
  using cache = freshCache()
  const group = (id: string, bots: object) => head(0, { conversation: { id, memberCount: 12, ...bots } })
  cache.db.applyHeads(heads(group('c', { bots: 2 }), group('d', {})))
  const counts = (id: string) => [cache.db.conversation(id)?.memberCount, cache.db.conversation(id)?.group?.bots]
  expect([counts('c'), counts('d')]).toEqual([
    [12, 2],
    [12, 0],
  ])
})
