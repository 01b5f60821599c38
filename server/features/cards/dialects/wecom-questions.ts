import { type CardAction, type ChoiceSetInput, limits } from '@lianqun/protocol'
import { linkOf } from '../addresses.ts'
import { type JsonObject, PayloadError } from '../converted.ts'
import { objectOf, requireObject, requireText, textOf } from '../json.ts'
import { isPresent, label, limitedList, neededList, requireBytes } from './reading.ts'

/* What can be answered in the template cards of WeCom: its buttons and its questions. */

const mostBytes = { key: 1_024, option: 128 }

/** What goes back with the key of a button. */
type Answer = Record<string, string>

/** A key that its list has once. @throws PayloadError */
function keyOf(value: unknown, path: string, longest: number, taken: Set<string>): string {
  const key = requireBytes(requireText(value, path), longest, path)
  if (taken.has(key)) throw new PayloadError('malformed', path, 'is there twice')
  taken.add(key)
  return key
}

/** The looks of the buttons 1 to 4, of which the vendor's page has only a picture: filled, tinted, red, grey. */
const looks = ['default', 'positive', 'default', 'destructive', 'default'] as const

/** `button_list`: each calls back with its key, or leads to an address (type 1). @throws PayloadError */
export function buttons(value: unknown, path: string, answer: Answer, lost: string[]): CardAction[] {
  const keys = new Set<string>()
  return neededList(value, path, 'buttons', 6).map((button, index): CardAction => {
    const here = `${path}[${index}]`
    const title = label(requireText(button.text, `${here}.text`), `${here}.text`, lost)
    const style = looks[Number(textOf(button.style))] ?? looks[1]
    if (Number(textOf(button.type)) === 1) {
      const url = linkOf(requireText(button.url, `${here}.url`))
      if (url !== null) return { type: 'Action.OpenUrl', title, style, url }
      lost.push(`${here}.url: an address that is not allowed`)
      return { type: 'Action.Submit', title, style, isEnabled: false }
    }
    const key = keyOf(button.key, `${here}.key`, mostBytes.key, keys)
    return { type: 'Action.Submit', title, style, data: { key, ...answer } }
  })
}

/** `submit_button`. @throws PayloadError */
export function submitButton(value: unknown, path: string, answer: Answer, lost: string[]): CardAction {
  const button = requireObject(value, path)
  const title = label(requireText(button.text, `${path}.text`), `${path}.text`, lost)
  const key = keyOf(button.key, `${path}.key`, mostBytes.key, new Set())
  return { type: 'Action.Submit', title, style: 'positive', data: { key, ...answer } }
}

/** `action_menu`, the menu in the corner of a card: as buttons of the second rank. @throws PayloadError */
export function actionMenu(value: unknown, path: string, answer: Answer, lost: string[]): CardAction[] {
  if (!isPresent(value)) return []
  const menu = requireObject(value, path)
  const tooltip = label(textOf(menu.desc), `${path}.desc`, lost)
  const keys = new Set<string>()
  return neededList(menu.action_list, `${path}.action_list`, 'actions', 3).map((action, index) => {
    const here = `${path}.action_list[${index}]`
    const key = keyOf(action.key, `${here}.key`, mostBytes.key, keys)
    const title = label(requireText(action.text, `${here}.text`), `${here}.text`, lost)
    return {
      type: 'Action.Submit',
      title,
      ...(tooltip !== '' && { tooltip }),
      mode: 'secondary',
      associatedInputs: 'none',
      data: { key, ...answer },
    }
  })
}

/** The key of a question, which is the id of an input here. @throws PayloadError */
function questionKey(value: unknown, path: string, taken: Set<string>): string {
  const key = keyOf(value, path, mostBytes.key, taken)
  if (key.length > limits.cardIdChars)
    throw new PayloadError('too_long', path, `at most ${limits.cardIdChars} characters here`)
  return key
}

function options(question: JsonObject, path: string, longest: number, lost: string[]): ChoiceSetInput['choices'] {
  const ids = new Set<string>()
  return neededList(question.option_list, `${path}.option_list`, 'options', longest).map((option, index) => {
    const here = `${path}.option_list[${index}]`
    return {
      title: label(requireText(option.text, `${here}.text`), `${here}.text`, lost),
      value: keyOf(option.id, `${here}.id`, mostBytes.option, ids),
    }
  })
}

/** `checkbox`: one answer (mode 0) or several (mode 1). @throws PayloadError */
export function checkbox(value: unknown, path: string, lost: string[]): ChoiceSetInput[] {
  const question = requireObject(value, path)
  const choices = options(question, path, 20, lost)
  const several = Number(textOf(question.mode)) === 1
  const checked = limitedList(question.option_list, path, 'options', 20).flatMap(({ is_checked }, index) =>
    is_checked === true ? [choices[index]?.value ?? ''] : [],
  )
  if (several && choices.some(choice => choice.value.includes(',')))
    lost.push(`${path}.option_list: ids with a comma cannot be told from two`)
  const chosen = several ? checked : checked.slice(0, 1)
  return [
    {
      type: 'Input.ChoiceSet',
      id: questionKey(question.question_key, `${path}.question_key`, new Set()),
      choices,
      style: 'expanded',
      wrap: true,
      ...(several && { isMultiSelect: true }),
      ...(chosen.length > 0 && { value: chosen.join(',') }),
    },
  ]
}

/** `button_selection`, which may be left out. @throws PayloadError */
export function selection(value: unknown, path: string, lost: string[]): ChoiceSetInput[] {
  return !isPresent(value) ? [] : [selectOf(requireObject(value, path), path, new Set(), lost)]
}

/** `select_list`. @throws PayloadError */
export function selections(value: unknown, path: string, lost: string[]): ChoiceSetInput[] {
  const keys = new Set<string>()
  return neededList(value, path, 'questions', 3).map((question, index) =>
    selectOf(objectOf(question), `${path}[${index}]`, keys, lost),
  )
}

/** A question with a list to choose from: the first is chosen where nothing else is. */
function selectOf(question: JsonObject, path: string, keys: Set<string>, lost: string[]): ChoiceSetInput {
  const choices = options(question, path, 10, lost)
  const title = label(textOf(question.title), `${path}.title`, lost)
  const selected = choices.find(({ value }) => value === textOf(question.selected_id)) ?? choices[0]
  return {
    type: 'Input.ChoiceSet',
    id: questionKey(question.question_key, `${path}.question_key`, keys),
    ...(title !== '' && { label: title }),
    choices,
    style: 'compact',
    ...(selected && { value: selected.value }),
  }
}
