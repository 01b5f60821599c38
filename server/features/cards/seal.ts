import {
  type Card,
  type CardAction,
  type CardInput,
  idSchema,
  limits,
  mapCard,
  ProtocolError,
  visitCard,
  visitWhole,
} from '@lianqun/protocol'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'

/** What an action means to who made the card. It never leaves the server but to them. */
export interface CardSecret {
  verb?: string
  data?: unknown
  /** Whether what is filled in goes with it. */
  inputs: boolean
  /** What the server itself does for it. No card can say so: it comes with an `OwnAction`. */
  own?: string
}
export type CardSecrets = Record<string, CardSecret>

/** An action that the server puts on a card and answers. `does`: what it is known by when somebody does it. */
export interface OwnAction {
  does: string
  title: string
  style?: CardAction['style']
}

/**
 * A card as its readers get it, and what the server keeps of it: each action that somebody answers has an id that says
 * nothing. `own`: what the server puts before its other buttons.
 */
export function sealCard(written: Card, own: readonly OwnAction[] = []): { card: Card; secrets: CardSecrets } {
  const secrets: CardSecrets = {}
  const keep = (secret: CardSecret): string => {
    const id = `a${Object.keys(secrets).length + 1}`
    secrets[id] = secret
    return id
  }
  const seal = (node: Record<string, unknown>) => {
    if (node.type !== 'Action.Submit' && node.type !== 'Action.Execute') return node
    const { verb, data, associatedInputs, ...shown } = node
    const id = keep({
      ...(typeof verb === 'string' && { verb }),
      ...(data !== undefined && { data }),
      inputs: associatedInputs !== 'none',
    })
    return { ...shown, id }
  }
  const { refresh, ...rest } = written
  const first = own.map(
    ({ does, ...shown }): CardAction => ({ type: 'Action.Submit', id: keep({ own: does, inputs: false }), ...shown }),
  )
  const card = mapCard(rest, seal) ?? { type: 'AdaptiveCard' }
  if (first.length > 0) card.actions = [...first, ...(card.actions ?? [])]
  if (refresh === undefined) return { card, secrets }
  return { card: { ...card, refresh: { ...refresh, action: seal({ ...refresh.action }) as never } }, secrets }
}

const isAnswered = ({ type }: Record<string, unknown>) => type === 'Action.Submit' || type === 'Action.Execute'
const isInput = ({ type }: Record<string, unknown>) => typeof type === 'string' && type.startsWith('Input.')

/** The action of a card that has an id, where it can be done. */
export function actionOf(card: Card, id: string): CardAction | undefined {
  let found: CardAction | undefined
  visitWhole([card, card.refresh?.action], node => {
    if (isAnswered(node) && node.id === id) found = node as unknown as CardAction
  })
  return found
}

/** The inputs of a card, also those in fallbacks. */
function inputsOf(card: Card): CardInput[] {
  const inputs: CardInput[] = []
  visitWhole(card, node => {
    if (isInput(node)) inputs.push(node as unknown as CardInput)
  })
  return inputs
}

/**
 * The inputs that go with an action: of the card that it is on, and of the cards around that one. Null: it is not there.
 * Those of cards that other actions open stay where they are. `actionId` null: those of the card itself.
 */
function inputsWith(
  card: unknown,
  actionId: string | null,
  around: readonly CardInput[] = [],
): readonly CardInput[] | null {
  const inner: unknown[] = []
  const within = new Set<unknown>()
  const inputs = [...around]
  let isHere = false
  visitCard(card, node => {
    if (within.has(node)) return
    if (isInput(node)) inputs.push(node as unknown as CardInput)
    if (isAnswered(node) && node.id === actionId) isHere = true
    if (node.type !== 'Action.ShowCard') return
    inner.push(node.card)
    visitCard(node.card, deeper => within.add(deeper))
  })
  if (isHere || actionId === null) return inputs
  for (const shown of inner) {
    const found = inputsWith(shown, actionId, inputs)
    if (found !== null) return found
  }
  return null
}

/** All that a person may not see, or may hide: an input in it cannot be asked for. */
function hideable(card: Card): ReadonlySet<unknown> {
  const targets = new Set<unknown>()
  visitCard(card, ({ type, targetElements }) => {
    if (type === 'Action.ToggleVisibility' && Array.isArray(targetElements))
      for (const target of targetElements) targets.add(typeof target === 'string' ? target : target?.elementId)
  })
  const hidden = new Set<unknown>()
  visitCard(card, node => {
    if (node.isVisible !== false && !(node.id !== undefined && targets.has(node.id))) return
    visitCard(node, inner => hidden.add(inner))
  })
  return hidden
}

/**
 * What was filled in, checked against the inputs of the card: of those it has, as they ask for it, and none missing that
 * goes with the action, or with the card where that is null, and has to be filled in.
 * @throws invalid_params with the input's id
 */
export function checkInputs(
  card: Card,
  actionId: string | null,
  filled: Readonly<Record<string, string>>,
): Record<string, string> {
  const inputs = new Map(inputsOf(card).map(input => [input.id, input]))
  for (const [id, value] of Object.entries(filled)) {
    const input = inputs.get(id)
    const problem = input === undefined ? 'is not on this card' : isEmpty(input, value) ? null : problemOf(input, value)
    if (problem !== null) refuse(id, problem)
  }
  const hidden = hideable(card)
  for (const input of inputsWith(card, actionId) ?? [])
    if (input.isRequired && !hidden.has(input) && isEmpty(input, ownValue(filled, input.id)))
      refuse(input.id, 'has to be filled in')
  return { ...filled }
}

function refuse(id: string, problem: string): never {
  throw new ProtocolError('invalid_params', {
    field: `inputs.${id}`.slice(0, 200),
    message: `${id}: ${problem}`.slice(0, 400),
  })
}

const ownValue = (filled: Readonly<Record<string, string>>, id: string): string =>
  Object.hasOwn(filled, id) ? (filled[id] ?? '') : ''

/** Whether nothing was filled in: nothing but spaces, or a tick that is not set. */
function isEmpty(input: CardInput, value: string): boolean {
  if (value.trim() === '') return true
  return input.type === 'Input.Toggle' && input.isRequired === true && value === (input.valueOff ?? 'false')
}

/** The ids in the value of an input of people. */
const chosenPeople = (value: string): string[] => (value.trim() === '' ? [] : value.split(','))

/**
 * Whether all who were chosen are people of the company whom everybody in it may find: no bots, and nobody who has left.
 * @throws invalid_params with the input's id
 */
export async function requirePeople(db: Reader, card: Card, filled: Readonly<Record<string, string>>): Promise<void> {
  const chosen = inputsOf(card).flatMap(({ id, type }) =>
    type === 'Input.Person' ? [{ id, people: chosenPeople(ownValue(filled, id)) }] : [],
  )
  const all = [...new Set(chosen.flatMap(({ people }) => people))]
  if (all.length === 0) return
  const rows = await db
    .selectFrom('employees')
    .select('id')
    .where('id', 'in', idList(all))
    .where('deleted', '=', 0)
    .where('bot', 'is', null)
    .execute()
  const known = new Set(rows.map(({ id }) => id))
  for (const { id, people } of chosen) if (people.some(one => !known.has(one))) refuse(id, 'has no such person')
}

/** Why a value that is not empty is not one of an input, or null. */
function problemOf(input: CardInput, value: string): string | null {
  switch (input.type) {
    case 'Input.Text':
      return value.length > (input.maxLength ?? limits.cardTextChars) ? 'is too long' : null
    case 'Input.Number': {
      const number = Number(value)
      if (!Number.isFinite(number)) return 'has to be a number'
      return number < (input.min ?? -Infinity) || number > (input.max ?? Infinity) ? 'is out of its range' : null
    }
    case 'Input.Date':
    case 'Input.Time': {
      const form = input.type === 'Input.Date' ? /^\d{4}-\d\d-\d\d$/ : /^\d\d:\d\d$/
      if (!form.test(value)) return `has to be a ${input.type === 'Input.Date' ? 'day' : 'time'}`
      return value < (input.min ?? '') || value > (input.max ?? '~') ? 'is out of its range' : null
    }
    case 'Input.Toggle':
      return [input.valueOn ?? 'true', input.valueOff ?? 'false'].includes(value) ? null : 'has another value'
    case 'Input.ChoiceSet': {
      const known = input.choices.map(choice => choice.value)
      const chosen = input.isMultiSelect ? value.split(',') : [value]
      return chosen.every(one => known.includes(one)) ? null : 'has another choice'
    }
    // Who they are is looked up by `requirePeople`.
    case 'Input.Person': {
      const ids = chosenPeople(value)
      if (!input.isMultiSelect && ids.length > 1) return 'takes one person'
      if (ids.length > limits.cardItems) return 'has too many people'
      if (new Set(ids).size < ids.length) return 'has somebody twice'
      return ids.every(id => idSchema.safeParse(id).success) ? null : 'has no such person'
    }
  }
}
