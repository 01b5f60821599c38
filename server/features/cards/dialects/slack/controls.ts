import type { CardAction, CardElement } from '@lianqun/protocol'
import { isOpenable } from '../../addresses.ts'
import { type Json, type JsonObject, PayloadError } from '../../converted.ts'
import { isObject } from '../../json.ts'
import { inputsOf, optionsOf, type Place, type Told } from './inputs.ts'
import {
  type Conversion,
  lose,
  malformed,
  optionalString,
  plainText,
  requireString,
  requireTextObject,
  slackLimits,
  wordsOf,
} from './read.ts'

/*
 * Interactive elements: https://docs.slack.dev/reference/block-kit/block-elements. What is pressed becomes an action
 * with what a `block_actions` payload needs in its `data`; what is filled in becomes an input, told in `inputs`.
 */

/** What the data of an action of ours holds. */
export interface SlackActionData {
  slack: { block_id: string; action_id: string; type: string; value?: string }
}

/** An element that is pressed, or one that is filled in, with what sends it where it is sent on its own. */
export type Control = { pressed: CardAction[] } | { inputs: CardElement[]; send: CardAction }

export function place(element: JsonObject, blockId: string, path: string, n: number): Place {
  return {
    blockId,
    path,
    actionId: optionalString(element.action_id, `${path}.action_id`, slackLimits.id) || `action-${n + 1}`,
  }
}

function dataOf({ blockId, actionId }: Place, type: string, value?: string): SlackActionData {
  return { slack: { block_id: blockId, action_id: actionId, type, ...(value !== undefined && { value }) } }
}

/** What is asked before an action is done. @throws PayloadError */
function confirmOf(value: Json | undefined, path: string): Pick<CardAction, 'confirm'> {
  if (value === undefined || value === null) return {}
  if (!isObject(value)) throw malformed(path, 'has to be a confirmation dialog')
  const text = wordsOf(requireTextObject(value.text, `${path}.text`, slackLimits.confirmText))
  const title = plainText(value.title, `${path}.title`, slackLimits.confirmTitle, true)
  const yes = plainText(value.confirm, `${path}.confirm`, slackLimits.confirmButton, true)
  const no = plainText(value.deny, `${path}.deny`, slackLimits.confirmButton, true)
  return {
    confirm: {
      ...(title === '' ? { title: text } : { title, text }),
      ...(yes !== '' && { yes }),
      ...(no !== '' && { no }),
    },
  }
}

function styleOf(style: Json | undefined): Pick<CardAction, 'style'> {
  if (style === 'primary') return { style: 'positive' }
  return style === 'danger' ? { style: 'destructive' } : {}
}

/** An action that is answered by who made the card. In a view what is not filled in yet must not hold it up. */
function submit(c: Conversion, title: string, data: SlackActionData): CardAction {
  return { type: 'Action.Submit', title, data, ...(c.view && { associatedInputs: 'none' as const }) }
}

/** A button. @throws PayloadError */
function button(c: Conversion, element: JsonObject, at: Place, type: string): CardAction {
  const { path } = at
  const title = plainText(element.text, `${path}.text`, slackLimits.buttonText)
  const tooltip = optionalString(element.accessibility_label, `${path}.accessibility_label`, slackLimits.buttonText)
  const value = optionalString(element.value, `${path}.value`, slackLimits.value)
  const trigger = isObject(element.workflow) && isObject(element.workflow.trigger) ? element.workflow.trigger.url : null
  const url = optionalString(type === 'workflow_button' ? trigger : element.url, `${path}.url`, slackLimits.buttonUrl)
  const looks = {
    ...styleOf(element.style),
    ...(tooltip && { tooltip }),
    ...confirmOf(element.confirm, `${path}.confirm`),
  }
  if (type === 'workflow_button') lose(c, path, 'a workflow is run by Slack: the button opens its address')
  if (url !== undefined && url !== '') {
    if (isOpenable(url)) return { type: 'Action.OpenUrl', title, url, ...looks }
    lose(c, `${path}.url`, 'an address that may not be opened')
  }
  if (element.visible_to_user_ids !== undefined) lose(c, path, 'a button for some people is there for all')
  return { ...submit(c, title, dataOf(at, type, value)), ...looks }
}

/** Buttons for good and bad, each with its own value. @throws PayloadError */
function feedback(c: Conversion, element: JsonObject, at: Place): CardAction[] {
  return (['positive_button', 'negative_button'] as const).map(name => {
    const path = `${at.path}.${name}`
    const one = element[name]
    if (!isObject(one)) throw malformed(path, 'has to be an object')
    return button(c, one, { ...at, path }, 'feedback_buttons')
  })
}

/** More actions behind one button. @throws PayloadError */
function overflow(c: Conversion, element: JsonObject, at: Place): CardAction {
  const confirm = confirmOf(element.confirm, `${at.path}.confirm`)
  const actions = optionsOf(c, element, at.path, slackLimits.overflowOptions).map(
    ({ title, value, url }): CardAction => {
      if (url !== undefined && isOpenable(url)) return { type: 'Action.OpenUrl', title, url, ...confirm }
      return { ...submit(c, title, dataOf(at, 'overflow', value)), ...confirm }
    },
  )
  return { type: 'Action.ShowCard', title: '⋯', card: { type: 'AdaptiveCard', body: [{ type: 'ActionSet', actions }] } }
}

/** An element of `actions`, `context_actions` or beside a section. @throws PayloadError */
export function control(c: Conversion, element: JsonObject, at: Place, told: Told = {}): Control {
  const type = requireString(element.type, `${at.path}.type`, slackLimits.id)
  if (type === 'button' || type === 'workflow_button' || type === 'icon_button') {
    return { pressed: [button(c, element, at, type)] }
  }
  if (type === 'feedback_buttons') return { pressed: feedback(c, element, at) }
  if (type === 'overflow') return { pressed: [overflow(c, element, at)] }
  const inputs = inputsOf(c, element, at, type, told)
  if (inputs === null)
    throw new PayloadError('unsupported', `${at.path}.type`, `${type.slice(0, 80)} does not stand here`)
  // What is sent is what is in its input.
  const send: CardAction = { type: 'Action.Submit', title: 'OK', data: dataOf(at, type) }
  return { inputs, send: { ...send, ...confirmOf(element.confirm, `${at.path}.confirm`) } }
}

/** The element of an `input` block. Null: one that cannot be filled in here. @throws PayloadError */
export function blockInput(c: Conversion, element: JsonObject, at: Place, told: Told): Control | null {
  const type = requireString(element.type, `${at.path}.type`, slackLimits.id)
  if (type === 'file_input') {
    lose(c, at.path, 'files are not uploaded in a card')
    return null
  }
  const read = control(c, element, at, told)
  if (!('inputs' in read)) throw new PayloadError('unsupported', `${at.path}.type`, `${type.slice(0, 80)} is no input`)
  return read
}
