import type { CardAction } from '@lianqun/protocol'
import type { Json, JsonObject } from '../../converted.ts'
import { isObject, objectOf, objectsOf, textOf } from '../../json.ts'
import { type Conversion, depthOf, type FeishuField } from './conversion.ts'
import { targetOf } from './links.ts'
import { titleOf } from './texts.ts'

/** What goes back to who made a card, as the vendor's `card.action.trigger` has it in `action`. */
export interface FeishuActionData {
  /** Of the element: `button`, `select_static`. */
  tag: string
  /** As the card has it. */
  value?: Json
  name?: string
  /** The choice of an `overflow`. */
  option?: string
  /** Of an element that asks by itself. */
  input?: FeishuField
  /** Of the button that sends a form: its name and what it asks for. */
  form?: string
  fields?: FeishuField[]
}

/** The deepest value of an action. */
const deepestValue = 5

/** The value of an element that goes back: of its `callback` behaviour (2.0), else its own. */
export function sentValueOf(element: JsonObject, path: string, conversion: Conversion): { value?: Json } {
  const callback = objectsOf(element.behaviors).find(({ type }) => type === 'callback')
  const value = callback?.value ?? element.value
  if (value === undefined || value === null) return {}
  if (depthOf(value, deepestValue) <= deepestValue) return { value }
  conversion.note(`${path}.value`, `deeper than ${deepestValue} levels`)
  return {}
}

type Shared = Pick<CardAction, 'title' | 'tooltip' | 'style' | 'isEnabled' | 'confirm'>

/** What is asked before an action is done. */
export function confirmOf(element: JsonObject, path: string, conversion: Conversion): Pick<Shared, 'confirm'> {
  if (!isObject(element.confirm)) return {}
  const title = titleOf(element.confirm.title, `${path}.confirm.title`, conversion)
  const text = titleOf(element.confirm.text, `${path}.confirm.text`, conversion)
  if (title === '' && text === '') return {}
  return { confirm: title === '' ? { title: text } : { title, ...(text !== '' && { text }) } }
}

function sharedOf(element: JsonObject, path: string, conversion: Conversion): Shared {
  const type = textOf(element.type)
  const tip = titleOf(element.disabled === true ? element.disabled_tips : element.hover_tips, path, conversion)
  return {
    ...(type.startsWith('primary') && { style: 'positive' as const }),
    ...(type.startsWith('danger') && { style: 'destructive' as const }),
    ...(tip !== '' && { tooltip: tip }),
    ...(element.disabled === true && { isEnabled: false }),
    ...confirmOf(element, path, conversion),
  }
}

/** A button. Where it leads to an address that a card may not have, there is only its title. */
export function buttonOf(
  element: JsonObject,
  path: string,
  conversion: Conversion,
): { action: CardAction } | { title: string } | null {
  const resets = element.form_action_type === 'reset' || element.action_type === 'form_reset'
  if (resets) {
    conversion.note(path, 'a button that empties its form')
    return null
  }
  const shared = sharedOf(element, path, conversion)
  const title = titleOf(element.text, `${path}.text`, conversion) || shared.tooltip || '…'
  const sends = element.form_action_type === 'submit' || element.action_type === 'form_submit'
  const target = sends ? null : targetOf(element)
  if (target === 'blocked') {
    conversion.note(path, 'a link that cannot be followed here')
    return { title }
  }
  if (target !== null) {
    if (objectsOf(element.behaviors).some(({ type }) => type === 'callback'))
      conversion.note(path, 'a button that opens a link and is answered: only the link')
    return { action: { type: 'Action.OpenUrl', title, ...shared, url: target.url } }
  }
  const name = textOf(element.name)
  const { form } = conversion
  if (sends && form) form.buttons++
  const data: FeishuActionData = {
    tag: 'button',
    ...sentValueOf(element, path, conversion),
    ...(name !== '' && { name }),
    ...(sends && form && { form: form.name, fields: form.fields }),
  }
  return { action: { type: 'Action.Submit', title, ...shared, data, associatedInputs: sends ? 'auto' : 'none' } }
}

/** The choices of an `overflow`, each as an action behind the others. */
export function overflowOf(element: JsonObject, path: string, conversion: Conversion): CardAction[] {
  const confirm = confirmOf(element, path, conversion)
  return objectsOf(element.options).flatMap((option, index): CardAction[] => {
    const place = `${path}.options[${index}]`
    const title = titleOf(option.text, `${place}.text`, conversion)
    if (title === '') return []
    const target = targetOf(option)
    if (target === 'blocked') {
      conversion.note(place, 'a link that cannot be followed here')
      return []
    }
    if (target !== null) return [{ type: 'Action.OpenUrl', title, mode: 'secondary', ...confirm, url: target.url }]
    const data: FeishuActionData = {
      tag: 'overflow',
      ...sentValueOf(element, path, conversion),
      option: textOf(option.value),
    }
    return [{ type: 'Action.Submit', title, mode: 'secondary', ...confirm, data, associatedInputs: 'none' }]
  })
}

/** What a click on a container, a card or a picture does; undefined where nothing or nothing that is allowed. */
export function selectActionOf(element: JsonObject, path: string, conversion: Conversion): CardAction | undefined {
  const target = targetOf(element)
  const shared = { ...(element.disabled === true && { isEnabled: false }), ...confirmOf(element, path, conversion) }
  if (target === 'blocked') conversion.note(path, 'a link that cannot be followed here')
  else if (target !== null) return { type: 'Action.OpenUrl', ...shared, url: target.url }
  const back = objectsOf(element.behaviors).some(({ type }) => type === 'callback')
  if (!back) return undefined
  const data: FeishuActionData = {
    tag: textOf(element.tag),
    ...sentValueOf(element, path, conversion),
    ...(textOf(element.name) !== '' && { name: textOf(element.name) }),
  }
  return { type: 'Action.Submit', ...shared, data, associatedInputs: 'none' }
}

/** What `action` of a column or of a set of columns does (`{multi_url}`). */
export function linkActionOf(element: JsonObject, path: string, conversion: Conversion): CardAction | undefined {
  const own = selectActionOf(objectOf(element.action), `${path}.action`, conversion)
  return own ?? selectActionOf(element, path, conversion)
}
