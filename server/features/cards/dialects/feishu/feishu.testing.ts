import { type Card, type CardAction, mapCard, visitCard, writtenCardSchema } from '@lianqun/protocol'
import { type JsonObject, PayloadError } from '../../converted.ts'
import { convertFeishu } from './index.ts'

/* What the tests of this dialect share. */

const reference = /^(all|id:[\w.+-]+|mail:[\w.@+-]+)$/

/** A card as it is once people are looked up: it has to be one that the protocol takes. */
export function accepted(card: Card): Card {
  const known = mapCard(card, node => {
    if (node.type !== 'Mention') return node
    if (!reference.test(String(node.userId))) throw new Error(`${node.userId} names nobody`)
    return { ...node, userId: 'u_1' }
  })
  writtenCardSchema.parse(known)
  return card
}

export function cardOf(payload: JsonObject): { card: Card; lost: string[] } {
  const { messages, lost } = convertFeishu(payload)
  const [message] = messages
  if (message?.type !== 'card') throw new Error('no card')
  return { card: accepted(message.card), lost }
}

export const sent = (card: JsonObject): JsonObject => ({ msg_type: 'interactive', card })
export const of1 = (...elements: JsonObject[]) => sent({ elements })
export const of2 = (...elements: JsonObject[]) => sent({ schema: '2.0', body: { elements } })

export function nodesOf(card: Card, type: string): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = []
  visitCard(card, node => {
    if (node.type === type) found.push(node)
  })
  return found
}

export function actionsOf(card: Card): CardAction[] {
  const found: CardAction[] = []
  visitCard(card, node => {
    if (typeof node.type === 'string' && node.type.startsWith('Action.')) found.push(node as unknown as CardAction)
  })
  return found
}

export function failure(payload: JsonObject): PayloadError {
  try {
    convertFeishu(payload)
  } catch (error) {
    if (error instanceof PayloadError) return error
    throw error
  }
  throw new Error('it was taken')
}
