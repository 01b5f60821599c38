import { limits, ProtocolError } from '@lianqun/protocol'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'

/** A value that a bot keeps at the workspace; version 0: there is none. */
export interface KeptValue {
  value: unknown
  version: number
}

export async function readValue(db: Reader, botId: string, key: string): Promise<KeptValue> {
  const row = await db
    .selectFrom('bot_values')
    .select(['value', 'version'])
    .where('bot_id', '=', botId)
    .where('key', '=', key)
    .executeTakeFirst()
  return row === undefined ? { value: null, version: 0 } : { value: JSON.parse(row.value), version: row.version }
}

/** The values whose keys begin so, after one of them (exclusive). */
export async function listValues(
  db: Reader,
  botId: string,
  { prefix, after = '', limit }: { prefix: string; after?: string | undefined; limit: number },
): Promise<{ values: (KeptValue & { key: string })[]; more: boolean }> {
  const rows = await db
    .selectFrom('bot_values')
    .select(['key', 'value', 'version'])
    .where('bot_id', '=', botId)
    .where('key', '>=', prefix)
    .where('key', '<', `${prefix}\u{10ffff}`)
    .where('key', '>', after)
    .orderBy('key')
    .limit(limit + 1)
    .execute()
  const values = rows.slice(0, limit).map(row => ({ ...row, value: JSON.parse(row.value) as unknown }))
  return { values, more: rows.length > limit }
}

/**
 * Keeps a value under the lock of the bot; null forgets it. `version`: only in place of that one. Returns the new version.
 * @throws conflict, limit_reached
 */
export async function putValue(
  w: Writer,
  botId: string,
  key: string,
  { value, version }: { value: unknown; version?: number | undefined },
): Promise<number> {
  const before = await readValue(w.db, botId, key)
  if (version !== undefined && version !== before.version)
    throw new ProtocolError('conflict', { field: 'version', message: `The value has version ${before.version} now.` })
  if (value === null || value === undefined) {
    await w.db.deleteFrom('bot_values').where('bot_id', '=', botId).where('key', '=', key).execute()
    return 0
  }
  if (before.version === 0) {
    const { n } = await w.db
      .selectFrom('bot_values')
      .select(eb => eb.fn.countAll<number>().as('n'))
      .where('bot_id', '=', botId)
      .executeTakeFirstOrThrow()
    if (Number(n) >= limits.botValues) throw new ProtocolError('limit_reached')
  }
  const row = { bot_id: botId, key, value: JSON.stringify(value), version: before.version + 1 }
  await w.db
    .insertInto('bot_values')
    .values(row)
    .onConflict(conflict => conflict.columns(['bot_id', 'key']).doUpdateSet({ value: row.value, version: row.version }))
    .execute()
  return row.version
}
