import type { JobSpecs } from '../../core/jobs/jobs.ts'
import type { Services } from '../../core/services.ts'
import { conversationLocks } from '../../storage/lock.ts'
import { endForsaken, forsakenHooks } from './domain.ts'

const dayMs = 24 * 3_600_000
const everyMs = 3_600_000
/** How long a hook remembers: its log, files that were uploaded for it, cards that later events change, clicks. */
const kept = { deliveries: 14 * dayMs, media: 3 * dayMs, cards: 90 * dayMs, clicks: 30 * dayMs }

declare module '../../core/jobs/jobs.ts' {
  interface JobPayloads {
    forgetDeliveries: null
    endBots: { conversationId: string }
  }
}

/** Forgets what hooks need no more, again and again, and ends those whose bots have nobody any more. */
export function hookJobs({
  store,
  write,
}: Pick<Services, 'store' | 'write'>): JobSpecs<'forgetDeliveries' | 'endBots'> {
  return {
    endBots: {
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
      run: () =>
        write([], async w => {
          await w.db
            .deleteFrom('hook_deliveries')
            .where('at', '<', w.now - kept.deliveries)
            .execute()
          await w.db
            .deleteFrom('hook_media')
            .where('at', '<', w.now - kept.media)
            .execute()
          await w.db
            .deleteFrom('hook_cards')
            .where('at', '<', w.now - kept.cards)
            .execute()
          await w.db
            .deleteFrom('card_clicks')
            .where('at', '<', w.now - kept.clicks)
            .execute()
        }),
    },
  }
}
