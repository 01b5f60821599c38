import { type CardElement, type CardImage, type CardInput, type ChoiceSetInput, limits } from '@lianqun/protocol'
import { chosenValue } from '../../chosen.ts'
import type { JsonObject } from '../../converted.ts'
import { listOf, objectsOf, textOf } from '../../json.ts'
import { confirmOf, type FeishuActionData, sentValueOf } from './actions.ts'
import type { Conversion, FeishuField } from './conversion.ts'
import { pictureOf } from './links.ts'
import { personOf } from './people.ts'
import { literal, titleOf } from './texts.ts'

/* What is filled in and chosen. https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-components/component-json-v2-overview */

/** A text of a field that may be left out. */
function field<K extends string>(name: K, text: string): { [N in K]?: string } {
  return (text === '' ? {} : { [name]: text }) as { [N in K]?: string }
}

/** The id of an input: its name, else one by its kind. */
function idOf(element: JsonObject, path: string, conversion: Conversion, suffix = ''): string {
  const wanted = textOf(element.name) || textOf(element.element_id)
  return conversion.id(wanted === '' ? `${textOf(element.tag)}${suffix}` : `${wanted}${suffix}`, path)
}

function baseOf(element: JsonObject, path: string, conversion: Conversion) {
  if (element.disabled === true) conversion.note(path, 'an input that cannot be filled in: it can be here')
  return {
    ...field('label', titleOf(element.label, `${path}.label`, conversion)),
    ...(element.required === true && { isRequired: true }),
  }
}

function placeholderOf(element: JsonObject, path: string, conversion: Conversion) {
  return field('placeholder', titleOf(element.placeholder, `${path}.placeholder`, conversion))
}

/** A day as `2026-11-30`; null where it is none. */
function dayOf(value: unknown): string | null {
  const day = /^\d{4}-\d\d-\d\d/.exec(textOf(value))?.[0]
  if (day === undefined) return null
  const read = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(read.getTime()) || read.toISOString().slice(0, 10) !== day ? null : day
}

/** A time as `09:30`; null where it is none. */
function timeOf(value: unknown): string | null {
  return /(?:^|[ T])((?:[01]\d|2[0-3]):[0-5]\d)/.exec(textOf(value))?.[1] ?? null
}

/** Choices: with different values, none longer than a card may have. */
function choicesOf(element: JsonObject, path: string, conversion: Conversion): ChoiceSetInput['choices'] {
  const values = new Set<string>()
  const choices = objectsOf(element.options).flatMap((option, index) => {
    const place = `${path}.options[${index}]`
    const value = textOf(option.value)
    const title = titleOf(option.text, `${place}.text`, conversion) || conversion.line(value, place)
    if (title === '' || values.has(value) || value.length > limits.cardLineChars) return []
    values.add(value)
    return [{ title, value }]
  })
  if (choices.length > limits.cardItems) conversion.note(`${path}.options`, `more than ${limits.cardItems} choices`)
  return choices.slice(0, limits.cardItems)
}

/** What is chosen at first. */
function chosenOf(element: JsonObject, choices: ChoiceSetInput['choices'], several: boolean): string[] {
  const index = Number(textOf(element.initial_index) || Number.NaN)
  const wanted = several
    ? listOf(element.selected_values ?? element.initial_options).map(textOf)
    : [textOf(element.initial_option) || (choices[index - 1]?.value ?? '')]
  return choices.map(({ value }) => value).filter(value => wanted.includes(value))
}

/** People to choose from. */
function personInput(element: JsonObject, path: string, conversion: Conversion): CardElement[] {
  const several = textOf(element.tag).startsWith('multi_')
  if (listOf(element.options).length > 0) conversion.note(path, 'anybody can be chosen, not these people alone')
  const chosen = several ? listOf(element.selected_values ?? element.initial_options) : [element.initial_option]
  return [
    {
      type: 'Input.Person',
      id: idOf(element, path, conversion),
      ...baseOf(element, path, conversion),
      ...placeholderOf(element, path, conversion),
      ...(several && { isMultiSelect: true }),
      ...chosenValue(chosen.map(one => personOf(textOf(one)))),
    },
  ]
}

function choiceInput(element: JsonObject, path: string, conversion: Conversion): CardElement[] {
  const tag = textOf(element.tag)
  const several = tag.startsWith('multi_') || element.multi_select === true
  const choices = choicesOf(element, path, conversion)
  const base = { ...baseOf(element, path, conversion), ...placeholderOf(element, path, conversion) }
  if (choices.length === 0) return []
  if (several && choices.some(({ value }) => value.includes(',')))
    conversion.note(`${path}.options`, 'a value with a comma cannot be told from two')
  const value = chosenOf(element, choices, several).join(',')
  const input: ChoiceSetInput = {
    type: 'Input.ChoiceSet',
    id: idOf(element, path, conversion),
    ...base,
    choices,
    ...(several && { isMultiSelect: true }),
    ...(tag === 'select_img' && { style: 'expanded' }),
    ...field('value', value.length <= limits.cardTextChars ? value : ''),
  }
  return [input]
}

/** Pictures to choose from: the pictures, and under them their values. */
function pictureInput(element: JsonObject, path: string, conversion: Conversion): CardElement[] {
  const images = objectsOf(element.options).flatMap((option): CardImage[] => {
    const url = pictureOf(option.img_key)
    return url === null ? [] : [{ type: 'Image', url, ...field('altText', conversion.line(option.value, path)) }]
  })
  conversion.note(path, 'pictures to choose from: their values are chosen under them')
  const inputs = choiceInput(element, path, conversion)
  return images.length === 0 ? inputs : [{ type: 'ImageSet', images: images.slice(0, limits.cardItems) }, ...inputs]
}

function textInput(element: JsonObject, path: string, conversion: Conversion): CardInput {
  const kind = textOf(element.input_type)
  const most = element.max_length
  const value = conversion.words(element.default_value, `${path}.default_value`)
  return {
    type: 'Input.Text',
    id: idOf(element, path, conversion),
    ...baseOf(element, path, conversion),
    ...placeholderOf(element, path, conversion),
    ...field('value', value),
    ...(typeof most === 'number' && Number.isSafeInteger(most) && most >= 1 && { maxLength: most }),
    ...(kind === 'multiline_text' && { isMultiline: true }),
    ...(kind === 'password' && { style: 'password' as const }),
  }
}

function momentInputs(element: JsonObject, path: string, conversion: Conversion): CardInput[] {
  const tag = textOf(element.tag)
  const base = { ...baseOf(element, path, conversion), ...placeholderOf(element, path, conversion) }
  const both = tag === 'picker_datetime'
  const inputs: CardInput[] = []
  if (both || tag === 'date_picker') {
    const value = dayOf(both ? element.initial_datetime : element.initial_date)
    inputs.push({ type: 'Input.Date', id: idOf(element, path, conversion), ...base, ...(value !== null && { value }) })
  }
  if (both || tag === 'picker_time') {
    const value = timeOf(both ? element.initial_datetime : element.initial_time)
    const id = idOf(element, path, conversion, both ? '_time' : '')
    inputs.push({ type: 'Input.Time', id, ...base, ...(value !== null && { value }) })
  }
  return inputs
}

function inputsOf(element: JsonObject, path: string, conversion: Conversion): CardElement[] {
  switch (element.tag) {
    case 'input':
      return [textInput(element, path, conversion)]
    case 'checker': {
      const title = titleOf(element.text, `${path}.text`, conversion)
      const value = element.checked === true ? 'true' : 'false'
      const id = idOf(element, path, conversion)
      return [{ type: 'Input.Toggle', id, ...baseOf(element, path, conversion), title, value }]
    }
    case 'date_picker':
    case 'picker_time':
    case 'picker_datetime':
      return momentInputs(element, path, conversion)
    case 'select_person':
    case 'multi_select_person':
      return personInput(element, path, conversion)
    case 'select_img':
      return pictureInput(element, path, conversion)
    default:
      return choiceInput(element, path, conversion)
  }
}

export const inputTags = new Set([
  'input',
  'checker',
  'select_static',
  'multi_select_static',
  'select_person',
  'multi_select_person',
  'select_img',
  'date_picker',
  'picker_time',
  'picker_datetime',
])

/**
 * An input as elements. Of the vendor, one that is not in a form answers as soon as it is changed; here a button beside
 * it does.
 */
export function inputElements(element: JsonObject, path: string, conversion: Conversion): CardElement[] {
  const inputs = inputsOf(element, path, conversion)
  const [id, time] = inputs.flatMap(input => (input.type.startsWith('Input.') && input.id) || [])
  if (id === undefined) {
    const words = literal(titleOf(element.placeholder, path, conversion))
    return words === null ? inputs : [...inputs, words]
  }
  const tag = textOf(element.tag)
  const kind = element.multi_select === true && !tag.startsWith('multi_') ? `multi_${tag}` : tag
  const input: FeishuField = time === undefined ? [id, kind] : [id, kind, time]
  conversion.form?.fields.push(input)
  const value = sentValueOf(element, path, conversion)
  // A tick without `behaviors` is the reader's own.
  if (conversion.form || (element.tag === 'checker' && value.value === undefined)) return inputs
  const name = textOf(element.name)
  const data: FeishuActionData = { tag, ...value, ...(name !== '' && { name }), input }
  const title = conversion.locale.startsWith('zh') ? '确定' : 'OK'
  const confirm = confirmOf(element, path, conversion)
  return [...inputs, { type: 'ActionSet', actions: [{ type: 'Action.Submit', title, ...confirm, data }] }]
}
