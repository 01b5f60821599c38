import { expect, test } from 'vitest'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { message } from '../testing.ts'
import { catchUp } from './summarize.ts'

const text = (words: string, ...named: string[]) => ({
  type: 'text' as const,
  text: words,
  mentions: named.map(userId => ({ userId, offset: 0, length: 1 })),
})
const at = (time: number) => ({ byId: 'a', at: time })
const sum = (...messages: MessageItem[]) =>
  catchUp(messages, {
    meId: 'me',
    textOf: ({ content }) => (content.type === 'text' ? (content as { text: string }).text : ''),
    dayOf: time => Math.floor(time / 10_000),
  })
const seqs = (items: readonly MessageItem[]) => items.map(({ seq }) => seq)

test('nothing that was said is nothing', () => {
  expect(sum()).toMatchObject({ count: 0, from: null, to: null, people: [], days: [], files: [] })
})

test('people by how much they wrote, with their last message; notices, recalled and queued ones do not count', () => {
  const { count, people, from, to } = sum(
    message(1, { by: 'a' }),
    message(2, { by: 'b' }),
    message(3, { by: 'b' }),
    message(4, { by: 'c', content: { type: 'recalled', byId: 'c' } }),
    message(0, { by: 'me' }),
  )
  expect([count, from, to]).toEqual([3, 1_001_000, 1_003_000])
  expect(people.map(one => [one.person.id, one.count, one.last.seq])).toEqual([
    ['b', 2, 3],
    ['a', 1, 1],
  ])
})

test('decisions; questions until an answer is accepted; what was asked and nobody took up', () => {
  const found = sum(
    message(1, { attributes: { mark: { kind: 'question', ...at(1) } } }),
    message(2, { attributes: { mark: { kind: 'question', ...at(1), answer: 3 } } }),
    message(3),
    message(4, { attributes: { mark: { kind: 'decision', ...at(1) } } }),
    message(5, { content: text('谁去？') }),
    message(6, { content: text('几点?') }),
    message(7, { content: text('好'), attributes: { replyTo: 6 } }),
    message(8, { content: text('行吗？”'), attributes: { reactions: [{ emoji: '👍', count: 1, userIds: ['a'] }] } }),
    message(9, { content: text('真的吗？😄') }),
    message(10, { content: text('https://a.example/?x=1') }),
  )
  expect(seqs(found.decisions)).toEqual([4])
  expect(seqs(found.questions)).toEqual([1])
  expect(seqs(found.unanswered)).toEqual([5, 9])
})

test('the timeline has what was pinned, marked, accepted, much replied or reacted to, or for me, at most five a day', () => {
  const replies = { count: 3, lastSeq: 9, userIds: [] }
  const reactions = [{ emoji: '👍', count: 3, userIds: ['a'] }]
  const found = sum(
    message(1, { attributes: { pinned: at(1) } }),
    message(2, { attributes: { replies } }),
    message(3, { attributes: { replies: { ...replies, count: 2 } } }),
    message(4, { attributes: { reactions } }),
    message(5, { content: text('@我', 'me') }),
    message(6, { own: true, content: text('@我', 'me') }),
    message(7, { attributes: { reactions: [{ emoji: '👍', count: 2, userIds: ['a'] }] } }),
    message(12),
    ...[20, 21, 22, 23, 24, 25, 26].map(seq =>
      message(seq, { attributes: { pinned: at(1), replies: { ...replies, count: seq } } }),
    ),
  )
  expect(found.days.map(({ count, items }) => [count, seqs(items)])).toEqual([
    [7, [1, 2, 4, 5]],
    [1, []],
    [7, [22, 23, 24, 25, 26]],
  ])
})

test('who is mentioned in formatted text is mentioned', () => {
  const call = { type: 'mention', attrs: { userId: 'me', label: '我' } }
  const doc = { type: 'doc', content: [{ type: 'paragraph', content: [call] }] }
  const found = sum(message(1, { content: { type: 'rich', doc } }), message(2))
  expect(found.days.map(({ items }) => seqs(items))).toEqual([[1]])
})

test('files, the newest first', () => {
  const file = (id: string) => ({ id, name: id, size: 1, mediaType: 'application/pdf' })
  const found = sum(
    message(1, { content: { type: 'file', file: file('f1') } }),
    message(2, { content: { type: 'image', images: [file('p1'), file('p2')] } }),
  )
  expect(found.files.map(({ file: { id }, message: { seq } }) => [id, seq])).toEqual([
    ['p2', 2],
    ['p1', 2],
    ['f1', 1],
  ])
})
