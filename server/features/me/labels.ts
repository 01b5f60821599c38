import { type Label, limits, ProtocolError, type WrittenLabel } from '@lianqun/protocol'
import type { ScopeInput } from '../../core/scopes.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import type { LabelRow } from './tables.ts'

/**
 * Makes or changes a label. One that is as asked for already takes no revision.
 * @throws limit_reached, not_found for one that was deleted
 */
export async function setLabel(w: Writer, userId: string, written: WrittenLabel): Promise<Label> {
  const row = await labelRow(w.db, userId, written.id)
  if (row?.deleted) throw new ProtocolError('not_found')
  if (row === undefined) await requireRoom(w.db, userId)
  const next = { name: written.name, hue: written.hue, rules: JSON.stringify(written.rules) }
  if (row?.name === next.name && row.hue === next.hue && row.rules === next.rules) return toLabel(row)
  return save(w, { user_id: userId, id: written.id, deleted: 0, ...next })
}

/** Deletes a label; what it said is not kept. @throws not_found for one that never was */
export async function deleteLabel(w: Writer, userId: string, id: string): Promise<Label> {
  const row = await labelRow(w.db, userId, id)
  if (row === undefined) throw new ProtocolError('not_found')
  if (row.deleted) return toLabel(row)
  return save(w, { ...row, name: '', hue: 0, rules: '[]', deleted: 1 })
}

/** The labels of a user above a revision. */
export async function readLabels(
  db: Reader,
  { userId, since, limit }: Pick<ScopeInput, 'userId' | 'since' | 'limit'>,
): Promise<Label[]> {
  const rows = await db
    .selectFrom('labels')
    .selectAll()
    .where('user_id', '=', userId)
    .where('revision', '>', since)
    .orderBy('revision')
    .limit(limit + 1)
    .execute()
  return rows.map(toLabel)
}

function labelRow(db: Reader, userId: string, id: string): Promise<LabelRow | undefined> {
  return db.selectFrom('labels').selectAll().where('user_id', '=', userId).where('id', '=', id).executeTakeFirst()
}

/** Tombstones that are kept of a user, for devices that have not heard of them. */
const keptTombstones = limits.listLabels * 9

/** Only live labels count; of those that were deleted the oldest go, so that nobody fills the table. @throws limit_reached */
async function requireRoom(db: Reader, userId: string): Promise<void> {
  const rows = await db
    .selectFrom('labels')
    .select(['id', 'deleted'])
    .where('user_id', '=', userId)
    .orderBy('revision', 'desc')
    .execute()
  if (rows.filter(row => row.deleted === 0).length >= limits.listLabels) throw new ProtocolError('limit_reached')
  const oldest = rows.filter(row => row.deleted !== 0).slice(keptTombstones)
  if (oldest.length === 0) return
  const ids = oldest.map(row => row.id)
  await db.deleteFrom('labels').where('user_id', '=', userId).where('id', 'in', ids).execute()
}

async function save(w: Writer, row: Omit<LabelRow, 'revision'>): Promise<Label> {
  await w.loadUsers([row.user_id])
  const saved = { ...row, revision: w.meNext(row.user_id) }
  const { user_id: _user, id: _id, ...values } = saved
  await w.db
    .insertInto('labels')
    .values(saved)
    .onConflict(oc => oc.columns(['user_id', 'id']).doUpdateSet(values))
    .execute()
  const label = toLabel(saved)
  w.meAdd(row.user_id, { entity: 'label', value: label })
  return label
}

function toLabel(row: LabelRow): Label {
  return {
    id: row.id,
    name: row.name,
    hue: row.hue,
    rules: JSON.parse(row.rules) as Label['rules'],
    deleted: row.deleted !== 0,
    revision: Number(row.revision),
  }
}
