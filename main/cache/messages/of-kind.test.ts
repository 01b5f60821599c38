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
  expect(cache.db.messagesOfKind({ id: 'nowhere', kinds: ['image'], limit: 2 })).toEqual({
    items: [],
    more: false,
    missingUntil: null,
  })
})

test('a recalled picture is not among them', () => {
  using cache = filled()
  cache.db.applyPush(push(8, 8, [message(6, { revision: 8, content: { type: 'recalled', byId: 'ann' } })]), true)
  expect(cache.db.messagesOfKind({ id: 'c', kinds: ['image'], limit: 10 }).items.map(({ seq }) => seq)).toEqual([4, 7])
})

const text = (words: string): Content => ({ type: 'text', text: words, mentions: [] })
const links = (cache: ReturnType<typeof filled>, args: { limit: number; before?: number }) => {
  const { items, more } = cache.db.messagesOfKind({ id: 'c', kinds: ['link'], ...args })
  return { seqs: items.map(({ seq }) => seq), more }
}

test('the messages with a link come in pages, and follow edits and recalls', () => {
  using cache = cacheUpTo(3)
  const contents = ['https://a.example', 'none', 'see www.b.com/x', 'https://c.example'].map(text)
  cache.db.applyPush(
    push(
      4,
      7,
      contents.map((content, i) => message(4 + i, { content })),
    ),
    true,
  )
  expect(links(cache, { limit: 10 })).toEqual({ seqs: [4, 6, 7], more: false })
  expect(links(cache, { limit: 2 })).toEqual({ seqs: [6, 7], more: true })
  expect(links(cache, { limit: 2, before: 6 })).toEqual({ seqs: [4], more: false })
  const changed = [
    message(5, { revision: 8, content: text('now https://d.example') }),
    message(6, { revision: 9, content: { type: 'recalled', byId: 'ann' } }),
    message(4, { revision: 10, content: text('no more') }),
  ]
  cache.db.applyPush(push(8, 10, changed), true)
  expect(links(cache, { limit: 10 })).toEqual({ seqs: [5, 7], more: false })
})

test('it is said until when messages are missing', () => {
  using cache = filled()
  const until = () => cache.db.messagesOfKind({ id: 'c', kinds: ['image'], limit: 10 }).missingUntil
  expect(until()).toBeNull()
  // A push far ahead leaves a gap between what is held and the newest.
  cache.db.applyPush(push(8, 8, [message(8)]), true)
  expect(until()).toBeNull()
})
