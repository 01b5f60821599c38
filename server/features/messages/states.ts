import { contentAnswers, isContent, limits, type Message, type MessageState, ProtocolError } from '@lianqun/protocol'
import type { ScopeInput } from '../../core/scopes.ts'
import { pageChars } from '../../core/sync/fitting.ts'
import { insertParts, type Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { idList, isAt } from '../../storage/id-list.ts'
import { memberKey } from '../../storage/message-store.ts'
import { parseIds, readContent, toMessage } from '../../storage/rows.ts'
import type { MemberRow, MessageStateRow } from '../../storage/tables.ts'
import { liveMessage, type OnMessage } from './change-message.ts'

/* What each person has of their own about a message: saved, to be reminded of, deleted for themselves. */

/**
 * Saves a message under labels, or takes it out with null. What is saved already stays theirs to label or take out after
 * they left. @throws not_member, not_found, forbidden for a notice, limit_reached
 */
export async function saveMessage(w: Writer, on: OnMessage & { labels: string[] | null }): Promise<MessageState> {
  const row = await stateRow(w.db, on)
  const had = row?.saved_at ?? null
  if (on.labels === null) return row === undefined ? nothing(w, on) : save(w, { ...row, saved_at: null, labels: null })
  if (had === null) {
    await liveMessage(w.db, on)
    await requireRoom(w.db, on.userId, 'saved_at', limits.savedMessages)
  }
  return save(w, { ...(row ?? empty(on)), saved_at: had ?? w.now, labels: JSON.stringify(on.labels) })
}

/** Sets when a person is reminded of a message; null: no more. @throws as `saveMessage` */
export async function remindOfMessage(w: Writer, on: OnMessage & { at: number | null }): Promise<MessageState> {
  const row = await stateRow(w.db, on)
  if (on.at === null) return row === undefined ? nothing(w, on) : save(w, { ...row, remind_at: null })
  if ((row?.remind_at ?? null) === null) {
    await liveMessage(w.db, on)
    await requireRoom(w.db, on.userId, 'remind_at', limits.reminders)
  }
  return save(w, { ...(row ?? empty(on)), remind_at: on.at })
}

/** Keeps what a person answered to a message; null: nothing any more. Undefined: there is nothing. */
export async function keepAnswer(w: Writer, on: OnMessage, answer: string | null): Promise<MessageState | undefined> {
  const row = await stateRow(w.db, on)
  if ((row?.answer ?? null) !== answer) return save(w, { ...(row ?? empty(on)), answer })
  return row && toState(row, (await keptMessages(w.db, [row])).get(row))
}

/** Deletes a message for one person. @throws not_member, not_found, forbidden for a notice */
export async function hideMessage(w: Writer, on: OnMessage): Promise<MessageState> {
  const row = await stateRow(w.db, on)
  if (row === undefined) await liveMessage(w.db, on)
  if (row !== undefined && row.hidden !== 0) return toState(row, undefined)
  return save(w, { ...(row ?? empty(on)), saved_at: null, labels: null, remind_at: null, hidden: 1 })
}

/** Whoever keeps a message that may be recalled. */
export async function keepersOf(db: Reader, on: Pick<OnMessage, 'conversationId' | 'seq'>): Promise<string[]> {
  return (await keptRows(db, on)).map(row => row.user_id)
}

/** A message was recalled: nobody keeps it, or owes an answer to it. The locks of `keepersOf` are held. */
export async function forgetKept(w: Writer, on: OnMessage): Promise<void> {
  const rows = await keptRows(w.db, on)
  await saveStates(
    w,
    rows.map(row => ({ ...row, saved_at: null, labels: null, remind_at: null, answer: null, ...nothingAsked })),
  )
}

/** The states of a person above a revision, with the messages that they keep. */
export async function readMessageStates(
  db: Reader,
  { userId, since, limit }: Pick<ScopeInput, 'userId' | 'since' | 'limit'>,
): Promise<MessageState[]> {
  const rows = await db
    .selectFrom('message_states')
    .selectAll()
    .where('user_id', '=', userId)
    .where('revision', '>', since)
    .orderBy('revision')
    .limit(limit + 1)
    .execute()
  const messages = await keptMessages(db, rows)
  const states: MessageState[] = []
  let size = 0
  for (const row of rows) {
    const state = toState(row, messages.get(row))
    states.push(state)
    // More than a page takes: the rest comes with the next.
    size += JSON.stringify(state).length
    if (size > pageChars) break
  }
  return states
}

async function keptRows(db: Reader, on: Pick<OnMessage, 'conversationId' | 'seq'>): Promise<MessageStateRow[]> {
  const kept = await rowsOfMessage(db, on)
    .where(eb => eb.or([eb('saved_at', 'is not', null), eb('remind_at', 'is not', null), eb('answer', 'is not', null)]))
    .execute()
  const known = new Set(kept.map(row => row.user_id))
  return [...kept, ...(await askedRows(db, on)).filter(row => !known.has(row.user_id))]
}

/** Whoever was asked to answer to a message, in the order in which they did. */
export function askedRows(db: Reader, on: Pick<OnMessage, 'conversationId' | 'seq'>): Promise<MessageStateRow[]> {
  return rowsOfMessage(db, on)
    .where('ask', 'is not', null)
    .orderBy('answered_at', order => order.asc().nullsFirst())
    .orderBy('user_id')
    .execute()
}

export function rowsOfMessage(db: Reader, { conversationId, seq }: Pick<OnMessage, 'conversationId' | 'seq'>) {
  return db
    .selectFrom('message_states')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('seq', '=', seq)
}

export function stateRow(db: Reader, on: OnMessage): Promise<MessageStateRow | undefined> {
  return rowsOfMessage(db, on).where('user_id', '=', on.userId).executeTakeFirst()
}

async function requireRoom(db: Reader, userId: string, column: 'saved_at' | 'remind_at', most: number): Promise<void> {
  const { count } = await db
    .selectFrom('message_states')
    .select(eb => eb.fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .where(column, 'is not', null)
    .executeTakeFirstOrThrow()
  if (Number(count) >= most) throw new ProtocolError('limit_reached')
}

export const nothingAsked = { ask: null, asked_at: null, urgent: 0, answered_at: null, urged_at: null }

export const empty = ({ userId, conversationId, seq }: OnMessage): MessageStateRow => ({
  user_id: userId,
  conversation_id: conversationId,
  seq,
  saved_at: null,
  labels: null,
  remind_at: null,
  hidden: 0,
  ...nothingAsked,
  answer: null,
  revision: 0,
})

/** There is nothing, and nothing is asked for: no row is written, so that nobody fills the table with what is not there. */
async function nothing(w: Writer, on: OnMessage): Promise<MessageState> {
  await liveMessage(w.db, on)
  return toState(empty(on), undefined)
}

export async function save(w: Writer, row: MessageStateRow): Promise<MessageState> {
  const [state] = await saveStates(w, [row])
  if (state === undefined) throw new Error('one row was saved and none came back')
  return state
}

/** Saves rows of one message, of many people. The locks of all of them are held. */
export async function saveStates(w: Writer, rows: readonly MessageStateRow[]): Promise<MessageState[]> {
  await w.loadUsers(rows.map(row => row.user_id))
  const saved = rows.map(row => ({ ...row, revision: w.meNext(row.user_id) }))
  for (const part of insertParts(saved))
    await w.db
      .insertInto('message_states')
      .values(part)
      .onConflict(conflict =>
        conflict.columns(['user_id', 'conversation_id', 'seq']).doUpdateSet(eb => ({
          saved_at: eb.ref('excluded.saved_at'),
          labels: eb.ref('excluded.labels'),
          remind_at: eb.ref('excluded.remind_at'),
          hidden: eb.ref('excluded.hidden'),
          ask: eb.ref('excluded.ask'),
          asked_at: eb.ref('excluded.asked_at'),
          urgent: eb.ref('excluded.urgent'),
          answered_at: eb.ref('excluded.answered_at'),
          urged_at: eb.ref('excluded.urged_at'),
          answer: eb.ref('excluded.answer'),
          revision: eb.ref('excluded.revision'),
        })),
      )
      .execute()
  const messages = await keptMessages(w.db, saved)
  return saved.map(row => {
    const value = toState(row, messages.get(row))
    w.meAdd(row.user_id, { entity: 'messageState', value })
    return value
  })
}

function keepsMessage(row: MessageStateRow): boolean {
  const urgent = row.ask !== null && row.urgent !== 0 && row.answered_at === null
  return row.saved_at !== null || row.remind_at !== null || urgent
}

/** The messages that states keep, by them: who left learns nothing more of one. */
async function keptMessages(
  db: Reader,
  states: readonly MessageStateRow[],
): Promise<Map<MessageStateRow, Message | undefined>> {
  const keepers = states.filter(keepsMessage)
  const places = [...new Map(keepers.map(row => [placeOf(row), row])).values()]
  if (places.length === 0) return new Map()
  const rows = await db.selectFrom('messages').selectAll().where(isAt(places)).execute()
  const messages = new Map(rows.map(row => [placeOf(row), toMessage(row)]))
  const members = await membersOf(db, keepers)
  const kept = new Map<MessageStateRow, Message | undefined>()
  for (const row of keepers) {
    const message = messages.get(placeOf(row))
    if (message === undefined || isContent(message.content, 'recalled')) continue
    const member = members.get(memberKey(row.conversation_id, row.user_id))
    kept.set(row, hasSeen(member, message) ? message : await messageAsOf(db, message, timeOf(row, member)))
  }
  return kept
}

type Seeing = Pick<MemberRow, 'joined' | 'revision' | 'visible_from' | 'left_at'>

/** The members of some states, by conversation and person. */
async function membersOf(db: Reader, states: readonly MessageStateRow[]): Promise<Map<string, Seeing>> {
  const rows = await db
    .selectFrom('members')
    .select(['conversation_id', 'user_id', 'joined', 'revision', 'visible_from', 'left_at'])
    .where('conversation_id', 'in', idList([...new Set(states.map(row => row.conversation_id))]))
    .where('user_id', 'in', idList([...new Set(states.map(row => row.user_id))]))
    .execute()
  return new Map(rows.map(row => [memberKey(row.conversation_id, row.user_id), row]))
}

/** Whether a member sees a message as it is, and not as it was when they left; also one who came back to see no past. */
function hasSeen(member: Seeing | undefined, { seq, revision }: Message): boolean {
  if (member === undefined) return false
  if (member.joined === 0) return revision <= Number(member.revision)
  return seq >= Number(member.visible_from) || revision === seq
}

/** The last time of which it is known that they saw the message: of whoever came back, when they saved it. */
function timeOf({ saved_at }: MessageStateRow, member: Seeing | undefined): number {
  return Number(member?.left_at ?? saved_at ?? 0)
}

/** What a message that has changed since said at a time; undefined where that is not known. */
async function messageAsOf(db: Reader, message: Message, time: number): Promise<Message | undefined> {
  if (contentAnswers(message.content) !== undefined) return undefined
  const { conversationId, seq, attributes: _since, ...rest } = message
  const edit = await db
    .selectFrom('message_edits')
    .select('content')
    .where('conversation_id', '=', conversationId)
    .where('seq', '=', seq)
    .where('edited_at', '>=', time)
    .orderBy('edit')
    .limit(1)
    .executeTakeFirst()
  return { conversationId, seq, ...rest, ...(edit && { content: readContent(edit.content) }) }
}

function placeOf({ conversation_id, seq }: { conversation_id: string; seq: number }): string {
  return `${seq} ${conversation_id}`
}

function toState(row: MessageStateRow, message: Message | undefined): MessageState {
  return {
    conversationId: row.conversation_id,
    seq: Number(row.seq),
    ...(row.saved_at === null ? {} : { saved: { at: Number(row.saved_at), labels: parseIds(row.labels ?? '[]') } }),
    ...(row.remind_at === null ? {} : { remindAt: Number(row.remind_at) }),
    ...(row.hidden === 0 ? {} : { hidden: true }),
    ...requestOf(row),
    ...(row.answer === null ? {} : { answer: JSON.parse(row.answer) as Record<string, unknown> }),
    ...(message && { message }),
    revision: Number(row.revision),
  }
}

function requestOf({ ask, asked_at, urgent, answered_at, urged_at }: MessageStateRow): Pick<MessageState, 'request'> {
  if (ask === null) return {}
  return {
    request: {
      ask,
      ...(urgent === 0 ? {} : { urgent: true }),
      at: Number(asked_at),
      ...(answered_at === null ? {} : { doneAt: Number(answered_at) }),
      ...(urged_at === null ? {} : { urgedAt: Number(urged_at) }),
    },
  }
}
