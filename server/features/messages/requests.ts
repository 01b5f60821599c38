import { limits, type Message, type MessageState, ProtocolError, type RequestAsk } from '@lianqun/protocol'
import { requireTokens } from '../../core/rate-limits.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'
import type { MemberRow, MessageStateRow } from '../../storage/tables.ts'
import { requirePermissions } from '../groups/index.ts'
import { changeMessage, liveMessage, type OnMessage } from './change-message.ts'
import { askedRows, empty, nothingAsked, rowsOfMessage, save, saveStates, stateRow } from './states.ts'

/* What the sender of a message asks others: to say that they have read it, or done it. */

type Asked = OnMessage & { ask: RequestAsk | null; urgent?: boolean | undefined; userIds?: string[] | undefined }

/** Up to so many people each answer moves the message; of more, one in fifty of them. */
const countedOneByOne = 50
/** The first people who answered, whom the message names. */
const named = 8

/**
 * Whom a request asks: those whom it asked before, else those who are named, or all members who saw the message sent.
 * `turnsUrgent`: it was not before. Nothing is locked: `askPeople` looks again.
 * @throws not_member, not_found, forbidden for another's message, invalid_params, conflict, limit_reached
 */
export async function peopleToAsk(db: Reader, on: Asked): Promise<{ userIds: string[]; turnsUrgent: boolean }> {
  const { message } = await ownMessage(db, on)
  const before = message.attributes?.request
  const userIds =
    before === undefined && on.ask !== null
      ? await addressees(db, message, on.userIds)
      : (await askedRows(db, on)).map(row => row.user_id)
  if (before !== undefined && on.userIds !== undefined && !sameIds(on.userIds, userIds))
    throw new ProtocolError('conflict', { field: 'userIds', message: 'Others were asked already.' })
  if (on.ask !== null && userIds.length === 0)
    throw new ProtocolError('invalid_params', { field: 'userIds', message: 'There is nobody to ask.' })
  const urgent = on.ask !== null && on.urgent === true
  if (urgent && userIds.length > limits.urgentPeople) {
    const text = `An urgent message asks ${limits.urgentPeople} people at most: mention those whom it concerns.`
    throw new ProtocolError('limit_reached', { message: text })
  }
  return { userIds, turnsUrgent: urgent && before?.urgent !== true }
}

/** Asks these people, or asks no more. Their locks are held. @throws as `peopleToAsk`, only_admins */
export async function askPeople(w: Writer, on: Asked, userIds: readonly string[]): Promise<Message> {
  const { message, member } = await ownMessage(w.db, on)
  const before = message.attributes?.request
  if (on.ask !== null) await requirePermissions(w, member, 'speak')
  // Who was asked once knows of it.
  if (on.ask !== null && before === undefined && asksAll(on)) await requirePermissions(w, member, 'mentionAll')
  if (on.ask === null) {
    if (before === undefined) return message
    const locked = new Set(userIds)
    const rows = (await askedRows(w.db, on)).filter(row => locked.has(row.user_id))
    await saveStates(
      w,
      rows.map(row => ({ ...row, ...nothingAsked })),
    )
    return changeMessage(w, message, { attributes: { request: undefined } })
  }
  const urgent = on.urgent === true
  if (before !== undefined && before.ask === on.ask && (before.urgent ?? false) === urgent) return message
  const at = before?.at ?? w.now
  await noteAsked(w, on, userIds, { ask: on.ask, at, urgent })
  const { urgent: _was, ...rest } = before ?? { of: userIds.length, done: 0 }
  const request = { ...rest, ask: on.ask, at, ...(urgent && { urgent }) }
  return changeMessage(w, message, { attributes: { request } })
}

/** Notes of these people that a message asks them, since `at`. Their locks are held. */
export async function noteAsked(
  w: Writer,
  on: Pick<OnMessage, 'conversationId' | 'seq'>,
  userIds: readonly string[],
  { ask, at, urgent }: { ask: RequestAsk; at: number; urgent: boolean },
): Promise<void> {
  const had = new Map((await rowsOf(w.db, on, userIds)).map(row => [row.user_id, row]))
  await saveStates(
    w,
    userIds.map(userId => ({
      ...(had.get(userId) ?? empty({ ...on, userId })),
      ask,
      asked_at: at,
      urgent: urgent ? 1 : 0,
    })),
  )
}

/** A person answers, or takes it back. @throws not_member, not_found where nobody asked them */
export async function respondToMessage(w: Writer, on: OnMessage & { done: boolean }): Promise<MessageState> {
  const { message } = await liveMessage(w.db, on)
  const row = await stateRow(w.db, on)
  if (row === undefined || row.ask === null)
    throw new ProtocolError('not_found', { message: 'Nobody asks for your answer any more.' })
  const before = row.answered_at === null ? null : Number(row.answered_at)
  const answered = on.done ? (before ?? w.now) : null
  const state = await save(w, { ...row, answered_at: answered })
  if (answered !== before) await count(w, message)
  return state
}

/** Whoever still owes an answer. @throws not_member, not_found, forbidden, rate_limited when it is too soon */
export async function peopleToUrge(db: Reader, on: OnMessage): Promise<string[]> {
  const { request } = await managedRequest(db, on)
  const since = Date.now() - (request.urgedAt ?? 0)
  // Less than none: the clock was put back meanwhile.
  if (since >= 0) requireTokens(limits.urgeMs - since)
  return (await askedMembers(db, on)).filter(row => row.answered_at === null).map(row => row.user_id)
}

/** Reminds these people, of whom those count who have not answered since. Their locks are held. @throws as above */
export async function urgePeople(w: Writer, on: OnMessage, userIds: readonly string[]): Promise<Message> {
  const { message, request } = await managedRequest(w.db, on)
  const rows = (await rowsOf(w.db, on, userIds)).filter(row => row.ask !== null && row.answered_at === null)
  await saveStates(
    w,
    rows.map(row => ({ ...row, urged_at: w.now })),
  )
  return changeMessage(w, message, { attributes: { request: { ...request, urgedAt: w.now } } })
}

/** Who was asked and is a member still, and when they answered. @throws not_member, not_found, forbidden */
export async function owedPeople(db: Reader, on: OnMessage): Promise<{ userId: string; at: number | null }[]> {
  await managedRequest(db, on)
  const rows = await askedMembers(db, on)
  return rows.map(row => ({ userId: row.user_id, at: row.answered_at === null ? null : Number(row.answered_at) }))
}

/** Whoever was asked and is a member still. */
async function askedMembers(db: Reader, on: OnMessage): Promise<MessageStateRow[]> {
  const rows = await askedRows(db, on)
  const members = await db
    .selectFrom('members')
    .select('user_id')
    .where('conversation_id', '=', on.conversationId)
    .where('joined', '=', 1)
    .where('user_id', 'in', idList(rows.map(row => row.user_id)))
    .execute()
  const joined = new Set(members.map(member => member.user_id))
  return rows.filter(row => joined.has(row.user_id))
}

/** Whether a request calls as many people as only a mention of all does. */
function asksAll({ userIds }: Asked): boolean {
  return userIds === undefined || userIds.length > limits.mentions
}

async function ownMessage(db: Reader, on: OnMessage): Promise<{ message: Message; member: MemberRow }> {
  const seen = await liveMessage(db, on)
  if (seen.message.senderId !== on.userId) throw new ProtocolError('forbidden')
  return seen
}

/** The request of a message, for its sender and who manages the conversation. */
async function managedRequest(db: Reader, on: OnMessage) {
  const { message, member } = await liveMessage(db, on)
  if (message.senderId !== on.userId && member.role === 'member') throw new ProtocolError('forbidden')
  const request = message.attributes?.request
  if (request === undefined) throw new ProtocolError('not_found', { message: 'Nothing is asked for.' })
  return { message, request }
}

/** Members who were there when the message was sent and are employees still, without its sender. */
async function addressees(db: Reader, message: Message, chosen: readonly string[] | undefined): Promise<string[]> {
  const rows = await others(db, message)
    .where('members.joined_at', '<=', message.sentAt)
    .where('members.visible_from', '<=', message.seq)
    .execute()
  const all = rows.map(row => row.user_id)
  if (chosen === undefined) return all
  const wanted = new Set(chosen)
  wanted.delete(message.senderId)
  const found = all.filter(id => wanted.has(id))
  if (found.length < wanted.size)
    throw new ProtocolError('not_found', { field: 'userIds', message: 'One of these people did not see it sent.' })
  return found
}

/** Members who are employees still, without one of them; longest membership first. */
function others(db: Reader, { conversationId, senderId }: Pick<Message, 'conversationId' | 'senderId'>) {
  return db
    .selectFrom('members')
    .innerJoin('employees', 'employees.id', 'members.user_id')
    .select('members.user_id')
    .where('members.conversation_id', '=', conversationId)
    .where('members.joined', '=', 1)
    .where('members.user_id', '!=', senderId)
    .where('employees.deleted', '=', 0)
    .where('employees.bot', 'is', null)
    .orderBy('members.join_order')
}

/** Whom a message that is about to be sent asks, when it asks all. */
export async function membersToAsk(db: Reader, on: Pick<Message, 'conversationId' | 'senderId'>): Promise<string[]> {
  return (await others(db, on).execute()).map(row => row.user_id)
}

function rowsOf(db: Reader, on: Pick<OnMessage, 'conversationId' | 'seq'>, userIds: readonly string[]) {
  return rowsOfMessage(db, on).where('user_id', 'in', idList(userIds)).execute()
}

/** Counts the answers on the message, so that all see how it stands. */
async function count(w: Writer, message: Message): Promise<void> {
  const request = message.attributes?.request
  if (request === undefined) return
  const answered = rowsOfMessage(w.db, message).where('ask', 'is not', null).where('answered_at', 'is not', null)
  const { n } = await answered
    .clearSelect()
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  const done = Number(n)
  const step = request.of <= countedOneByOne ? 1 : Math.ceil(request.of / countedOneByOne)
  if (done < request.of && done % step !== 0) return
  const first = await answered.orderBy('answered_at').orderBy('user_id').limit(named).execute()
  const userIds = first.map(row => row.user_id)
  await changeMessage(w, message, { attributes: { request: { ...request, done, userIds } } })
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  const known = new Set(b)
  return a.length === b.length && a.every(id => known.has(id))
}
