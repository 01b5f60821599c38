import type { CardElement, CardInline } from '@lianqun/protocol'
import { type Json, type JsonObject, PayloadError } from '../../converted.ts'
import { isObject } from '../../json.ts'
import { emojiText } from '../emoji.ts'
import { cut, richText } from '../fit.ts'
import { type RunStyle, run } from '../links.ts'
import { type MrkdwnOptions, mrkdwnElements, mrkdwnInlines, mrkdwnText, unescaped } from './mrkdwn.ts'

/** Slack's limits: items of a list, else characters. https://docs.slack.dev/reference/block-kit */
export const slackLimits = {
  blocks: 50,
  viewBlocks: 100,
  attachments: 100,
  messageText: 40_000,
  sectionText: 3_000,
  fields: 10,
  fieldText: 2_000,
  header: 150,
  contextElements: 10,
  contextActions: 5,
  actions: 25,
  buttonText: 75,
  buttonUrl: 3_000,
  value: 2_000,
  id: 255,
  options: 100,
  expandedOptions: 10,
  overflowOptions: 5,
  optionText: 75,
  optionValue: 150,
  placeholder: 150,
  label: 2_000,
  imageUrl: 3_000,
  altText: 2_000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  markdown: 12_000,
  tableRows: 100,
  dataTableRows: 201,
  tableColumns: 20,
  inputText: 3_000,
  cardTitle: 150,
  cardBody: 200,
  carousel: 10,
  containerBlocks: 10,
  videoTitle: 200,
  videoAuthor: 50,
  viewTitle: 24,
  metadata: 3_000,
} as const

/** An input of a card and the element that it stands for: what `state.values` of Slack is made of. */
export interface SlackInput {
  /** Of the input in the card. */
  id: string
  block_id: string
  action_id: string
  /** Of the element, such as `static_select`. */
  type: string
  /** Of a date and time, which are two inputs. */
  part?: 'date' | 'time'
  /** Values of the card's choices that are not Slack's own, with Slack's: where those have a comma or are not alone. */
  values?: Record<string, string>
}

export interface SlackOptions {
  /** Of dates, as IANA names it; of the process when left out. */
  timeZone?: string
}

/** What one conversion keeps. */
export interface Conversion extends SlackOptions {
  lost: string[]
  inputs: SlackInput[]
  /** Of the inputs and blocks that there are. */
  ids: Set<string>
  blocks: number
  /** A modal or home page: what has to be filled in has to be filled in there. */
  view: boolean
}

export function conversion(options: SlackOptions = {}, view = false): Conversion {
  return { ...options, lost: [], inputs: [], ids: new Set(), blocks: 0, view }
}

/** So many losses are told: they are there to be read. */
const mostLost = 100

/** Notes what is not shown as it was meant. */
export function lose(c: Conversion, path: string, words: string): void {
  const line = `${path}: ${words}`
  if (c.lost.length < mostLost && !c.lost.includes(line)) c.lost.push(line)
}

export function malformed(path: string, words: string): PayloadError {
  return new PayloadError('malformed', path, words)
}

/** A list of objects. @throws PayloadError */
export function requireObjects(value: Json | undefined, path: string, most: number): JsonObject[] {
  if (!Array.isArray(value)) throw malformed(path, 'has to be a list')
  if (value.length > most) throw new PayloadError('too_long', path, `has more than ${most} items`)
  for (const [n, item] of value.entries()) if (!isObject(item)) throw malformed(`${path}[${n}]`, 'has to be an object')
  return value as JsonObject[]
}

/** A text that may be left out. @throws PayloadError */
export function optionalString(value: Json | undefined, path: string, most: number): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw malformed(path, 'has to be a text')
  if (value.length > most) throw new PayloadError('too_long', path, `is longer than ${most} characters`)
  return value
}

/** A text that has to be there. @throws PayloadError */
export function requireString(value: Json | undefined, path: string, most: number): string {
  const text = optionalString(value, path, most)
  if (text === undefined || text === '') throw malformed(path, 'is missing or empty')
  return text
}

/** A text object of Block Kit. */
export interface TextObject {
  text: string
  mrkdwn: boolean
  verbatim: boolean
  emoji: boolean
  path: string
}

/** @throws PayloadError */
export function requireTextObject(value: Json | undefined, path: string, most: number, plainOnly = false): TextObject {
  if (!isObject(value)) throw malformed(path, 'has to be a text object')
  const { type } = value
  if (type !== 'plain_text' && (plainOnly || type !== 'mrkdwn')) {
    throw malformed(`${path}.type`, plainOnly ? 'has to be plain_text' : 'has to be plain_text or mrkdwn')
  }
  const text = requireString(value.text, `${path}.text`, most)
  return { text, mrkdwn: type === 'mrkdwn', verbatim: value.verbatim === true, emoji: value.emoji !== false, path }
}

/** The words of a text object that has to be plain; empty where it may be left out and is. @throws PayloadError */
export function plainText(value: Json | undefined, path: string, most: number, optional = false): string {
  if (optional && (value === undefined || value === null)) return ''
  return wordsOf(requireTextObject(value, path, most, true))
}

/** What a text object says, on its own. */
export function wordsOf({ text, mrkdwn, emoji }: TextObject, options: MrkdwnOptions = {}): string {
  if (mrkdwn) return mrkdwnText(text, options)
  return emoji ? emojiText(unescaped(text)) : unescaped(text)
}

export function mrkdwnOptions(c: Conversion, path: string): MrkdwnOptions {
  return { ...(c.timeZone !== undefined && { timeZone: c.timeZone }), lose: words => lose(c, path, words) }
}

/** A text object as runs. */
export function textInlines(c: Conversion, object: TextObject, style: RunStyle = {}): CardInline[] {
  if (!object.mrkdwn) return [run(wordsOf(object), style)]
  return mrkdwnInlines(object.text, { ...mrkdwnOptions(c, object.path), linked: !object.verbatim, style })
}

/** A text object as elements. */
export function textElements(c: Conversion, object: TextObject, style: RunStyle = {}): CardElement[] {
  if (!object.mrkdwn) return richText(textInlines(c, object, style))
  return mrkdwnElements(object.text, { ...mrkdwnOptions(c, object.path), linked: !object.verbatim, style })
}

/** An id that Slack would have made where there is none. @throws PayloadError */
export function blockId(c: Conversion, block: JsonObject, path: string): string {
  c.blocks++
  return optionalString(block.block_id, `${path}.block_id`, slackLimits.id) || `block-${c.blocks}`
}

/** The id of an input: `block/action`, with a number where it is too long or there already. */
export function inputId(c: Conversion, wanted: string): string {
  let id = cut(wanted, slackLimits.id)
  for (let n = 2; c.ids.has(id) || (n === 2 && id !== wanted); n++) id = `${cut(wanted, slackLimits.id - 6)}~${n}`
  c.ids.add(id)
  return id
}
