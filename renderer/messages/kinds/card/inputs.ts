import type { CardInput, ChoiceSetInput } from '@lianqun/protocol'
import { visitCard } from '../../../../common/card-text.ts'

/* The inputs of a card: which there are, what each holds, and whether that may be sent. */

/** What a person filled in, by the id of the input. */
export type Typed = Readonly<Record<string, string>>

/** The inputs among elements, without those of the cards that an action would show. */
export function inputsOf(elements: unknown): CardInput[] {
  const all: unknown[] = []
  const inner = new Set<unknown>()
  visitCard(elements, node => {
    if (typeof node.type === 'string' && node.type.startsWith('Input.')) all.push(node)
    if (node.type === 'Action.ShowCard') visitCard(node.card, within => inner.add(within))
  })
  return all.filter(node => !inner.has(node)) as CardInput[]
}

/** Values with commas between them, without empty ones. */
export function listed(values: string): string[] {
  return values.split(',').filter(value => value !== '')
}

/** What the field of an input shows: what was typed, else the value that its card gives. */
export function shownValue(input: CardInput, typed: Typed): string {
  const given = Object.hasOwn(typed, input.id) ? typed[input.id] : undefined
  if (input.type === 'Input.Toggle') return given ?? input.value ?? offOf(input)
  const value = given ?? (input.value === undefined ? '' : `${input.value}`)
  if (input.type === 'Input.Person') return chosenIn(input, [...new Set(listed(value))])
  if (input.type !== 'Input.ChoiceSet' || input.style === 'filtered') return value
  // A choice that is no longer offered is no answer.
  const isOffered = (one: string) => input.choices.some(choice => choice.value === one)
  // A single value may have commas in it.
  if (!input.isMultiSelect && isOffered(value)) return value
  const known = listed(value).filter(isOffered)
  return chosenIn(input, known)
}

const chosenIn = ({ isMultiSelect }: { isMultiSelect?: boolean }, values: readonly string[]): string =>
  isMultiSelect ? values.join(',') : (values[0] ?? '')

export const onOf = (input: { valueOn?: string }): string => input.valueOn ?? 'true'
export const offOf = (input: { valueOff?: string }): string => input.valueOff ?? 'false'

/** The choice that a text in a filtered field names: by its title, else by its value. */
export function namedChoice(input: ChoiceSetInput, text: string): ChoiceSetInput['choices'][number] | undefined {
  const said = text.trim()
  return input.choices.find(({ title }) => title === said) ?? input.choices.find(({ value }) => value === said)
}

/** Whether a choice set is one text field with suggestions. */
export function isFiltered(input: CardInput): boolean {
  return input.type === 'Input.ChoiceSet' && input.style === 'filtered' && input.isMultiSelect !== true
}

/** What an input sends. */
export function sentValue(input: CardInput, typed: Typed): string {
  const value = shownValue(input, typed)
  return input.type === 'Input.ChoiceSet' && isFiltered(input) ? (namedChoice(input, value)?.value ?? '') : value
}

/** Why a value cannot be sent; `bound`: the one that it crosses. */
export type Problem =
  | {
      kind:
        | 'missing'
        | 'unlisted'
        | 'tooLong'
        | 'noNumber'
        | 'tooSmall'
        | 'tooLarge'
        | 'tooEarly'
        | 'tooLate'
        | 'malformed'
      bound?: string | number
    }
  /** Who got it says so. */
  | { kind: 'said'; words: string }

/** What is wrong with the value of an input; null: nothing. */
export function problemOf(input: CardInput, typed: Typed): Problem | null {
  const value = shownValue(input, typed)
  const sent = sentValue(input, typed)
  const empty = input.type === 'Input.Toggle' ? sent !== onOf(input) : value.trim() === ''
  if (empty) return input.isRequired ? { kind: 'missing' } : null
  switch (input.type) {
    case 'Input.Text':
      if (input.maxLength !== undefined && value.length > input.maxLength)
        return { kind: 'tooLong', bound: input.maxLength }
      return matches(input.regex, value) ? null : { kind: 'malformed' }
    case 'Input.Number':
      return numberProblem(Number(value), input)
    case 'Input.Date':
    case 'Input.Time':
      // Both are written so that their order is that of their letters.
      if (input.min !== undefined && value < input.min) return { kind: 'tooEarly', bound: input.min }
      return input.max !== undefined && value > input.max ? { kind: 'tooLate', bound: input.max } : null
    case 'Input.ChoiceSet':
      return sent === '' ? { kind: 'unlisted' } : null
    default:
      return null
  }
}

function numberProblem(value: number, { min, max }: { min?: number; max?: number }): Problem | null {
  if (!Number.isFinite(value)) return { kind: 'noNumber' }
  if (min !== undefined && value < min) return { kind: 'tooSmall', bound: min }
  return max !== undefined && value > max ? { kind: 'tooLarge', bound: max } : null
}

/** A longer text is not held against a pattern here. */
const mostMatched = 200

/**
 * Whether a text has the form that a card asks for. A pattern of somebody else may take for ever, so only one that
 * cannot is tried; the others are for who made the card to check.
 */
function matches(regex: string | undefined, text: string): boolean {
  if (regex === undefined || text.length > mostMatched || !isQuick(regex)) return true
  try {
    return new RegExp(`^(?:${regex})$`).test(text)
  } catch {
    return true
  }
}

/** How many ways a pattern may try, as a power of two: about a tenth of a second. */
const mostWays = 20
/** The ways of one repetition, as a power of two. Of several each has fewer than `mostMatched`. */
const repetitionWays = 6.5

/** Whether a pattern tries few ways: no group is repeated but as a whole and at most once, and little else is. */
export function isQuick(regex: string): boolean {
  const plain = regex.replace(/\\[^1-9k]|\[(?:\\.|[^\]\\])*\]/g, 'x')
  const repeated = plain.match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0
  const optional = plain.match(/[^(]\?/g)?.length ?? 0
  const ways = repeated * repetitionWays + optional + alternativeWays(plain)
  return ways <= mostWays && !/\\|\)(?:[*+]|\{)|\(\?(?!:)/.test(plain)
}

/** The ways that the alternatives of all groups leave, as a power of two. */
function alternativeWays(plain: string): number {
  const open: number[] = [1]
  let ways = 0
  for (const character of `${plain})`)
    if (character === '(') open.push(1)
    else if (character === '|') open.push((open.pop() ?? 1) + 1)
    else if (character === ')') ways += Math.log2(open.pop() ?? 1)
  return ways
}
