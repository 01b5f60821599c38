import { type Content, contentPeople, ProtocolError } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import type { CallArgs, MessageItem } from '../../preload/contract/index.ts'
import { forward } from './forward.ts'

const person = (id: string) => ({ id, name: id, latinName: '' })
const item = (seq: number, content: Content, sentAt = seq): MessageItem => ({
  conversationId: 'c',
  seq,
  revision: seq,
  clientId: null,
  sender: person('周野'),
  own: false,
  sentAt,
  content,
  attributes: {},
  quote: null,
  bubble: true,
  counted: true,
  people: [],
  state: 'sent',
  error: null,
})
const text = (words: string): Content => ({ type: 'text', text: words, mentions: [] })

async function run(held: MessageItem[], change: Partial<CallArgs<'messages.forward'>> = {}) {
  const sent: { id: string; content: Content }[] = []
  const result = await forward(
    {
      messages: async () => held,
      directWith: async userId => ({ id: `direct-${userId}` }),
      send: async ({ id, content }) => sent.push({ id, content }),
    },
    {
      messages: [{ id: 'c', seqs: held.map(({ seq }) => seq) }],
      as: 'each',
      title: '聊天记录',
      note: '',
      conversationIds: ['d'],
      userIds: [],
      ...change,
    },
  )
  return { sent, ...result }
}

test('one by one they go in the order in which they were sent, mention nobody, and what cannot be sent is counted', async () => {
  const mention: Content = { type: 'text', text: '@陈屿 看', mentions: [{ userId: 'chenyu', offset: 0, length: 3 }] }
  const held = [
    item(3, text('后')),
    item(2, mention),
    item(4, { type: 'recalled', byId: 'x' }),
    item(5, { type: 'hologram' }),
  ]
  const { sent, skipped } = await run(held, { note: ' 看一下 ', userIds: ['linwan'] })
  expect(sent.filter(({ id }) => id === 'd').map(({ content }) => content)).toEqual([
    text('@陈屿 看'),
    text('后'),
    text('看一下'),
  ])
  expect(sent.filter(({ id }) => id === 'direct-linwan')).toHaveLength(3)
  expect(skipped).toBe(2)
})

test('in a record a recalled message says only that, a poll its words, and a card is one', async () => {
  const poll: Content = {
    type: 'poll',
    question: '几点？',
    options: [
      { id: 'a', text: '三点' },
      { id: 'b', text: '四点' },
    ],
    multiple: false,
    anonymous: false,
    open: false,
  }
  const card: Content = { type: 'contact', userId: 'linwan' }
  const recalled: Content = { type: 'recalled', byId: 'x' }
  const { sent } = await run([item(1, text('先')), item(2, recalled), item(3, poll), item(4, card)], { as: 'record' })
  expect(sent).toHaveLength(1)
  const items = (sent[0]?.content as { items?: { content: Content }[] } | undefined)?.items ?? []
  expect(items.map(({ content }) => content.type)).toEqual(['text', 'recalled', 'text', 'contact'])
  expect(contentPeople(sent[0]?.content as Content)).toEqual(['linwan'])
  expect(items[2]?.content).toMatchObject({ text: expect.stringContaining('三点') })
  expect(JSON.stringify(items[1])).not.toContain('"x"')
})

test('records nest as deep as allowed, and no deeper', async () => {
  let content = text('x')
  for (let depth = 1; depth <= 3; depth++) {
    const { sent } = await run([item(1, content)], { as: 'record' })
    content = sent[0]?.content as Content
  }
  const { sent } = await run([item(1, content)], { as: 'record' })
  // The innermost words come along as text, because nobody could open them.
  expect(sent[0]?.content).toMatchObject({ items: [{ content: { type: 'text' } }] })
})

test('nothing to forward, or too much for one record, is refused', async () => {
  await expect(run([item(1, { type: 'hologram' })])).rejects.toThrow(ProtocolError)
  const much = Array.from({ length: 60 }, (_, i) => item(i + 1, text('长'.repeat(8_000))))
  await expect(run(much, { as: 'record' })).rejects.toMatchObject({ errorName: 'too_large' })
  await expect(run([item(1, text('x'))], { conversationIds: [] })).rejects.toThrow()
})

test('mentions in formatted text are words where it is sent on, in a record too', async () => {
  const paragraph = (...content: object[]) => ({
    type: 'rich',
    doc: { type: 'doc', content: [{ type: 'paragraph', content }] },
  })
  const bold = { type: 'text', text: ' 看', marks: [{ type: 'bold' }] }
  const call = { type: 'mention', attrs: { userId: 'chenyu', label: '陈屿' } }
  const held = [item(2, paragraph(call, bold) as Content)]
  const words = paragraph({ type: 'text', text: '@陈屿' }, bold)
  expect((await run(held)).sent).toEqual([{ id: 'd', content: words }])
  const [record] = (await run(held, { as: 'record' })).sent
  expect(record?.content).toMatchObject({ items: [{ content: words }] })
})
