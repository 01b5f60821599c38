import { type Card, contents } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { hindrancesOf } from './hindrances.ts'
import { sampleNames, sampleOf } from './samples.ts'

const submit = { type: 'Action.Submit', title: 'a' } as const

test.each<[Partial<Card>, string[]]>([
  [{ body: [{ type: 'TextBlock', text: 'a' }] }, []],
  [{ actions: [{ type: 'Action.OpenUrl', url: 'https://a.example/' }] }, []],
  [{ actions: [submit] }, ['buttons']],
  [{ actions: [{ type: 'Action.ShowCard', card: { type: 'AdaptiveCard', actions: [submit] } }] }, ['buttons']],
  [{ body: [{ type: 'Input.Text', id: 'a' }], actions: [submit] }, ['buttons', 'inputs']],
  [{ refresh: { action: { type: 'Action.Execute' } } }, ['refresh']],
  [{ body: [{ type: 'Image', url: 'https://a.example/a.png' }] }, []],
  [{ body: [{ type: 'Image', url: 'data:image/png;base64,AA' }] }, ['pictures']],
])('%j: %j', (card, hindrances) => {
  expect(hindrancesOf({ type: 'AdaptiveCard', ...card })).toEqual(hindrances)
})

test.each(sampleNames)('what is said of the sample %s is what the server says', name => {
  const card = sampleOf(name, 'en')
  const sendable = contents.card.sendable?.safeParse({ type: 'card', card }).success
  expect(hindrancesOf(card).length === 0).toBe(sendable)
})
