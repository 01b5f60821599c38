import { ProtocolError } from '@lianqun/protocol'
import { type Reader, randomId } from '../storage/store.ts'
import type { Writer } from './writer.ts'

/** An announcement as one person sees it. Times in milliseconds. */
export interface Announcement {
  id: string
  title: string
  body: string
  authorId: string
  authorName: string
  createdAt: number
  confirmedCount: number
  /** How many colleagues there are to confirm it. */
  audienceCount: number
  /** When this person confirmed it, or null. */
  confirmedAt: number | null
}

/** Whether a person may publish: administrators and those flagged as publishers. */
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
    .select(eb => [
      'a.id',
      'a.title',
      'a.body',
      'a.author_id as authorId',
      'e.name as authorName',
      'a.created_at as createdAt',
      'mine.confirmed_at as confirmedAt',
      eb
        .selectFrom('announcement_confirmations as c')
        .innerJoin('employees as ce', 'ce.id', 'c.user_id')
        .whereRef('c.announcement_id', '=', 'a.id')
        .where('ce.deleted', '=', 0)
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .as('confirmedCount'),
      eb
        .selectFrom('employees as all')
        .where('all.deleted', '=', 0)
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .as('audienceCount'),
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof query>['executeTakeFirstOrThrow']>>

function toAnnouncement(row: Row): Announcement {
  return {
    ...row,
    createdAt: Number(row.createdAt),
    confirmedAt: row.confirmedAt === null ? null : Number(row.confirmedAt),
    confirmedCount: Number(row.confirmedCount),
    audienceCount: Number(row.audienceCount),
  }
}

/** The announcements, newest first. */
export async function listAnnouncements(db: Reader, userId: string, limit: number): Promise<Announcement[]> {
  const rows = await query(db, userId).orderBy('a.created_at', 'desc').orderBy('a.id', 'desc').limit(limit).execute()
  return rows.map(toAnnouncement)
}

/** @throws not_found */
export async function readAnnouncement(db: Reader, userId: string, id: string): Promise<Announcement> {
  const row = await query(db, userId).where('a.id', '=', id).executeTakeFirst()
  if (!row) throw new ProtocolError('not_found')
  return toAnnouncement(row)
}

export interface AnnouncementInput {
  authorId: string
  title: string
  body: string
  id?: string
  createdAt?: number
}

/** Publishes. @throws forbidden for those who may not */
export async function createAnnouncement(w: Writer, input: AnnouncementInput): Promise<Announcement> {
  if (!(await canPublish(w.db, input.authorId))) throw new ProtocolError('forbidden')
  const id = input.id ?? randomId()
  await w.db
    .insertInto('announcements')
    .values({
      id,
      title: input.title,
      body: input.body,
      author_id: input.authorId,
      created_at: input.createdAt ?? w.now,
    })
    .execute()
  return readAnnouncement(w.db, input.authorId, id)
}

/** Notes that a person has read it; again changes nothing. @throws not_found */
export async function confirmAnnouncement(w: Writer, userId: string, id: string): Promise<Announcement> {
  await readAnnouncement(w.db, userId, id)
  await w.db
    .insertInto('announcement_confirmations')
    .values({ announcement_id: id, user_id: userId, confirmed_at: w.now })
    .onConflict(oc => oc.doNothing())
    .execute()
  return readAnnouncement(w.db, userId, id)
}
