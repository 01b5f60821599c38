import type { Conversation, Mention, Message } from '@lianqun/protocol'
import { groupIdOf, userIdOf } from './ids.ts'
import { chance } from './story.ts'
import type { DemoBot, DemoBotReply, DemoCompany, DemoPerson } from './types.ts'
import { topic } from './voice.ts'

/** The parts of a user's message that scripts match. `text` is without the mentioned names. */
export interface Heard {
  text: string
  mentioned: boolean
  group: string | null
  direct: boolean
}

interface BotConversation {
  kind: Conversation['kind']
  /** The bots in the conversation, by user id. */
  bots: Map<string, DemoBot>
  /** The bot that answers a message without a mention, by seq. */
  chosen: Map<number, Answer | null>
  /** The newest seq of each human member. */
  people: Map<string, number>
  /** The seqs of recalled messages. */
  recalled: Set<number>
}

interface Answer {
  userId: string
  reply: DemoBotReply
}

const address = /\bhttps?:\/\/\S+|\bwww\.\S+/giu
const question = /[?？]|[吗呢么嘛]\s*$/u
const han = /\p{Script=Han}/u
const letters = /\p{L}/u
const keptChoices = 100
/** Members of a group in which everybody reads everything. */
const smallGroup = 5

/** State that all bots share: the conversations they are in, and which bot answers which message. */
export class BotConversations {
  readonly #company: DemoCompany
  /** The people with a script of their own, who answer before others. */
  readonly #scripted: ReadonlySet<string>
  readonly #conversations = new Map<string, BotConversation>()
  readonly #groups: ReadonlyMap<string, string>
  readonly #people: ReadonlyMap<string, DemoPerson>
  /** The language of each user's newest message. */
  readonly #languages = new Map<string, { at: number; chinese: boolean }>()

  constructor(company: DemoCompany) {
    this.#company = company
    this.#scripted = new Set(company.bots.map(bot => userIdOf(bot.person)))
    this.#groups = new Map(company.groups.map(group => [groupIdOf(group.key), group.key]))
    this.#people = new Map(company.people.map(person => [userIdOf(person.key), person]))
  }

  /** Adds a bot to a conversation. */
  enter({ id, kind }: Pick<Conversation, 'id' | 'kind'>, bot: DemoBot): void {
    const room = this.#conversations.get(id) ?? {
      kind,
      bots: new Map(),
      chosen: new Map(),
      people: new Map(),
      recalled: new Set(),
    }
    room.bots.set(userIdOf(bot.person), bot)
    this.#conversations.set(id, room)
  }

  /** Removes a bot from a conversation, or from all of them without an id. */
  leave(bot: DemoBot, conversationId?: string): void {
    const left = conversationId === undefined ? [...this.#conversations.keys()] : [conversationId]
    for (const id of left) {
      const room = this.#conversations.get(id)
      room?.bots.delete(userIdOf(bot.person))
      if (room?.bots.size === 0) this.#conversations.delete(id)
    }
  }

  /** Records a user's message. */
  note({ conversationId, senderId, seq, sentAt, content }: Message): void {
    const people = this.#conversations.get(conversationId)?.people
    people?.set(senderId, Math.max(seq, people.get(senderId) ?? 0))
    const text = plain(content)
    if (!letters.test(text) || sentAt < (this.#languages.get(senderId)?.at ?? 0)) return
    this.#languages.set(senderId, { at: sentAt, chinese: han.test(text) })
  }

  /** Records that a message was recalled. */
  recalled({ conversationId, seq }: Message): void {
    this.#conversations.get(conversationId)?.recalled.add(seq)
  }

  /** Whether a message was recalled meanwhile. */
  isRecalled({ conversationId, seq }: Message): boolean {
    return this.#conversations.get(conversationId)?.recalled.has(seq) ?? false
  }

  /** Whether a bot reads a message soon: always one to it alone or in a small group, else most of the time. */
  reads(bot: DemoBot, { conversationId, seq, content }: Message): boolean {
    const size = this.#conversations.get(conversationId)?.bots.size ?? 0
    const userId = userIdOf(bot.person)
    const called = mentionsOf(content).some(mention => mention.userId === userId)
    return called || size <= smallGroup || chance('reads', bot.person, seq) < 0.7
  }

  /** A bot's reply to a message; null when it does not answer it. */
  replyOf(bot: DemoBot, message: Message): DemoBotReply | null {
    const room = this.#conversations.get(message.conversationId)
    if (!room) return null
    const heard = this.#heard(message, room)
    if (heard.direct) return first(bot, heard)
    const called = mentionsOf(message.content).flatMap(({ userId }) => (userId === 'all' ? [] : [userId]))
    const userId = userIdOf(bot.person)
    if (called.length > 0) return called.includes(userId) ? first(bot, { ...heard, mentioned: true }) : null
    let answer = room.chosen.get(message.seq)
    if (answer === undefined) {
      answer = choose(room, heard, message, this.#scripted)
      room.chosen.set(message.seq, answer)
      const [oldest] = room.chosen.keys()
      if (room.chosen.size > keptChoices && oldest !== undefined) room.chosen.delete(oldest)
    }
    return answer?.userId === userId ? answer.reply : null
  }

  /** Whether another user has answered a message without a mention meanwhile. */
  settled({ conversationId, senderId, seq, content }: Message): boolean {
    const room = this.#conversations.get(conversationId)
    if (!room) return true
    if (room.kind === 'direct' || mentionsOf(content).some(({ userId }) => userId !== 'all')) return false
    return [...room.people].some(([userId, newest]) => userId !== senderId && newest > seq)
  }

  /** Fills in a line for a user: `{name}` is their name in the script of the line. */
  lineFor(senderId: string, line: string): string {
    const person = this.#people.get(senderId)
    const name = han.test(line) ? person?.name : person?.latinName || person?.name
    return line.replaceAll('{name}', name ?? '')
  }

  #heard({ content, conversationId, senderId }: Message, room: BotConversation): Heard {
    const text = plain(content)
    const group = this.#groups.get(conversationId) ?? null
    // A text without letters takes the language of the message before it.
    const chinese = !letters.test(text) && this.#speaksChinese(senderId)
    return { text: chinese ? `${text}呀` : text, mentioned: false, group, direct: room.kind === 'direct' }
  }

  #speaksChinese(userId: string): boolean {
    const known = this.#languages.get(userId)
    return known?.chinese ?? han.test(this.#people.get(userId)?.name ?? this.#company.name)
  }
}

function mentionsOf(content: Message['content']): Mention[] {
  return content.type === 'text' && 'mentions' in content ? (content.mentions as Mention[]) : []
}

function plain(content: Message['content']): string {
  let text = content.type === 'text' && 'text' in content ? String(content.text) : ''
  for (const { offset, length } of mentionsOf(content).toSorted((a, b) => b.offset - a.offset)) {
    text = `${text.slice(0, offset)} ${text.slice(offset + length)}`
  }
  return text.replace(address, ' ').trim()
}

function first(bot: DemoBot, heard: Heard): DemoBotReply | null {
  return bot.replies.find(reply => holds(reply, heard)) ?? null
}

/**
 * Picks a bot by its best match: a line for this group, then for this subject, then any. What is no question and
 * matches no subject is read, and answered by nobody.
 */
function choose(
  room: BotConversation,
  heard: Heard,
  { conversationId, seq }: Message,
  scripted: ReadonlySet<string>,
): Answer | null {
  const known = [...room.bots].filter(([userId]) => scripted.has(userId))
  const answers = (known.length > 0 ? known : [...room.bots]).flatMap(([userId, bot]) => {
    const overheard = first(bot, heard)
    const reply = overheard ?? first(bot, { ...heard, mentioned: true })
    if (!reply) return []
    const subject = reply.when.matches !== undefined && reply.when.matches !== topic.han
    return { userId, reply, rank: overheard ? 2 : subject ? 1 : 0 }
  })
  const rank = Math.max(...answers.map(answer => answer.rank))
  if (rank < 1 && !question.test(heard.text)) return null
  const best = answers.filter(answer => answer.rank === rank).sort((a, b) => (a.userId < b.userId ? -1 : 1))
  let hash = seq
  for (const char of conversationId) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 1_000_003
  return best[hash % best.length] ?? null
}

/** Whether all conditions of a reply hold. */
export function holds({ when }: DemoBotReply, heard: Heard): boolean {
  if (when.direct && !heard.direct) return false
  if (when.mentioned && !(heard.mentioned && !heard.direct)) return false
  if (when.group !== undefined && when.group !== heard.group) return false
  if (!when.direct && !when.mentioned && when.group === undefined) return false
  return when.matches === undefined || new RegExp(when.matches, 'iu').test(heard.text)
}
