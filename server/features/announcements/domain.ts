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

/** Whether a user may edit, withdraw and remind: administrators, and the author while they may publish. */
async function canManage(db: Reader, userId: string, authorId: string): Promise<boolean> {
  const user = await db.selectFrom('users').select(['admin', 'publisher']).where('id', '=', userId).executeTakeFirst()
  return user !== undefined && (user.admin !== 0 || (user.publisher !== 0 && userId === authorId))
}

/** @throws not_found, forbidden */
async function readManaged(db: Reader, userId: string, id: string): Promise<Announcement> {
  const announcement = await readAnnouncement(db, userId, id)
  if (!announcement.canManage) throw new ProtocolError('forbidden')
  return announcement
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
      'a.edited_at as editedAt',
      'a.reminded_at as remindedAt',
      'e.deleted as authorLeft',
    ])
    .where('a.withdrawn_at', 'is', null)
}

type Row = Awaited<ReturnType<ReturnType<typeof query>['executeTakeFirstOrThrow']>>

const timeOf = (stored: number | null): number | null => (stored === null ? null : Number(stored))

async function toAnnouncements(db: Reader, userId: string, rows: readonly Row[]): Promise<Announcement[]> {
  const { count } = await db
    .selectFrom('employees')
    .where('deleted', '=', 0)
    .where('bot', 'is', null)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const managed = new Map<string, boolean>()
  for (const { authorId } of rows) {
    if (!managed.has(authorId)) managed.set(authorId, await canManage(db, userId, authorId))
  }
  return rows.map(({ authorLeft, ...row }) => {
    const audienceCount = Number(count) - (authorLeft ? 0 : 1)
    return {
      ...row,
      createdAt: Number(row.createdAt),
      // An author could confirm their own on earlier servers.
      confirmedCount: Math.min(row.confirmedCount, audienceCount),
      confirmedAt: timeOf(row.confirmedAt),
      editedAt: timeOf(row.editedAt),
      remindedAt: timeOf(row.remindedAt),
      audienceCount,
      canManage: managed.get(row.authorId) ?? false,
    }
  })
}

/** The announcements, newest first; before them those that the user was reminded to confirm. */
export async function listAnnouncements(db: Reader, userId: string, limit: number): Promise<Announcement[]> {
  const reminded = sql`case when mine.confirmed_at is null and a.author_id <> ${userId} then a.reminded_at end`
  const rows = await query(db, userId)
    .orderBy(sql`${reminded} is null`)
    .orderBy('a.created_at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(limit)
    .execute()
  return toAnnouncements(db, userId, rows)
}

/** @throws not_found */
export async function readAnnouncement(db: Reader, userId: string, id: string): Promise<Announcement> {
  const rows = await query(db, userId).where('a.id', '=', id).execute()
  const [announcement] = await toAnnouncements(db, userId, rows)
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
    edited_at: null,
    reminded_at: null,
    withdrawn_at: null,
    withdrawn_by: null,
  }
  await w.db.insertInto('announcements').values(row).execute()
  return readAnnouncement(w.db, authorId, id)
}

/** A change of the text; `editedAt` is that of the text which was changed. */
export interface AnnouncementEdit {
  title: string
  body: string
  editedAt: number | null
  /** Takes all confirmations back, since they were of another text. */
  confirmAgain: boolean
}

/** Changes the text. @throws not_found, forbidden, conflict when somebody else changed it meanwhile */
export async function editAnnouncement(
  w: Writer,
  userId: string,
  id: string,
  edit: AnnouncementEdit,
): Promise<Announcement> {
  const { title, body, editedAt, confirmAgain } = edit
  const before = await readManaged(w.db, userId, id)
  // A retry of what was stored already.
  if (before.title === title && before.body === body && !confirmAgain) return before
  if (before.editedAt !== editedAt) throw new ProtocolError('conflict', { field: 'editedAt' })
  if (confirmAgain) await w.db.deleteFrom('announcement_confirmations').where('announcement_id', '=', id).execute()
  await w.db
    .updateTable('announcements')
    .set({
      title,
      body,
      // Two edits within one millisecond are told apart.
      edited_at: Math.max(w.now, (editedAt ?? 0) + 1),
      ...(confirmAgain && { confirmed_count: 0, reminded_at: null }),
    })
    .where('id', '=', id)
    .execute()
  return readAnnouncement(w.db, userId, id)
}

/** Shows it to nobody any more; the row stays and says who withdrew it. @throws not_found, forbidden */
export async function withdrawAnnouncement(w: Writer, userId: string, id: string): Promise<void> {
  await readManaged(w.db, userId, id)
  await w.db
    .updateTable('announcements')
    .set({ withdrawn_at: w.now, withdrawn_by: userId })
    .where('id', '=', id)
    .execute()
}

/** Puts it first for those who have not confirmed it. @throws not_found, forbidden */
export async function remindOfAnnouncement(w: Writer, userId: string, id: string): Promise<Announcement> {
  await readManaged(w.db, userId, id)
  await w.db.updateTable('announcements').set({ reminded_at: w.now }).where('id', '=', id).execute()
  return readAnnouncement(w.db, userId, id)
}

/** Who has not confirmed it, by name: at most `limit` of `total`. @throws not_found, forbidden */
export async function listUnconfirmed(
  db: Reader,
  userId: string,
  id: string,
  limit: number,
): Promise<HttpResult<'GET /announcements/:id/unconfirmed'>> {
  const { authorId, audienceCount, confirmedCount } = await readManaged(db, userId, id)
  const people = await db
    .selectFrom('employees as e')
    .leftJoin('announcement_confirmations as c', join =>
      join.onRef('c.user_id', '=', 'e.id').on('c.announcement_id', '=', id),
    )
    .select(['e.id', 'e.name', 'e.latin_name as latinName'])
    .where('e.deleted', '=', 0)
    .where('e.bot', 'is', null)
    .where('e.id', '!=', authorId)
    .where('c.user_id', 'is', null)
    .orderBy('e.latin_name')
    .orderBy('e.id')
    .limit(limit)
    .execute()
  return { people, total: audienceCount - confirmedCount }
}

/** Records that a user has read it now; its author knows it. Idempotent. @throws not_found */
export async function confirmAnnouncement(
  w: Writer,
  userId: string,
  id: string,
  confirmedAt = w.now,
): Promise<Announcement> {
  const announcement = await readAnnouncement(w.db, userId, id)
  if (announcement.authorId === userId) return announcement
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
