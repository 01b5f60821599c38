import type { Language } from './language.ts'
import { cleanName, graphemes } from './text.ts'

/** A name in both scripts; `latinName` may be empty. */
export interface Named {
  name: string
  latinName: string
}

/** The name in the reader's script, or the only one there is; without characters that only control. */
export function nameIn({ name, latinName }: Named, language: Language): string {
  return cleanName(language === 'en' ? latinName || name : name || latinName)
}

/** The name in the other script; empty where it is missing or the same. */
export function otherName(named: Named, language: Language): string {
  const other = cleanName(language === 'en' ? named.name : named.latinName)
  return other === nameIn(named, language) ? '' : other
}

const han = /\p{Script=Han}/u

/** The name without what stands in brackets behind it, such as a company. */
function withoutNote(name: string): string {
  return name.replace(/\s*[（(][^）)]*[）)]\s*$/u, '') || name
}

/** Text of an avatar: the last two Han characters, or the initials of the first two words. */
export function initials(named: string): string {
  const name = withoutNote(named)
  if (han.test(name)) return hanOf(name).slice(-2).join('')
  const words = name.split(/\s+/).filter(Boolean).slice(0, 2)
  return words.map(first).join('').toUpperCase()
}

/** One character of a name, for small and composed avatars. */
export function initial(named: string): string {
  const name = withoutNote(named)
  return han.test(name) ? (hanOf(name).at(-1) ?? '') : first(name.trim()).toUpperCase()
}

function hanOf(name: string): string[] {
  return [...graphemes(name)].filter(character => han.test(character))
}

function first(text: string): string {
  return graphemes(text).next().value ?? ''
}

/** One of the eight avatar hues (1 to 8); the same id has the same hue everywhere. */
export function hueOf(id: string): number {
  let hash = 0
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0
  return (hash % 8) + 1
}
