import {
  type Card,
  type ContentOf,
  contentFiles,
  isContent,
  type Message,
  ProtocolError,
  visitWhole,
  writtenCardSchema,
} from '@lianqun/protocol'
import { parseInput } from '../../core/parse.ts'
import type { ConversationWriter, Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { addMessage, requireMember } from '../conversations/index.ts'
import { changeMessage, countReplies, seenMessage, writeMentions } from '../messages/index.ts'
import { forgetFaces } from './faces.ts'
import { withFiles } from './known-files.ts'
import { type CardSecrets, type OwnAction, sealCard } from './seal.ts'
import type { CardRow } from './tables.ts'

/** A card that a bot posts. Its lock and that of the conversation are held. */
export interface PostedCard {
  botId: string
  card: Card
  /** Now, unless it is given, milliseconds. */
  sentAt?: number
  /** From then on nothing can be done on it, milliseconds. */
  expiresAt?: number
  /** The message that it replies to. */
  replyTo?: number
  /** Under which its sender finds it again. */
  clientId?: string
  /** What it was written as in the words of another system, as JSON. */
  original?: string
  /** Buttons that the server itself answers. */
  own?: readonly OwnAction[]
}

/** Posts a card as the next message of a conversation. @throws invalid_params, not_member */
export async function postCard(
  w: Writer,
  c: ConversationWriter,
  { card, expiresAt, own, original, ...by }: PostedCard,
): Promise<Message> {
  const sealed = sealCard(withFiles(parseInput(writtenCardSchema, card, 'card'), null), own)
  const content: ContentOf<'card'> = {
    type: 'card',
    card: sealed.card,
    version: 1,
    ...(expiresAt !== undefined && { expiresAt }),
  }
  const message = await postContent(w, c, { ...by, content })
  await w.db
    .insertInto('cards')
    .values({
      conversation_id: c.row.id,
      seq: message.seq,
      owner_id: by.botId,
      secrets: JSON.stringify(sealed.secrets),
      original: original ?? null,
    })
    .execute()
  enqueuePictures(w, message)
  return message
}

interface PostedContent extends Pick<PostedCard, 'botId' | 'sentAt' | 'replyTo' | 'clientId'> {
  content: Message['content']
}

/** Posts anything that a bot says, and marks it as read by the bot. @throws not_member, not_found for what it replies to */
export async function postContent(
  w: Writer,
  c: ConversationWriter,
  { botId, content, sentAt = w.now, replyTo, clientId }: PostedContent,
): Promise<Message> {
  const member = await requireMember(w.db, c.row.id, botId)
  const thread =
    replyTo === undefined ? undefined : await threadOf(w.db, { conversationId: c.row.id, seq: replyTo, userId: botId })
  const message = await addMessage(w, c, {
    senderId: botId,
    sentAt,
    content,
    ...(thread !== undefined && replyTo !== undefined && { attributes: { replyTo, thread } }),
    ...(clientId !== undefined && { client: { id: clientId, hash: '' } }),
  })
  if (thread !== undefined) await countReplies(w, c.row.id, thread)
  await writeMentions(w, message)
  await addFileRefs(w, message)
  await w.saveMembership({ ...member, read_seq: message.seq, read_ordinal: message.ordinal, last_sent_at: sentAt })
  return message
}

/**
 * Gives the card of a message another face: the same message, with the next version. What it loses is forgotten. With
 * `ownerId` a message that is no card becomes one of theirs. @throws invalid_params, not_found when it is no card
 */
export async function updateCard(
  w: Writer,
  message: Message,
  card: Card,
  options: Pick<PostedCard, 'expiresAt' | 'own' | 'original'> & { ownerId?: string } = {},
): Promise<Message> {
  const before = isContent(message.content, 'card') ? message.content : null
  if (before === null && options.ownerId === undefined) throw new ProtocolError('not_found')
  const sealed = sealCard(withFiles(parseInput(writtenCardSchema, card, 'card'), before?.card ?? null), options.own)
  const content: ContentOf<'card'> = {
    type: 'card',
    card: sealed.card,
    version: before === null ? 1 : (before.version ?? 1) + 1,
    ...(options.expiresAt !== undefined && { expiresAt: options.expiresAt }),
  }
  const changed = await changeMessage(w, message, { content })
  const kept = {
    secrets: JSON.stringify(sealed.secrets),
    ...(options.original !== undefined && { original: options.original }),
  }
  const { conversationId: conversation_id, seq } = message
  if (before === null)
    await w.db
      .insertInto('cards')
      .values({ conversation_id, seq, owner_id: options.ownerId ?? '', original: null, ...kept })
      .execute()
  else
    await w.db
      .updateTable('cards')
      .set(kept)
      .where('conversation_id', '=', conversation_id)
      .where('seq', '=', seq)
      .execute()
  if (before?.card.refresh !== undefined) await forgetFaces(w, message)
  await addFileRefs(w, changed)
  enqueuePictures(w, changed)
  return changed
}

/** Lets whoever may see a message load the files that it shows. */
export async function addFileRefs(w: Writer, { conversationId, seq, content }: Message): Promise<void> {
  const ids = [...new Set(contentFiles(content).map(({ id }) => id))]
  if (ids.length === 0) return
  await w.db
    .insertInto('file_refs')
    .values(ids.map(file_id => ({ conversation_id: conversationId, seq, file_id })))
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

function enqueuePictures(w: Writer, { conversationId, seq, senderId, content }: Message): void {
  if (!isContent(content, 'card')) return
  let missing = false
  visitWhole(content.card, ({ type, file, url }) => {
    if (type === 'Image' && file === undefined && typeof url === 'string') missing = true
  })
  if (missing)
    w.enqueue([
      { kind: 'cardPictures', key: `${conversationId} ${seq}`, lane: senderId, payload: { conversationId, seq } },
    ])
}

/** The message that began the thread of one that is replied to. @throws not_found */
async function threadOf(db: Reader, on: { conversationId: string; seq: number; userId: string }): Promise<number> {
  const { message } = await seenMessage(db, on)
  return message.attributes?.thread ?? message.seq
}

/** Who made the card of a message, and what its actions mean. */
export async function readCardRow(
  db: Reader,
  { conversationId, seq }: Pick<Message, 'conversationId' | 'seq'>,
): Promise<{ ownerId: string; secrets: CardSecrets; original: string | null } | null> {
  const row: CardRow | undefined = await db
    .selectFrom('cards')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row === undefined
    ? null
    : {
        ownerId: row.owner_id,
        secrets: JSON.parse(row.secrets) as CardSecrets,
        original: row.original,
      }
}
