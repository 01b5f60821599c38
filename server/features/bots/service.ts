import { randomUUID } from 'node:crypto'
import {
  type Attributes,
  type BotManifest,
  type Conversation,
  type FileRef,
  isContent,
  type Message,
  ProtocolError,
} from '@lianqun/protocol'
import type { BotContent } from '../../../protocol/http/bots.ts'
import { Buckets, requireTokens } from '../../core/rate-limits.ts'
import type { Services } from '../../core/services.ts'
import type { Reader } from '../../storage/database.ts'
import { conversationLocks, userLocks } from '../../storage/lock.ts'
import { toConversation } from '../../storage/rows.ts'
import { postCard, updateCard } from '../cards/index.ts'
import { addMembers, createGroup, direct, requireMember } from '../conversations/index.ts'
import type { FileKeeper } from '../files/index.ts'
import { requireMaySend } from '../groups/index.ts'
import {
  changeMessage,
  type MessageCommits,
  reactToMessage,
  readHistory,
  readThread,
  recallEverywhere,
  seenMessage,
} from '../messages/index.ts'
import { mayBecome, requireMayChange, type Said, saidBy } from './contents.ts'
import {
  botOfToken,
  conversationIdsOf,
  joinBot,
  leaveBot,
  manifestOf,
  requireScope,
  scopesOf,
  setManifest,
} from './domain.ts'
import { type GivenFace, giveFace } from './faces.ts'
import { requireNoLoop } from './loops.ts'
import { BotPrompts } from './prompts.ts'
import type { BotRow } from './tables.ts'

export interface BotServiceParts {
  files: FileKeeper
  commits: MessageCommits
  /** Most members of a group. */
  maxMembers: number
}

/** What a bot sends. */
export interface BotMessage {
  conversationId: string
  content: BotContent
  replyTo?: number | undefined
  clientId?: string | undefined
  growing?: boolean | undefined
  /** What another system's card looked like there, as JSON: kept with the card. */
  original?: string | undefined
}

/** Which messages a bot reads. */
interface BotHistory {
  conversationId: string
  before?: number | undefined
  after?: number | undefined
  limit: number
  visibleTo?: string | undefined
}

/** What bots do, whatever they speak: our own API, and the words of others, call this and nothing beside it. */
export class BotService {
  /** What they show to one person alone. */
  readonly prompts: BotPrompts
  readonly #services: Services
  readonly #parts: BotServiceParts
  readonly #requests: Buckets
  readonly #sends: Buckets
  /** All who look at a card at once have a face each. */
  readonly #faces = new Buckets(10, 200)

  constructor(services: Services, parts: BotServiceParts) {
    this.#services = services
    this.#parts = parts
    this.prompts = new BotPrompts(services)
    const { limits } = services
    this.#requests = new Buckets(limits.botRequestsPerSecond, limits.botRequestBurst)
    this.#sends = new Buckets(limits.botSendsPerSecond, limits.botSendBurst)
  }

  #read<T>(fn: (db: Reader) => Promise<T>): Promise<T> {
    return this.#services.store.read(fn)
  }

  /** The bot of a token, and one of its requests. @throws unauthenticated, forbidden, rate_limited */
  async authenticate(token: string): Promise<BotRow> {
    const bot = await this.#read(db => botOfToken(db, token))
    if (this.#services.limits.rate) requireTokens(this.#requests.take(bot.id))
    return bot
  }

  // Conversations and people

  /** The conversations that a bot is in, by id, after one of them (exclusive). */
  async conversations(bot: BotRow, { after = '', limit }: { after?: string | undefined; limit: number }) {
    const rows = await this.#read(db =>
      db
        .selectFrom('conversations')
        .innerJoin('members', 'members.conversation_id', 'conversations.id')
        .selectAll('conversations')
        .where('members.user_id', '=', bot.id)
        .where('members.joined', '=', 1)
        .where('conversations.id', '>', after)
        .orderBy('conversations.id')
        .limit(limit + 1)
        .execute(),
    )
    return { conversations: rows.slice(0, limit).map(toConversation), more: rows.length > limit }
  }

  /** @throws not_member */
  async conversation(bot: BotRow, conversationId: string): Promise<Conversation> {
    return this.#read(async db => {
      await requireMember(db, conversationId, bot.id)
      const row = await db
        .selectFrom('conversations')
        .selectAll()
        .where('id', '=', conversationId)
        .executeTakeFirstOrThrow()
      return toConversation(row)
    })
  }

  /** The conversation of a bot with one person. @throws forbidden without messages.write, not_found */
  async direct(bot: BotRow, userId: string): Promise<Conversation> {
    requireScope(bot, 'messages.write')
    const { id } = await this.#services.write(['directory', ...userLocks([bot.id, userId])], w =>
      direct(w, bot.id, userId),
    )
    return this.conversation(bot, id)
  }

  /** Makes a group of people and a bot. @throws forbidden, not_found, limit_reached, conflict */
  async createGroup(
    bot: BotRow,
    input: { name: string; ownerId: string; userIds: readonly string[]; clientId: string },
  ): Promise<Conversation> {
    requireScope(bot, 'conversations.write')
    const { maxMembers } = this.#parts
    const { persons, limits } = this.#services
    const people = [...new Set([input.ownerId, ...input.userIds])]
    persons.changeMembers(bot.id, Math.max(people.length, limits.membersOfNewGroup))
    // Its own ids beside those of the owner, whose groups it is not to find by them.
    const clientId = `${bot.id} ${input.clientId}`
    const { id } = await this.#services.write(['directory', ...userLocks([...people, bot.id])], w =>
      createGroup(w, { ...input, clientId, actorId: input.ownerId }, maxMembers),
    )
    await this.#services.write(['directory', ...conversationLocks(id, [bot.id, input.ownerId])], w =>
      joinBot(w, { botId: bot.id, conversationId: id, actorId: input.ownerId, made: true }, maxMembers),
    )
    return this.conversation(bot, id)
  }

  /** @throws forbidden, not_member, only_admins, limit_reached, not_found */
  async addMembers(bot: BotRow, conversationId: string, userIds: readonly string[]): Promise<void> {
    requireScope(bot, 'conversations.write')
    this.#services.persons.changeMembers(bot.id, userIds.length)
    await this.#services.write(conversationLocks(conversationId, [...userIds, bot.id]), w =>
      addMembers(w, { conversationId, actorId: bot.id, userIds }, this.#parts.maxMembers),
    )
  }

  /** @throws not_member, forbidden */
  async leave(bot: BotRow, conversationId: string): Promise<void> {
    await this.#services.write(conversationLocks(conversationId, [bot.id]), w =>
      leaveBot(w, { botId: bot.id, conversationId, actorId: bot.id }),
    )
  }

  // Messages

  /** One message: of the bot itself, in a conversation with it alone, or any. @throws not_member, not_found, forbidden */
  async message(bot: BotRow, conversationId: string, seq: number): Promise<Message> {
    const { message } = await this.#read(db => seenMessage(db, { conversationId, seq, userId: bot.id }))
    if (message.senderId !== bot.id && !(await this.isDirect(conversationId))) requireScope(bot, 'messages.read')
    return message
  }

  /** Whether a conversation is one of two. */
  async isDirect(conversationId: string): Promise<boolean> {
    const row = await this.#read(db =>
      db.selectFrom('conversations').select('kind').where('id', '=', conversationId).executeTakeFirst(),
    )
    return row?.kind === 'direct'
  }

  /** Messages, ascending; `visibleTo`: only what that member may see as well. @throws forbidden, not_member */
  async history(bot: BotRow, { visibleTo, ...input }: BotHistory): Promise<{ messages: Message[]; more: boolean }> {
    requireScope(bot, 'messages.read')
    const epoch = this.#services.store.meta('epoch')
    const { page, from } = await this.#read(async db => {
      const other = visibleTo === undefined ? null : await requireMember(db, input.conversationId, visibleTo)
      const page = await readHistory(db, { ...input, userId: bot.id, epoch })
      return { page, from: Number(other?.visible_from ?? 0) }
    })
    const more = input.after === undefined ? page.from > from : page.to < page.head
    return { messages: page.messages.filter(({ seq }) => seq >= from), more }
  }

  /** Replies to the message that began a thread, ascending, after one of them (exclusive). @throws forbidden, not_member, not_found */
  async thread(
    bot: BotRow,
    input: { conversationId: string; seq: number; after: number; limit: number },
  ): Promise<{ messages: Message[]; more: boolean }> {
    if (!(await this.isDirect(input.conversationId))) requireScope(bot, 'messages.read')
    return this.#read(db => readThread(db, { ...input, userId: bot.id }))
  }

  /** Says something. @throws limit_reached where bots answer each other without end, forbidden, not_member, not_found, only_admins, invalid_params, conflict, rate_limited */
  async send(bot: BotRow, input: BotMessage): Promise<Message> {
    requireScope(bot, 'messages.write')
    if (this.#services.limits.rate) requireTokens(this.#sends.take(`${bot.id} ${input.conversationId}`))
    const { conversationId, clientId } = input
    const said = await this.#read(async db => {
      await requireMember(db, conversationId, bot.id)
      // What was said before is answered as it was then, whatever was said since.
      const known = clientId !== undefined && (await sentBefore(db, { senderId: bot.id, clientId, conversationId }))
      if (!known) await requireNoLoop(db, { bot, conversationId, now: Date.now() })
      return saidBy(db, input.content, conversationId)
    })
    const message =
      said.type === 'card' ? await this.#sendCard(bot, input, said) : await this.#sendOther(bot, input, said)
    if (input.growing !== true) return message
    return this.#services.write(`conversation:${conversationId}`, w =>
      changeMessage(w, message, { attributes: { growing: true } }),
    )
  }

  #sendCard(bot: BotRow, input: BotMessage, { card }: Extract<Said, { type: 'card' }>): Promise<Message> {
    const { conversationId, replyTo, clientId, original } = input
    return this.#services.write(conversationLocks(conversationId, [bot.id]), async w => {
      if (clientId !== undefined) {
        const known = await sentBefore(w.db, { senderId: bot.id, clientId, conversationId })
        if (known !== undefined) return known
      }
      const c = await w.conversation(conversationId)
      const member = await requireMember(w.db, conversationId, bot.id)
      requireMaySend(c.row, member, { type: 'card', card }, w.now)
      return postCard(w, c, {
        botId: bot.id,
        card,
        ...(replyTo !== undefined && { replyTo }),
        ...(clientId !== undefined && { clientId }),
        ...(original !== undefined && { original }),
      })
    })
  }

  async #sendOther(bot: BotRow, input: BotMessage, { content }: Extract<Said, { type: 'other' }>): Promise<Message> {
    const { conversationId, replyTo, clientId = randomUUID() } = input
    let outcome: Message | Error | undefined
    await this.#parts.commits.commit(
      [{ conversationId, content: content as never, senderId: bot.id, clientId, replyTo }],
      ([first]) => {
        outcome = first instanceof Error ? first : first?.message
      },
    )
    if (outcome === undefined) throw new ProtocolError('internal')
    if (outcome instanceof Error) throw outcome
    return outcome
  }

  /** Says something else in a message of the bot. @throws forbidden, not_member, not_found, invalid_params */
  async change(
    bot: BotRow,
    input: Pick<BotMessage, 'conversationId' | 'content' | 'growing' | 'original'> & {
      seq: number
      expiresAt?: number
    },
  ): Promise<Message> {
    requireScope(bot, 'messages.write')
    const { conversationId, seq, growing = false, original } = input
    if (this.#services.limits.rate) requireTokens(this.#sends.take(`${bot.id} ${conversationId}`))
    return this.#services.write(`conversation:${conversationId}`, async w => {
      const { message, member } = await seenMessage(w.db, { conversationId, seq, userId: bot.id })
      if (message.senderId !== bot.id) throw new ProtocolError('forbidden')
      const said = await saidBy(w.db, input.content, conversationId)
      if (isContent(message.content, 'recalled')) throw new ProtocolError('not_found')
      if (!mayBecome(message.content, said))
        throw new ProtocolError('invalid_params', {
          field: 'content',
          message: 'A message stays of its kind; only a text may become a card.',
        })
      await requireMayChange(w, member, message.content, said)
      const wasGrowing = message.attributes?.growing === true
      const edited = { at: w.now, count: (message.attributes?.edited?.count ?? 0) + 1 }
      const attributes: { [K in keyof Attributes]: Attributes[K] | undefined } = {
        growing: growing ? true : undefined,
        ...(!growing && !wasGrowing && said.type === 'other' && { edited }),
      }
      if (said.type === 'other') return changeMessage(w, message, { content: said.content, attributes })
      const before = wasGrowing === growing ? message : await changeMessage(w, message, { attributes })
      return updateCard(w, before, said.card, {
        ownerId: bot.id,
        ...(original !== undefined && { original }),
        ...(input.expiresAt !== undefined && { expiresAt: input.expiresAt }),
      })
    })
  }

  /** Gives a card of the bot a face that one member alone sees. @throws as `giveFace`, rate_limited */
  async putFace(bot: BotRow, face: GivenFace): Promise<{ version: number; face: number }> {
    requireScope(bot, 'messages.write')
    if (this.#services.limits.rate) requireTokens(this.#faces.take(`${bot.id} ${face.conversationId}`))
    return giveFace(this.#services, bot, face)
  }

  /** Recalls a message of the bot, at any time. @throws forbidden, not_member, not_found */
  async recall(bot: BotRow, conversationId: string, seq: number): Promise<void> {
    requireScope(bot, 'messages.write')
    const on = { conversationId, seq, userId: bot.id }
    await recallEverywhere(this.#services, on, Number.POSITIVE_INFINITY)
  }

  /** @throws forbidden, not_member, not_found, limit_reached */
  async react(bot: BotRow, on: { conversationId: string; seq: number; emoji: string; on: boolean }): Promise<Message> {
    requireScope(bot, 'messages.write')
    return this.#services.write(`conversation:${on.conversationId}`, w => reactToMessage(w, { ...on, userId: bot.id }))
  }

  /** What a link of a message leads to. @throws not_member, not_found, forbidden for a host that is not the bot's */
  async preview(
    bot: BotRow,
    on: { conversationId: string; seq: number },
    preview: { url: string; title: string; description?: string | undefined; siteName?: string | undefined },
  ): Promise<void> {
    const { unfurlHosts } = manifestOf(bot)
    const address = URL.parse(preview.url)
    if (!/^https?:$/.test(address?.protocol ?? '') || !unfurlHosts.includes(address?.hostname ?? ''))
      throw new ProtocolError('forbidden', { field: 'url', message: 'The manifest does not name this host.' })
    await this.#services.write(`conversation:${on.conversationId}`, async w => {
      const { message } = await seenMessage(w.db, { ...on, userId: bot.id })
      if (
        message.attributes?.preview?.removed ||
        !JSON.stringify(message.content).includes(JSON.stringify(preview.url).slice(1, -1))
      )
        throw new ProtocolError('not_found', { field: 'url' })
      const { url, title, description, siteName } = preview
      const shown = {
        url,
        title,
        ...(description !== undefined && { description }),
        ...(siteName !== undefined && { siteName }),
      }
      await changeMessage(w, message, { attributes: { preview: shown } })
    })
  }

  /** Makes a file for a message of the bot. @throws forbidden, too_large, storage_full */
  addFile(bot: BotRow, bytes: Uint8Array, name: string): Promise<FileRef> {
    requireScope(bot, 'files')
    return this.#parts.files.addBytes(bytes, { name, uploaderId: bot.id, uploaded: true })
  }

  /** @throws conflict */
  setManifest(bot: BotRow, manifest: BotManifest): Promise<void> {
    return this.#services.write([`bot:${bot.id}`], w => setManifest(w, bot, manifest))
  }

  /** Whether a bot and a person are in a conversation together. */
  async knows(bot: BotRow, userId: string): Promise<boolean> {
    if (scopesOf(bot).includes('directory.read')) return true
    return this.#read(async db => {
      const ids = await conversationIdsOf(db, bot.id)
      if (ids.length === 0) return false
      const row = await db
        .selectFrom('members')
        .select('user_id')
        .where('user_id', '=', userId)
        .where('joined', '=', 1)
        .where('conversation_id', 'in', ids.slice(0, 5_000))
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    })
  }
}

/** @throws conflict where it was sent to another conversation */
async function sentBefore(
  db: Reader,
  { senderId, clientId, conversationId }: { senderId: string; clientId: string; conversationId: string },
): Promise<Message | undefined> {
  const row = await db
    .selectFrom('messages')
    .select(['conversation_id', 'seq'])
    .where('sender_id', '=', senderId)
    .where('client_id', '=', clientId)
    .executeTakeFirst()
  if (row === undefined) return undefined
  if (row.conversation_id !== conversationId) throw new ProtocolError('conflict', { field: 'clientId' })
  const on = { conversationId, seq: Number(row.seq), userId: senderId }
  return (await seenMessage(db, on)).message
}
