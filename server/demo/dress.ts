import { type Attributes, type Content, contentAnswers, contentText, type Message } from '@lianqun/protocol'
import type { Writer } from '../core/writer.ts'
import { changeDetails, settleClock } from '../features/conversations/index.ts'
import {
  askPeople,
  changeMessage,
  countReplies,
  firstLink,
  keepAnswer,
  type MessageChange,
  remindOfMessage,
  respondToMessage,
  saveMessage,
} from '../features/messages/index.ts'
import { toMessage } from '../storage/rows.ts'
import { contentOf, plainDoc } from './format.ts'
import { textOf, userIdOf } from './ids.ts'
import { lineId, storyDayOf, timeOf } from './story.ts'
import { keys } from './transcript.ts'
import type { DemoCompany, DemoExtra, DemoMessage } from './types.ts'

/** A conversation of the demo; `key` is that of its lines. */
export interface DemoConversation {
  id: string
  key: string
  messages: readonly DemoMessage[]
}

/** How long after a message somebody did something with it. */
const afterMs = 60_000
const hour = 3_600_000

/** The message that a line of a conversation became; undefined when it is not said yet. */
export async function storedLine(
  w: Pick<Writer, 'db'>,
  { id, key }: DemoConversation,
  index: number,
): Promise<Message | undefined> {
  const row = await w.db
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', id)
    .where('client_id', '=', lineId(key, index))
    .executeTakeFirst()
  return row && toMessage(row)
}

/**
 * Gives messages that were just said what they have besides their words, in their order: what was forwarded, asked and
 * answered, replied to, reacted, edited, pinned and marked. Pictures and files come later (`illustrate.ts`).
 */
export async function dress(
  w: Writer,
  conversation: DemoConversation,
  company: DemoCompany,
  said: readonly DemoMessage[],
  pagesUrl: string,
): Promise<void> {
  for (const message of said) {
    if (message.extra === undefined) continue
    const stored = await storedLine(w, conversation, conversation.messages.indexOf(message))
    if (stored === undefined) continue
    const dresser = new Dresser(w, conversation, company, stored, pagesUrl)
    await dresser.dress(message, message.extra)
  }
  const [last] = said.slice(-1)
  if (last !== undefined) await settleClock(w, conversation.id, userIdOf(last.from))
}

class Dresser {
  readonly #w: Writer
  readonly #conversation: DemoConversation
  readonly #company: DemoCompany
  readonly #stored: Message
  readonly #pagesUrl: string
  readonly #at: number

  constructor(w: Writer, conversation: DemoConversation, company: DemoCompany, stored: Message, pagesUrl: string) {
    this.#w = w
    this.#conversation = conversation
    this.#company = company
    this.#stored = stored
    this.#pagesUrl = pagesUrl
    this.#at = Math.min(w.now, stored.sentAt + afterMs)
  }

  async dress(message: DemoMessage, extra: DemoExtra): Promise<void> {
    const target = await this.#lineOf(extra.replyTo ?? extra.answerTo)
    const thread = target && (target.attributes?.thread ?? target.seq)
    const attributes = {
      ...(target && thread && { replyTo: target.seq, thread }),
      ...(await this.#reactions(extra)),
      ...(await this.#edited(extra)),
      ...(await this.#flags(extra)),
      ...this.#preview(extra),
    }
    const content = await this.#content(message, extra)
    const change: MessageChange = { ...(content && { content }), attributes }
    if (content !== undefined || Object.keys(attributes).length > 0) await changeMessage(this.#w, this.#stored, change)
    if (extra.announcement) await this.#announce()
    if (extra.ask !== undefined) await this.#ask(extra.ask)
    await this.#keep(extra)
    if (thread === undefined) return
    await this.#set({ thread })
    await countReplies(this.#w, this.#conversation.id, thread)
    if (extra.answerTo !== undefined) await this.#accept(extra.answerTo)
  }

  /** What the message is instead of a text; undefined: what it is. */
  async #content({ text, at }: DemoMessage, extra: DemoExtra): Promise<Content | undefined> {
    const words = textOf(this.#company, text, this.#pagesUrl).text
    if (extra.poll) {
      const options = extra.poll.options.map(([text], index) => ({ id: `o${index + 1}`, text }))
      const votes = new Map<string, string[]>()
      extra.poll.options.forEach(([, voters], index) => {
        for (const key of keys(voters)) votes.set(key, [...(votes.get(key) ?? []), `o${index + 1}`])
      })
      const answers = [...votes].map(([key, optionIds]) => [key, { optionIds }] as const)
      const { multiple = false } = extra.poll
      return this.#answered(
        { type: 'poll', question: words, options, multiple, anonymous: false, open: false },
        answers,
      )
    }
    if (extra.announcement) return { type: 'announcement', doc: plainDoc(words) }
    if (extra.contact) return { type: 'contact', userId: userIdOf(extra.contact) }
    if (extra.signup) {
      const lines = new Map<string, { note: string; number: number }[]>()
      for (const [key, note, number = 1] of extra.signup.lines)
        lines.set(key, [...(lines.get(key) ?? []), { note, number }])
      const answers = [...lines].map(([key, entered]) => [key, { lines: entered }] as const)
      return this.#answered({ type: 'signup', title: words, example: extra.signup.example }, answers)
    }
    if (extra.record) {
      const lastDay = storyDayOf(at, this.#stored.sentAt)
      return { type: 'record', title: words, items: extra.record.map(item => this.#forwarded(item, lastDay)) }
    }
    return undefined
  }

  #forwarded({ from, at, text }: DemoMessage, lastDay: number) {
    const person = this.#company.people.find(({ key }) => key === from)
    if (person === undefined) throw new Error(`the demo forwards what ${from} said, who does not work here`)
    const content = contentOf(this.#company, text, this.#pagesUrl)
    return { senderName: person.name, senderLatinName: person.latinName, sentAt: timeOf(at, lastDay), content }
  }

  async #answered(content: Content, answers: readonly (readonly [key: string, answer: object])[]): Promise<Content> {
    const given = answers.map(([key, answer], index) => ({
      userId: userIdOf(key),
      answer,
      at: Math.min(this.#w.now, this.#stored.sentAt + (index + 1) * afterMs),
    }))
    if (given.length > 0) {
      const rows = given.map(({ userId, answer, at }) => ({
        ...this.#place,
        user_id: userId,
        answer: JSON.stringify(answer),
        answered_at: at,
      }))
      await this.#w.db.insertInto('message_answers').values(rows).execute()
    }
    const kind = contentAnswers(content)
    if (kind === undefined) return content
    if (kind.kept) {
      const { conversationId, seq } = this.#stored
      for (const { userId, answer } of given)
        await keepAnswer(this.#w, { conversationId, seq, userId }, JSON.stringify(answer))
    }
    return kind.summarize(content, given)
  }

  async #reactions({ reactions }: DemoExtra): Promise<Pick<Attributes, 'reactions'>> {
    if (reactions === undefined) return {}
    const given = Object.entries(reactions).map(([emoji, who]) => ({ emoji, userIds: keys(who).map(userIdOf) }))
    const rows = given.flatMap(({ emoji, userIds }, first) =>
      userIds.map((user_id, index) => ({
        ...this.#place,
        emoji,
        user_id,
        // They keep their order when another comes.
        reacted_at: this.#stored.sentAt + first * 1_000 + index,
      })),
    )
    await this.#w.db.insertInto('message_reactions').values(rows).execute()
    return { reactions: given.map(({ emoji, userIds }) => ({ emoji, count: userIds.length, userIds })) }
  }

  async #edited({ before }: DemoExtra): Promise<Pick<Attributes, 'edited'>> {
    if (before === undefined) return {}
    const content = JSON.stringify(contentOf(this.#company, before, this.#pagesUrl))
    const row = { ...this.#place, edit: 1, content, edited_at: this.#at }
    await this.#w.db.insertInto('message_edits').values(row).execute()
    return { edited: { at: this.#at, count: 1 } }
  }

  async #flags({ pinnedBy, mark }: DemoExtra): Promise<Pick<Attributes, 'pinned' | 'mark'>> {
    const flags = [...(pinnedBy === undefined ? [] : ['pinned']), ...(mark === undefined ? [] : [mark.kind])]
    for (const flag of flags)
      await this.#w.db
        .insertInto('message_flags')
        .values({ ...this.#place, flag })
        .execute()
    const at = this.#at
    return {
      ...(pinnedBy !== undefined && { pinned: { byId: userIdOf(pinnedBy), at } }),
      ...(mark && { mark: { kind: mark.kind, byId: userIdOf(mark.by), at } }),
    }
  }

  /** What the server would have read of the page; it fetches none of this machine. */
  #preview({ preview }: DemoExtra): Pick<Attributes, 'preview'> {
    const url = preview && firstLink(this.#stored.content)
    return url ? { preview: { url, siteName: this.#company.name, ...preview } } : {}
  }

  /** Puts the message in force as the announcement of the group. */
  async #announce(): Promise<void> {
    const { seq, senderId, sentAt, content } = this.#stored
    const c = await this.#w.conversation(this.#conversation.id)
    changeDetails(c, { announcement: { seq, byId: senderId, at: sentAt, text: contentText(content) } })
  }

  async #ask({ ask, of, done = '' }: NonNullable<DemoExtra['ask']>): Promise<void> {
    const on = { conversationId: this.#conversation.id, seq: this.#stored.seq }
    const userIds = keys(of).map(userIdOf)
    await askPeople(this.#w, { ...on, userId: this.#stored.senderId, ask, userIds }, userIds)
    for (const key of keys(done)) await respondToMessage(this.#w, { ...on, userId: userIdOf(key), done: true })
  }

  /** What the demo user keeps of it. */
  async #keep({ saved, remindIn }: DemoExtra): Promise<void> {
    const on = { conversationId: this.#conversation.id, seq: this.#stored.seq, userId: userIdOf(this.#company.account) }
    if (saved !== undefined) await saveMessage(this.#w, { ...on, labels: saved })
    if (remindIn !== undefined) await remindOfMessage(this.#w, { ...on, at: this.#w.now + remindIn * hour })
  }

  /** Makes the message the accepted answer of a question. */
  async #accept(tag: string): Promise<void> {
    const question = await this.#lineOf(tag)
    const mark = question?.attributes?.mark
    if (question === undefined || mark === undefined) throw new Error(`"${tag}" is no question of the demo`)
    await changeMessage(this.#w, question, { attributes: { mark: { ...mark, answer: this.#stored.seq } } })
  }

  async #lineOf(tag: string | undefined): Promise<Message | undefined> {
    if (tag === undefined) return undefined
    const index = this.#conversation.messages.findIndex(message => message.tag === tag)
    return storedLine(this.#w, this.#conversation, index)
  }

  async #set(values: { thread: number }): Promise<void> {
    await this.#w.db
      .updateTable('messages')
      .set(values)
      .where('conversation_id', '=', this.#place.conversation_id)
      .where('seq', '=', this.#place.seq)
      .execute()
  }

  get #place() {
    return { conversation_id: this.#conversation.id, seq: this.#stored.seq }
  }
}
