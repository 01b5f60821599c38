import { type HookDelivery, type HookDeliveryDetail, type Params, ProtocolError, type Result } from '@lianqun/protocol'
import type { Reader } from '../../storage/database.ts'
import type { HookDeliveryRow } from './tables.ts'

const weekMs = 7 * 24 * 3_600_000
/** Most deliveries that are counted by their events. */
const mostCounted = 20_000

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
export async function deliveryRow(db: Reader, hookId: string, id: string): Promise<HookDeliveryRow> {
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
