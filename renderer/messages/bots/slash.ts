import type { BotCommandItem, BotHere } from '../../../preload/contract/index.ts'
import { composedTextOf, type EditorNode } from '../composer-text.ts'

/* Commands in the composer: where the cursor is in one, which of them are meant, and what is sent. */

/** A command with the bot that offers it. */
export interface Offer {
  bot: BotHere
  command: BotCommandItem
}
export type Argument = NonNullable<BotCommandItem['arguments']>[number]

/** Stands for a mention, where the text of the editor is read. */
export const mentionChar = '\ufffc'

/** What is being written: the name of a command, or an argument behind it, of which `index` others stand before. */
export type SlashPlace = { at: 'name'; query: string } | { at: 'argument'; name: string; index: number; query: string }

/** An argument that stands in quotation marks, or a word. */
const token = /"[^"]*"?|[^\s"]+/g

/** Where the cursor is, by what stands before it in the first line; null: in no command. */
export function slashPlace(before: string): SlashPlace | null {
  if (!before.startsWith('/')) return null
  const name = /^\/(\S*)/.exec(before)?.[1] ?? ''
  const rest = before.slice(name.length + 1)
  if (rest === '') return { at: 'name', query: name }
  if (name === '') return null
  const tokens = rest.match(token) ?? []
  const last = /\s$/.test(rest) && !/^"[^"]*$/.test(tokens.at(-1) ?? '') ? '' : (tokens.at(-1) ?? '')
  return { at: 'argument', name, index: tokens.length - (last === '' ? 0 : 1), query: last }
}

/** The argument at a place: a text at the end takes all that follows; null: there is none. */
export function argumentAt({ command }: Offer, index: number): Argument | null {
  const all = command.arguments ?? []
  const last = all.at(-1)
  return all[index] ?? (last?.kind === 'text' ? last : null)
}

/** All commands of some bots. */
export function offersOf(bots: readonly BotHere[]): Offer[] {
  return bots.flatMap(bot => bot.manifest.commands.map(command => ({ bot, command })))
}

/**
 * The commands that a query means: those whose names begin with it, then those that hold it in their names, then those
 * whose description it fits by `fits`, which knows how that is read.
 */
export function matchingOffers(
  offers: readonly Offer[],
  query: string,
  fits: (description: string) => boolean = description => description.toLowerCase().includes(query.toLowerCase()),
): Offer[] {
  if (query === '') return [...offers]
  const wanted = query.toLowerCase()
  const rank = ({ command: { name, description } }: Offer) => {
    if (name.startsWith(wanted)) return name === wanted ? 0 : 1
    if (name.includes(wanted)) return 2
    return fits(description) ? 3 : null
  }
  return offers
    .map(offer => ({ offer, rank: rank(offer) }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .map(({ offer }) => offer)
}

/** The command of a name: of the bot that was chosen where several have it, else of the first. */
export function offerNamed(offers: readonly Offer[], name: string, chosenBotId: string | null): Offer | null {
  const named = offers.filter(({ command }) => command.name === name.toLowerCase())
  return named.find(({ bot }) => bot.id === chosenBotId) ?? named[0] ?? null
}

/** A command as it is written: its name, and what stands behind it, in which `<@id>` names a person; null: none. */
export function writtenCommand(doc: EditorNode): { name: string; text: string } | null {
  const { text, mentions } = composedTextOf(doc)
  if (!/^\/[^\s/]/.test(text)) return null
  let at = 0
  let sent = ''
  for (const { userId, offset, length } of mentions) {
    sent += `${text.slice(at, offset)}<@${userId}>`
    at = offset + length
  }
  sent += text.slice(at)
  const name = /^\/(\S+)/.exec(sent)?.[1] ?? ''
  return { name, text: sent.slice(name.length + 1).trim() }
}

/** What is proposed for an argument: `value` is written, `title` shown. */
export interface Proposal {
  value: string
  title: string
  /** Beside it: what it is exactly. */
  aside: string
}

const two = (number: number) => `${number}`.padStart(2, '0')
const dayOf = (time: Date) => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`

/** A value as an argument: in quotation marks where it has spaces. */
export const asArgument = (value: string): string => (/\s/.test(value) ? `"${value.replaceAll('"', '')}"` : value)

/** What is proposed for an argument at a time, in the words of the reader. */
export function proposalsOf(
  argument: Argument,
  words: { now: Date; today: string; tomorrow: string; nextHour: string; weekday(day: Date): string },
): Proposal[] {
  const { now } = words
  switch (argument.kind) {
    case 'choice':
      return (argument.choices ?? []).map(({ value, title }) => ({ value, title, aside: value === title ? '' : value }))
    case 'date': {
      const day = (ahead: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + ahead)
      // The coming Friday and Monday, after tomorrow.
      const coming = (weekday: number) => 2 + ((weekday - now.getDay() - 2 + 14) % 7)
      const [first, second] = [coming(5), coming(1)].sort((a, b) => a - b)
      return [0, 1, first ?? 2, second ?? 3].map((ahead, index) => ({
        value: dayOf(day(ahead)),
        title: [words.today, words.tomorrow][index] ?? words.weekday(day(ahead)),
        aside: dayOf(day(ahead)),
      }))
    }
    case 'time': {
      const next = `${two((now.getHours() + 1) % 24)}:00`
      const fixed = ['09:00', '12:00', '14:00', '18:00'].filter(time => time !== next)
      return [next, ...fixed].map(value => ({
        value,
        title: value === next ? words.nextHour : value,
        aside: value === next ? value : '',
      }))
    }
    default:
      return []
  }
}

/** The proposals that fit what is written: it is the beginning of what they show or write, or within. */
export function matchingProposals(proposals: readonly Proposal[], query: string): Proposal[] {
  const wanted = query.replaceAll('"', '').trim().toLowerCase()
  // What is written whole needs no proposal: Enter sends it.
  if (proposals.some(({ value }) => asArgument(value).toLowerCase() === query.toLowerCase())) return []
  const place = ({ value, title }: Proposal) => {
    const at = [value, title].map(text => text.toLowerCase().indexOf(wanted)).filter(index => index >= 0)
    return at.length === 0 ? null : Math.min(...at)
  }
  return proposals
    .map(proposal => ({ proposal, place: place(proposal) }))
    .filter(({ place }) => place !== null)
    .sort((a, b) => Number((a.place ?? 0) > 0) - Number((b.place ?? 0) > 0))
    .map(({ proposal }) => proposal)
}
