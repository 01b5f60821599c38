import { buffer } from 'node:stream/consumers'
import { type Card, limits, mapCard, visitCard } from '@lianqun/protocol'
import type { BotContent } from '../../../../../protocol/http/bots.ts'
import {
  type ConvertedMessage,
  convertFeishu,
  feishuCodes,
  type JsonObject,
  PayloadError,
  replaceChosen,
} from '../../../cards/index.ts'
import { variantKey, visibleFile } from '../../../files/index.ts'
import type { BotRow } from '../../tables.ts'
import { contentsOf } from '../converted.ts'
import type { VendorParts } from '../index.ts'
import { FeishuError, feishuErrors } from './errors.ts'
import { fileOf, userOf } from './ids.ts'

/* What bots of Feishu say, in our words. */

/** Characters of pictures that stand in one card. */
const pictureChars = 40_000
const pictureScheme = 'image_key:'

/** Someone whom a payload names by an id of the vendor's kinds, by ours. */
function ours(person: string): string {
  const id = person.startsWith('id:') ? userOf(person.slice('id:'.length)) : null
  return id === null ? person : `id:${id}`
}

function withOurIds(message: ConvertedMessage): ConvertedMessage {
  if (message.type === 'text')
    return {
      ...message,
      mentions: message.mentions.map(mention => ({
        ...mention,
        person: ours(mention.person) as typeof mention.person,
      })),
    }
  if (message.type !== 'card') return message
  const card = structuredClone(message.card)
  visitCard(card, node => {
    if (node.type === 'Mention' && typeof node.userId === 'string') node.userId = ours(node.userId)
    replaceChosen(node, ours)
  })
  return { ...message, card }
}

/** A card with the pictures that were uploaded before in place of their keys; those that are not there are left out. */
async function withPictures(card: Card, { services }: VendorParts, bot: BotRow): Promise<Card> {
  const keys = new Set<string>()
  visitCard(card, ({ type, url }) => {
    if (type === 'Image' && typeof url === 'string' && url.startsWith(pictureScheme)) keys.add(url)
  })
  const loaded = new Map<string, string>()
  let room = pictureChars
  for (const key of keys) {
    const id = fileOf(key.slice(pictureScheme.length))
    const row = id === null ? undefined : await services.store.read(db => visibleFile(db, bot.id, id))
    if (row === undefined || row.previews === 0) continue
    const bytes = await buffer(await services.blobs.read(variantKey(row.sha256, 'thumbnail')))
    const url = `data:image/webp;base64,${bytes.toString('base64')}`
    if (url.length > Math.min(room, limits.cardPictureChars)) continue
    room -= url.length
    loaded.set(key, url)
  }
  const kept = mapCard(card, node => {
    if (node.type !== 'Image' || typeof node.url !== 'string' || !node.url.startsWith(pictureScheme)) return node
    const url = loaded.get(node.url)
    return url === undefined ? null : { ...node, url }
  })
  return kept ?? card
}

/** What a message says (`msg_type`, and `content` as a string of JSON). @throws PayloadError, forbidden */
export async function contentOf(
  parts: VendorParts,
  bot: BotRow,
  conversationId: string,
  payload: { msg_type: string; content: string },
): Promise<{ content: BotContent; original?: string }> {
  const { messages } = converted(payload)
  const fileIdOf = (key: string) => fileOf(key) ?? ''
  const [content] = await contentsOf(parts, messages.map(withOurIds), { bot, conversationId, fileIdOf })
  if (content === undefined) throw new PayloadError('empty', 'content', 'says nothing')
  if (content.type !== 'card') return { content }
  return {
    content: { type: 'card', card: await withPictures(content.card as Card, parts, bot) },
    original: payload.content,
  }
}

/** @throws PayloadError, and for a card FeishuError */
function converted(payload: { msg_type: string; content: string }) {
  try {
    return convertFeishu(payload as JsonObject)
  } catch (error) {
    if (payload.msg_type !== 'interactive' || !(error instanceof PayloadError)) throw error
    const msg = `Failed to create card content, ext=${feishuCodes.card[error.problem].msg}${error.message}`
    throw new FeishuError(feishuErrors.wrongCard, msg)
  }
}
