import { expect, test } from 'vitest'
import { freshCache, head, heads, message, messages, page, push } from '../testing.ts'

test('an unknown conversation kind is read as a group, an unknown role as a member', () => {
  using cache = freshCache()
  const { db, changes } = cache
  db.applyHeads(heads(head(0, { conversation: { kind: 'channel', name: '未来频道', avatarUserIds: ['ann', 'me'] } })))
  db.applyChanges(
    page(4, [
      ...messages(1, 3).map(value => ({ entity: 'message' as const, value })),
      {
        entity: 'member',
        value: { conversationId: 'c', userId: 'ann', role: 'moderator', joinedAt: 1, left: false, revision: 4 },
      },
    ]),
    0,
    null,
  )
  db.applyPush(push(5, 5, [message(5)]), true)

  const kinds = (filter: 'group' | 'direct') =>
    db.conversationsPage({ filter, offset: 0, limit: 10 }).items.map(item => item.kind)
  expect(kinds('group')).toEqual(['group'])
  expect(kinds('direct')).toEqual([])
  expect(db.conversation('c')).toMatchObject({ kind: 'group', avatarPeople: [{ id: 'ann' }, { id: 'me' }] })
  expect(changes.flatMap(change => change.arrived).map(arrived => arrived.conversation.kind)).toEqual(['group'])
  const { hits } = db.searchMessages({ query: 'message 2', offset: 0, limit: 5 })
  expect(hits.map(hit => hit.conversation.kind)).toEqual(['group'])
  expect(db.searchDirectory({ query: '频道', limit: 5 }).conversations.map(item => item.kind)).toEqual(['group'])
  expect(db.conversationMembers('c').map(member => member.role)).toEqual(['member'])
})
