/** A name in both scripts; `latinName` may be empty. */
export interface Named {
  name: string
  latinName: string
}

/** The name in the reader's script, or the only one there is. */
export function nameIn({ name, latinName }: Named, language: 'zh' | 'en'): string {
  return language === 'en' ? latinName || name : name || latinName
}

/** The name in the other script; empty where it is missing or the same. */
export function otherName(named: Named, language: 'zh' | 'en'): string {
  const other = language === 'en' ? named.name : named.latinName
  return other === nameIn(named, language) ? '' : other
}

const han = /\p{Script=Han}/u

/** Text of an avatar: the last two Han characters, or the initials of the first two words. */
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
