import { createHash } from 'node:crypto'
import {
  type HookDelivery,
  type HookDeliveryDetail,
  type HookDialect,
  limits,
  type Params,
  ProtocolError,
  type Result,
} from '@lianqun/protocol'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { randomId } from '../../storage/random-id.ts'
import type { Answer } from './answers.ts'
import type { HookRequest } from './request.ts'
import type { HookDeliveryRow, HookRow } from './tables.ts'

/* The log of a hook: a row for each payload that came, whatever became of it. */

/** As much of a payload and of an answer is kept in the log, in characters. */
const keptBody = 65_536
const keptAnswer = 2_000

/** Headers that prove who sent something: they are not kept. */
const secretHeader = /authorization|cookie|signature|token|secret|api-?key/i

const weekMs = 7 * 24 * 3_600_000
/** Most deliveries that are counted by their events. */
const mostCounted = 20_000

/** What became of a payload, for the log. */
export type Outcome = Pick<HookDeliveryRow, 'dialect' | 'event' | 'title' | 'verdict' | 'problem' | 'seq'> & {
  lost: string[]
}

export interface ReceivedFrom {
  /** The address of the sender. */
  source: string
  path: string
}

const summary = [
  'id',
  'at',
  'ms',
  'dialect',
  'event',
  'title',
  'verdict',
  'status',
  'problem',
  'resent',
] as const satisfies (keyof HookDeliveryRow)[]

export function toDelivery(row: Pick<HookDeliveryRow, (typeof summary)[number]>): HookDelivery {
  const { id, at, ms, dialect, event, title, verdict, status, problem, resent } = row
  return { id, at: Number(at), ms, dialect, event, title, verdict, status, problem, resent: resent !== 0 }
}

/** A page of the log of a hook, newest first. */
export async function readDeliveries(
  db: Reader,
  { hookId, failed, before, limit }: Params<'hook.deliveries'>,
): Promise<Result<'hook.deliveries'>> {
  const rows = await db
    .selectFrom('hook_deliveries')
    .select(summary)
    .where('hook_id', '=', hookId)
    .$if(before !== undefined, query => query.where('id', '<', before ?? ''))
    .$if(failed, query => query.where('verdict', 'in', ['refused', 'failed']))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return { deliveries: rows.slice(0, limit).map(toDelivery), more: rows.length > limit }
}

/** A delivery as it came. @throws not_found */
export async function storedDelivery(db: Reader, hookId: string, id: string): Promise<HookDeliveryRow> {
  const row = await db
    .selectFrom('hook_deliveries')
    .selectAll()
    .where('hook_id', '=', hookId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new ProtocolError('not_found')
  return row
}

export function toDetail(row: HookDeliveryRow): HookDeliveryDetail {
  const { headers } = JSON.parse(row.request) as { headers: Record<string, string> }
  const { source, body, answer } = row
  const seq = row.seq === null ? null : Number(row.seq)
  return {
    ...toDelivery(row),
    source,
    headers,
    body,
    cut: row.cut !== 0,
    answer,
    lost: JSON.parse(row.lost) as string[],
    seq,
  }
}

/** The kinds of event of the last seven days, the most frequent first. */
export async function countEvents(db: Reader, hookId: string, now: number): Promise<Result<'hook.events'>> {
  const rows = await db
    .selectFrom('hook_deliveries')
    .select(['event', 'verdict'])
    .where('hook_id', '=', hookId)
    .where('at', '>', now - weekMs)
    .orderBy('at', 'desc')
    .limit(mostCounted)
    .execute()
  const counts = new Map<string, number>()
  for (const { event } of rows) if (event !== '') counts.set(event, (counts.get(event) ?? 0) + 1)
  const events = [...counts].map(([event, count]) => ({ event, count })).sort((a, b) => b.count - a.count)
  const shown = rows.filter(({ verdict }) => verdict === 'shown' || verdict === 'updated').length
  return { events, total: rows.length, shown }
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
