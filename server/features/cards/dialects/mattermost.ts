import { type Card, type CardAction, type CardElement, dropControls, hasVisibleText, limits } from '@lianqun/protocol'
import type { MattermostActionData } from '../calls/mattermost.ts'
import { type Converted, type Json, type JsonObject, PayloadError } from '../converted.ts'
import { isObject, objectOf, objectsOf, textOf } from '../json.ts'
import { attachmentElements } from './attachment-layout.ts'
import { emojiText } from './emoji.ts'
import { cut, fitCard, fitList, richText, untilFull } from './fit.ts'
import { run } from './links.ts'
import { namedElements, plainMarkdownText, withoutSlackMarks } from './markdown-text.ts'
import { aliasOf, payloadText } from './payload.ts'
import { stampText } from './slack/dates.ts'

/*
 * Incoming hooks of Mattermost: https://developers.mattermost.com/integrate/webhooks/incoming/ and its attachments and
 * buttons: https://developers.mattermost.com/integrate/plugins/interactive-messages/
 */

/** What is not shown as Mattermost shows it. */
export const losses: readonly string[] = [
  '@here calls everyone in the conversation, not only those who are online.',
  'A button calls its address where the hook may call; dialogs (trigger_id) are not opened, and paths of plugins not called.',
  'Names of channels are text without a link, and LaTeX is shown as it is written.',
  'Menus of channels are fields to write in; a menu is sent by an OK button beside it.',
  'The text for the side panel (props.card) opens within the card.',
  'The priority of a message is a line above it: nobody is asked to acknowledge it, and it does not ring again.',
  'Mattermost Blocks (props.mm_blocks) are not read.',
  'The colour of an attachment is the nearest of green, yellow, red, blue and grey; that of a button is one of three.',
  'A link whose label looks like another address has the real host behind the label.',
  'Emojis that a server made itself, and rare names, stay as :name:.',
  'The name of a payload is told in the footer and its picture is not shown: the sender is always the hook.',
]

const most = {
  text: 40_000,
  attachments: 100,
  actions: 25,
  contextDepth: 6,
  contextChars: 16_384,
  choices: 100,
} as const

/**
 * JSON as Mattermost reads it: with line ends, tabs and other control characters in its texts as they are. It takes
 * time in proportion to the text.
 * @throws PayloadError
 */
export function parseMattermostJson(text: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    try {
      value = JSON.parse(withEscapedControls(text))
    } catch {
      throw new PayloadError('malformed', '', 'is no JSON')
    }
  }
  if (!isObject(value)) throw new PayloadError('malformed', '', 'has to be an object')
  return value
}

/** JSON with the control characters in its texts escaped; those between its values stay. */
function withEscapedControls(text: string): string {
  let escaped = ''
  let done = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) quoted = !quoted
    else if (quoted && code === backslash) {
      // The character behind a backslash ends no text. A control character there loses its backslash.
      if (text.charCodeAt(at + 1) < 0x20) {
        escaped += text.slice(done, at)
        done = at + 1
      } else at++
    } else if (quoted && code < 0x20) {
      escaped += `${text.slice(done, at)}\\u${code.toString(16).padStart(4, '0')}`
      done = at + 1
    }
  }
  return escaped + text.slice(done)
}

const quote = 0x22
const backslash = 0x5c

/** Whether a value is not deeper than so many levels. */
function isShallow(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every(inner => isShallow(inner, levels - 1))
}

/** The integration behind an action; null where there is none. @throws PayloadError */
function integrationOf(action: JsonObject, path: string): { url: string; context?: Json } | null {
  const { url, context } = objectOf(action.integration)
  if (typeof url !== 'string' || url === '') return null
  if (url.length > limits.linkChars) throw new PayloadError('too_long', `${path}.integration.url`, 'is too long')
  if (context === undefined || context === null) return { url }
  const at = `${path}.integration.context`
  if (!isShallow(context, most.contextDepth)) throw new PayloadError('malformed', at, 'is too deep')
  if (JSON.stringify(context).length > most.contextChars) throw new PayloadError('too_long', at, 'is too long')
  return { url, context }
}

const styles: Record<string, CardAction['style']> = {
  primary: 'positive',
  success: 'positive',
  good: 'positive',
  danger: 'destructive',
}

/** Buttons in one row, each menu in its own. @throws PayloadError */
function actionElements(attachment: JsonObject, path: string, number: number, lost: string[]): CardElement[] {
  const elements: CardElement[] = []
  const row: CardAction[] = []
  const all = objectsOf(attachment.actions)
  if (all.length > most.actions) lost.push(`${path}.actions: more than ${most.actions} actions`)
  for (const [n, action] of all.slice(0, most.actions).entries()) {
    const at = `${path}.actions[${n}]`
    const id = cut(textOf(action.id), limits.nameChars) || `action-${n + 1}`
    const title = cut(emojiText(textOf(action.name)), limits.nameChars) || id
    const integration = integrationOf(action, at)
    if (integration === null) {
      lost.push(`${at}: an action without an integration`)
      continue
    }
    const style = textOf(action.style)
    const tooltip = cut(textOf(action.tooltip), limits.nameChars)
    const looks = {
      ...(Object.hasOwn(styles, style) && { style: styles[style] }),
      ...(tooltip !== '' && { tooltip }),
      ...(action.disabled === true && { isEnabled: false }),
    }
    const type = action.type === 'select' ? 'select' : 'button'
    const data: MattermostActionData = { mattermost: { id, type, ...integration } }
    if (type === 'button') row.push({ type: 'Action.Submit', title, data, ...looks })
    else {
      const input = cut(`attachment-${number}/${n + 1}/${id}`, limits.cardIdChars)
      const dataSource = textOf(action.data_source)
      data.mattermost = { ...data.mattermost, input, ...(dataSource !== '' && { dataSource }) }
      elements.push(menu(action, title, input, { type: 'Action.Submit', title: 'OK', data, ...looks }, at, lost))
    }
  }
  return row.length === 0 ? elements : [{ type: 'ActionSet', actions: row }, ...elements]
}

/** A menu with what sends it. */
function menu(
  action: JsonObject,
  placeholder: string,
  id: string,
  send: CardAction,
  path: string,
  lost: string[],
): CardElement {
  const choices = objectsOf(action.options)
    .slice(0, most.choices)
    .map(option => ({
      title: cut(textOf(option.text) || textOf(option.value), limits.nameChars),
      value: cut(textOf(option.value), limits.cardLineChars),
    }))
  const chosen = textOf(action.default_option)
  const people = textOf(action.data_source) === 'users'
  if (choices.length === 0 && !people) lost.push(`${path}: channels are written, not chosen from a list`)
  const input: CardElement = people
    ? { type: 'Input.Person', id, placeholder }
    : choices.length === 0
      ? { type: 'Input.Text', id, placeholder }
      : {
          type: 'Input.ChoiceSet',
          id,
          choices,
          placeholder,
          ...(choices.some(({ value }) => value === chosen) && { value: chosen }),
        }
  return {
    type: 'ColumnSet',
    columns: [
      { width: 'stretch', items: [input] },
      { width: 'auto', items: [{ type: 'ActionSet', actions: [send] }] },
    ],
  }
}

/** @throws PayloadError */
function elementsOf(attachment: JsonObject, path: string, number: number, lost: string[]): CardElement[] {
  const text = (name: string) => cut(dropControls(textOf(attachment[name])), most.text)
  const markdown = (words: string) => namedElements(withoutSlackMarks(words))
  const title = emojiText(text('title'))
  const elements = attachmentElements({
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
    more: [],
    image: text('image_url'),
    altText: text('fallback'),
    thumb: text('thumb_url'),
    actions: actionElements(attachment, path, number, lost),
    footer: { text: emojiText(text('footer')), icon: text('footer_icon'), time: stampText(attachment.ts) },
  })
  const fallback = text('fallback')
  return elements.length > 0 || fallback === '' ? elements : richText([fallback])
}

/** The attachments of a payload, which may stand in its `props`. @throws PayloadError */
function attachmentsOf(payload: JsonObject, lost: string[]): CardElement[] {
  const lists = [
    ['attachments', payload.attachments],
    ['props.attachments', objectOf(payload.props).attachments],
  ] as const
  let number = 0
  return lists.flatMap(([path, list]) => {
    if (list === undefined || list === null) return []
    if (!Array.isArray(list)) throw new PayloadError('malformed', path, 'has to be a list')
    if (list.length > most.attachments) throw new PayloadError('too_long', path, 'has too many attachments')
    const read = (attachment: Json, n: number) => {
      if (!isObject(attachment)) throw new PayloadError('malformed', `${path}[${n}]`, 'has to be an object')
      return elementsOf(attachment, `${path}[${n}]`, ++number, lost)
    }
    return untilFull(list, read, lost)
  })
}

const priorities: Record<string, string> = { important: '❗ Important', urgent: '‼️ Urgent' }

/** The line that says how urgent a message is. */
function priorityElements(payload: JsonObject): CardElement[] {
  const { priority } = objectOf(payload.priority)
  const words = typeof priority === 'string' && Object.hasOwn(priorities, priority) ? priorities[priority] : undefined
  if (words === undefined) return []
  const color = priority === 'urgent' ? 'attention' : 'accent'
  return richText([{ type: 'TextRun', text: words, weight: 'bolder', color }])
}

/** The payload of an incoming hook of Mattermost. @throws PayloadError */
export function convertMattermost(payload: JsonObject): Converted {
  const lost: string[] = []
  const text = payloadText(payload.text, lost)
  const props = objectOf(payload.props)
  const attachments = attachmentsOf(payload, lost)
  const priority = priorityElements(payload)
  const details = cut(dropControls(textOf(props.card)), most.text)
  if (props.mm_blocks !== undefined) lost.push('props.mm_blocks: Mattermost Blocks')
  const alias = aliasOf(textOf(payload.username), textOf(payload.icon_emoji))
  const rest = { lost, ...(alias !== undefined && { alias }) }
  if (attachments.length === 0 && !hasVisibleText(text)) {
    throw new PayloadError('empty', 'text', 'has nothing that can be seen')
  }
  const plain = plainMarkdownText(text)
  const bare = attachments.length === 0 && priority.length === 0 && details === ''
  if (bare && plain !== null && plain.text.length <= limits.textChars)
    return { messages: [{ type: 'text', ...plain }], ...rest }
  const card: Card = {
    type: 'AdaptiveCard',
    body: [...priority, ...fitList(namedElements(withoutSlackMarks(text))), ...fitList(attachments)],
    ...(hasVisibleText(details) && {
      actions: [
        {
          type: 'Action.ShowCard',
          title: 'ℹ️',
          card: { type: 'AdaptiveCard', body: fitList(namedElements(cut(details, limits.cardTextChars))) },
        },
      ],
    }),
  }
  return { messages: [{ type: 'card', card: fitCard(card, lost) }], ...rest }
}
