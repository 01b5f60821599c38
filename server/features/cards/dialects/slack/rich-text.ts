import { type CardElement, type CardInline, cardText, type TextRun } from '@lianqun/protocol'
import { type Json, type JsonObject, PayloadError } from '../../converted.ts'
import { isObject } from '../../json.ts'
import { emojiOf, toned } from '../emoji.ts'
import { codeBlocks, richText } from '../fit.ts'
import { linkRun, type RunStyle, run } from '../links.ts'
import { dateText } from './dates.ts'
import { mentionOf } from './mrkdwn.ts'
import { type Conversion, lose, malformed, optionalString, requireObjects, requireString, slackLimits } from './read.ts'

/* Rich text: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block. */

const mostElements = 2_000
const mostChars = slackLimits.messageText

function styleOf(style: Json | undefined): RunStyle {
  if (!isObject(style)) return {}
  return {
    ...(style.bold === true && { weight: 'bolder' }),
    ...(style.italic === true && { italic: true }),
    ...(style.strike === true && { strikethrough: true }),
    ...(style.underline === true && { underline: true }),
    ...(style.code === true && { fontType: 'monospace' }),
    ...((style.highlight === true || style.client_highlight === true) && { highlight: true }),
  }
}

/** An emoji of rich text: by its characters, else by its name. */
function emojiRun(element: JsonObject, path: string): string {
  const name = requireString(element.name, `${path}.name`, slackLimits.id)
  const points = typeof element.unicode === 'string' ? element.unicode.split('-') : []
  const known =
    points.length > 0 && points.length < 12 && points.every(point => /^(?:[0-9a-f]{2,5}|10[0-9a-f]{4})$/i.test(point))
  if (known) return String.fromCodePoint(...points.map(point => Number.parseInt(point, 16)))
  const emoji = emojiOf(name)
  return emoji === undefined ? `:${name}:` : toned(emoji, Number(element.skin_tone))
}

/** An element within a section as runs. @throws PayloadError */
function inlineOf(c: Conversion, element: JsonObject, path: string): CardInline {
  const style = styleOf(element.style)
  const text = (name: string) => requireString(element[name], `${path}.${name}`, mostChars)
  switch (element.type) {
    case 'text':
      return run(optionalString(element.text, `${path}.text`, mostChars) ?? '', style)
    case 'link': {
      const url = text('url')
      const inline = linkRun(optionalString(element.text, `${path}.text`, mostChars) ?? '', url, style)
      if (typeof inline === 'string' || !('selectAction' in inline))
        lose(c, path, 'a link that may not be opened is text')
      return inline
    }
    case 'user': {
      const id = text('user_id')
      return /^[\w.-]{1,64}$/.test(id) ? mentionOf(`id:${id}`, `@${id}`) : run(`@${id}`, style)
    }
    case 'broadcast': {
      const range = text('range')
      if (!['here', 'channel', 'everyone'].includes(range)) throw malformed(`${path}.range`, 'is none that Slack has')
      return mentionOf('all', `@${range}`)
    }
    case 'usergroup':
      lose(c, path, 'a group of people is a name')
      return run(`@${text('usergroup_id')}`, style)
    case 'team':
      return run(`@${text('team_id')}`, style)
    case 'channel':
      return run(`#${text('channel_id')}`, style)
    case 'emoji':
      return run(emojiRun(element, path), style)
    case 'color':
      return run(text('value'), style)
    case 'date': {
      const fallback = optionalString(element.fallback, `${path}.fallback`, mostChars) ?? ''
      const said = dateText(Number(element.timestamp ?? Number.NaN), text('format'), fallback, c.timeZone)
      const url = optionalString(element.url, `${path}.url`, slackLimits.buttonUrl)
      return url === undefined || url === '' ? run(said, style) : linkRun(said, url, style)
    }
    default:
      throw new PayloadError('unsupported', `${path}.type`, 'is no element of rich text')
  }
}

/** @throws PayloadError */
function inlinesOf(c: Conversion, holder: JsonObject, path: string): CardInline[] {
  return requireObjects(holder.elements, `${path}.elements`, mostElements)
    .map((element, n) => inlineOf(c, element, `${path}.elements[${n}]`))
    .filter(inline => inline !== '')
}

const bullets = ['•', '◦', '▪'] as const

/** What stands before an item of a list: letters and Roman numerals by its depth, as Slack has them. */
function markOf(ordered: boolean, indent: number, number: number): string {
  if (!ordered) return bullets[indent % bullets.length] ?? '•'
  if (indent % 3 === 1) return `${number <= 26 ? String.fromCharCode(96 + number) : number}.`
  return `${indent % 3 === 2 ? roman(number) : number}.`
}

function roman(number: number): string {
  if (number > 39) return String(number)
  const ones = ['', 'i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix'][number % 10] ?? ''
  return 'x'.repeat(Math.floor(number / 10)) + ones
}

/** @throws PayloadError */
function listInlines(c: Conversion, list: JsonObject, path: string): CardInline[] {
  const indent = typeof list.indent === 'number' ? Math.min(8, Math.max(0, Math.floor(list.indent))) : 0
  const offset = typeof list.offset === 'number' ? Math.min(9_999, Math.max(0, Math.floor(list.offset))) : 0
  return requireObjects(list.elements, `${path}.elements`, mostElements).flatMap((item, n) => [
    `${n === 0 ? '' : '\n'}${'\u2003'.repeat(indent * 2)}${markOf(list.style === 'ordered', indent, offset + n + 1)} `,
    ...inlinesOf(c, item, `${path}.elements[${n}]`),
  ])
}

/** The elements of a `rich_text` block. @throws PayloadError */
export function richTextElements(c: Conversion, block: JsonObject, path: string): CardElement[] {
  const elements: CardElement[] = []
  const parts = requireObjects(block.elements, `${path}.elements`, mostElements)
  for (const [n, part] of parts.entries()) {
    const at = `${path}.elements[${n}]`
    if (part.type === 'rich_text_list') {
      // Lists one after the other are levels of one list.
      const spacing = n > 0 && parts[n - 1]?.type === 'rich_text_list' ? { spacing: 'none' as const } : {}
      elements.push(...richText(listInlines(c, part, at), spacing))
    } else if (part.type === 'rich_text_preformatted') {
      const code = wordsOf(inlinesOf(c, part, at))
      elements.push(...codeBlocks(code, optionalString(part.language, `${at}.language`, slackLimits.id)))
    } else if (part.type === 'rich_text_quote') {
      const items = richText(inlinesOf(c, part, at))
      if (items.length > 0) elements.push({ type: 'Container', style: 'emphasis', items })
    } else if (part.type === 'rich_text_section') elements.push(...richText(withoutEnd(inlinesOf(c, part, at))))
    else throw new PayloadError('unsupported', `${at}.type`, 'is no part of rich text')
  }
  return elements
}

const wordsOf = (inlines: readonly CardInline[]) =>
  inlines.map(inline => (typeof inline === 'string' ? inline : inline.text)).join('')

/** Runs without the line ends behind them, which Slack writes before a list. */
function withoutEnd(inlines: CardInline[]): CardInline[] {
  const last = inlines.at(-1)
  if (last === undefined || (typeof last === 'object' && last.type === 'Mention')) return inlines
  const text = (typeof last === 'string' ? last : last.text).replace(/\n$/, '')
  if (text === '') return inlines.slice(0, -1)
  return [...inlines.slice(0, -1), typeof last === 'string' ? text : ({ ...last, text } as TextRun)]
}

/** What a `rich_text` block says; empty where there is none. @throws PayloadError */
export function richTextWords(c: Conversion, block: Json | undefined, path: string): string {
  if (!isObject(block)) return ''
  return cardText({ type: 'AdaptiveCard', body: richTextElements(c, block, path) }).text
}
