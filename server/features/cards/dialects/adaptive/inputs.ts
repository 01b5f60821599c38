import type { CardInput } from '@lianqun/protocol'
import { limits } from '@lianqun/protocol'
import { chosenValue } from '../../chosen.ts'
import { elided } from '../../fit.ts'
import { objectOf, textOf } from '../../json.ts'
import type { ElementReader } from './elements.ts'
import { readBase } from './elements.ts'
import { defined, Fields } from './fields.ts'

type InputOf<T extends CardInput['type']> = Extract<CardInput, { type: T }>

/** What every input has; one without an id gets one, because what is filled in has to have a name. */
export function readInputBase(fields: Fields) {
  const base = readBase(fields)
  return {
    ...base,
    id: base.id ?? fields.reading.nextId(),
    label: fields.text('label'),
    isRequired: fields.flag('isRequired'),
    errorMessage: fields.line('errorMessage'),
  }
}

/** A day as `2026-11-30`, also out of a time; undefined where it is none. */
function dayOf(value: string): string | undefined {
  const day = /^\d{4}-\d{2}-\d{2}(?=$|T)/.exec(value.trim())?.[0]
  const time = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`)
  // A day that the month does not have is another one when it is written again.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? undefined : day
}

/** A time as `09:30`, also from `9:30` and `09:30:00`; undefined where it is none. */
function timeOf(value: string): string | undefined {
  const found = /^([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?$/.exec(value.trim())
  return found ? `${(found[1] ?? '').padStart(2, '0')}:${found[2]}` : undefined
}

/** `value`, `min` and `max` of days or times. */
function readRange(fields: Fields, read: (value: string) => string | undefined) {
  const one = (name: string) => {
    const value = fields.line(name)
    if (value === undefined || value === '') return undefined
    const found = read(value)
    if (found === undefined) fields.note(name, `cannot be read: "${elided(value, 40)}"`)
    return found
  }
  return { placeholder: fields.line('placeholder'), value: one('value'), min: one('min'), max: one('max') }
}

/** What the whole text has to match; one that is no regular expression is left out. */
function readRegex(fields: Fields): string | undefined {
  const value = textOf(fields.take('regex'))
  if (value === '') return undefined
  try {
    if (value.length <= limits.cardLineChars) return new RegExp(value) && value
  } catch {}
  fields.note('regex', 'is no regular expression that can be checked')
  return undefined
}

const readText: ElementReader = (fields, level) => {
  const inline = fields.take('inlineAction')
  const inlineAction =
    inline === undefined ? undefined : fields.reading.action(inline, fields.at('inlineAction'), level + 1)
  return defined<InputOf<'Input.Text'>>({
    type: 'Input.Text',
    ...readInputBase(fields),
    placeholder: fields.line('placeholder'),
    value: fields.text('value'),
    maxLength: fields.count('maxLength'),
    isMultiline: fields.flag('isMultiline'),
    style: fields.oneOf('style', ['text', 'tel', 'url', 'email', 'password']),
    regex: readRegex(fields),
    inlineAction: inlineAction?.type === 'Action.ShowCard' ? undefined : inlineAction,
  })
}

const readNumber: ElementReader = fields =>
  defined<InputOf<'Input.Number'>>({
    type: 'Input.Number',
    ...readInputBase(fields),
    placeholder: fields.line('placeholder'),
    value: fields.number('value'),
    min: fields.number('min'),
    max: fields.number('max'),
  })

const readDate: ElementReader = fields =>
  defined<InputOf<'Input.Date'>>({ type: 'Input.Date', ...readInputBase(fields), ...readRange(fields, dayOf) })

const readTime: ElementReader = fields =>
  defined<InputOf<'Input.Time'>>({ type: 'Input.Time', ...readInputBase(fields), ...readRange(fields, timeOf) })

const readToggle: ElementReader = fields =>
  defined<InputOf<'Input.Toggle'>>({
    type: 'Input.Toggle',
    ...readInputBase(fields),
    title: fields.line('title') ?? '',
    value: fields.line('value'),
    valueOn: fields.line('valueOn'),
    valueOff: fields.line('valueOff'),
    wrap: fields.flag('wrap'),
  })

/** Where choices of people come from: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/people-picker */
const dataOfPeople = 'graph.microsoft.com/users'

/** People of the company to choose from. Where they are to be of the conversation alone, anybody can be chosen. */
function readPeople(fields: Fields, base: ReturnType<typeof readInputBase>): InputOf<'Input.Person'> {
  fields.skip('choices', 'style', 'wrap')
  const chosen = (fields.text('value') ?? '').split(',').map(one => one.trim())
  const people = chosen.map(one => (/^[\w.@+-]{1,190}$/.test(one) ? (`id:${one}` as const) : null))
  return defined<InputOf<'Input.Person'>>({
    type: 'Input.Person',
    ...base,
    isMultiSelect: fields.flag('isMultiSelect'),
    placeholder: fields.line('placeholder'),
    ...chosenValue(people),
  })
}

const readChoiceSet: ElementReader = fields => {
  const base = readInputBase(fields)
  const { type, dataset } = objectOf(fields.take('choices.data'))
  if (textOf(type).toLowerCase() === 'data.query' && textOf(dataset).split('?', 1)[0] === dataOfPeople)
    return readPeople(fields, base)
  const choices = fields.objects('choices').map(({ item, path }) => {
    const choice = new Fields(item, path, fields.reading)
    choice.skip('type')
    const title = choice.line('title')
    const value = choice.line('value')
    choice.finish()
    return { title: title ?? value ?? '', value: value ?? title ?? '' }
  })
  if (type !== undefined || dataset !== undefined)
    fields.note('choices.data', 'is not asked: only the choices of the card itself are shown')
  return defined<InputOf<'Input.ChoiceSet'>>({
    type: 'Input.ChoiceSet',
    ...base,
    choices,
    isMultiSelect: fields.flag('isMultiSelect'),
    style: fields.oneOf('style', ['compact', 'expanded', 'filtered']),
    value: fields.text('value'),
    placeholder: fields.line('placeholder'),
    wrap: fields.flag('wrap'),
  })
}

/** The inputs of the standard, by their types in lower case. */
export const inputReaders: [string, ElementReader][] = [
  ['input.text', readText],
  ['input.number', readNumber],
  ['input.date', readDate],
  ['input.time', readTime],
  ['input.toggle', readToggle],
  ['input.choiceset', readChoiceSet],
]
