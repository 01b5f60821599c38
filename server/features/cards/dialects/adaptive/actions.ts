import type { CardAction, CardElement } from '@lianqun/protocol'
import { limits } from '@lianqun/protocol'
import { isOpenable } from '../../addresses.ts'
import { elided } from '../../fit.ts'
import { isObject, textOf } from '../../json.ts'
import { readActions, readElements } from './elements.ts'
import { defined, Fields } from './fields.ts'
import { deepest } from './fit.ts'

type ActionOf<T extends CardAction['type']> = Extract<CardAction, { type: T }>
export type ActionReader = (fields: Fields, level: number) => CardAction | undefined

function readBase(fields: Fields) {
  fields.skip('type', 'requires', 'fallback', 'role', '$schema')
  const tooltip = fields.line('tooltip')
  return {
    id: fields.id(),
    // A button that had only a picture.
    title: fields.line('title') ?? tooltip,
    tooltip,
    style: fields.oneOf('style', ['default', 'positive', 'destructive']),
    mode: fields.oneOf('mode', ['primary', 'secondary']),
    isEnabled: fields.flag('isEnabled'),
  }
}

/** An address that may be opened; anything else is no action. */
const readOpenUrl: ActionReader = fields => {
  const base = readBase(fields)
  const url = textOf(fields.take('url')).trim()
  if (isOpenable(url)) return defined<ActionOf<'Action.OpenUrl'>>({ type: 'Action.OpenUrl', ...base, url })
  fields.note('url', `does not lead to the web or to mail: "${elided(url, 60)}"`)
  return undefined
}

/** Whether a value is nested no deeper than a card may be below `level`. */
function fits(value: unknown, level: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return level <= limits.cardDepth && Object.values(value).every(inner => fits(inner, level + 1))
}

/** What goes back to who made the card; undefined, and noted, where it is too deep for a card. */
function readAnswered(fields: Fields, level: number) {
  const data = fields.take('data')
  const fitting = fits(data, level + 1)
  if (!fitting) fields.note('data', 'is nested too deep to be kept')
  const inputs = fields.oneOf('associatedInputs', ['auto', 'none'], { ignorevalidation: 'auto' })
  return { data: fitting ? data : undefined, associatedInputs: inputs }
}

const readSubmit: ActionReader = (fields, level) =>
  defined<ActionOf<'Action.Submit'>>({ type: 'Action.Submit', ...readBase(fields), ...readAnswered(fields, level) })

export const readExecute: ActionReader = (fields, level) =>
  defined<ActionOf<'Action.Execute'>>({
    type: 'Action.Execute',
    ...readBase(fields),
    ...readAnswered(fields, level),
    verb: fields.line('verb'),
  })

/** A button of Outlook's cards that sends what is written in it: the same as `HttpPOST` of a MessageCard. */
const readHttp: ActionReader = fields => {
  const base = readBase(fields)
  const headers = fields.objects('headers').map(({ item }) => ({ name: textOf(item.name), value: textOf(item.value) }))
  const httpPost = {
    target: textOf(fields.take('url')),
    method: textOf(fields.take('method')).toUpperCase() || 'POST',
    body: textOf(fields.take('body')),
    headers,
  }
  return defined<ActionOf<'Action.Submit'>>({ type: 'Action.Submit', ...base, data: { httpPost } })
}

/** A button that opens a card below it. */
const readShowCard: ActionReader = (fields, level) => {
  const base = readBase(fields)
  const source = fields.take('card')
  if (!isObject(source)) {
    fields.note('card', 'is no card')
    return undefined
  }
  return showCard(fields, base, level, () => {
    const card = new Fields(source, fields.at('card'), fields.reading)
    card.skip('type', 'version', '$schema', 'lang', 'fallbackText', 'speak')
    const body = readElements(card, 'body', level + 3)
    const actions = readActions(card, 'actions', level + 3)
    card.finish()
    return { type: 'AdaptiveCard' as const, ...(body.length > 0 && { body }), ...(actions.length > 0 && { actions }) }
  })
}

/** A button of Teams that opens something over the card: here it opens below it. */
const readPopover: ActionReader = (fields, level) => {
  const base = readBase(fields)
  const content = fields.take('content')
  fields.skip('position', 'maxPopoverWidth', 'displayArrow')
  return showCard(fields, base, level, () => {
    const element: CardElement | undefined = fields.reading.element(content, fields.at('content'), level + 3)
    return { type: 'AdaptiveCard' as const, body: element ? [element] : [] }
  })
}

function showCard(
  fields: Fields,
  base: ReturnType<typeof readBase>,
  level: number,
  read: () => ActionOf<'Action.ShowCard'>['card'],
): CardAction | undefined {
  if (level + 3 <= deepest)
    return defined<ActionOf<'Action.ShowCard'>>({ type: 'Action.ShowCard', ...base, card: read() })
  fields.note('card', 'is nested too deep to be shown')
  return undefined
}

const readToggleVisibility: ActionReader = fields => {
  const base = readBase(fields)
  const targetElements = fields
    .items('targetElements')
    .flatMap((item): ActionOf<'Action.ToggleVisibility'>['targetElements'] => {
      const id = elided(textOf(isObject(item) ? item.elementId : item), limits.cardIdChars)
      if (id === '') return []
      if (!isObject(item) || typeof item.isVisible !== 'boolean') return [id]
      return [{ elementId: id, isVisible: item.isVisible }]
    })
  return defined<ActionOf<'Action.ToggleVisibility'>>({ type: 'Action.ToggleVisibility', ...base, targetElements })
}

/** The actions of the standard, and those of Teams and Outlook that have a near one, by their types in lower case. */
export const actionReaders = new Map<string, ActionReader>([
  ['action.openurl', readOpenUrl],
  ['action.submit', readSubmit],
  ['action.execute', readExecute],
  ['action.showcard', readShowCard],
  ['action.togglevisibility', readToggleVisibility],
])

export const nearActionReaders = new Map<string, ActionReader>([
  ['action.openurldialog', readOpenUrl],
  ['action.http', readHttp],
  ['action.popover', readPopover],
])
