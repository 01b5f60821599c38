import type { BotContent } from '../../../../../protocol/http/bots.ts'
import type { Reader } from '../../../../storage/database.ts'
import { convertSlack, isObject, type JsonObject, objectsOf, textOf } from '../../../cards/index.ts'
import { blocksWithIds, unwrapped } from './blocks.ts'
import { cardWithPeople, textWithPeople } from './mentions.ts'
import { defined } from './parts.ts'

/** What a bot says, and what it wrote for it. */
export interface SlackSaid {
  content: BotContent
  /** `text`, `blocks` and `attachments` as JSON, with all ids: kept with a card. */
  original: string
  /** What is not shown as it was meant. */
  lost: string[]
}

/** Longest text of one section, in characters. */
const sectionChars = 3_000

/** The parts of a payload that are said, with the ids that Slack would give. */
export function saidParts(payload: JsonObject): JsonObject {
  const attachments = unwrapped(payload.attachments)
  const markdown = textOf(payload.markdown_text)
  const blocks = unwrapped(payload.blocks) ?? (markdown === '' ? undefined : [{ type: 'markdown', text: markdown }])
  return defined({
    text: textOf(payload.text),
    blocks: blocksWithIds(blocks),
    attachments: Array.isArray(attachments)
      ? attachments.map(one => (isObject(one) ? defined({ ...one, blocks: blocksWithIds(one.blocks) }) : one))
      : attachments,
  })
}

/** Whether there is something to be said. */
export function saysSomething(payload: JsonObject): boolean {
  const { text, blocks, attachments } = saidParts(payload)
  return textOf(text).trim() !== '' || objectsOf(blocks).length > 0 || objectsOf(attachments).length > 0
}

/**
 * What a payload of `chat.postMessage` says in a conversation. `asCard`: as a card also where it is a text alone, since a
 * card stays one. @throws PayloadError
 */
export async function slackSaid(
  db: Reader,
  payload: JsonObject,
  { conversationId, asCard = false }: { conversationId: string; asCard?: boolean },
): Promise<SlackSaid> {
  const parts = saidParts(payload)
  const { mrkdwn, parse, link_names } = payload
  const looks = defined({ mrkdwn, parse, link_names })
  let converted = convertSlack({ ...parts, ...looks })
  let [message] = converted.messages
  if (asCard && message?.type === 'text') {
    converted = convertSlack({ blocks: sectionsOf(textOf(parts.text)) })
    message = converted.messages[0]
  }
  const rest = { original: JSON.stringify(parts), lost: converted.lost }
  if (message?.type === 'card')
    return { content: { type: 'card', card: await cardWithPeople(db, message.card, conversationId) }, ...rest }
  const text = message?.type === 'text' ? message : { type: 'text' as const, text: '', mentions: [] }
  return { content: await textWithPeople(db, text, conversationId), ...rest }
}

/** A text as sections. */
function sectionsOf(text: string): JsonObject[] {
  const sections: JsonObject[] = []
  for (let at = 0; at < text.length && sections.length < 50; at += sectionChars) {
    const part = text.slice(at, at + sectionChars)
    if (part.trim() !== '') sections.push({ type: 'section', text: { type: 'mrkdwn', text: part } })
  }
  return sections
}
