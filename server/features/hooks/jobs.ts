import type { JobSpecs } from '../../core/jobs/jobs.ts'
import type { Write } from '../../core/services.ts'

const dayMs = 24 * 3_600_000
const everyMs = 3_600_000
/** How long a hook remembers: its log, files that were uploaded for it, cards that later events change, clicks. */
const kept = { deliveries: 14 * dayMs, media: 3 * dayMs, cards: 90 * dayMs, clicks: 30 * dayMs }

declare module '../../core/jobs/jobs.ts' {
  interface JobPayloads {
    forgetDeliveries: null
  }
}

/** Forgets what hooks need no more, again and again. */
export function hookJobs(write: Write): JobSpecs<'forgetDeliveries'> {
  return {
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
