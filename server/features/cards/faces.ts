import { type Card, type CardFace, isContent, type Message, ProtocolError, writtenCardSchema } from '@lianqun/protocol'
import { parseInput } from '../../core/parse.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { withFiles } from './known-files.ts'
import { type CardSecret, type CardSecrets, sealCard } from './seal.ts'
import type { CardFaceRow } from './tables.ts'

/*
 * Faces of cards: what one person alone has of a card, as `refresh` of Universal Actions asks for it:
 * https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#refresh-mechanism
 */

/** In a conversation of more, only those whom a card names have faces of their own, as in Teams. */
const mostMembers = 60

interface Place {
  conversationId: string
  seq: number
  userId: string
}

/** What whoever made a card is asked for a face by. */
export interface FaceAsk extends Place {
  version: number
  secret: CardSecret
}

/** A message that a person sees. */
interface Shown {
  message: Message
  userId: string
}

/** The card of a message with the action that asks for a face; null: it has none for this person. */
async function askable(
  db: Reader,
  { message, userId }: Shown,
): Promise<{ card: Card; version: number; actionId: string } | null> {
  const { content, conversationId } = message
  if (!isContent(content, 'card')) return null
  const card = content.card as Card
  const { action, userIds } = card.refresh ?? {}
  if (action?.id === undefined) return null
  const has = userIds?.includes(userId) ?? (await membersOf(db, conversationId)) <= mostMembers
  return has ? { card, version: content.version ?? 1, actionId: action.id } : null
}

async function membersOf(db: Reader, conversationId: string): Promise<number> {
  const row = await db
    .selectFrom('conversations')
    .select('member_count')
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow()
  return Number(row.member_count)
}

const timeOf = (expires: string | undefined): number | null => {
  const time = Date.parse(expires ?? '')
  // One before all times that clients know is over as any other is.
  return Number.isNaN(time) ? null : Math.max(0, time)
}

async function rowOf(db: Reader, { conversationId, seq, userId }: Place): Promise<CardFaceRow | undefined> {
  return db
    .selectFrom('card_faces')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('seq', '=', seq)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/** A face as its person gets it. */
function faceOf({ card, number, expires_at }: CardFaceRow): CardFace | null {
  if (card === null) return null
  const expiresAt = expires_at === null ? {} : { expiresAt: Number(expires_at) }
  return { number: Number(number), card: JSON.parse(card) as Card, ...expiresAt }
}

/** The face that a person has of a card, and whether another one is to be asked for. @throws conflict for another version */
export async function readFace(
  db: Reader,
  shown: Shown,
  { version, now }: { version: number; now: number },
): Promise<{ face: CardFace | null; asks: boolean }> {
  const found = await askable(db, shown)
  if (found === null) return { face: null, asks: false }
  if (found.version !== version) throw new ProtocolError('conflict', { field: 'version' })
  const row = await rowOf(db, { ...shown.message, userId: shown.userId })
  if (row === undefined || Number(row.version) !== version) return { face: null, asks: true }
  const expiresAt = row.expires_at === null ? timeOf(found.card.refresh?.expires) : Number(row.expires_at)
  // A face that has expired is asked for once: the one that was there is shown until another comes.
  return { face: faceOf(row), asks: expiresAt !== null && expiresAt <= now && Number(row.asked_at) < expiresAt }
}

/**
 * Notes that a person asks for a face. Null: it was asked for meanwhile, or nobody can be. `secrets`: of the card.
 * @throws conflict for another version
 */
export async function noteAsked(
  w: Writer,
  shown: Shown,
  { version, secrets }: { version: number; secrets: CardSecrets },
): Promise<FaceAsk | null> {
  const { asks, face } = await readFace(w.db, shown, { version, now: w.now })
  const secret = asks ? secrets[(await askable(w.db, shown))?.actionId ?? ''] : undefined
  if (secret === undefined) return null
  const { conversationId, seq } = shown.message
  const kept = { version, asked_at: w.now }
  const none = { number: 0, card: null, secrets: '{}', expires_at: null }
  await w.db
    .insertInto('card_faces')
    .values({ conversation_id: conversationId, seq, user_id: shown.userId, ...kept, ...none })
    .onConflict(on =>
      on.columns(['conversation_id', 'seq', 'user_id']).doUpdateSet({ ...kept, ...(face === null && none) }),
    )
    .execute()
  return { conversationId, seq, userId: shown.userId, version, secret }
}

/** Gives a person a face of a card. @throws not_found where it has none for them, conflict, invalid_params */
export async function putFace(
  w: Writer,
  shown: Shown,
  { card, version }: { card: Card; version?: number | undefined },
): Promise<{ version: number; face: CardFace }> {
  const found = await askable(w.db, shown)
  if (found === null)
    throw new ProtocolError('not_found', { message: 'This card has no refresh for this person, or is no card.' })
  if (version !== undefined && version !== found.version) throw new ProtocolError('conflict', { field: 'version' })
  const { refresh, ...written } = parseInput(writtenCardSchema, card, 'card')
  const sealed = sealCard(withFiles(written, found.card))
  const before = await rowOf(w.db, { ...shown.message, userId: shown.userId })
  const number = before !== undefined && Number(before.version) === found.version ? Number(before.number) + 1 : 1
  const row: CardFaceRow = {
    conversation_id: shown.message.conversationId,
    seq: shown.message.seq,
    user_id: shown.userId,
    version: found.version,
    asked_at: w.now,
    number,
    card: JSON.stringify(sealed.card),
    secrets: JSON.stringify(sealed.secrets),
    expires_at: timeOf(refresh?.expires),
  }
  await w.db
    .insertInto('card_faces')
    .values(row)
    .onConflict(on => on.columns(['conversation_id', 'seq', 'user_id']).doUpdateSet(row))
    .execute()
  return { version: found.version, face: faceOf(row) as CardFace }
}

/** The face on which a person did something. @throws conflict where they have another one by now */
export async function faceSeen(
  db: Reader,
  on: Place & { version: number; face: number },
): Promise<{ card: Card; secrets: CardSecrets }> {
  const row = await rowOf(db, on)
  if (row === undefined || row.card === null || Number(row.version) !== on.version || Number(row.number) !== on.face)
    throw new ProtocolError('conflict', { field: 'face', message: 'The card has changed meanwhile. Look at it again.' })
  return { card: JSON.parse(row.card) as Card, secrets: JSON.parse(row.secrets) as CardSecrets }
}

/** Forgets the faces of a card that is another now. */
export async function forgetFaces(w: Writer, { conversationId, seq }: Omit<Place, 'userId'>): Promise<void> {
  await w.db.deleteFrom('card_faces').where('conversation_id', '=', conversationId).where('seq', '=', seq).execute()
}
