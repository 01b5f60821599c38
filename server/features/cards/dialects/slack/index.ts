import { type Card, type CardElement, hasVisibleText, limits } from '@lianqun/protocol'
import { boundedWithin } from '../../bounded.ts'
import { type Converted, type Json, type JsonObject, PayloadError } from '../../converted.ts'
import { textOf } from '../../json.ts'
import { cut, fitCard, fitList } from '../fit.ts'
import { aliasOf, payloadText } from '../payload.ts'
import { attachmentListElements } from './attachments.ts'
import { blocksElements } from './blocks.ts'
import { type MrkdwnOptions, mrkdwnElements, mrkdwnText, plainMrkdwn } from './mrkdwn.ts'
import {
  type Conversion,
  conversion,
  malformed,
  mrkdwnOptions,
  plainText,
  requireObjects,
  type SlackInput,
  type SlackOptions,
  slackLimits,
} from './read.ts'

export type { SlackInput, SlackOptions } from './read.ts'
export { viewToCard } from './views.ts'

/** What is not shown as Slack shows it. */
export const losses: readonly string[] = [
  'Menus of conversations, channels and of options that an app looks up are fields to write in.',
  'A menu, a date or a tick in a message is sent by an OK button beside it; Slack sends it at once.',
  'A button with an address opens it and is not told to the app; an address that is neither of the web nor of mail is not opened.',
  'A workflow button opens its address: workflows are run by Slack.',
  'Dates are days and times such as 2026-11-30 09:30 in the time zone of the server, not in the words and zone of the reader.',
  '@here calls everyone in the conversation, not only those who are online.',
  'User groups, channels and teams are names without a link.',
  'A video is a picture that opens it; a file or picture that is stored at Slack is its name or description; a call is its address.',
  'Files cannot be uploaded in a form, and a formatted text is written without its formats.',
  'A link whose label looks like another address has the real host behind the label.',
  'Emojis that a workspace made itself, and rare names, stay as :name:.',
  'The colour of an attachment is the nearest of green, yellow, red, blue and grey.',
  'Containers that are folded are open; tables are neither sorted nor paged.',
  'What an icon button shows to some people is shown to all, and how many options may be chosen is not limited.',
  'The name of a payload is told in the footer and its picture is not shown: the sender is always the hook.',
]

/** What became of parts of a message: `inputs` is what `state.values` of Slack is made of. */
interface Parts {
  inputs: SlackInput[]
  lost: string[]
}

function bodyOf(c: Conversion, blocks: JsonObject[], path: string): Pick<Card, 'header' | 'body'> {
  const body = blocksElements(c, blocks, path)
  const [first] = blocks
  if (first?.type !== 'header') return { body }
  // The head of the blocks is the head of the card.
  return { header: { title: plainText(first.text, `${path}[0].text`, slackLimits.header) }, body: body.slice(1) }
}

/** Blocks of a message as a card. @throws PayloadError */
export function blocksToCard(blocks: Json | undefined, options: SlackOptions = {}): Parts & { card: Card } {
  const c = conversion(options)
  const read = bodyOf(c, requireObjects(blocks, 'blocks', slackLimits.blocks), 'blocks')
  return { card: fitCard({ type: 'AdaptiveCard', ...read }, c.lost), inputs: c.inputs, lost: c.lost }
}

/** Attachments as elements of a card. @throws PayloadError */
export function attachmentsToElements(
  attachments: Json | undefined,
  options: SlackOptions = {},
): Parts & { elements: CardElement[] } {
  const c = conversion(options)
  return { elements: attachmentListElements(c, attachments, 'attachments'), inputs: c.inputs, lost: c.lost }
}

/** A list that may be written as JSON within the JSON, as forms have it. @throws PayloadError */
function listAt(payload: JsonObject, name: 'blocks' | 'attachments'): Json[] {
  let value: unknown = payload[name]
  if (typeof value === 'string') {
    try {
      value = value.trim() === '' ? [] : boundedWithin(JSON.parse(value))
    } catch {
      throw malformed(name, 'is no JSON')
    }
  }
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw malformed(name, 'has to be a list')
  return value
}

/** What was made of a payload: as `Converted`, with the inputs of its card. */
export interface ConvertedSlack extends Converted {
  inputs: SlackInput[]
}

/**
 * The payload of an incoming hook or of `chat.postMessage`: `text`, `blocks`, `attachments`.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 * @throws PayloadError
 */
export function convertSlack(payload: JsonObject, options: SlackOptions = {}): ConvertedSlack {
  const c = conversion(options)
  const text = payloadText(payload.text, c.lost)
  const blocks = requireObjects(listAt(payload, 'blocks'), 'blocks', slackLimits.blocks)
  const attachments = listAt(payload, 'attachments')
  const mrkdwn: MrkdwnOptions = {
    ...mrkdwnOptions(c, 'text'),
    formatted: payload.mrkdwn !== false,
    linkNames: payload.parse === 'full' || [true, 1, '1', 'true'].includes(payload.link_names as string),
  }
  const alias = aliasOf(textOf(payload.username), textOf(payload.icon_emoji))
  const rest = { lost: c.lost, inputs: c.inputs, ...(alias !== undefined && { alias }) }
  if (blocks.length === 0 && attachments.length === 0) {
    if (!hasVisibleText(text)) throw new PayloadError('empty', 'text', 'has nothing that can be seen')
    const plain = plainMrkdwn(text, mrkdwn)
    if (plain !== null && plain.text.length <= limits.textChars) {
      const mentions = plain.mentions.slice(0, limits.mentions)
      return { messages: [{ type: 'text', text: plain.text, mentions }], ...rest }
    }
  }
  const shown = blocks.length > 0 ? bodyOf(c, blocks, 'blocks') : { body: mrkdwnElements(text, mrkdwn) }
  const body = [...fitList(shown.body ?? []), ...attachmentListElements(c, attachments, 'attachments')]
  if (shown.header === undefined && body.length === 0) {
    throw new PayloadError('empty', blocks.length > 0 ? 'blocks' : 'attachments', 'has nothing that can be seen')
  }
  const said =
    blocks.length > 0 ? cut(mrkdwnText(text, { ...mrkdwn, lose: () => undefined }), limits.cardTextChars) : ''
  const card: Card = { type: 'AdaptiveCard', ...shown, body, ...(said !== '' && { fallbackText: said }) }
  return { messages: [{ type: 'card', card: fitCard(card, c.lost) }], ...rest }
}
