import { z } from 'zod'
import { receivedCardSchema, writtenCardSchema } from '../cards/schema.ts'
import type { Card } from '../cards/types.ts'
import { cardText, visitWhole } from '../core/card-text.ts'
import { keptObject, timeSchema } from '../core/fields.ts'
import { limits } from '../core/limits.ts'
import type { FileRef } from '../files.ts'
import { sendableFileSchema } from '../files.ts'
import { defineContent } from './content.ts'

const schema = keptObject({
  type: z.literal('card'),
  card: receivedCardSchema,
  /** Counts from 1 and rises whenever the card changes: an action says which one its person saw. */
  version: z.number().int().min(1).optional(),
  /** From then on none of its actions is taken. */
  expiresAt: timeSchema.optional(),
})

/** Whether a card has nothing that only the server can answer for: what a person sends is read, not acted on. */
function isDead(card: Card): boolean {
  let dead = card.refresh === undefined
  visitWhole(card, ({ type, file, url }) => {
    if (type === 'Action.Submit' || type === 'Action.Execute') dead = false
    if (type === 'Image' && file !== undefined && !sendableFileSchema.safeParse(file).success) dead = false
    if (type === 'Image' && file === undefined && typeof url === 'string' && !/^https?:/i.test(url)) dead = false
  })
  return dead
}

const example: { type: 'card'; card: Card } = {
  type: 'card',
  card: {
    type: 'AdaptiveCard',
    header: {
      title: '支付回调 P95 超过 1 s',
      icon: 'siren',
      tone: 'failing',
      tag: { text: '告警中', tone: 'failing' },
    },
    body: [
      { type: 'TextBlock', text: '**影响** 2.1% 订单', wrap: true },
      { type: 'FactSet', facts: [{ title: '级别', value: 'P1' }] },
    ],
    actions: [{ type: 'Action.OpenUrl', title: '看面板', url: 'https://grafana.example/d/1' }],
  },
}

/** A card: made by a hook, a bot or a person, with what can be done on it. See `protocol/cards/types.ts`. */
export const card = defineContent({
  schema,
  sendable: z.object({
    type: z.literal('card'),
    card: writtenCardSchema.refine(isDead, 'a card without buttons that somebody has to answer'),
  }),
  bubble: true,
  counted: true,
  editable: false,
  text: content => cardText(content.card).text,
  words: content => cardText(content.card).text,
  people: content => cardText(content.card).mentions.flatMap(({ userId }) => (userId === 'all' ? [] : [userId])),
  mentions: content => cardText(content.card).mentions,
  files: content => {
    const files: FileRef[] = []
    visitWhole(content.card, node => {
      if (node.type === 'Image' && node.file !== undefined) files.push(node.file as FileRef)
    })
    return files
  },
  examples: {
    good: [
      example,
      {
        type: 'card',
        version: 2,
        card: {
          type: 'AdaptiveCard',
          body: [{ type: 'RichTextBlock', inlines: ['看 ', { type: 'Mention', userId: 'u_chenyu', text: '@陈屿' }] }],
        },
      },
    ],
    unreadable: [{ type: 'card' }, { type: 'card', card: { type: 'Card' } }],
    notSendable: [
      { type: 'card', card: { type: 'AdaptiveCard', body: [{ type: 'Chart' }] } },
      { type: 'card', card: { type: 'AdaptiveCard', colour: 'red' } },
      { type: 'card', card: { ...example.card, actions: [{ type: 'Action.Submit', title: '好' }] } },
      {
        type: 'card',
        card: {
          type: 'AdaptiveCard',
          body: [
            { type: 'TextBlock', text: 'x', fallback: { type: 'ActionSet', actions: [{ type: 'Action.Submit' }] } },
          ],
        },
      },
      { type: 'card', card: { ...example.card, actions: [{ type: 'Action.OpenUrl', url: 'javascript:alert(1)' }] } },
      { type: 'card', card: { ...example.card, fallbackText: 'x'.repeat(limits.cardTextChars + 1) } },
    ],
  },
})
