import type { JobSpecs } from '../../core/jobs/jobs.ts'
import type { Services } from '../../core/services.ts'
import { conversationLocks } from '../../storage/lock.ts'
import { endForsaken, forsakenBots } from './domain.ts'
import { writeHeard } from './heard.ts'
import type { WebhookPoster } from './webhooks.ts'

const hourMs = 3_600_000
/** How long what a bot was told is kept: delivered, and not. Forms that nobody sends are forgotten. */
const kept = { done: 24 * hourMs, waiting: 3 * 24 * hourMs, dead: 14 * 24 * hourMs, forms: 24 * hourMs }
/** Rows that are removed in one transaction. */
const atOnce = 2_000

declare module '../../core/jobs/jobs.ts' {
  interface JobPayloads {
    endBots: { conversationId: string }
  }
}

/** Tells bots what happens, posts it to their addresses, forgets it, and takes bots out of groups without people. */
export function botJobs(
  { store, write }: Pick<Services, 'store' | 'write'>,
  poster: WebhookPoster,
): JobSpecs<'conversationHeard' | 'botPosts' | 'forgetBotEvents' | 'endBots'> {
  return {
    endBots: {
      atOnce: 1,
      attempts: 3,
      async run({ payload: { conversationId } }) {
        const ids = (await store.read(db => forsakenBots(db, conversationId))).map(({ id }) => id)
        if (ids.length > 0)
          await write(conversationLocks(conversationId, ids), w => endForsaken(w, conversationId, ids))
      },
    },
    conversationHeard: {
      atOnce: 8,
      attempts: 20,
      run: ({ payload }) => writeHeard(write, payload.conversationId),
    },
    botPosts: {
      // They wait for others' servers, and each bot has four at most.
      atOnce: 64,
      attempts: 200,
      run: ({ payload, signal }) => poster.post(payload.botId, payload.conversationId, signal),
    },
    forgetBotEvents: {
      atOnce: 1,
      attempts: 3,
      everyMs: hourMs,
      run: async ({ signal }) => {
        for (const state of ['done', 'waiting', 'dead'] as const)
          while (!signal.aborted && (await forget(write, state, kept[state])) >= atOnce);
        await write([], w =>
          w.db
            .deleteFrom('bot_views')
            .where('home', '=', 0)
            .where('at', '<', w.now - kept.forms)
            .execute(),
        )
      },
    },
  }
}

async function forget(write: Services['write'], state: 'done' | 'waiting' | 'dead', ms: number): Promise<number> {
  return write([], async w => {
    const old = w.db
      .selectFrom('bot_events')
      .select('id')
      .where('at', '<', w.now - ms)
      .where('state', '=', state)
      .limit(atOnce)
    const { numDeletedRows } = await w.db.deleteFrom('bot_events').where('id', 'in', old).executeTakeFirstOrThrow()
    return Number(numDeletedRows)
  })
}
