import { type Card, visitWhole } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { sealCard, understand } from '../cards/index.ts'
import { spokenOf } from './contents.ts'
import { offered } from './taking.ts'

/* What a payload brings that only the server may say, or that nobody would answer. */

const context = { headers: {}, language: 'zh', timeZone: 'Asia/Shanghai', receivedAt: 0 } as const
const submit = { type: 'Action.Submit', title: '我来处理', data: { hook: 'take', own: 'take' } }
const field = { type: 'Input.Text', id: 'why', isRequired: true }
const payload = {
  type: 'AdaptiveCard',
  header: { title: '超时', tone: 'taken', tag: { text: '处理中', tone: 'taken' } },
  body: [
    { type: 'TextBlock', text: '看这里', fallback: { type: 'ActionSet', actions: [submit] } },
    { type: 'ColumnSet', columns: [{ items: [field] }, { items: [{ type: 'ActionSet', actions: [submit] }] }] },
    { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'x', selectAction: submit }] },
  ],
  actions: [
    submit,
    { type: 'Action.ShowCard', title: '填', card: { type: 'AdaptiveCard', body: [field], actions: [submit] } },
    { type: 'Action.OpenUrl', title: '看', url: 'https://a.example' },
  ],
  footer: { text: '王五 14:00 接手', state: 'done' },
  refresh: { action: { type: 'Action.Execute', verb: 'x' } },
}

/** What would be posted of a payload. */
function posted(written: unknown): { card: Card; lost: string[] } {
  const understood = understand('any', written, context)
  const [message] = understood?.messages ?? []
  if (message?.type !== 'card') throw new Error('no card')
  const lost = [...(understood?.lost ?? [])]
  const postable = spokenOf(message, { people: new Map(), lost, mayCall: true })
  if (postable.type !== 'card') throw new Error('no card')
  return { card: postable.card, lost }
}

test.each([
  ['a card of ours', payload],
  ['a card of the standard', { ...payload, header: undefined, footer: undefined, version: '1.6', msteams: {} }],
])('%s brings neither a button nor a field that a hook answers', (_name, written) => {
  const { card, lost } = posted(written)
  const types: unknown[] = []
  visitWhole(card, ({ type }) => types.push(type))
  expect(types).not.toContain('Action.Submit')
  expect(types).not.toContain('Input.Text')
  expect(types).not.toContain('ColumnSet')
  expect(card.actions).toEqual([{ type: 'Action.OpenUrl', title: '看', url: 'https://a.example' }])
  expect(card.refresh).toBeUndefined()
  expect(lost).toEqual(
    expect.arrayContaining([
      expect.stringContaining('buttons left out'),
      expect.stringContaining('fields to fill in left out'),
      expect.stringContaining('refresh left out'),
    ]),
  )
  expect(Object.keys(sealCard(card).secrets)).toEqual([])
})

test('a card of ours does not say that somebody sees to it, or did', () => {
  const { card, lost } = posted(payload)
  expect(card.header).toEqual({ title: '超时', tag: { text: '处理中' } })
  expect(card.footer).toEqual({ text: '王五 14:00 接手' })
  expect(lost.join('\n')).toMatch(/footer\.state.+\n.*taken/)
})

test('the button of the server is known by a secret that it alone writes', () => {
  const { card } = posted({ ...payload, header: { title: '超时', tone: 'failing' } })
  const postable = offered({ type: 'card', card }, 'zh')
  if (postable.type !== 'card') throw new Error('no card')
  const { card: shown, secrets } = sealCard(postable.card, postable.own)
  expect(shown.actions?.map(({ title }) => title)).toEqual(['我来处理', '看'])
  expect(secrets).toEqual({ a1: { own: 'take', inputs: false } })
})
