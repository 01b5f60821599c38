import { type ConversationHead, digestOfHeads, type HeadsDigest, type HeadsPage } from '@lianqun/protocol'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'
import { toConversation, toMembership, toMessage } from '../../storage/rows.ts'
import type { Horizon } from '../../storage/store.ts'
import type { ConversationRow, MemberRow, MessageRow } from '../../storage/tables.ts'
import type { RoomRow } from '../hub/rooms.ts'
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

/** The head of a conversation for a user, with the revision of the last joining or leaving; null: they are no member. */
export async function readHead(
  db: Reader,
  userId: string,
  id: string,
): Promise<{ head: ConversationHead; membersAt: number } | null> {
  const [head] = await readHeads(db, userId, [id])
  if (head === undefined) return null
  const row = await db.selectFrom('conversations').select('members_revision').where('id', '=', id).executeTakeFirst()
  return { head, membersAt: Number(row?.members_revision ?? 0) }
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

/**
 * Where a walk over the heads is: behind this conversation at this position of `moves`. `floor`: the walk has passed what
 * was settled when it began; where it ends, the next one begins there.
 */
interface Place {
  position: number
  id: string
  floor?: number
}

const fromTheStart: Place = { position: -1, id: '' }

/**
 * Parses a heads cursor. One of another epoch, or of commits that this database never saw, begins from the start: the
 * heads then tell the client where it is ahead.
 */
function parseCursor(cursor: string | null, epoch: string, { newest }: Horizon): Place {
  const match = /^([\w-]+)\.(\d{1,15})\.([\w-]*)(?:\.(\d{1,15}))?$/.exec(cursor ?? '')
  if (match?.[1] !== epoch) return fromTheStart
  const position = Number(match[2])
  if (position > newest) return fromTheStart
  const place = { position, id: match[3] ?? '' }
  return match[4] === undefined ? place : { ...place, floor: Number(match[4]) }
}

function formatCursor(epoch: string, { position, id, floor }: Place): string {
  return `${epoch}.${Math.max(position, 0)}.${id}${floor === undefined ? '' : `.${floor}`}`
}

/** Where a walk begins or goes on. */
interface Walk {
  epoch: string
  cursor: string | null
  horizon: Horizon
}

/** The page of a walk for which nothing has moved, of whose conversations `newest` moved last; null where something may have. */
export function nothingMoved(walk: Walk, newest: number): HeadsPage | null {
  const start = parseCursor(walk.cursor, walk.epoch, walk.horizon)
  return newest < start.position ? pageFrom(walk, start, { heads: [], last: undefined, remaining: 0 }) : null
}

/** The heads of the user's conversations that changed after a cursor, oldest change first. */
export async function readHeadsPage(db: Reader, input: Walk & { userId: string; limit: number }): Promise<HeadsPage> {
  const { userId, limit } = input
  const start = parseCursor(input.cursor, input.epoch, input.horizon)
  const moved = db
    .selectFrom('members')
    .innerJoin('moves', 'moves.conversation_id', 'members.conversation_id')
    .where('members.user_id', '=', userId)
    .where('members.joined', '=', 1)
    .where(eb =>
      eb.or([
        eb('moves.position', '>', start.position),
        eb.and([eb('moves.position', '=', start.position), eb('moves.conversation_id', '>', start.id)]),
      ]),
    )
  const found = await moved
    .select(['moves.conversation_id as id', 'moves.position'])
    .orderBy('moves.position')
    .orderBy('moves.conversation_id')
    .limit(limit + 1)
    .execute()
  const page = found.slice(0, limit)
  // Who is in very many conversations asks page by page, and all of them are not read each time.
  const counted =
    found.length <= limit ? null : await moved.select(eb => eb.fn.countAll().as('count')).executeTakeFirst()
  const all = Number(counted?.count ?? found.length)
  const heads = await readHeads(
    db,
    userId,
    page.map(row => row.id),
  )
  const count = fitting(heads)
  const last = page[count - 1]
  return pageFrom(input, start, { heads: heads.slice(0, count), last, remaining: all - count })
}

/** `last`: where the last of its heads moved. */
function pageFrom(
  { epoch, horizon }: Walk,
  start: Place,
  { heads, last, remaining }: Pick<HeadsPage, 'heads' | 'remaining'> & { last: Place | undefined },
): HeadsPage {
  const end = last === undefined ? start : { position: Number(last.position), id: last.id }
  const floor = start.floor ?? horizon.settled
  const place = end.position < floor ? end : remaining > 0 ? { ...end, floor } : { position: floor, id: '' }
  return { epoch, heads, cursor: formatCursor(epoch, place), more: remaining > 0, remaining }
}

/** Of each of these users, where the last of their conversations to move did; without those who have none. */
export async function readNewest(db: Reader, userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('moves', 'moves.conversation_id', 'members.conversation_id')
    .select(['members.user_id', eb => eb.fn.max<number>('moves.position').as('position')])
    .where('members.user_id', 'in', idList(userIds))
    .where('members.joined', '=', 1)
    .groupBy('members.user_id')
    .execute()
  return new Map(rows.map(row => [row.user_id, Number(row.position)]))
}

/** The conversations that each of these users is a member of, with their heads; without those who are in none. */
export async function readRooms(db: Reader, userIds: readonly string[]): Promise<ReadonlyMap<string, RoomRow[]>> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('conversations', 'conversations.id', 'members.conversation_id')
    .select([
      'conversations.id',
      'conversations.head',
      'conversations.members_revision',
      'members.user_id',
      'members.visible_from',
    ])
    .where('members.user_id', 'in', idList(userIds))
    .where('members.joined', '=', 1)
    .execute()
  const rooms = new Map<string, RoomRow[]>()
  for (const row of rows) {
    const room = {
      id: row.id,
      head: Number(row.head),
      membersAt: Number(row.members_revision),
      visibleFrom: Number(row.visible_from),
    }
    const known = rooms.get(row.user_id)
    if (known) known.push(room)
    else rooms.set(row.user_id, [room])
  }
  return rooms
}

/** The digests of all heads of the conversations of users. */
export async function readDigests(db: Reader, userIds: readonly string[]): Promise<(userId: string) => HeadsDigest> {
  const rooms = await readRooms(db, userIds)
  return userId => digestOfHeads((rooms.get(userId) ?? []).map(({ id, head }) => [id, head]))
}

/** The members of a conversation, and the revision of the last joining or leaving. */
export async function readMembers(
  db: Reader,
  id: string,
): Promise<{ members: Map<string, number>; membersAt: number }> {
  const row = await db.selectFrom('conversations').select('members_revision').where('id', '=', id).executeTakeFirst()
  const rows = await db
    .selectFrom('members')
    .select(['user_id', 'visible_from'])
    .where('conversation_id', '=', id)
    .where('joined', '=', 1)
    .execute()
  return {
    members: new Map(rows.map(member => [member.user_id, Number(member.visible_from)])),
    membersAt: Number(row?.members_revision ?? 0),
  }
}
