import { ProtocolError } from '@lianqun/protocol'
import { sql } from 'kysely'
import type { HttpResult } from '../../../protocol/http/index.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { randomId } from '../../storage/random-id.ts'
import type { AnnouncementRow } from './tables.ts'

/** An announcement as one user sees it. */
export type Announcement = HttpResult<'GET /announcements/:id'>

/** Whether a user may publish: administrators and publishers. */
export async function canPublish(db: Reader, userId: string): Promise<boolean> {
  const user = await db.selectFrom('users').select(['admin', 'publisher']).where('id', '=', userId).executeTakeFirst()
  return user !== undefined && (user.admin !== 0 || user.publisher !== 0)
}

function query(db: Reader, userId: string) {
  return db
    .selectFrom('announcements as a')
    .innerJoin('employees as e', 'e.id', 'a.author_id')
    .leftJoin('announcement_confirmations as mine', join =>
      join.onRef('mine.announcement_id', '=', 'a.id').on('mine.user_id', '=', userId),
    )
    .select([
      'a.id',
      'a.title',
      'a.body',
      'a.author_id as authorId',
      'e.name as authorName',
      'e.latin_name as authorLatinName',
      'a.created_at as createdAt',
      'a.confirmed_count as confirmedCount',
      'mine.confirmed_at as confirmedAt',
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof query>['executeTakeFirstOrThrow']>>

async function toAnnouncements(db: Reader, rows: readonly Row[]): Promise<Announcement[]> {
  const { count } = await db
    .selectFrom('employees')
    .where('deleted', '=', 0)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return rows.map(row => ({
    ...row,
    createdAt: Number(row.createdAt),
    confirmedAt: row.confirmedAt === null ? null : Number(row.confirmedAt),
    audienceCount: Number(count),
  }))
}

/** The announcements, newest first. */
export async function listAnnouncements(db: Reader, userId: string, limit: number): Promise<Announcement[]> {
  const rows = await query(db, userId).orderBy('a.created_at', 'desc').orderBy('a.id', 'desc').limit(limit).execute()
  return toAnnouncements(db, rows)
}

/** @throws not_found */
export async function readAnnouncement(db: Reader, userId: string, id: string): Promise<Announcement> {
  const rows = await query(db, userId).where('a.id', '=', id).execute()
  const [announcement] = await toAnnouncements(db, rows)
  if (!announcement) throw new ProtocolError('not_found')
  return announcement
}

export interface AnnouncementInput {
  authorId: string
  title: string
  body: string
  /** Makes a retry idempotent: the same client id returns the stored announcement. */
  clientId?: string
  id?: string
  createdAt?: number
}

/** Publishes. @throws forbidden without the right, conflict when the client id was used for other content */
export async function createAnnouncement(w: Writer, input: AnnouncementInput): Promise<Announcement> {
  const { authorId, title, body, clientId } = input
  if (!(await canPublish(w.db, authorId))) throw new ProtocolError('forbidden')
  if (clientId !== undefined) {
    const known = await w.db
      .selectFrom('announcements')
      .select(['id', 'title', 'body'])
      .where('author_id', '=', authorId)
      .where('client_id', '=', clientId)
      .executeTakeFirst()
    if (known) {
      if (known.title !== title || known.body !== body) throw new ProtocolError('conflict', { field: 'clientId' })
      return readAnnouncement(w.db, authorId, known.id)
    }
  }
  const id = input.id ?? randomId()
  const row: AnnouncementRow = {
    id,
    title,
    body,
    author_id: authorId,
    created_at: input.createdAt ?? w.now,
    confirmed_count: 0,
    client_id: clientId ?? null,
  }
  await w.db.insertInto('announcements').values(row).execute()
  return readAnnouncement(w.db, authorId, id)
}

/** Records that a user has read it now. Idempotent. @throws not_found */
export async function confirmAnnouncement(
  w: Writer,
  userId: string,
  id: string,
  confirmedAt = w.now,
): Promise<Announcement> {
  await readAnnouncement(w.db, userId, id)
  const { numInsertedOrUpdatedRows } = await w.db
    .insertInto('announcement_confirmations')
    .values({ announcement_id: id, user_id: userId, confirmed_at: confirmedAt })
    .onConflict(oc => oc.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 1n) {
    await w.db
      .updateTable('announcements')
      .set({ confirmed_count: sql<number>`confirmed_count + 1` })
      .where('id', '=', id)
      .execute()
  }
  return readAnnouncement(w.db, userId, id)
}

/** Adjusts the counts of announcements that a user confirmed: -1 when they leave, 1 when they come back. */
export async function countConfirmations(w: Writer, userId: string, by: 1 | -1): Promise<void> {
  await w.db
    .updateTable('announcements')
    .set({ confirmed_count: sql<number>`confirmed_count + ${by}` })
    .where('id', 'in', eb =>
      eb.selectFrom('announcement_confirmations').select('announcement_id').where('user_id', '=', userId),
    )
    .execute()
}
