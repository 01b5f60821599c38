import { type Language, words, wordsIn } from '../i18n.ts'

/** A name in both scripts; `latinName` may be empty. */
export interface Named {
  name: string
  latinName: string
}
export interface Face extends Named {
  id: string
}

const han = /\p{Script=Han}/u

/** The name in the reader's script, the other one where there is only that. */
export function nameOf(named: Named, language: Language): string {
  const [first, second] = language === 'en' ? [named.latinName, named.name] : [named.name, named.latinName]
  return first || second || words('ui')('nameless')
}

/** The name in the other script, empty if it is the same or missing. */
export function otherName(named: Named, language: Language): string {
  const other = language === 'en' ? named.name : named.latinName
  return other === nameOf(named, language) ? '' : other
}

/** What an avatar shows: the last two Han characters, or the initials of the first two words. */
export function initials(name: string): string {
  if (han.test(name))
    return [...name]
      .filter(char => han.test(char))
      .slice(-2)
      .join('')
  const letters = name.split(/\s+/).filter(Boolean).slice(0, 2)
  return letters
    .map(word => [...word][0] ?? '')
    .join('')
    .toUpperCase()
}

/** One character of a name, for small and composed avatars. */
export function initial(name: string): string {
  return han.test(name)
    ? ([...name].filter(char => han.test(char)).at(-1) ?? '')
    : ([...name.trim()][0] ?? '').toUpperCase()
}

/** One of the eight avatar hues (1 to 8); the same id has the same hue everywhere. */
export function hueOf(id: string): number {
  let hash = 0
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0
  return (hash % 8) + 1
}

/** Names in a row: "A、B、C" or "A, B, C". */
export function joinNames(people: readonly Named[], language: Language): string {
  return people.map(person => nameOf(person, language)).join(wordsIn(language, 'ui')('listSeparator'))
}

/** A conversation's title: its name, or the people in it. */
export function conversationTitle(
  conversation: { name: string; avatarPeople: readonly Named[] },
  language: Language,
): string {
  return conversation.name || joinNames(conversation.avatarPeople, language) || words('ui')('nameless')
}
