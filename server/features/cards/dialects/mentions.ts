import { type CardInline, limits, type TextRun } from '@lianqun/protocol'
import type { ConvertedMessage, PersonReference, ReferencedMention } from '../converted.ts'

/* Dialects that name people twice: in a list, and by their ids in the text. Only the list calls them. */

/** Whom a payload calls. `words`: how they may stand in the text; the first is written where none of them does. */
export interface Called {
  person: PersonReference
  words: readonly string[]
}

export const everyone: Called = { person: 'all', words: ['@所有人', '@all'] }

/** The people of a list of ids, without what can be none, and at most so many as a message may mention. */
export function calledBy(ids: readonly string[], kind: 'id' | 'mobile'): Called[] {
  const people = new Set(ids.map(id => id.trim()).filter(id => /^[\w.@+-]{1,64}$/.test(id)))
  return [...people].slice(0, limits.mentions).map(id => ({ person: `${kind}:${id}`, words: [`@${id}`] }))
}

interface Place {
  called: Called
  offset: number
  length: number
}

const partOfId = /[\w-]/

/** Where people stand in a text, in order; of those at one place the longest. */
function placesOf(text: string, people: readonly Called[]): Place[] {
  const places: Place[] = []
  for (const called of people)
    for (const word of called.words)
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
        if (!partOfId.test(text[at + word.length] ?? ' ')) places.push({ called, offset: at, length: word.length })
  places.sort((one, other) => one.offset - other.offset || other.length - one.length)
  let end = 0
  return places.filter(({ offset, length }) => {
    const free = offset >= end
    if (free) end = offset + length
    return free
  })
}

/** A text message that calls people: who does not stand in it comes behind it. */
export function callingText(text: string, people: readonly Called[]): ConvertedMessage {
  const places = placesOf(text, people).slice(0, limits.mentions)
  const mentions: ReferencedMention[] = places.map(({ called, offset, length }) => ({
    person: called.person,
    offset,
    length,
  }))
  let whole = text
  for (const { person, words } of people) {
    const word = words[0] ?? ''
    if (mentions.length >= limits.mentions || mentions.some(mention => mention.person === person)) continue
    if (whole.length + word.length >= limits.textChars) break
    if (whole !== '' && !/\s$/.test(whole)) whole += ' '
    mentions.push({ person, offset: whole.length, length: word.length })
    whole += word
  }
  return { type: 'text', text: whole, mentions }
}

/** Calls people in the runs of a Markdown text. `rest`: those who did not stand in it, to come behind it. */
export function callingRuns(people: readonly Called[]): {
  inline: (run: TextRun) => CardInline[]
  rest: () => CardInline[]
} {
  const seen = new Set<PersonReference>()
  let count = 0
  const mention = ({ person }: Called, text: string): CardInline => ({ type: 'Mention', userId: person, text })
  return {
    inline(run) {
      const inlines: CardInline[] = []
      let at = 0
      for (const { called, offset, length } of placesOf(run.text, people)) {
        if (++count > limits.mentions / 2) break
        if (offset > at) inlines.push({ ...run, text: run.text.slice(at, offset) })
        inlines.push(mention(called, run.text.slice(offset, offset + length)))
        seen.add(called.person)
        at = offset + length
      }
      if (at < run.text.length) inlines.push({ ...run, text: run.text.slice(at) })
      return inlines
    },
    rest: () =>
      people
        .filter(({ person }) => !seen.has(person))
        .slice(0, limits.cardItems / 2)
        .flatMap((called, index) => [...(index > 0 ? [' '] : []), mention(called, called.words[0] ?? '')]),
  }
}
