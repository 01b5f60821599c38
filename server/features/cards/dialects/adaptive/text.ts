import type { CardInline, TextBlock, TextRun } from '@lianqun/protocol'
import { limits, markdownLines } from '@lianqun/protocol'
import { isOpenable } from '../../addresses.ts'
import type { PersonReference } from '../../converted.ts'
import { isObject, objectsOf, textOf } from '../../json.ts'
import type { Reading } from './reading.ts'

const macro =
  /\{\{(DATE|TIME)\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[-+]\d{2}:\d{2}))(?:, ?(COMPACT|LONG|SHORT))?\)\}\}/g

/**
 * A text with its `{{DATE(…)}}` and `{{TIME(…)}}` as they are read in a language and a time zone
 * (https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features). What is no date stays as it is.
 */
export function withDates(text: string, { language, timeZone }: Pick<Reading, 'language' | 'timeZone'>): string {
  if (!text.includes('{{')) return text
  return text.replace(macro, (all: string, kind: string, written: string, format: string | undefined) => {
    const date = new Date(written)
    if (Number.isNaN(date.getTime()) || (kind === 'TIME' && format !== undefined)) return all
    const width = format === 'LONG' ? 'long' : 'short'
    const shape: Intl.DateTimeFormatOptions =
      kind === 'TIME'
        ? { hour: 'numeric', minute: '2-digit' }
        : format === undefined || format === 'COMPACT'
          ? {}
          : { weekday: width, month: width, day: 'numeric', year: 'numeric' }
    return new Intl.DateTimeFormat(language, { ...shape, timeZone }).format(date)
  })
}

/**
 * The people that `msteams.entities` names, by the words that stand between `<at>` and `</at>`
 * (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format).
 */
export function readPeople(msteams: unknown, people: Reading['people']): void {
  for (const entity of objectsOf(isObject(msteams) ? msteams.entities : undefined).slice(0, limits.cardItems)) {
    const words = /<at>([^<>]{1,200})<\/at>/i.exec(textOf(entity.text).slice(0, 1_000))?.[1]?.trim()
    if (words === undefined || textOf(entity.type).toLowerCase() !== 'mention') continue
    people.set(words, personOf(entity.mentioned, words))
  }
}

/** Whom a mention means: an address of mail (a user principal name is one), another id, or the name alone. */
function personOf(mentioned: unknown, words: string): PersonReference | null {
  if (!isObject(mentioned)) return `name:${words}`
  const kind = textOf(mentioned.type ?? mentioned.mentionType).toLowerCase()
  if (!['', 'person', 'user', 'bot'].includes(kind)) return null
  const id = textOf(mentioned.id).trim()
  if (id === '' || id.length > 190) return `name:${(textOf(mentioned.name).trim() || words).slice(0, 190)}`
  return /^[^\s@:]{1,100}@[^\s@:]{1,100}$/.test(id) ? `mail:${id}` : `id:${id}`
}

const tag = /<at(?:\s[^<>]{0,200})?>([^<>]{1,200})<\/at>/gi
/** Stands for a mention while the Markdown around it is read; not a character of any writing. */
const marker = /\ue000(\d{1,5})\ue001/

/** A text in pieces: the words between `<at>` and `</at>` with whom they mean, where that is explained, and the rest. */
export function splitTags(text: string, people: Reading['people']): { words: string; person?: PersonReference }[] {
  return text.split(tag).map((piece, at) => {
    const person = at % 2 === 1 ? people.get(piece.trim()) : undefined
    return person ? { words: piece.trim(), person } : { words: piece }
  })
}

/** Whether a text of Markdown has a person of the card in it. */
export function namesPeople(text: string, { people }: Reading): boolean {
  return people.size > 0 && [...text.matchAll(tag)].some(([, words]) => people.get(words?.trim() ?? '') != null)
}

/** A text of Markdown whose `<at>` are the names alone, where nobody is to be called. */
export function withoutTags(text: string, path: string, reading: Reading): string {
  return text.replace(tag, (_all, words: string) => {
    if (reading.people.get(words.trim()) == null) reading.note(path, 'names somebody whom the card does not explain')
    return words
  })
}

/** What a text of Markdown says, as inlines with its people as mentions. */
export function inlinesOf(
  text: string,
  style: Pick<TextBlock, 'color' | 'fontType' | 'isSubtle' | 'size' | 'weight'>,
  reading: Reading,
): CardInline[] {
  const names: string[] = []
  const marked = text.replace(/[\ue000\ue001]/g, '').replace(tag, (_all, words: string) => {
    names.push(words.trim())
    return `\ue000${names.length - 1}\ue001`
  })
  const inlines: CardInline[] = []
  markdownLines(marked).forEach(({ mark, runs }, index) => {
    const start = `${index === 0 ? '' : '\n'}${mark === undefined ? '' : `${mark} `}`
    if (start !== '') inlines.push({ type: 'TextRun', ...style, text: start })
    for (const run of runs) {
      const href = run.href
      const look: Omit<TextRun, 'text'> = {
        type: 'TextRun',
        ...style,
        ...(run.bold && { weight: 'bolder' }),
        ...(run.italic && { italic: true }),
        ...(href !== undefined &&
          !marker.test(href) &&
          isOpenable(href) && { selectAction: { type: 'Action.OpenUrl', url: href } }),
      }
      // Every second piece is the number of a mention.
      run.text.split(marker).forEach((piece, at) => {
        const name = names[Number(piece)] ?? ''
        const person = at % 2 === 1 ? reading.people.get(name) : undefined
        if (person) inlines.push({ type: 'Mention', userId: person, text: `@${name}` })
        else if (at % 2 === 1) inlines.push({ ...look, text: name })
        else if (piece !== '') inlines.push({ ...look, text: piece })
      })
    }
  })
  return inlines.slice(0, limits.cardItems)
}
