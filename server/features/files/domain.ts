import type { FileRef } from '@lianqun/protocol'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { randomId } from '../../storage/random-id.ts'
import { toFileRef } from '../../storage/rows.ts'
import type { FileRow } from '../../storage/tables.ts'

/** Files that a user may load: their own uploads, those of messages that they may see or have saved, avatars of groups. */
function visibleFiles(db: Reader, userId: string) {
  return db
    .selectFrom('files')
    .selectAll()
    .where(eb =>
      eb.or([
        eb('uploader_id', '=', userId),
        eb.exists(
          eb
            .selectFrom('file_refs')
            .innerJoin('members', 'members.conversation_id', 'file_refs.conversation_id')
            .select('file_refs.seq')
            .whereRef('file_refs.file_id', '=', 'files.id')
            .where('members.user_id', '=', userId)
            .where('members.joined', '=', 1)
            .whereRef('file_refs.seq', '>=', 'members.visible_from'),
        ),
        eb.exists(
          eb
            .selectFrom('group_avatars')
            .innerJoin('members', 'members.conversation_id', 'group_avatars.conversation_id')
            .select('group_avatars.file_id')
            .whereRef('group_avatars.file_id', '=', 'files.id')
            .where('members.user_id', '=', userId)
            .where('members.joined', '=', 1),
        ),
        eb.exists(
          eb
            .selectFrom('file_refs')
            .innerJoin('message_states as saved', join =>
              join
                .onRef('saved.conversation_id', '=', 'file_refs.conversation_id')
                .onRef('saved.seq', '=', 'file_refs.seq'),
            )
            .select('file_refs.seq')
            .whereRef('file_refs.file_id', '=', 'files.id')
            .where('saved.user_id', '=', userId)
            .where('saved.saved_at', 'is not', null),
        ),
      ]),
    )
}

/** A file that the user may load; undefined for any other, so that nobody learns what there is. */
export function visibleFile(db: Reader, userId: string, fileId: string): Promise<FileRow | undefined> {
  return visibleFiles(db, userId).where('id', '=', fileId).executeTakeFirst()
}

/** A new file of the bytes of one that the user can see, or null. */
export async function claimFile(
  w: Writer,
  input: { userId: string; sha256: string; name: string },
): Promise<FileRef | null> {
  const found = await visibleFiles(w.db, input.userId)
    .where('source_sha256', '=', input.sha256)
    .limit(1)
    .executeTakeFirst()
  if (!found) return null
  const row: FileRow = { ...found, id: randomId(), name: input.name, uploader_id: input.userId, created_at: w.now }
  await w.db.insertInto('files').values(row).execute()
  return toFileRef(row)
}

/** For so long an upload counts for whoever made it, milliseconds. */
const countedMs = 24 * 3_600_000

/** Bytes that a person uploaded within the last day, also of files that are gone again. */
export async function uploadedBytes(db: Reader, userId: string, now: number): Promise<number> {
  const { bytes } = await db
    .selectFrom('finished_uploads')
    .select(eb => eb.fn.sum<number | null>('bytes').as('bytes'))
    .where('user_id', '=', userId)
    .where('at', '>', now - countedMs)
    .executeTakeFirstOrThrow()
  return Number(bytes ?? 0)
}

/** Uploads count no more after a day. */
export async function forgetUploads(w: Writer, now: number): Promise<void> {
  await w.db
    .deleteFrom('finished_uploads')
    .where('at', '<=', now - countedMs)
    .execute()
}
