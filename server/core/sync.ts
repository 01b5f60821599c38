import {
  type Change,
  type ChangesPage,
  type ConversationHead,
  type Employee,
  type HeadsPage,
  type HistoryPage,
  headHash,
  type Message,
  type Scope,
  scopeConversation,
} from '@lianqun/protocol'
import { sql } from 'kysely'
import { requireMember } from '../features/me/domain.ts'
import {
  parseIds,
  toApp,
  toConversation,
  toDepartment,
  toEmployee,
  toMember,
  toMembership,
  toMessage,
} from '../storage/rows.ts'
import type { Reader } from '../storage/sqlite/store.ts'
import type { ConversationRow, MemberRow, MessageRow } from '../storage/tables.ts'

/** Pages end here even when their limit is not reached, so that no frame comes near `limits.frameBytes`. */
const pageChars = 240_000
const maxMentions = 20

/** The longest beginning of a list that fits a page, at least one. */
function fitting<T>(list: readonly T[]): number {
  let size = 0
  for (const [i, item] of list.entries()) {
    size += JSON.stringify(item).length
    if (size > pageChars && i > 0) return i
  }
  return list.length
}

/** How conversations stand for a person; those they are no member of are left out. Order as given. */
export async function readHeads(db: Reader, userId: string, ids: readonly string[]): Promise<ConversationHead[]> {
  if (ids.length === 0) return []
  const conversations = await db.selectFrom('conversations').selectAll().where('id', 'in', ids).execute()
  const members = await db
    .selectFrom('members')
    .selectAll()
    .where('user_id', '=', userId)
    .where('conversation_id', 'in', ids)
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
    .where('conversations.id', 'in', ids)
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

/** Unread messages that mention the person, newest first. */
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
    .where('mentions.conversation_id', 'in', ids)
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

/** A heads cursor: the commit counter and the conversation after which the next page begins. */
function parseCursor(cursor: string | null, epoch: string): { moved: number; id: string } {
  const match = /^([\w-]+)\.(\d{1,15})\.([\w-]*)$/.exec(cursor ?? '')
  if (match?.[1] !== epoch) return { moved: -1, id: '' }
  return { moved: Number(match[2]), id: match[3] ?? '' }
}

/** The heads of the person's conversations that moved after a cursor, oldest movement first. */
export async function readHeadsPage(
  db: Reader,
  input: { userId: string; epoch: string; cursor: string | null; limit: number },
): Promise<HeadsPage> {
  const { moved, id } = parseCursor(input.cursor, input.epoch)
  const all = await db
    .selectFrom('members')
    .innerJoin('conversations', 'conversations.id', 'members.conversation_id')
    .select(['conversations.id', 'conversations.moved'])
    .where('members.user_id', '=', input.userId)
    .where('members.joined', '=', 1)
    .where(eb =>
      eb.or([
        eb('conversations.moved', '>', moved),
        eb.and([eb('conversations.moved', '=', moved), eb('conversations.id', '>', id)]),
      ]),
    )
    .orderBy('conversations.moved')
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
  const cursor = last ? `${input.epoch}.${last.moved}.${last.id}` : `${input.epoch}.${Math.max(moved, 0)}.${id}`
  const remaining = all.length - count
  return { epoch: input.epoch, heads: heads.slice(0, count), cursor, more: remaining > 0, remaining }
}

/** The digest of all the heads of a person, and how many there are. */
export async function readDigest(db: Reader, userId: string): Promise<{ count: number; hash: number }> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('conversations', 'conversations.id', 'members.conversation_id')
    .select(['conversations.id', 'conversations.head'])
    .where('members.user_id', '=', userId)
    .where('members.joined', '=', 1)
    .execute()
  let hash = 0
  for (const row of rows) hash ^= headHash(row.id, Number(row.head))
  return { count: rows.length, hash: hash >>> 0 }
}

interface ChangesInput {
  userId: string
  epoch: string
  scope: Scope
  since: number
  limit: number
  messagesUpTo?: number | undefined
}

/** A page of a scope's rows after a revision. @throws not_member */
export async function readChanges(db: Reader, input: ChangesInput): Promise<ChangesPage> {
  const conversationId = scopeConversation(input.scope)
  const { changes, head } =
    conversationId !== null
      ? await conversationChanges(db, conversationId, input)
      : input.scope === 'me'
        ? await meChanges(db, input)
        : input.scope === 'directory'
          ? await directoryChanges(db, input)
          : await appChanges(db, input)
  changes.sort((a, b) => a.value.revision - b.value.revision)
  const page = changes.slice(0, input.limit)
  const count = fitting(page)
  const cut = page.slice(0, count)
  const more = count < changes.length
  const upTo = more ? (cut.at(-1)?.value.revision ?? head) : head
  return { scope: input.scope, epoch: input.epoch, changes: cut, upTo, head, more }
}

interface Found {
  changes: Change[]
  head: number
}

async function conversationChanges(db: Reader, id: string, input: ChangesInput): Promise<Found> {
  const member = await requireMember(db, id, input.userId)
  const take = input.limit + 1
  const conversation = await db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const members = await db
    .selectFrom('members')
    .selectAll()
    .where('conversation_id', '=', id)
    .where('revision', '>', input.since)
    .orderBy('revision')
    .limit(take)
    .execute()
  const messages = await db
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', id)
    .where('revision', '>', input.since)
    .where('seq', '>=', member.visible_from)
    .where('seq', '<=', input.messagesUpTo ?? Number.MAX_SAFE_INTEGER)
    .orderBy('revision')
    .limit(take)
    .execute()
  const changes: Change[] = []
  if (Number(conversation.revision) > input.since) {
    changes.push({ entity: 'conversation', value: toConversation(conversation) })
  }
  for (const row of members) changes.push({ entity: 'member', value: toMember(row) })
  for (const row of messages) changes.push({ entity: 'message', value: toMessage(row) })
  return { changes, head: Number(conversation.head) }
}

async function meChanges(db: Reader, input: ChangesInput): Promise<Found> {
  const rows = await db
    .selectFrom('members')
    .selectAll()
    .where('user_id', '=', input.userId)
    .where('me_revision', '>', input.since)
    .orderBy('me_revision')
    .limit(input.limit + 1)
    .execute()
  const changes: Change[] = rows.map(row => ({ entity: 'membership', value: toMembership(row) }))
  const preferences = await db
    .selectFrom('preferences')
    .selectAll()
    .where('user_id', '=', input.userId)
    .where('revision', '>', input.since)
    .executeTakeFirst()
  if (preferences) {
    const value = { favouriteApps: parseIds(preferences.favourite_apps), revision: Number(preferences.revision) }
    changes.push({ entity: 'preferences', value })
  }
  const user = await db.selectFrom('users').select('me_revision').where('id', '=', input.userId).executeTakeFirst()
  return { changes, head: Number(user?.me_revision ?? 0) }
}

async function directoryChanges(db: Reader, input: ChangesInput): Promise<Found> {
  const take = input.limit + 1
  const changes: Change[] = []
  const organisation = await db
    .selectFrom('organisation')
    .selectAll()
    .where('revision', '>', input.since)
    .executeTakeFirst()
  if (organisation) {
    const { name, latin_name: latinName } = organisation
    changes.push({ entity: 'organisation', value: { name, latinName, revision: Number(organisation.revision) } })
  }
  const departments = await db
    .selectFrom('departments')
    .selectAll()
    .where('revision', '>', input.since)
    .orderBy('revision')
    .limit(take)
    .execute()
  const employees = await db
    .selectFrom('employees')
    .selectAll()
    .where('revision', '>', input.since)
    .orderBy('revision')
    .limit(take)
    .execute()
  for (const row of departments) changes.push({ entity: 'department', value: toDepartment(row) })
  for (const row of employees) changes.push({ entity: 'employee', value: toEmployee(row) })
  return { changes, head: await readCounter(db, 'directory') }
}

/** Some people of the directory as they stand, those who left included; ids that nobody has are left out. */
export async function readEmployees(db: Reader, ids: readonly string[]): Promise<Employee[]> {
  const rows = await db.selectFrom('employees').selectAll().where('id', 'in', ids).execute()
  return rows.map(toEmployee)
}

async function appChanges(db: Reader, input: ChangesInput): Promise<Found> {
  const rows = await db
    .selectFrom('apps')
    .selectAll()
    .where('revision', '>', input.since)
    .orderBy('revision')
    .limit(input.limit + 1)
    .execute()
  return { changes: rows.map(row => ({ entity: 'app', value: toApp(row) })), head: await readCounter(db, 'apps') }
}

async function readCounter(db: Reader, name: string): Promise<number> {
  const row = await db.selectFrom('counters').select('value').where('name', '=', name).executeTakeFirst()
  return Number(row?.value ?? 0)
}

/** Where the three scopes that are no conversation stand. */
export async function readRevisions(db: Reader, userId: string) {
  const row = await db
    .selectFrom('users')
    .select([
      'me_revision as me',
      sql<number>`(select value from counters where name = 'directory')`.as('directory'),
      sql<number>`(select value from counters where name = 'apps')`.as('apps'),
    ])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  return { me: Number(row.me), directory: Number(row.directory), apps: Number(row.apps) }
}

interface HistoryInput {
  userId: string
  epoch: string
  conversationId: string
  before?: number | undefined
  after?: number | undefined
  limit: number
}

/**
 * A page of messages, ascending. `from` is 0 when nothing older exists for this person, `to` the head when nothing
 * newer does. After the head the range is empty: `from` is `to + 1`. @throws not_member
 */
export async function readHistory(db: Reader, input: HistoryInput): Promise<HistoryPage> {
  const member = await requireMember(db, input.conversationId, input.userId)
  const conversation = await db
    .selectFrom('conversations')
    .select('head')
    .where('id', '=', input.conversationId)
    .executeTakeFirstOrThrow()
  const head = Number(conversation.head)
  const forward = input.after !== undefined
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', input.conversationId)
    .where('seq', '>=', member.visible_from)
    .where('seq', '>', input.after ?? 0)
    .where('seq', '<', input.before ?? Number.MAX_SAFE_INTEGER)
    .orderBy('seq', forward ? 'asc' : 'desc')
    .limit(input.limit + 1)
    .execute()
  const found = rows.slice(0, input.limit).map(toMessage)
  const count = fitting(found)
  const complete = count === rows.length
  const messages: Message[] = found.slice(0, count)
  if (!forward) messages.reverse()
  const end = Math.min(head, Math.max((input.before ?? head + 1) - 1, 0))
  const to = forward && !complete ? (messages.at(-1)?.seq ?? end) : end
  const from = forward ? Math.min((input.after ?? 0) + 1, to + 1) : complete ? 0 : (messages[0]?.seq ?? 0)
  return { conversationId: input.conversationId, epoch: input.epoch, messages, from, to, head }
}

/** The read marks of the members. @throws not_member */
export async function readReceipts(db: Reader, conversationId: string, userId: string) {
  await requireMember(db, conversationId, userId)
  const rows = await db
    .selectFrom('members')
    .select(['user_id', 'read_seq'])
    .where('conversation_id', '=', conversationId)
    .where('joined', '=', 1)
    .execute()
  return rows.map(row => ({ userId: row.user_id, readSeq: Number(row.read_seq) }))
}
