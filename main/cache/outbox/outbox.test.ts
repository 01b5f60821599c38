import { describe, expect, test } from 'vitest'
import {
  cacheUpTo,
  conversation,
  employee,
  epoch,
  fixedNames,
  found,
  freshCache,
  head,
  heads,
  history,
  item,
  membership,
  mePush,
  message,
  messages,
  own,
  page,
  push,
  shown,
  text,
  uuid,
} from '../testing.ts'

describe('memberships', () => {
  const removed = { joined: false, left: { byId: 'ann', at: 1_900_000_000_000 }, revision: 5 }
  const leftMyself = { ...removed, left: { byId: 'me', at: 1_900_000_000_000 } }

  test('who was removed keeps the history and what was not sent, and reads who did it and when', () => {
    using cache = cacheUpTo(5)
    const { db } = cache
    fixedNames(db, [employee('ann', '安')])
    db.enqueueSend(item(1))
    db.enqueueMembership({ clientId: uuid(2), conversationId: 'c', pinned: true })
    db.setDraft('c', 'draft')
    expect(db.applyPush(mePush(1, removed), true).status).toBe('applied')
    expect(conversation(db)).toMatchObject({
      name: '项目群',
      left: { by: { id: 'ann', name: '安' }, at: 1_900_000_000_000 },
      outbox: { state: 'failed' },
      draft: 'draft',
      lastSeq: 5,
      unread: 0,
      pinned: false,
      activeAt: 1_900_000_000_000,
    })
    expect(found(db, 'message')).toEqual([5, 4, 3, 2, 1])
    expect(shown(db, { at: 'latest' })).toMatchObject({ seqs: [1, 2, 3, 4, 5, 0], gapOlder: false, gapNewer: false })
    expect(shown(db, { at: 'latest' }).items.at(-1)).toMatchObject({ state: 'failed', error: 'not_member' })
    expect(db.outbox()).toEqual([])
    expect(db.unsent()).toBe(2)
    expect(db.headsDigest().count).toBe(0)
    expect(db.behind(5)).toEqual([])
    expect(db.missing(5)).toEqual([])
    expect(db.conversationsSummary()).toMatchObject({ unread: 0 })
  })

  test('its pin, mute and mentions end with it', () => {
    using cache = cacheUpTo(0)
    const { db } = cache
    db.applyPush(mePush(1, { revision: 2, pinned: true, muted: true }), true)
    db.applyPush(push(1, 1, [message(1, { content: text('@me', 'me') })]), true)
    expect(conversation(db)).toMatchObject({ pinned: true, muted: true, mentions: 1 })
    db.applyPush(mePush(2, { ...removed, revision: 3 }), true)
    expect(conversation(db)).toMatchObject({ pinned: false, muted: false, mentions: 0, readSeq: 1 })
    db.applyHeads(heads(head(2, { lastOrdinal: 2, membership: membership({ revision: 4, visibleFrom: 2 }) })))
    expect(conversation(db)).toMatchObject({ left: null, pinned: false, muted: false, mentions: 0 })
  })

  test('one that the person left stays as long as it has a draft', () => {
    using cache = cacheUpTo(1)
    const { db } = cache
    db.setDraft('c', 'draft')
    db.applyPush(mePush(1, { ...removed, left: { byId: 'me', at: 5 } }), true)
    expect(conversation(db)).toMatchObject({ left: { by: { id: 'me' } }, draft: 'draft' })
    db.setDraft('c', '')
    expect(conversation(db)).toBeNull()
  })

  test('it stays when nothing is unsent any more, and over a new epoch, until it is removed from the list', () => {
    using cache = cacheUpTo(5)
    const { db } = cache
    db.setDraft('c', 'draft')
    db.applyPush(mePush(1, removed), true)
    db.setDraft('c', '')
    db.applyHeads(heads(head(2, { conversation: { id: 'other' } })))
    db.applyPush(push(1, 1, [message(1, { conversationId: 'other' })], { scope: 'conversation:other' }), false)
    db.resetConversations('e2')
    db.resetScope('me', 'e2')
    expect(conversation(db)).toMatchObject({ left: { by: { id: 'ann' } }, lastSeq: 5 })
    expect(found(db, 'message')).toEqual([5, 4, 3, 2, 1])
    expect(conversation(db, 'other')).toBeNull()
    db.enqueueSend(item(1))
    db.setDraft('c', 'more')
    db.removeLeftConversation('c')
    expect(conversation(db)).toBeNull()
    expect(found(db, 'message')).toEqual([])
    expect(db.unsent()).toBe(0)
  })

  test('only a conversation that one is out of can be removed', () => {
    using cache = cacheUpTo(5)
    cache.db.removeLeftConversation('c')
    expect(conversation(cache.db)).toMatchObject({ left: null, lastSeq: 5 })
  })

  test('gaps of a conversation that one is out of are not missing', () => {
    using cache = cacheUpTo(0)
    const { db } = cache
    db.applyHistory(history(8, 9, 9, messages(8, 9)))
    expect(db.missing(5)).toHaveLength(1)
    db.applyPush(mePush(1, removed), true)
    expect(db.missing(5)).toEqual([])
    expect(db.missingTotal()).toEqual({ messages: 0, conversations: 0 })
    expect(shown(db, { at: 'latest' })).toMatchObject({ seqs: [8, 9], hasOlder: false, hasNewer: false })
  })

  test('late rows are ignored, and do not appear in the next conversation', () => {
    using cache = cacheUpTo(5)
    const { db } = cache
    db.applyPush(mePush(1, removed), true)
    expect(db.applyPush(push(6, 6, [message(6)]), true).status).toBe('unknown')
    const late = [6, 7].map(seq => ({ entity: 'message' as const, value: message(seq) }))
    expect(db.applyChanges(page(7, late), 0, null).status).toBe('unknown')
    db.applyHistory(history(1, 7, 7, messages(1, 7)))
    db.applyHead({ conversationId: 'c', epoch, revision: 8, lastOrdinal: 8, lastMessage: message(8) })
    expect(conversation(db)).toMatchObject({ lastSeq: 5, unread: 0 })
    db.removeLeftConversation('c')
    db.applyHeads(heads(head(9, { conversation: { id: 'next' } })))
    db.applyChanges(page(9, [], { scope: 'conversation:next' }), 0, null)
    expect(db.messagesPage({ id: 'next', anchor: { at: 'latest' }, limit: 50 }).items).toEqual([])
    expect(db.conversation('next')).toMatchObject({ lastSeq: 0, lastMessage: null })
    expect(found(db, 'message')).toEqual([])
  })

  test('what is written in a conversation that just went from the list brings it back, by its name', () => {
    using cache = cacheUpTo(5)
    const { db } = cache
    db.applyPush(mePush(1, leftMyself), true)
    expect(conversation(db)).toBeNull()
    db.setDraft('c', 'typed meanwhile')
    expect(conversation(db)).toMatchObject({ name: '项目群', draft: 'typed meanwhile', left: { by: { id: 'me' } } })
    db.enqueueSend(item(1), '')
    expect(conversation(db)).toMatchObject({ draft: '', outbox: { state: 'failed' } })
    expect(db.outbox()).toEqual([])
    db.outboxDiscard(uuid(1))
    expect(conversation(db)).toBeNull()
  })

  test('queueing a message and clearing the draft is one write', () => {
    using cache = cacheUpTo(5)
    const { db, changes } = cache
    db.setDraft('c', 'sent 1')
    changes.length = 0
    db.enqueueSend(item(1), '')
    expect(changes).toHaveLength(1)
    expect(conversation(db)).toMatchObject({ draft: '', outbox: { state: 'sending' } })
    db.setDraft('c', 'more')
    db.enqueueSend(item(2))
    expect(conversation(db)?.draft).toBe('more')
  })

  test('after joining again the conversation is a normal one', () => {
    using cache = cacheUpTo(5)
    const { db } = cache
    db.enqueueSend(item(1))
    db.applyPush(mePush(1, removed), true)
    db.applyJoined(epoch, head(7, { membership: membership({ revision: 6 }), conversation: { name: 'again' } }))
    expect(conversation(db)).toMatchObject({ name: 'again', left: null })
    expect(db.headsDigest().count).toBe(1)
    db.outboxDiscard(uuid(1))
    expect(conversation(db)).not.toBeNull()
  })

  test('one that the person left is removed, unless there is something unsent', () => {
    using cache = cacheUpTo(5)
    const { db } = cache
    db.enqueueSend(item(1))
    db.applyPush(mePush(1, leftMyself), true)
    expect(conversation(db)).toMatchObject({ left: { by: { id: 'me' } } })
    db.outboxDiscard(uuid(1))
    expect(conversation(db)).toBeNull()
  })

  test('an older head does not restore it; joining again does, from the first visible message on', () => {
    using cache = cacheUpTo(5)
    const { db } = cache
    db.applyPush(mePush(1, removed), true)
    db.applyHeads(heads(head(5)))
    expect(conversation(db)?.left).not.toBeNull()
    db.applyJoined(
      epoch,
      head(9, { membership: membership({ revision: 6, visibleFrom: 8, readSeq: 7, readOrdinal: 7 }) }),
    )
    expect(db.missing(5)).toEqual([{ conversationId: 'c', from: 8, to: 9 }])
    db.applyHistory(history(1, 9, 9))
    expect(shown(db, { at: 'latest' })).toMatchObject({ seqs: [8, 9], hasOlder: false, gapOlder: false })
  })

  test('a membership of an unknown conversation is told of, and nothing more', () => {
    using cache = freshCache()
    expect(cache.db.applyPush(mePush(1, { conversationId: 'x' }), true)).toEqual({
      status: 'applied',
      cursor: 1,
      unknown: ['x'],
    })
    expect(cache.db.applyPush(mePush(3, {}), true)).toEqual({ status: 'gap', cursor: 1 })
    expect(cache.db.conversationsPage({ filter: 'all', offset: 0, limit: 5 }).total).toBe(0)
  })

  test('a pending change shows at once, overrides later rows, and is one item', () => {
    using cache = cacheUpTo(10)
    const { db } = cache
    db.enqueueMembership({ clientId: uuid(1), conversationId: 'c', readSeq: 4 })
    expect(conversation(db)).toMatchObject({ unread: 6, readSeq: 4 })
    db.outboxAttempted(uuid(1))
    db.enqueueMembership({ clientId: uuid(2), conversationId: 'c', pinned: true, readSeq: 3 })
    expect(db.outbox()).toEqual([
      { kind: 'membership', clientId: uuid(2), conversationId: 'c', pinned: true, readSeq: 4, attempts: 0, epoch },
    ])
    db.outboxDone(uuid(1), epoch)
    expect(db.outbox()).toHaveLength(1)
    db.applyPush(mePush(1, { revision: 2, readSeq: 2, readOrdinal: 2, muted: true }), true)
    expect(conversation(db)).toMatchObject({ unread: 6, pinned: true, muted: true, readSeq: 4 })
    db.enqueueMembership({ clientId: uuid(3), conversationId: 'c', readSeq: 10 })
    expect(conversation(db)?.unread).toBe(0)
    db.applyPush(push(11, 11, [message(11)]), true)
    expect(conversation(db)?.unread).toBe(1)
    db.outboxDone(uuid(3), epoch, membership({ revision: 9, pinned: true, readSeq: 10, readOrdinal: 10 }))
    expect(conversation(db)).toMatchObject({ unread: 1, pinned: true, muted: false, readSeq: 10 })
    expect(db.outbox()).toEqual([])
  })

  test('a refused change is reverted to the server’s state', () => {
    using cache = cacheUpTo(3)
    cache.db.enqueueMembership({ clientId: uuid(1), conversationId: 'c', pinned: true })
    expect(conversation(cache.db)?.pinned).toBe(true)
    cache.db.outboxDone(uuid(1), epoch)
    expect(conversation(cache.db)?.pinned).toBe(false)
  })

  test('a pending change survives when the conversation is read again', () => {
    using cache = cacheUpTo(3)
    cache.db.enqueueMembership({ clientId: uuid(1), conversationId: 'c', muted: true })
    cache.db.resetConversations('e2')
    expect(conversation(cache.db)).toBeNull()
    expect(cache.db.headsCursor()).toBeNull()
    cache.db.applyHeads({ ...heads(head(3)), epoch: 'e2' })
    expect(conversation(cache.db)?.muted).toBe(true)
  })
})

describe('the outbox', () => {
  test('a message is pending, then acknowledged, and leaves when its row arrives', () => {
    using cache = cacheUpTo(2)
    const { db } = cache
    db.enqueueSend(item(1))
    db.enqueueSend(item(2))
    expect(db.outbox().map(due => due.clientId)).toEqual([uuid(1), uuid(2)])
    expect(conversation(db)).toMatchObject({
      outbox: { state: 'sending', content: { text: 'sent 2' } },
      activeAt: 1_800_000_000_002,
    })
    db.outboxAcknowledged(uuid(1), epoch, own(3, 1))
    expect(db.outbox().map(due => due.clientId)).toEqual([uuid(2)])
    expect(db.unsent()).toBe(1)
    const states = () => shown(db, { at: 'latest' }).items.map(found => [found.seq, found.state])
    expect(states()).toEqual([
      [1, 'sent'],
      [2, 'sent'],
      [0, 'sent'],
      [0, 'sending'],
    ])
    db.applyPush(push(3, 3, [own(3, 1)]), true)
    expect(states()).toEqual([
      [1, 'sent'],
      [2, 'sent'],
      [3, 'sent'],
      [0, 'sending'],
    ])
    db.applyPush(push(4, 4, [own(4, 2)]), true)
    db.outboxAcknowledged(uuid(2), epoch, own(4, 2))
    expect(states().map(([seq]) => seq)).toEqual([1, 2, 3, 4])
    expect(db.unsent()).toBe(0)
    expect(conversation(db)?.outbox).toBeNull()
  })

  test('of one who left and came back an older message goes from the outbox, acknowledged before or after', () => {
    using cache = cacheUpTo(2)
    const { db } = cache
    db.enqueueSend(item(1))
    db.enqueueSend(item(2))
    db.outboxAcknowledged(uuid(1), epoch, own(3, 1))
    db.applyPush(mePush(1, { revision: 2, visibleFrom: 6 }), true)
    db.outboxAcknowledged(uuid(2), epoch, own(4, 2))
    expect(conversation(db)?.outbox).toBeNull()
    expect(shown(db, { at: 'latest' }).items.filter(({ seq }) => seq === 0)).toEqual([])
  })

  test('another sender’s message with the same client id changes nothing', () => {
    using cache = cacheUpTo(0)
    cache.db.enqueueSend(item(1))
    cache.db.applyPush(push(1, 1, [message(1, { clientId: uuid(1) })]), true)
    expect(cache.db.unsent()).toBe(1)
  })

  test('a message fails, is retried, and is discarded', () => {
    using cache = cacheUpTo(0)
    const { db } = cache
    db.enqueueSend(item(1))
    db.outboxAttempted(uuid(1))
    db.outboxFailed(uuid(1), 'forbidden')
    expect(db.outbox()).toEqual([])
    expect(shown(db, { at: 'latest' }).items).toMatchObject([{ state: 'failed', error: 'forbidden' }])
    expect(conversation(db)?.outbox?.state).toBe('failed')
    expect(db.unsent()).toBe(1)
    db.outboxRetry(uuid(1))
    expect(db.outbox()).toMatchObject([{ clientId: uuid(1), attempts: 0 }])
    db.outboxDiscard(uuid(1))
    expect([db.unsent(), shown(db, { at: 'latest' }).items]).toEqual([0, []])
  })

  test('a message that came as a preview counts as sent, and stays in the outbox until its row shows', () => {
    using cache = cacheUpTo(0)
    const { db } = cache
    db.enqueueSend(item(1))
    db.applyHeads(heads(head(40, { lastOrdinal: 40, lastMessage: own(40, 1) })))
    expect(db.outbox()).toEqual([])
    expect(shown(db, { at: 'latest' }).items).toMatchObject([{ seq: 0, state: 'sent' }])
    db.applyHistory(history(40, 40, 40, [own(40, 1)]))
    expect(shown(db, { at: 'latest' }).items).toMatchObject([{ seq: 40, state: 'sent' }])
  })

  test('after a new epoch acknowledged messages are sent again, with their client id', () => {
    using cache = cacheUpTo(0)
    const { db } = cache
    db.enqueueSend(item(1))
    db.applyHeads(heads(head(40, { lastOrdinal: 40, lastMessage: own(40, 1) })))
    expect(db.outbox()).toEqual([])
    db.resetConversations('e2')
    expect(db.outbox()).toMatchObject([{ clientId: uuid(1), attempts: 0 }])
  })

  test('so they are when only one conversation has a new epoch', () => {
    using cache = cacheUpTo(0)
    const { db } = cache
    db.enqueueSend(item(1))
    db.applyHeads(heads(head(40, { lastOrdinal: 40, lastMessage: own(40, 1) })))
    db.resetScope('conversation:c', 'e2')
    expect(db.outbox()).toMatchObject([{ clientId: uuid(1) }])
  })

  test('adding the same item twice adds it once', () => {
    using cache = cacheUpTo(0)
    cache.db.enqueueSend(item(1))
    cache.db.enqueueSend(item(1))
    expect(cache.db.outbox()).toHaveLength(1)
  })
})
