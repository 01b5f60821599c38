import type { FileRef } from '@lianqun/protocol'
import type { MessageItem, PersonName } from '../../../preload/contract/index.ts'
import { filesOf } from '../media/media-of.ts'
import { mentionedIn } from '../mentioned.ts'

/** What was said while one was away, or before one came: made by the rules below, on this device alone. */
export interface CatchUp {
  /** Messages that were looked at, and when the first and the last of them were sent; null: none. */
  count: number
  from: number | null
  to: number | null
  /** Who wrote how much, the most first; each leads to their last message. */
  people: { person: PersonName; count: number; last: MessageItem }[]
  /** What stood out, by days, the oldest first. `count`: all messages of the day. */
  days: { day: number; count: number; items: MessageItem[] }[]
  /** The newest first. */
  files: { file: FileRef; message: MessageItem }[]
  /** The newest first. */
  decisions: MessageItem[]
  /** Marked as a question, and no answer accepted yet; the oldest first. */
  questions: MessageItem[]
  /** Not marked, but asked, and nobody replied or reacted; the oldest first. */
  unanswered: MessageItem[]
}

/** A message stands out with so many replies, or so many reactions. */
export const manyReplies = 3
export const manyReactions = 3
const mostPeople = 8
const mostOfDay = 5
const mostFiles = 20
const mostUnanswered = 10
/** What ends so is a question: `？`, `?`, also before a closing mark or a smile. */
const asks = /[?？]["'”’」』）)\s\p{Emoji_Presentation}]*$/u

/** Sums up messages, oldest first. `meId`: the reader; `textOf`: the words of a message. */
export function catchUp(
  messages: readonly MessageItem[],
  { meId, textOf, dayOf }: { meId: string; textOf: (message: MessageItem) => string; dayOf: (time: number) => number },
): CatchUp {
  const said = messages.filter(({ seq, bubble, content }) => seq > 0 && bubble && content.type !== 'recalled')
  const answers = new Set(said.flatMap(({ attributes }) => attributes.mark?.answer ?? []))
  const repliedTo = new Set(said.flatMap(({ attributes }) => [attributes.replyTo ?? 0, attributes.thread ?? 0]))
  const marked = (kind: string) => said.filter(({ attributes }) => attributes.mark?.kind === kind)
  const isUnanswered = (message: MessageItem) =>
    message.attributes.mark === undefined &&
    asks.test(textOf(message).trim()) &&
    message.attributes.replies === undefined &&
    reactions(message) === 0 &&
    !repliedTo.has(message.seq)
  const standsOut = (message: MessageItem) =>
    message.attributes.pinned !== undefined ||
    message.attributes.mark !== undefined ||
    answers.has(message.seq) ||
    (message.attributes.replies?.count ?? 0) >= manyReplies ||
    reactions(message) >= manyReactions ||
    (!message.own && mentionedIn(message.content).includes(meId))
  return {
    count: said.length,
    from: said[0]?.sentAt ?? null,
    to: said.at(-1)?.sentAt ?? null,
    people: peopleOf(said),
    days: [...Map.groupBy(said, ({ sentAt }) => dayOf(sentAt))].map(([day, all]) => ({
      day,
      count: all.length,
      items: best(all.filter(standsOut)),
    })),
    files: said
      .flatMap(message => filesOf(message).map(file => ({ file, message })))
      .reverse()
      .slice(0, mostFiles),
    decisions: marked('decision').reverse(),
    questions: marked('question').filter(({ attributes }) => attributes.mark?.answer === undefined),
    unanswered: said.filter(isUnanswered).slice(-mostUnanswered),
  }
}

function reactions({ attributes }: MessageItem): number {
  return (attributes.reactions ?? []).reduce((sum, { count }) => sum + count, 0)
}

/** Of what stood out on a day the most spoken of, in the order in which it was said. */
function best(items: MessageItem[]): MessageItem[] {
  const weight = (item: MessageItem) =>
    (item.attributes.pinned || item.attributes.mark ? 100 : 0) + (item.attributes.replies?.count ?? 0) + reactions(item)
  return items
    .toSorted((a, b) => weight(b) - weight(a) || a.seq - b.seq)
    .slice(0, mostOfDay)
    .sort((a, b) => a.seq - b.seq)
}

function peopleOf(said: readonly MessageItem[]): CatchUp['people'] {
  return [...Map.groupBy(said, ({ sender }) => sender.id).values()]
    .flatMap(all => {
      const last = all.at(-1)
      return last === undefined ? [] : { person: last.sender, count: all.length, last }
    })
    .sort((a, b) => b.count - a.count || b.last.seq - a.last.seq)
    .slice(0, mostPeople)
}
