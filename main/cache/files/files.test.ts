import { describe, expect, test } from 'vitest'
import type { QueuedFile } from '../core/types.ts'
import { cacheUpTo, freshCache, message, push, shown, uuid } from '../testing.ts'

const ref = { id: 'f1', name: 'a.bin', size: 3, mediaType: 'application/octet-stream' }
const queued = (n: number, source: QueuedFile['source'] = { blob: `b${n}`, key: 'k' }): QueuedFile => ({
  id: uuid(100 + n),
  name: 'a.bin',
  size: 3,
  mediaType: 'application/octet-stream',
  source,
})
const send = (n: number) => ({
  clientId: uuid(n),
  conversationId: 'c',
  content: { type: 'file' as const, file: { ...ref, id: uuid(100 + n) } },
  createdAt: 1,
})
const stored = (id: string, size = 10, mediaType = 'image/png') => ({
  id,
  blob: `blob-${id}`,
  key: 'k',
  size,
  mediaType,
  etag: '"e"',
})

describe('files of queued messages', () => {
  test('a message whose files are not up is shown, and does not keep later ones back', () => {
    using cache = cacheUpTo(2)
    const { db } = cache
    db.enqueueFiles(send(1), [queued(1)])
    db.enqueueSend({ ...send(2), content: { type: 'text', text: 'later', mentions: [] } })
    expect(db.outbox().map(({ clientId }) => clientId)).toEqual([uuid(2)])
    expect(shown(db, { at: 'latest' }).items.at(-2)).toMatchObject({ state: 'sending', clientId: uuid(1) })
    db.uploadBegan(uuid(101), 'http://x/1')
    expect(db.uploads()).toMatchObject([{ clientId: uuid(1), url: 'http://x/1', paused: false, file: null }])
    db.uploadDone(uuid(101), ref)
    expect(db.outbox()).toMatchObject([
      { clientId: uuid(1), content: { type: 'file', file: ref } },
      { clientId: uuid(2) },
    ])
  })

  test('a discarded message leaves its bytes to be deleted', () => {
    using cache = cacheUpTo(2)
    const { db } = cache
    db.enqueueFiles(send(1), [queued(1)])
    expect(db.fileBlobs()).toEqual(['b1'])
    db.outboxDiscard(uuid(1))
    expect(db.uploads()).toEqual([])
    expect(db.fileTrash()).toEqual(['b1'])
    db.trashEmptied(['b1'])
    expect(db.fileTrash()).toEqual([])
  })

  test('files come along with the unsent messages of a cache that is given up', () => {
    using cache = freshCache()
    const { db } = cache
    const unsent = {
      messages: [
        {
          clientId: uuid(1),
          conversationId: 'c',
          content: JSON.stringify(send(1).content),
          createdAt: 1,
          state: 'pending' as const,
          error: null,
          replyTo: null,
          leftName: null,
          files: [queued(1), queued(2, { path: '/a', mtime: 1.5 })],
        },
      ],
      drafts: [],
      complete: true,
    }
    db.restoreUnsent('old', unsent)
    expect(db.uploads()).toMatchObject([{ source: { blob: 'b1', key: 'k' } }, { source: { path: '/a', mtime: 1.5 } }])
  })
})

describe('loaded files', () => {
  test('the files of a recalled message go, with their smaller pictures', () => {
    using cache = cacheUpTo(1)
    const { db } = cache
    const preview = { url: 'https://example.com/', title: 'x', image: { ...ref, id: 'f3' } }
    db.applyPush(push(1, 2, [message(2, { content: { type: 'file', file: ref }, attributes: { preview } })]), true)
    for (const id of ['f1', 'f1/thumbnail', 'f2', 'f3']) db.fileBegan(stored(id), 1)
    db.applyPush(push(2, 3, [message(2, { revision: 3, content: { type: 'recalled' } as never })]), true)
    expect(db.storedFile('f1')).toBeNull()
    expect(db.storedFile('f2')).not.toBeNull()
    expect(db.fileTrash().sort()).toEqual(['blob-f1', 'blob-f1/thumbnail', 'blob-f3'])
  })

  test('the files of a message that the person deleted go, and so do those of a copy that is none any more', () => {
    using cache = cacheUpTo(1)
    const { db } = cache
    const preview = { url: 'https://example.com/', title: 'x', image: { ...ref, id: 'f3' } }
    const shows = (seq: number, id: string, attributes = {}) =>
      message(seq, { content: { type: 'file', file: { ...ref, id } }, attributes })
    db.applyPush(push(1, 2, [shows(2, 'f1', { preview })]), true)
    const state = (revision: number, value: object) => {
      const changes = [{ entity: 'messageState', value: { conversationId: 'elsewhere', seq: 7, revision, ...value } }]
      db.applyPush({ scope: 'me', epoch: 'e1', from: revision, to: revision, changes } as never, true)
    }
    state(1, { saved: { at: 1, labels: [] }, message: { ...shows(7, 'f5'), conversationId: 'elsewhere' } })
    for (const id of ['f1', 'f3', 'f5']) db.fileBegan(stored(id), 1)
    const request = { method: 'message.hide' as const, params: { conversationId: 'c', seq: 2 } }
    db.enqueueState({ clientId: uuid(1), createdAt: 1, request })
    expect(db.fileTrash().sort()).toEqual(['blob-f1', 'blob-f3'])
    state(2, {})
    expect(db.storedFile('f5')).toBeNull()
  })

  test('what was not used for longest goes first', () => {
    using cache = freshCache()
    const { db } = cache
    for (const [at, id] of ['a', 'b', 'c'].entries()) db.fileBegan(stored(id), at)
    db.fileUsed('a', 9)
    db.limitFiles(25)
    expect(db.fileTrash()).toEqual(['blob-b'])
    expect(db.fileUsage()).toEqual([{ kind: 'image', size: 20, files: 2 }])
    db.forgetFiles('video')
    expect(db.storedFile('a')).not.toBeNull()
    db.forgetFiles(null)
    expect(db.storedFile('a')).toBeNull()
  })

  test('a file that was forgotten while it was loaded is not kept', () => {
    using cache = freshCache()
    const { db } = cache
    db.fileBegan(stored('a'), 1)
    db.forgetFile('a')
    expect(db.fileStored('a', 'blob-a')).toBe(false)
  })
})
