import { type Card, type CardAction, type CardElement, dropControls, hasVisibleText, limits } from '@lianqun/protocol'
import { isOpenable } from '../addresses.ts'
import { type Converted, type Json, type JsonObject, PayloadError } from '../converted.ts'
import { isObject, objectsOf, textOf } from '../json.ts'
import { attachmentElements } from './attachment-layout.ts'
import { emojiText } from './emoji.ts'
import { cut, fitCard, fitList, richText, untilFull } from './fit.ts'
import { linkRun, run } from './links.ts'
import { changedOutsideCode, namedElements, plainMarkdownText, withoutSlackMarks } from './markdown-text.ts'
import { aliasOf, payloadText } from './payload.ts'
import { stampText } from './slack/dates.ts'

/* Incoming hooks of Rocket.Chat: https://developer.rocket.chat/apidocs/post-message */

/** What is not shown as Rocket.Chat shows it. */
export const losses: readonly string[] = [
  '@here calls everyone in the conversation, not only those who are online.',
  'Names of channels are text without a link.',
  'An attachment that is folded is open.',
  'Sound and video of an attachment are links.',
  'A button that writes a message for the person who presses it asks the hook instead; a picture on a button is not shown.',
  'The colour of an attachment is the nearest of green, yellow, red, blue and grey.',
  'A link whose label looks like another address has the real host behind the label.',
  'Emojis that a server made itself, and rare names, stay as :name:.',
  'The alias of a payload is told in the footer and its avatar is not shown: the sender is always the hook.',
]

const most = { text: 40_000, attachments: 100, actions: 25 } as const

/** What the data of a button holds: what it writes for the person who presses it. */
export interface RocketchatActionData {
  rocketchat: { msg: string; processing: string }
}

const bold = /(?<![\p{L}\p{N}*\\])\*(?![\s*])([^*\n]*[^*\s])\*(?![\p{L}\p{N}*])/gu
const strike = /(?<![\p{L}\p{N}~\\])~(?![\s~])([^~\n]*[^~\s])~(?![\p{L}\p{N}~])/gu

/** The Markdown of Rocket.Chat as GFM: one star is bold there, and one tilde strikes out. */
export function rocketchatMarkdown(text: string): string {
  return changedOutsideCode(withoutSlackMarks(text), words => words.replace(bold, '**$1**').replace(strike, '~~$1~~'))
}

/** A time as a number of seconds or as ISO 8601. */
function timeText(value: unknown): string {
  const read = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return stampText(Number.isNaN(read) || /^[\d.]+$/.test(String(value)) ? value : read / 1_000)
}

/** Buttons in one row. */
function actionElements(attachment: JsonObject, path: string, lost: string[]): CardElement[] {
  const all = objectsOf(attachment.actions)
  if (all.length > most.actions) lost.push(`${path}.actions: more than ${most.actions} actions`)
  const actions = all.slice(0, most.actions).map((action, n): CardAction => {
    const title = cut(emojiText(textOf(action.text)), limits.nameChars) || `${n + 1}`
    const url = textOf(action.url)
    if (isOpenable(url)) return { type: 'Action.OpenUrl', title, url }
    if (url !== '') lost.push(`${path}.actions[${n}].url: an address that may not be opened`)
    const msg = cut(textOf(action.msg), limits.cardLineChars)
    const processing = cut(textOf(action.msg_processing_type), limits.nameChars) || 'sendMessage'
    const data: RocketchatActionData = { rocketchat: { msg, processing } }
    return { type: 'Action.Submit', title, data }
  })
  return actions.length === 0 ? [] : [{ type: 'ActionSet', actions }]
}

function elementsOf(attachment: JsonObject, path: string, lost: string[]): CardElement[] {
  const text = (name: string) => cut(dropControls(textOf(attachment[name])), most.text)
  const markdown = (words: string) => namedElements(rocketchatMarkdown(words))
  const title = emojiText(text('title'))
  if (attachment.collapsed === true) lost.push(`${path}: an attachment that is folded is open`)
  const media = (['audio_url', 'video_url'] as const).map(text).filter(isOpenable)
  if (media.length > 0) lost.push(`${path}: sound and video are links`)
  const time = timeText(attachment.ts)
  const link = text('message_link')
  return attachmentElements({
    color: text('color'),
    pretext: markdown(text('pretext')),
    author: { name: text('author_name'), more: '', link: text('author_link'), icon: text('author_icon') },
    title: title === '' ? [] : [run(title, { weight: 'bolder' })],
    titleLink: text('title_link'),
    text: markdown(text('text')),
    fields: objectsOf(attachment.fields)
      .slice(0, limits.cardItems)
      .map(field => ({
        title: cut(emojiText(textOf(field.title)), limits.cardLineChars),
        value: markdown(cut(dropControls(textOf(field.value)), limits.cardLineChars)),
        short: field.short === true || field.short === 'true',
      })),
    more: [
      ...media.flatMap(address => richText([linkRun(address, address)])),
      ...(isOpenable(link) ? richText([linkRun(time || link, link, { size: 'small', isSubtle: true })]) : []),
    ],
    image: text('image_url'),
    altText: title || text('description'),
    thumb: text('thumb_url'),
    actions: actionElements(attachment, path, lost),
    footer: { text: '', icon: '', time: isOpenable(link) ? '' : time },
  })
}

/** The payload of an incoming hook or of `chat.postMessage` of Rocket.Chat. @throws PayloadError */
export function convertRocketchat(payload: JsonObject): Converted {
  const lost: string[] = []
  const text = payloadText(textOf(payload.text) === '' ? (payload.msg ?? payload.text) : payload.text, lost)
  const { attachments: list = [] } = payload
  if (list !== null && !Array.isArray(list)) throw new PayloadError('malformed', 'attachments', 'has to be a list')
  const attachments = list ?? []
  if (attachments.length > most.attachments) {
    throw new PayloadError('too_long', 'attachments', 'has too many attachments')
  }
  const read = (attachment: Json, n: number) => {
    if (!isObject(attachment)) throw new PayloadError('malformed', `attachments[${n}]`, 'has to be an object')
    return elementsOf(attachment, `attachments[${n}]`, lost)
  }
  const elements = untilFull(attachments, read, lost)
  const alias = aliasOf(
    textOf(payload.alias) || textOf(payload.username),
    textOf(payload.emoji) || textOf(payload.icon_emoji),
  )
  const rest = { lost, ...(alias !== undefined && { alias }) }
  if (elements.length === 0 && !hasVisibleText(text)) {
    throw new PayloadError('empty', 'text', 'has nothing that can be seen')
  }
  const plain = plainMarkdownText(text)
  if (elements.length === 0 && plain !== null && plain.text.length <= limits.textChars) {
    return { messages: [{ type: 'text', ...plain }], ...rest }
  }
  const card: Card = {
    type: 'AdaptiveCard',
    body: [...fitList(namedElements(rocketchatMarkdown(text))), ...fitList(elements)],
  }
  return { messages: [{ type: 'card', card: fitCard(card, lost) }], ...rest }
}
