import type { MemberItem } from '../../../preload/contract/index.ts'
import type { ComposedText } from '../composer-text.ts'

/** The most mentions of one message. */
const most = 200
/** A letter or digit right behind a Latin name makes it another name. */
const letter = /[\p{Script=Latin}\p{N}_]/u

/**
 * A text with mentions where it says `@` and the whole name of one member, or the word for everyone. `everyone` is null
 * where not all may be called. A name that several have mentions nobody.
 */
export function withMentions(text: string, members: readonly MemberItem[], everyone: string | null): ComposedText {
  const none = { text, mentions: [] }
  if (!text.includes('@')) return none
  /** Ids by the first two characters of a name, then by the name. */
  const names = new Map<string, Map<string, string | null>>()
  const know = (name: string, id: string) => {
    if (name === '') return
    const start = name.slice(0, 2).toLowerCase()
    const known = names.get(start) ?? new Map<string, string | null>()
    const before = known.get(name.toLowerCase())
    known.set(name.toLowerCase(), before === undefined || before === id ? id : null)
    names.set(start, known)
  }
  for (const { userId, person, nickname } of members) {
    if (person.deleted) continue
    know(person.name, userId)
    know(person.latinName, userId)
    know(nickname, userId)
  }
  if (everyone !== null) know(everyone, 'all')
  const mentions: ComposedText['mentions'] = []
  for (const { index } of text.matchAll(/(?<![\w.%+-])@/g)) {
    if (mentions.length === most) break
    const rest = text.slice(index + 1, index + 201).toLowerCase()
    const found = [...(names.get(rest.slice(0, 2)) ?? [])]
      .filter(
        ([name]) => rest.startsWith(name) && !(letter.test(name.at(-1) ?? '') && letter.test(rest[name.length] ?? '')),
      )
      .sort(([a], [b]) => b.length - a.length)[0]
    if (found === undefined || found[1] === null) continue
    mentions.push({ userId: found[1], offset: index, length: found[0].length + 1 })
  }
  return { text, mentions }
}
