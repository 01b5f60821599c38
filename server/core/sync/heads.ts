import { type ConversationHead, type HeadsPage, headHash } from '@lianqun/protocol'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'
import { toConversation, toMembership, toMessage } from '../../storage/rows.ts'
import type { ConversationRow, MemberRow, MessageRow } from '../../storage/tables.ts'
import { fitting } from './fitting.ts'

const maxMentions = 20

/** The heads of conversations for a user, in the given order, without those the user is not a member of. */
export async function readHeads(db: Reader, userId: string, ids: readonly string[]): Promise<ConversationHead[]> {
  if (ids.length === 0) return []
  const conversations = await db.selectFrom('conversations').selectAll().where('id', 'in', idList(ids)).execute()
  const members = await db
    .selectFrom('members')
    .selectAll()
    .where('user_id', '=', userId)
    .where('conversation_id', 'in', idList(ids))
    .where('joined', '=', 1)
    .execute()
  const messages = await db
    .selectFrom('messages')
    .innerJoin('conversations', join =>
      join
        .onRef('conversations.id', '=', 'messages.conversation_id')
        .onRef('conversations.last_seq', '=', 'messages.seq'),
    )
    .selectAll('messages')
    .where('conversations.id', 'in', idList(ids))
    .execute()
  const mentions = await readMentions(db, userId, ids)
  const byId = new Map<string, ConversationRow>(conversations.map(row => [row.id, row]))
  const memberOf = new Map<string, MemberRow>(members.map(row => [row.conversation_id, row]))
  const lastOf = new Map<string, MessageRow>(messages.map(row => [row.conversation_id, row]))
  return ids.flatMap(id => {
    const row = byId.get(id)
    const member = memberOf.get(id)
    if (!row || !member) return []
    const last = lastOf.get(id)
    return {
      conversation: toConversation(row),
      membership: toMembership(member),
      revision: Number(row.head),
      lastOrdinal: Number(row.last_ordinal),
      lastMessage: last ? toMessage(last) : null,
      mentionSeqs: mentions.get(id) ?? [],
    }
  })
}

/** Seqs of unread messages that mention the user, newest first. */
async function readMentions(db: Reader, userId: string, ids: readonly string[]): Promise<Map<string, number[]>> {
  const rows = await db
    .selectFrom('mentions')
    .innerJoin('members', join =>
      join
        .onRef('members.conversation_id', '=', 'mentions.conversation_id')
        .on('members.user_id', '=', userId)
        .onRef('mentions.seq', '>', 'members.read_seq')
        .onRef('mentions.seq', '>=', 'members.visible_from'),
    )
    .select(['mentions.conversation_id as id', 'mentions.seq'])
    .distinct()
    .where('mentions.conversation_id', 'in', idList(ids))
    .where('mentions.user_id', 'in', [userId, 'all'])
    .where('mentions.sender_id', '!=', userId)
    .orderBy('mentions.seq', 'desc')
    .execute()
  const found = new Map<string, number[]>()
  for (const row of rows) {
    const seqs = found.get(row.id)
    if (!seqs) found.set(row.id, [Number(row.seq)])
    else if (seqs.length < maxMentions) seqs.push(Number(row.seq))
  }
  return found
}

const fromTheStart = { commitSeq: -1, id: '' }

/**
 * Parses a heads cursor: the commit counter and the conversation after which the next page begins. One of another
 * epoch, or of commits that this database never saw, begins from the start: the heads then tell the client where it
 * is ahead.
 */
async function parseCursor(
  db: Reader,
  cursor: string | null,
  epoch: string,
): Promise<{ commitSeq: number; id: string }> {
  const match = /^([\w-]+)\.(\d{1,15})\.([\w-]*)$/.exec(cursor ?? '')
  if (match?.[1] !== epoch) return fromTheStart
  const commitSeq = Number(match[2])
  const last = await db.selectFrom('counters').select('value').where('name', '=', 'commit_seq').executeTakeFirst()
  if (commitSeq > Number(last?.value ?? 0)) return fromTheStart
  return { commitSeq, id: match[3] ?? '' }
}

/** The heads of the user's conversations that changed after a cursor, oldest change first. */
export async function readHeadsPage(
  db: Reader,
  input: { userId: string; epoch: string; cursor: string | null; limit: number },
): Promise<HeadsPage> {
  const { commitSeq, id } = await parseCursor(db, input.cursor, input.epoch)
  const all = await db
    .selectFrom('members')
    .innerJoin('conversations', 'conversations.id', 'members.conversation_id')
    .select(['conversations.id', 'conversations.commit_seq'])
    .where('members.user_id', '=', input.userId)
    .where('members.joined', '=', 1)
    .where(eb =>
      eb.or([
        eb('conversations.commit_seq', '>', commitSeq),
        eb.and([eb('conversations.commit_seq', '=', commitSeq), eb('conversations.id', '>', id)]),
      ]),
    )
    .orderBy('conversations.commit_seq')
    .orderBy('conversations.id')
    .execute()
  const page = all.slice(0, input.limit)
  const heads = await readHeads(
    db,
    input.userId,
    page.map(row => row.id),
  )
  const count = fitting(heads)
  const last = page[count - 1]
  const cursor = last
    ? `${input.epoch}.${last.commit_seq}.${last.id}`
    : `${input.epoch}.${Math.max(commitSeq, 0)}.${id}`
  const remaining = all.length - count
  return { epoch: input.epoch, heads: heads.slice(0, count), cursor, more: remaining > 0, remaining }
}

/** The ids of the conversations that a user is a member of. */
export async function readConversationIds(db: Reader, userId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('members')
    .select('conversation_id')
    .where('user_id', '=', userId)
    .where('joined', '=', 1)
    .execute()
  return rows.map(row => row.conversation_id)
}

/** The digest of all heads of a user's conversations, and the ids of those conversations. */
export interface Digest {
  count: number
  hash: number
  ids: string[]
}

export async function readDigest(db: Reader, userId: string): Promise<Digest> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('conversations', 'conversations.id', 'members.conversation_id')
    .select(['conversations.id', 'conversations.head'])
    .where('members.user_id', '=', userId)
    .where('members.joined', '=', 1)
    .execute()
  let hash = 0
  for (const row of rows) hash ^= headHash(row.id, Number(row.head))
  return { count: rows.length, hash: hash >>> 0, ids: rows.map(row => row.id) }
}
