import { BotApiError, type CardElement } from '../../sdk/bot/index.ts'
import type { Person } from './people.ts'

/** Whether what was asked cannot be done any more, however often it is asked: a person, a group or a message is gone. */
export const isGone = (error: unknown): boolean =>
  error instanceof BotApiError && ['not_member', 'not_found', 'forbidden', 'only_admins'].includes(error.error)

/** The people whom a text names as `<@id>` or `@name`, in order, each once, and the rest of it. */
export function namedIn(text: string, members: readonly Person[]): { people: Person[]; rest: string } {
  const byLength = [...members].sort((x, y) => y.name.length - x.name.length)
  const people: Person[] = []
  let rest = ''
  for (let at = 0; at < text.length; ) {
    const id = text[at] === '<' ? /^<@([\w-]{1,64})>/.exec(text.slice(at, at + 70)) : null
    const person =
      id !== null
        ? members.find(member => member.id === id[1])
        : text[at] === '@'
          ? byLength.find(({ name }) => name !== '' && text.startsWith(name, at + 1))
          : undefined
    if (person === undefined) {
      rest += text[at]
      at += 1
      continue
    }
    if (!people.some(known => known.id === person.id)) people.push(person)
    rest += ' '
    at += id !== null ? id[0].length : person.name.length + 1
  }
  return { people, rest: rest.replace(/\s+/g, ' ').trim() }
}

/** A line of a card that calls people. */
export const calls = (people: readonly Person[], text: string): CardElement => ({
  type: 'RichTextBlock',
  inlines: [
    ...people.flatMap(({ id, name }) => [{ type: 'Mention' as const, userId: id, text: `@${name}` }, ' ']),
    { type: 'TextRun', text },
  ],
})
