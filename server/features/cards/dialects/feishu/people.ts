import type { CardMention } from '@lianqun/protocol'
import { cleanName, limits } from '@lianqun/protocol'
import type { PersonReference } from '../../converted.ts'

/** An id, a union id, an open id or a mail address of the vendor. */
const plainId = /^[\w.@+-]{1,190}$/

/** Whom an id of the vendor names: `all`, a mail address or an id; null for what can be neither. */
export function personOf(id: string): PersonReference | null {
  const bare = id.trim()
  if (bare === 'all' || bare === '@_all' || bare === '@all') return 'all'
  if (!plainId.test(bare)) return null
  return bare.includes('@') ? `mail:${bare}` : `id:${bare}`
}

/** How a person is called in a text, with the @: by the name that is given, else by the id. */
export function calledOf(person: PersonReference, name: string): string {
  const known = cleanName(name).replace(/^@+/, '').slice(0, limits.nameChars)
  if (known !== '') return `@${known}`
  return person === 'all' ? '@所有人' : `@${person.slice(person.indexOf(':') + 1)}`
}

/** A mention of a card, whose `userId` is a reference until it has been looked up; null for what names nobody. */
export function mentionOf(id: string, name = ''): CardMention | null {
  const person = personOf(id)
  return person && { type: 'Mention', userId: person, text: calledOf(person, name) }
}
