import {
  type Card,
  type CardAction,
  type CardInput,
  limits,
  mapCard,
  ProtocolError,
  visitCard,
} from '@lianqun/protocol'

/** What an action means to who made the card. It never leaves the server but to them. */
export interface CardSecret {
  verb?: string
  data?: unknown
  /** Whether what is filled in goes with it. */
  inputs: boolean
}
export type CardSecrets = Record<string, CardSecret>

/**
 * A card as its readers get it, and what the server keeps of it: each action that somebody answers has an id that says
 * nothing.
 */
export function sealCard(written: Card): { card: Card; secrets: CardSecrets } {
  const secrets: CardSecrets = {}
  const seal = (node: Record<string, unknown>) => {
    if (node.type !== 'Action.Submit' && node.type !== 'Action.Execute') return node
    const { verb, data, associatedInputs, ...shown } = node
    const id = `a${Object.keys(secrets).length + 1}`
    secrets[id] = {
      ...(typeof verb === 'string' && { verb }),
      ...(data !== undefined && { data }),
      inputs: associatedInputs !== 'none',
    }
    return { ...shown, id }
  }
  const { refresh, ...rest } = written
  const card = mapCard(rest, seal) ?? { type: 'AdaptiveCard' }
  if (refresh === undefined) return { card, secrets }
  return { card: { ...card, refresh: { ...refresh, action: seal({ ...refresh.action }) as never } }, secrets }
}

/** The action of a card that has an id, where it can be done. */
export function actionOf(card: Card, id: string): CardAction | undefined {
  let found: CardAction | undefined
  visitCard([card, card.refresh?.action], node => {
    if ((node.type === 'Action.Submit' || node.type === 'Action.Execute') && node.id === id)
      found = node as unknown as CardAction
  })
  return found
}

/** The inputs of a card. */
export function inputsOf(card: Card): CardInput[] {
  const inputs: CardInput[] = []
  visitCard(card, node => {
    if (typeof node.type === 'string' && node.type.startsWith('Input.')) inputs.push(node as unknown as CardInput)
  })
  return inputs
}

/**
 * What was filled in, checked against the inputs of the card: of those it has, and as they ask for it.
 * @throws invalid_params with the input's id
 */
export function checkInputs(card: Card, filled: Readonly<Record<string, string>>): Record<string, string> {
  const inputs = new Map(inputsOf(card).map(input => [input.id, input]))
  for (const [id, value] of Object.entries(filled)) {
    const input = inputs.get(id)
    const problem = input === undefined ? 'is not on this card' : problemOf(input, value)
    if (problem !== null)
      throw new ProtocolError('invalid_params', {
        field: `inputs.${id}`.slice(0, 200),
        message: `${id}: ${problem}`.slice(0, 400),
      })
  }
  return { ...filled }
}

/** Why a value is not one of an input, or null. What is not required may be empty. */
function problemOf(input: CardInput, value: string): string | null {
  if (value === '') return input.isRequired ? 'has to be filled in' : null
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
  }
}
