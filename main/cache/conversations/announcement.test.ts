import { expect, test } from 'vitest'
import { freshCache, head, heads, membership, uuid } from '../testing.ts'

const at = 1_700_000_000_000

/** A cache with one group, which announces `words` by its message 2. */
function announced(words: string) {
  const cache = freshCache()
  const announcement = { seq: 2, byId: 'bob', at, text: words }
  cache.db.applyHeads(heads(head(2, { conversation: { id: 'c', name: '组', announcement } })))
  return cache
}
type Cache = ReturnType<typeof announced>
const shown = ({ db }: Cache) => db.conversation('c')?.group?.announcement
const asked = ({ db }: Cache, revision: number, doneAt?: number) =>
  db.applyPush(
    {
      scope: 'me',
      epoch: 'e1',
      from: revision,
      to: revision,
      changes: [
        {
          entity: 'messageState',
          value: {
            conversationId: 'c',
            seq: 2,
            request: { ask: 'acknowledged', at, ...(doneAt === undefined ? {} : { doneAt }) },
            revision,
          },
        },
      ],
    },
    true,
  )

test('the announcement of a group stands with it, in a page of the list by its beginning', () => {
  const words = '封'.repeat(500)
  using cache = announced(words)
  expect(shown(cache)).toEqual({
    seq: 2,
    by: { id: 'bob', name: '', latinName: '' },
    at,
    text: words,
    closed: false,
    asks: 'nothing',
  })
  const { items } = cache.db.conversationsPage({ filter: 'all', offset: 0, limit: 10 })
  expect(items[0]?.group?.announcement?.text).toBe('封'.repeat(200))
})

test('it asks until it is confirmed, also offline, and the window hears of it', () => {
  using cache = announced('封版')
  const { db, changes } = cache
  asked(cache, 1)
  expect(shown(cache)).toMatchObject({ asks: 'owed' })
  changes.length = 0
  const params = { conversationId: 'c', seq: 2, done: true }
  db.enqueueState({ clientId: uuid(1), createdAt: 9, request: { method: 'message.respond', params } })
  expect(shown(cache)).toMatchObject({ asks: 'answered' })
  expect(changes.at(-1)?.conversations).toEqual(['c'])
  db.stateDone(uuid(1), null)
  expect(shown(cache)).toMatchObject({ asks: 'owed' })
  asked(cache, 2, 10)
  expect(shown(cache)).toMatchObject({ asks: 'answered' })
})

test('who closes it sees it no more, before and after the server knows; a later one they see', () => {
  using cache = announced('封版')
  const { db } = cache
  db.changeConversation({ id: 'c', closedAnnouncement: 2 })
  expect(shown(cache)).toMatchObject({ closed: true })
  const [item] = db.outbox()
  if (item?.kind !== 'membership') throw new Error('nothing waits')
  expect(item.list).toEqual({ closedAnnouncement: 2 })
  db.outboxDone(item.clientId, item.epoch, membership({ conversationId: 'c', revision: 9, list: item.list ?? {} }))
  expect(db.outbox()).toEqual([])
  expect(shown(cache)).toMatchObject({ closed: true })
  const announcement = { seq: 5, byId: 'bob', at, text: '改期' }
  db.applyHeads(heads(head(5, { conversation: { id: 'c', revision: 5, announcement } })))
  expect(shown(cache)).toMatchObject({ seq: 5, closed: false })
})
