import { createHash } from 'node:crypto'
import {
  type HookDelivery,
  type HookDeliveryDetail,
  type HookDialect,
  type HookSignature,
  limits,
  type Params,
  ProtocolError,
  type Result,
} from '@lianqun/protocol'
import { type RawBuilder, sql } from 'kysely'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { randomId } from '../../storage/random-id.ts'
import type { Answer } from './answers.ts'
import type { HookRequest } from './request.ts'
import type { HookDeliveryRow, HookRow } from './tables.ts'

/* The log of a hook: a row for each payload that came and each call of a button, whatever became of it. */

/** As much of a payload, of a refused one and of an answer is kept in the log, in characters. */
const keptBody = 65_536
const keptRefused = 2_048
const keptAnswer = 2_000
/** Headers of a payload that are kept, and the characters of each. */
const keptHeaders = 60
const keptHeader = 500

/** Characters of a key in an address or of a secret, and more: none is cut in two before it is struck out. */
const longestSecret = 128

/** The newest of a hook: so many refused ones are kept, and so many of all with what came. */
const mostRefused = 200
const mostBodies = 1_000
/** What is refused again and again is one row in each of these times, milliseconds. */
const hourMs = 3_600_000
/** For so long the same signature of a body is a repetition, milliseconds; the log keeps all of it for as long. */
const signMs = 24 * hourMs

/** Headers that prove who sent something: they are not kept. */
const secretHeader = /auth|cookie|signature|token|secret|passw|credential|(?:api|access|subscription)[-_]?key/i

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
  'times',
  'outgoing',
] as const satisfies (keyof HookDeliveryRow)[]

export function toDelivery(row: Pick<HookDeliveryRow, (typeof summary)[number]>): HookDelivery {
  const { at, resent, outgoing, ...said } = row
  return { ...said, at: Number(at), resent: resent !== 0, ...(outgoing !== 0 && { outgoing: true }) }
}

/** In these words, by which the index of them is found. */
const isRefused: RawBuilder<boolean> = sql<boolean>`verdict in ('refused', 'failed')`

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
    .$if(failed, query => query.where(isRefused))
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
    signature: row.signature,
  }
}

/** The kinds of event of the last seven days, the most frequent first. */
export async function countEvents(db: Reader, hookId: string, now: number): Promise<Result<'hook.events'>> {
  const rows = await db
    .selectFrom('hook_deliveries')
    .select(['event', 'verdict', 'times'])
    .where('hook_id', '=', hookId)
    .where('outgoing', '=', 0)
    .where('at', '>', now - weekMs)
    .orderBy('at', 'desc')
    .limit(mostCounted)
    .execute()
  const counts = new Map<string, number>()
  for (const { event } of rows) if (event !== '') counts.set(event, (counts.get(event) ?? 0) + 1)
  const events = [...counts].map(([event, count]) => ({ event, count })).sort((a, b) => b.count - a.count)
  const shown = rows.filter(({ verdict }) => verdict === 'shown' || verdict === 'updated').length
  return { events, total: rows.reduce((sum, { times }) => sum + times, 0), shown }
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
    signature?: HookSignature
    outgoing?: boolean
  },
): HookDeliveryRow {
  const { id, at, ms, dialect, answer, resent, request, from, signature = 'unchecked', outgoing = false } = entry
  const { lost, ...said } = entry.outcome
  const body = request.body.toString('utf8')
  const kept = said.verdict === 'refused' || said.verdict === 'failed' ? keptRefused : keptBody
  const strike = striking(hook)
  return {
    hook_id: hook.id,
    id,
    at,
    ms,
    ...said,
    title: strike(said.title.slice(0, limits.cardLineChars)),
    problem: strike(said.problem),
    status: answer.status,
    resent: resent ? 1 : 0,
    source: from.source,
    request: JSON.stringify({
      dialect,
      method: request.method,
      path: from.path,
      headers: shownHeaders(request, strike),
      query: {},
    }),
    body: strike(body.slice(0, kept + longestSecret)).slice(0, kept),
    cut: body.length > kept || request.unread ? 1 : 0,
    answer: strike(answer.body.slice(0, keptAnswer)),
    lost: JSON.stringify(lost),
    delivery_key: null,
    times: 1,
    signature,
    sign_key: null,
    outgoing: outgoing ? 1 : 0,
  }
}

/** Strikes the key and the secret of a hook out of a text, wherever they stand: proxies repeat whole addresses in headers. */
function striking({ key, secret }: HookRow): (text: string) => string {
  const written = key.replaceAll('-', '(?:-|%2d)')
  const either = new RegExp(`${written}|${secret}`, 'gi')
  return text => text.replace(either, '…')
}

/** Parts of addresses that prove who sent something. */
const secretPart = /([?&](?:sign|signature|key|token|access_token|corpsecret)=)[^&#\s]*/gi

function shownHeaders({ headers }: HookRequest, strike: (text: string) => string): Record<string, string> {
  const shown = Object.entries(headers).filter(([name]) => !secretHeader.test(name))
  const line = (value = '') =>
    strike(value.slice(0, keptHeader + longestSecret))
      .replace(secretPart, '$1…')
      .slice(0, keptHeader)
  return Object.fromEntries(shown.slice(0, keptHeaders).map(([name, value]) => [name, line(value)]))
}

/**
 * Writes a delivery into the log of its hook, whose lock is held, and takes out of it what is beyond its bounds. One that
 * is refused as another was within the hour takes its place, and counts it. Nothing is written of a hook that is gone.
 */
export async function noteDelivery(w: Writer, row: HookDeliveryRow): Promise<void> {
  const { db } = w
  const { hook_id, at } = row
  const { numUpdatedRows } = await db
    .updateTable('hooks')
    .set({ last_at: at })
    .where('id', '=', hook_id)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return
  // PostgreSQL keeps no NUL, and all of it may have come from outside.
  const values = Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value,
    ]),
  ) as HookDeliveryRow
  const refused = row.verdict === 'refused' || row.verdict === 'failed'
  if (refused && row.resent === 0) values.times += await takeOutSame(w, values)
  await db.insertInto('hook_deliveries').values(values).execute()
  if (refused) await trimRefused(w, hook_id)
  await trimBodies(w, hook_id)
}

/** Takes the row of the same refusal within the hour out of the log. Returns how often it came. */
async function takeOutSame({ db }: Writer, row: HookDeliveryRow): Promise<number> {
  const same = await db
    .selectFrom('hook_deliveries')
    .select(['id', 'times'])
    .where('hook_id', '=', row.hook_id)
    .where(isRefused)
    .where('resent', '=', 0)
    .where('outgoing', '=', row.outgoing)
    .where('at', '>=', row.at - (row.at % hourMs))
    .where('dialect', '=', row.dialect)
    .where('event', '=', row.event)
    .where('title', '=', row.title)
    .where('problem', '=', row.problem)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (same === undefined) return 0
  await db.deleteFrom('hook_deliveries').where('hook_id', '=', row.hook_id).where('id', '=', same.id).execute()
  return same.times
}

/** Takes out the refused ones of a hook beyond the newest. */
async function trimRefused({ db }: Writer, hookId: string): Promise<void> {
  const first = db
    .selectFrom('hook_deliveries')
    .select('id')
    .where('hook_id', '=', hookId)
    .where(isRefused)
    .orderBy('id', 'desc')
    .offset(mostRefused)
    .limit(1)
  await db
    .deleteFrom('hook_deliveries')
    .where('hook_id', '=', hookId)
    .where(isRefused)
    .where('id', '<=', first)
    .execute()
}

/** Forgets what came with the one that is no longer among the newest of a hook. */
async function trimBodies({ db }: Writer, hookId: string): Promise<void> {
  const first = db
    .selectFrom('hook_deliveries')
    .select('id')
    .where('hook_id', '=', hookId)
    .orderBy('id', 'desc')
    .offset(mostBodies)
    .limit(1)
  await db
    .updateTable('hook_deliveries')
    .set({ body: '', cut: 1, answer: '', lost: '[]', request: JSON.stringify({ headers: {} }) })
    .where('hook_id', '=', hookId)
    .where('id', '=', first)
    .execute()
}

/** What the log knows a delivery by. */
export interface DeliveryKeys {
  delivery_key: string | null
  sign_key: string | null
  /** With so many different bodies its signature may come within a day. */
  bodies: number
}

/** Whether a delivery came before, by its keys; `spent`: its signature came with as many others as it may. */
export async function knownAs(
  db: Reader,
  hookId: string,
  { delivery_key, sign_key, bodies }: DeliveryKeys,
  now: number,
): Promise<'new' | 'repeated' | 'spent'> {
  if (delivery_key !== null && (await isKnownDelivery(db, hookId, delivery_key))) return 'repeated'
  if (sign_key === null) return 'new'
  const before = await db
    .selectFrom('hook_deliveries')
    .select('id')
    .where('hook_id', '=', hookId)
    .where('sign_key', '=', sign_key)
    .where('at', '>', now - signMs)
    .limit(bodies)
    .execute()
  if (before.length < bodies) return 'new'
  return bodies === 1 ? 'repeated' : 'spent'
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
