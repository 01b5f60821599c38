import { sql } from 'kysely'
import type { JobSpecs } from '../../core/jobs/jobs.ts'
import type { Services } from '../../core/services.ts'
import type { Trx } from '../../storage/database.ts'
import { conversationLocks } from '../../storage/lock.ts'
import { endForsaken, forsakenHooks } from './domain.ts'

const dayMs = 24 * 3_600_000
const everyMs = 3_600_000
/** How long a hook remembers: its log, files that were uploaded for it, cards that later events change, clicks. */
const kept = { deliveries: 14 * dayMs, media: 3 * dayMs, cards: 90 * dayMs, clicks: 30 * dayMs, faces: 7 * dayMs }
/** Rows of the log of one hook, of what is older than a day: for so long repeated deliveries are known. */
const mostDeliveries = 20_000
/** Rows that one transaction deletes: others write meanwhile. */
const batch = 500

declare module '../../core/jobs/jobs.ts' {
  interface JobPayloads {
    forgetDeliveries: null
    endHooks: { conversationId: string }
    /** What a hook that was removed leaves behind. */
    forgetHook: { hookId: string }
  }
}

/** Tables of what comes and goes, with the columns of their primary keys. */
const keys = {
  hook_deliveries: 'hook_id, id',
  hook_media: 'id',
  hook_cards: 'hook_id, key',
  card_clicks: 'user_id, client_id',
  card_faces: 'conversation_id, seq, user_id',
}
type Forgotten = keyof typeof keys

/** Deletes some rows. Returns how many. */
async function deleteSome(db: Trx, table: Forgotten, where: ReturnType<typeof sql>): Promise<number> {
  const from = sql.table(table)
  const key = sql.raw(keys[table])
  const some = sql`select ${key} from ${from} where ${where} limit ${batch}`
  const { numAffectedRows } = await sql`delete from ${from} where (${key}) in (${some})`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/**
 * Forgets what hooks need no more, again and again, and what is left of those that were removed; ends those whose bots
 * have nobody any more.
 */
export function hookJobs({
  store,
  write,
}: Pick<Services, 'store' | 'write'>): JobSpecs<'forgetDeliveries' | 'forgetHook' | 'endHooks'> {
  async function deleteAll(table: Forgotten, where: ReturnType<typeof sql>, signal: AbortSignal): Promise<void> {
    let deleted = batch
    while (deleted === batch) {
      signal.throwIfAborted()
      deleted = await write([], w => deleteSome(w.db, table, where))
    }
  }

  /** Deletes the rows of each log beyond the newest, but for those of the last day. */
  async function shorten(signal: AbortSignal, now: number): Promise<void> {
    const hooks = await store.read(db => db.selectFrom('hooks').select('id').execute())
    for (const { id } of hooks) {
      signal.throwIfAborted()
      const first = await store.read(db =>
        db
          .selectFrom('hook_deliveries')
          .select('id')
          .where('hook_id', '=', id)
          .orderBy('id', 'desc')
          .offset(mostDeliveries)
          .limit(1)
          .executeTakeFirst(),
      )
      if (first !== undefined)
        await deleteAll('hook_deliveries', sql`hook_id = ${id} and id <= ${first.id} and at < ${now - dayMs}`, signal)
    }
  }

  return {
    endHooks: {
      atOnce: 1,
      attempts: 3,
      async run({ payload: { conversationId } }) {
        const hooks = await store.read(db => forsakenHooks(db, conversationId))
        if (hooks.length === 0) return
        const ids = hooks.map(({ id }) => id)
        const bots = hooks.map(({ bot_id }) => bot_id)
        const locks = ids.map(id => `hook:${id}` as const)
        await write(['directory', ...locks, ...conversationLocks(conversationId, bots)], w =>
          endForsaken(w, conversationId, ids),
        )
      },
    },
    forgetDeliveries: {
      atOnce: 1,
      attempts: 3,
      everyMs,
      async run({ signal }) {
        const now = Date.now()
        await deleteAll('hook_deliveries', sql`at < ${now - kept.deliveries}`, signal)
        await deleteAll('hook_media', sql`at < ${now - kept.media}`, signal)
        await deleteAll('hook_cards', sql`at < ${now - kept.cards}`, signal)
        await deleteAll('card_clicks', sql`at < ${now - kept.clicks}`, signal)
        await deleteAll('card_faces', sql`asked_at < ${now - kept.faces}`, signal)
        await shorten(signal, now)
      },
    },
    forgetHook: {
      atOnce: 1,
      attempts: 10,
      async run({ payload: { hookId }, signal }) {
        for (const table of ['hook_deliveries', 'hook_cards', 'hook_media'] as const)
          await deleteAll(table, sql`hook_id = ${hookId}`, signal)
      },
    },
  }
}
