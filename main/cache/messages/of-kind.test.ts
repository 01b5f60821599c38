import type { Content } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { cacheUpTo, message, push } from '../testing.ts'

const ref = (id: string, mediaType: string) => ({ id, name: `${id}.bin`, size: 10, mediaType, width: 4, height: 3 })
const image = (id: string): Content => ({ type: 'image', images: [ref(id, 'image/png')] })
const file = (id: string): Content => ({ type: 'file', file: ref(id, 'application/zip') })

function filled() {
  const cache = cacheUpTo(3)
  const contents = [image('a'), file('b'), image('c'), image('d')]
  const messages = contents.map((content, index) => message(4 + index, { content }))
  cache.db.applyPush(push(4, 7, messages), true)
  return cache
}

test('the messages of a kind come in pages, oldest first, and no others', () => {
  using cache = filled()
  const all = cache.db.messagesOfKind({ id: 'c', kinds: ['image'], limit: 10 })
  expect(all.items.map(({ seq }) => seq)).toEqual([4, 6, 7])
  expect(all.more).toBe(false)
  const last = cache.db.messagesOfKind({ id: 'c', kinds: ['image', 'file'], limit: 2 })
  expect(last.items.map(({ seq }) => seq)).toEqual([6, 7])
  expect(last.more).toBe(true)
  const first = cache.db.messagesOfKind({ id: 'c', kinds: ['image', 'file'], limit: 2, before: 6 })
  expect(first.items.map(({ seq }) => seq)).toEqual([4, 5])
  expect(first).toMatchObject({ more: false, items: [{ sender: { id: 'ann' } }, {}] })
  expect(cache.db.messagesOfKind({ id: 'nowhere', kinds: ['image'], limit: 2 })).toEqual({ items: [], more: false })
})

test('a recalled picture is not among them', () => {
  using cache = filled()
  cache.db.applyPush(push(8, 8, [message(6, { revision: 8, content: { type: 'recalled', byId: 'ann' } })]), true)
  expect(cache.db.messagesOfKind({ id: 'c', kinds: ['image'], limit: 10 }).items.map(({ seq }) => seq)).toEqual([4, 7])
})
