import type { CardElement, ChoiceSetInput } from '@lianqun/protocol'
import { chosenValue } from '../../chosen.ts'
import type { Json, JsonObject } from '../../converted.ts'
import { isObject } from '../../json.ts'
import { momentOf } from './dates.ts'
import {
  type Conversion,
  inputId,
  lose,
  malformed,
  mrkdwnOptions,
  optionalString,
  plainText,
  requireObjects,
  requireTextObject,
  slackLimits,
  wordsOf,
} from './read.ts'
import { richTextWords } from './rich-text.ts'

/* What is filled in: each becomes an input of ours, told in `inputs` of the conversion. */

/** Where an element stands. */
export interface Place {
  blockId: string
  actionId: string
  path: string
}

/** How an input of an `input` block is told. */
export interface Told {
  label?: string
  isRequired?: boolean
}

export interface Choice {
  title: string
  value: string
  url?: string
}

/** @throws PayloadError */
function option(c: Conversion, value: Json | undefined, path: string): Choice {
  if (!isObject(value)) throw malformed(path, 'has to be an option')
  const text = wordsOf(requireTextObject(value.text, `${path}.text`, slackLimits.optionText), mrkdwnOptions(c, path))
  const description = value.description
  const more =
    description === undefined || description === null
      ? ''
      : wordsOf(requireTextObject(description, `${path}.description`, slackLimits.optionText))
  const url = optionalString(value.url, `${path}.url`, slackLimits.buttonUrl)
  return {
    title: more === '' ? text : `${text} — ${more}`,
    value: optionalString(value.value, `${path}.value`, slackLimits.optionValue) ?? '',
    ...(url && { url }),
  }
}

/** The options of an element, those of groups with the name of the group. @throws PayloadError */
export function optionsOf(c: Conversion, element: JsonObject, path: string, most: number): Choice[] {
  const read = (list: Json | undefined, at: string) =>
    requireObjects(list, at, most).map((one, n) => option(c, one, `${at}[${n}]`))
  if (element.option_groups === undefined || element.option_groups === null) {
    const options = read(element.options, `${path}.options`)
    if (options.length === 0) throw malformed(`${path}.options`, 'is empty')
    return options
  }
  return requireObjects(element.option_groups, `${path}.option_groups`, slackLimits.options).flatMap((group, n) => {
    const at = `${path}.option_groups[${n}]`
    const name = plainText(group.label, `${at}.label`, slackLimits.optionText)
    return read(group.options, `${at}.options`).map(one => ({ ...one, title: `${name} › ${one.title}` }))
  })
}

const most = 200

/** Choices, of which some are chosen. @throws PayloadError */
function choiceSet(
  c: Conversion,
  element: JsonObject,
  at: Place,
  type: string,
  told: Told,
  id: string,
): ChoiceSetInput {
  const expanded = type === 'checkboxes' || type === 'radio_buttons'
  const several = type === 'checkboxes' || type === 'multi_static_select'
  const all = optionsOf(c, element, at.path, expanded ? slackLimits.expandedOptions : slackLimits.options)
  if (all.length > most) lose(c, `${at.path}.option_groups`, `more than ${most} options`)
  const seen = new Set<string>()
  const values = new Map<string, string>()
  const choices = all.slice(0, most).map(({ title, value }, n) => {
    const own =
      value === '' || (several && value.includes(',')) || seen.has(value) || /^#\d+$/.test(value) ? `#${n}` : value
    seen.add(own)
    if (own !== value) values.set(own, value)
    return { title, value: own }
  })
  const initial = several ? element.initial_options : element.initial_option
  const chosen = (Array.isArray(initial) ? initial : [initial]).flatMap(one => {
    const wanted = isObject(one) ? one.value : undefined
    return choices.find(({ value }) => (values.get(value) ?? value) === wanted)?.value ?? []
  })
  if (element.max_selected_items !== undefined) lose(c, at.path, 'how many may be chosen is not limited')
  const own = c.inputs.at(-1)
  if (own && values.size > 0) own.values = Object.fromEntries(values)
  return {
    type: 'Input.ChoiceSet',
    id,
    ...told,
    choices,
    ...(several && { isMultiSelect: true }),
    style: expanded ? 'expanded' : choices.length > 10 ? 'filtered' : 'compact',
    ...(chosen.length > 0 && { value: chosen.join(',') }),
    ...placeholderOf(element, at.path),
    ...(expanded && { wrap: true }),
  }
}

/** @throws PayloadError */
function placeholderOf(element: JsonObject, path: string): { placeholder?: string } {
  const placeholder = plainText(element.placeholder, `${path}.placeholder`, slackLimits.placeholder, true)
  return placeholder === '' ? {} : { placeholder }
}

/** A number that Slack writes as a text. @throws PayloadError */
function numberOf(value: Json | undefined, path: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN
  if (!Number.isFinite(number)) throw malformed(path, 'has to be a number')
  return number
}

function numberInput(element: JsonObject, { path }: Place, told: Told, id: string): CardElement {
  const [value, min, max] = ['initial_value', 'min_value', 'max_value'].map(name =>
    numberOf(element[name], `${path}.${name}`),
  )
  return {
    type: 'Input.Number',
    id,
    ...told,
    ...placeholderOf(element, path),
    ...(value !== undefined && { value }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  }
}

const textStyles: Record<string, 'email' | 'url'> = { email_text_input: 'email', url_text_input: 'url' }

function textInput(
  c: Conversion,
  element: JsonObject,
  { path }: Place,
  type: string,
  told: Told,
  id: string,
): CardElement {
  const rich = type === 'rich_text_input'
  const value = rich
    ? richTextWords(c, element.initial_value, `${path}.initial_value`).slice(0, slackLimits.inputText)
    : optionalString(element.initial_value, `${path}.initial_value`, slackLimits.inputText)
  const min = numberOf(element.min_length, `${path}.min_length`) ?? 0
  const max = numberOf(element.max_length, `${path}.max_length`)
  if (min < 0 || min > slackLimits.inputText) throw malformed(`${path}.min_length`, 'has to be from 0 to 3000')
  if (max !== undefined && (max < 1 || max > slackLimits.inputText)) {
    throw malformed(`${path}.max_length`, 'has to be from 1 to 3000')
  }
  if (rich) lose(c, path, 'a formatted text is written without its formats')
  return {
    type: 'Input.Text',
    id,
    ...told,
    ...placeholderOf(element, path),
    ...(value && { value }),
    ...((rich || element.multiline === true) && { isMultiline: true }),
    ...(textStyles[type] && { style: textStyles[type] }),
    ...(min > 0 && { regex: `[\\s\\S]{${Math.floor(min)},}` }),
    ...(type === 'plain_text_input' && { maxLength: Math.floor(max ?? slackLimits.inputText) }),
  }
}

/** People, whom the client finds; told by the ids of Slack. */
function personInput(element: JsonObject, { path }: Place, type: string, told: Told, id: string): CardElement {
  const several = type === 'multi_users_select'
  const initial = several ? element.initial_users : element.initial_user
  const people = (Array.isArray(initial) ? initial : [initial]).flatMap(one =>
    typeof one === 'string' && one !== '' && one.length <= slackLimits.value ? [`id:${one}` as const] : [],
  )
  return {
    type: 'Input.Person',
    id,
    ...told,
    ...(several && { isMultiSelect: true }),
    ...placeholderOf(element, path),
    ...chosenValue(people),
  }
}

const ofOthers: Record<string, [initial: string, words: string]> = {
  conversations_select: ['initial_conversation', 'conversations are written, not chosen from a list'],
  multi_conversations_select: ['initial_conversations', 'conversations are written, not chosen from a list'],
  channels_select: ['initial_channel', 'conversations are written, not chosen from a list'],
  multi_channels_select: ['initial_channels', 'conversations are written, not chosen from a list'],
  external_select: ['initial_option', 'options that the app looks up are written, not chosen from a list'],
  multi_external_select: ['initial_options', 'options that the app looks up are written, not chosen from a list'],
}

/** What is chosen from a list that only Slack or the app has. */
function lookup(
  c: Conversion,
  element: JsonObject,
  { path }: Place,
  type: string,
  told: Told,
  id: string,
): CardElement {
  const [field = '', words = ''] = ofOthers[type] ?? []
  lose(c, path, words)
  const initial = element[field]
  const values = (Array.isArray(initial) ? initial : [initial]).flatMap(one => {
    const value = isObject(one) ? one.value : one
    return typeof value === 'string' && value !== '' ? [value] : []
  })
  const value = values.join(',').slice(0, slackLimits.inputText)
  return { type: 'Input.Text', id, ...told, ...placeholderOf(element, path), ...(value !== '' && { value }) }
}

const day = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/

/** Whether a text is a day of the calendar, as `2026-11-30`. */
function isDay(text: string): boolean {
  if (!day.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** @throws PayloadError */
function moment(c: Conversion, element: JsonObject, at: Place, type: string, told: Told, id: string): CardElement[] {
  const { path } = at
  const looks = { id, ...told, ...placeholderOf(element, path) }
  if (type === 'datepicker') {
    const value = optionalString(element.initial_date, `${path}.initial_date`, slackLimits.value)
    if (value && !isDay(value)) throw malformed(`${path}.initial_date`, 'has to be a day, such as 2026-11-30')
    return [{ type: 'Input.Date', ...looks, ...(value && { value }) }]
  }
  if (type === 'timepicker') {
    const value = optionalString(element.initial_time, `${path}.initial_time`, slackLimits.value)
    if (value && !/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(value)) {
      throw malformed(`${path}.initial_time`, 'has to be a time, such as 09:30')
    }
    return [{ type: 'Input.Time', ...looks, ...(value && { value }) }]
  }
  const seconds = numberOf(element.initial_date_time, `${path}.initial_date_time`)
  const initial = seconds === undefined ? null : momentOf(seconds, c.timeZone)
  const own = c.inputs.at(-1)
  if (own) own.part = 'date'
  const second = register(c, at, type, '/time')
  const last = c.inputs.at(-1)
  if (last) last.part = 'time'
  const known = initial !== null && isDay(initial.day)
  return [
    { type: 'Input.Date', ...looks, ...(known && { value: initial.day }) },
    {
      type: 'Input.Time',
      id: second,
      ...(told.isRequired && { isRequired: true }),
      ...(known && { value: initial.time }),
    },
  ]
}

/** Notes an input and gives it its id. */
function register(c: Conversion, { blockId, actionId }: Place, type: string, rest = ''): string {
  const id = inputId(c, `${blockId}/${actionId}${rest}`)
  c.inputs.push({ id, block_id: blockId, action_id: actionId, type })
  return id
}

/** The inputs of an element; null where it is none. @throws PayloadError */
export function inputsOf(
  c: Conversion,
  element: JsonObject,
  at: Place,
  type: string,
  told: Told,
): CardElement[] | null {
  switch (type) {
    case 'static_select':
    case 'multi_static_select':
    case 'checkboxes':
    case 'radio_buttons':
      return [choiceSet(c, element, at, type, told, register(c, at, type))]
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return moment(c, element, at, type, told, register(c, at, type))
    case 'users_select':
    case 'multi_users_select':
      return [personInput(element, at, type, told, register(c, at, type))]
    case 'number_input':
      return [numberInput(element, at, told, register(c, at, type))]
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'rich_text_input':
      return [textInput(c, element, at, type, told, register(c, at, type))]
    default:
      return Object.hasOwn(ofOthers, type) ? [lookup(c, element, at, type, told, register(c, at, type))] : null
  }
}
