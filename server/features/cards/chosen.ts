import type { PersonReference } from './converted.ts'

/* People of a converted card: whom it names, and whom its inputs have chosen at first, as references until they are known. */

type Node = Record<string, unknown>

/** People whom an input has chosen at first, and characters of a reference: together no more than a text of a card. */
const mostChosen = 50
const longest = 200

/** Whom an input of people has chosen, as a converter writes them. */
export function chosenValue(people: readonly (PersonReference | null)[]): { value?: string } {
  const known = people.filter(
    person => person !== null && person !== 'all' && !person.includes(',') && person.length <= longest,
  )
  return known.length === 0 ? {} : { value: known.slice(0, mostChosen).join(',') }
}

/** Whom a node of a card names. */
export function referencesOf({ type, userId, value }: Node): string[] {
  if (type === 'Mention' && typeof userId === 'string') return [userId]
  return type === 'Input.Person' && typeof value === 'string' ? value.split(',').filter(one => one !== '') : []
}

/** Writes in an input of people what `find` makes of each whom it has chosen; null: of nobody. */
export function replaceChosen(node: Node, find: (reference: string) => string | null): void {
  if (node.type !== 'Input.Person') return
  const ids = referencesOf(node).flatMap(reference => find(reference) ?? [])
  if (ids.length === 0) delete node.value
  else node.value = ids.join(',')
}
