import { createHash } from 'node:crypto'
import { type HookDialect, limits } from '@lianqun/protocol'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { randomId } from '../../storage/random-id.ts'
import { type ConvertedMessage, postCard, postContent, type Understood, updateCard } from '../cards/index.ts'
import { storedMessage } from '../messages/index.ts'
import type { Answer } from './answers.ts'
import type { Postable } from './contents.ts'
import { optionsOf } from './domain.ts'
import { type FoundPeople, findPeople } from './people.ts'
import type { HookRequest } from './signatures.ts'
import type { HookDeliveryRow, HookRow } from './tables.ts'
import { offered, settled, taken } from './taking.ts'

/** As much of a payload and of an answer is kept in the log, in characters. */
const keptBody = 65_536
const keptAnswer = 2_000

/** Headers that prove who sent something: they are not kept. */
const secretHeader = /authorization|cookie|signature|token|secret|api-?key/i

/** What became of a payload, for the log. */
export type Outcome = Pick<HookDeliveryRow, 'dialect' | 'event' | 'title' | 'verdict' | 'problem' | 'seq'> & {
  lost: string[]
}

export interface ReceivedFrom {
  /** The address of the sender. */
  source: string
  path: string
}

/** When a payload is posted, milliseconds, and where its readers are. */
export interface PostedAt {
  at: number
  timeZone: string
}

/** Whom the messages of a payload mean. A card that is over calls nobody. */
export function peopleIn(db: Reader, hook: HookRow, { closed, messages }: Understood): Promise<FoundPeople> {
  return findPeople(db, { conversationId: hook.conversation_id, createdBy: hook.created_by }, closed ? [] : messages)
}

/** The messages of a payload, with a button on what somebody has to see to. */
export function offeredIn(hook: HookRow, { key, closed, messages }: Understood): ConvertedMessage[] {
  const { language } = optionsOf(hook)
  return messages.map(message =>
    message.type === 'card' && key !== null && !closed
      ? { ...message, card: offered(message.card, language) }
      : message,
  )
}

/** Posts what was understood, or gives the card of its key another face. Its locks are held. @throws not_member */
export async function postUnderstood(
  w: Writer,
  hook: HookRow,
  { key, closed, alias }: Understood,
  postables: readonly Postable[],
  { at, timeZone }: PostedAt,
): Promise<Pick<Outcome, 'verdict' | 'seq'>> {
  const shown = alias === undefined ? postables : postables.map(postable => withAlias(postable, alias))
  const c = await w.conversation(hook.conversation_id)
  const by = { botId: hook.bot_id, sentAt: at }
  const [first] = shown
  if (key === null || first?.type !== 'card') {
    let seq: number | null = null
    for (const postable of shown) {
      const message =
        postable.type === 'card'
          ? await postCard(w, c, { ...by, card: postable.card })
          : await postContent(w, c, { ...by, content: postable.content })
      seq ??= message.seq
    }
    return { verdict: 'shown', seq }
  }
  const known = await w.db
    .selectFrom('hook_cards')
    .selectAll()
    .where('hook_id', '=', hook.id)
    .where('key', '=', key)
    .executeTakeFirst()
  const place = { language: optionsOf(hook).language, timeZone }
  const taker =
    known?.taken_by == null ? null : { name: await nameOf(w.db, known.taken_by), at: Number(known.taken_at) }
  // What begins anew after it was over has a place of its own, where the group sees it.
  const before =
    known === undefined || (known.closed !== 0 && !closed)
      ? undefined
      : await storedMessage(w.db, { conversationId: hook.conversation_id, seq: Number(known.seq) })
  const isThere = before?.content.type === 'card'
  const card =
    isThere && taker !== null
      ? closed
        ? settled(first.card, taker, place)
        : taken(first.card, taker, place)
      : first.card
  const message = isThere ? await updateCard(w, before, card) : await postCard(w, c, { ...by, card })
  const row = {
    seq: message.seq,
    closed: closed ? 1 : 0,
    at,
    ...(!isThere && { taken_by: null, taken_at: null }),
  }
  await w.db
    .insertInto('hook_cards')
    .values({ hook_id: hook.id, key, taken_by: null, taken_at: null, ...row })
    .onConflict(conflict => conflict.columns(['hook_id', 'key']).doUpdateSet(row))
    .execute()
  return { verdict: isThere ? 'updated' : 'shown', seq: message.seq }
}

/** The name that a payload asks for stands in the foot of its card: above it stands whose hook it is. */
function withAlias(postable: Postable, alias: string): Postable {
  if (postable.type !== 'card' || postable.card.footer !== undefined) return postable
  return { ...postable, card: { ...postable.card, footer: { text: alias.slice(0, limits.nameChars) } } }
}

export async function nameOf(db: Reader, userId: string): Promise<string> {
  const row = await db.selectFrom('employees').select('name').where('id', '=', userId).executeTakeFirst()
  return row?.name ?? ''
}

/** An id of the log, in the order of time. */
export function deliveryId(at: number): string {
  return `${at.toString(36).padStart(9, '0')}-${randomId(6)}`
}

/** What the log knows a delivery by, which its sender calls `name`. */
export function deliveryKeyOf(name: string): string {
  return createHash('sha256').update(name).digest('base64url')
}

/** The row of the log for a payload, before it is known what it is called. `ms`: how long it took. */
export function deliveryRow(
  hook: HookRow,
  entry: {
    id: string
    at: number
    ms: number
    dialect: HookDialect
    outcome: Outcome
    answer: Answer
    resent: boolean
    request: HookRequest
    from: ReceivedFrom
  },
): HookDeliveryRow {
  const { id, at, ms, dialect, answer, resent, request, from } = entry
  const { lost, ...said } = entry.outcome
  const body = request.body.toString('utf8')
  return {
    hook_id: hook.id,
    id,
    at,
    ms,
    ...said,
    title: said.title.slice(0, limits.cardLineChars),
    status: answer.status,
    resent: resent ? 1 : 0,
    source: from.source,
    request: JSON.stringify({
      dialect,
      method: request.method,
      path: from.path,
      headers: shownHeaders(request),
      query: {},
    }),
    body: body.slice(0, keptBody),
    cut: body.length > keptBody ? 1 : 0,
    answer: answer.body.slice(0, keptAnswer),
    lost: JSON.stringify(lost),
    delivery_key: null,
  }
}

function shownHeaders({ headers }: HookRequest): Record<string, string> {
  const shown = Object.entries(headers).filter(([name]) => !secretHeader.test(name))
  return Object.fromEntries(shown.map(([name, value]) => [name, (value ?? '').slice(0, 500)]))
}

/** Writes a delivery into the log of its hook. */
export async function noteDelivery(w: Writer, row: HookDeliveryRow): Promise<void> {
  // PostgreSQL keeps no NUL, and all of it may have come from outside.
  const values = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value,
  ])
  await w.db
    .insertInto('hook_deliveries')
    .values(Object.fromEntries(values) as HookDeliveryRow)
    .execute()
  await w.db.updateTable('hooks').set({ last_at: row.at }).where('id', '=', row.hook_id).execute()
}

/** Whether a delivery came before, by its key. */
export async function isKnownDelivery(db: Reader, hookId: string, deliveryKey: string): Promise<boolean> {
  const row = await db
    .selectFrom('hook_deliveries')
    .select('id')
    .where('hook_id', '=', hookId)
    .where('delivery_key', '=', deliveryKey)
    .executeTakeFirst()
  return row !== undefined
}
