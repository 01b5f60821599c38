import { limits, plainMarkdown } from '@lianqun/protocol'
import { dropControls } from '../../../../common/text.ts'
import { boundedWithin } from '../bounded.ts'
import {
  type Converted,
  type ConvertedMessage,
  type JsonObject,
  PayloadError,
  type ReferencedMention,
} from '../converted.ts'
import { elided } from '../fit.ts'
import { isObject, objectsOf, textOf } from '../json.ts'
import type { AdaptiveOptions, Reading } from './adaptive/reading.ts'
import { readPeople, splitTags } from './adaptive/text.ts'
import { importAdaptiveCard } from './adaptive.ts'
import { convertBotCard } from './teams/bot-cards.ts'
import { convertMessageCard } from './teams/message-card.ts'

/** What payloads for Teams lose here, besides what Adaptive Cards lose. */
export const losses: readonly string[] = [
  'The colour of a MessageCard becomes how it stands: red fails, yellow is to do, green is well, blue runs, grey is over.',
  'Buttons of a MessageCard lead everywhere to the address for every system; those that call an Outlook add-in are left out.',
  'HttpPOST calls its address where the hook may call, without a token of Microsoft; only POST is sent.',
  'Facts of a MessageCard keep bold, italic and links of their Markdown.',
  'An input for a day and a time asks for the day alone.',
  'Who may act (expectedActors) and from where (originator) are not heeded: members of the group may.',
  'Audio, video and animation cards are opened in the browser; list, receipt and other cards are left out.',
  'Of a message with several cards the first ten are shown, one below the other.',
]

/** More cards in one message are not shown, as in Teams. */
const mostAttachments = 10

const adaptive = 'application/vnd.microsoft.card.adaptive'
const connector = 'application/vnd.microsoft.teams.card.o365connector'
const botCards = ['hero', 'thumbnail', 'signin', 'audio', 'video', 'animation']

/**
 * What is posted to an incoming webhook of Teams: a MessageCard, the message of a Workflow with its attachments, an
 * Adaptive Card alone, or only a text.
 * @throws PayloadError
 */
export function convertTeams(payload: JsonObject, options: AdaptiveOptions = {}): Converted {
  if (!isObject(payload)) throw new PayloadError('malformed', '', 'has to be an object')
  const type = textOf(payload.type).toLowerCase()
  if (type === 'adaptivecard') return convertAdaptive(payload, options)
  if (Array.isArray(payload.attachments)) return convertMessage(payload, options)
  const old = textOf(payload['@type']).toLowerCase()
  if (old !== '' && old !== 'messagecard')
    throw new PayloadError('unsupported', '@type', `"${elided(old, 40)}" is not taken`)
  const text = dropControls(textOf(payload.text))
  // Only words: a message like any other, unless they are marked up.
  const alone = Object.keys(payload).every(name =>
    ['text', 'type', 'summary', 'entities', '@type', '@context'].includes(name),
  )
  const plain = alone ? convertText(text, payload.entities) : null
  if (plain) return plain
  const known = ['title', 'text', 'summary', 'sections', 'potentialAction'].some(name => payload[name] !== undefined)
  if (!known)
    throw new PayloadError('malformed', '', 'is no MessageCard, no message with attachments and no Adaptive Card')
  const { card, lost } = convertMessageCard(payload, options)
  return { messages: [{ type: 'card', card }], lost }
}

/**
 * A text that needs no card, with the people that it names by `<at>` (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations);
 * null where it is marked up or longer than a message should be.
 */
function convertText(written: string, entities: unknown): Converted | null {
  if (written.trim() === '' || written.length > limits.cardLineChars || plainMarkdown(written) !== written) return null
  const people: Reading['people'] = new Map()
  readPeople({ entities }, people)
  const mentions: ReferencedMention[] = []
  let text = ''
  for (const { words, person } of splitTags(written, people)) {
    const said = person ? `@${words}` : words
    if (person) mentions.push({ person, offset: text.length, length: said.length })
    text += said
  }
  return { messages: [{ type: 'text', text, mentions }], lost: [] }
}

function convertAdaptive(source: unknown, options: AdaptiveOptions): Converted {
  const { card, lost } = importAdaptiveCard(source, options)
  if (!card.body?.length && !card.actions?.length) throw new PayloadError('empty', options.path ?? '', 'shows nothing')
  return { messages: [{ type: 'card', card }], lost }
}

/** The message of a Workflow: its text, and each of its attachments. One that cannot be shown refuses no other. */
function convertMessage(payload: JsonObject, options: AdaptiveOptions): Converted {
  const messages: ConvertedMessage[] = []
  const lost: string[] = []
  const failed: PayloadError[] = []
  if (textOf(payload.text).trim() !== '') {
    const { text = null, entities = null } = payload
    const said = convertText(dropControls(textOf(text)), entities) ?? convertTeams({ text }, options)
    messages.push(...said.messages)
    lost.push(...said.lost)
  }
  const attachments = objectsOf(payload.attachments)
  if (attachments.length > mostAttachments)
    lost.push(`attachments: has ${attachments.length}, of which ${mostAttachments} are shown`)
  attachments.slice(0, mostAttachments).forEach((attachment, index) => {
    try {
      const found = convertAttachment(attachment, textOf(payload.summary), {
        ...options,
        path: `attachments[${index}]`,
      })
      messages.push(...found.messages)
      lost.push(...found.lost)
    } catch (error) {
      if (!(error instanceof PayloadError)) throw error
      failed.push(error)
      lost.push(error.message)
    }
  })
  if (messages.length > 0) return { messages, lost }
  throw failed[0] ?? new PayloadError('empty', 'attachments', 'has nothing that can be shown')
}

/** `summary`: what says it all in notifications, for a card that does not say that itself. */
function convertAttachment(
  attachment: JsonObject,
  summary: string,
  options: AdaptiveOptions & { path: string },
): Converted {
  const contentType = textOf(attachment.contentType).toLowerCase()
  const path = `${options.path}.content`
  const inner = { ...options, path }
  if (contentType.startsWith('image/')) {
    const url = textOf(attachment.contentUrl)
    if (!/^https?:\/\//i.test(url) || url.length > limits.linkChars)
      throw new PayloadError('unsupported', `${options.path}.contentUrl`, 'is no address of the web')
    return { messages: [{ type: 'image', url }], lost: [] }
  }
  const content = contentOf(attachment.content, path)
  if (contentType === connector) {
    const { card, lost } = convertMessageCard(content, inner)
    return { messages: [{ type: 'card', card }], lost }
  }
  const kind = botCards.find(name => contentType === `application/vnd.microsoft.card.${name}`)
  if (kind !== undefined) {
    const { card, lost } = convertBotCard(content, kind === 'thumbnail', inner)
    return { messages: [{ type: 'card', card }], lost }
  }
  // Some senders leave the type out, or write another for a card that says itself what it is.
  if (contentType === adaptive || textOf(content.type).toLowerCase() === 'adaptivecard')
    return convertAdaptive(summary === '' ? content : { fallbackText: summary, ...content }, inner)
  throw new PayloadError('unsupported', `${options.path}.contentType`, `"${elided(contentType, 80)}" is not taken`)
}

/** The content of an attachment, also as a text of JSON. @throws PayloadError */
function contentOf(content: unknown, path: string): JsonObject {
  if (isObject(content)) return content
  if (typeof content === 'string') {
    try {
      const read = boundedWithin(JSON.parse(content))
      if (isObject(read)) return read
    } catch {}
  }
  throw new PayloadError('malformed', path, 'has to be an object')
}
