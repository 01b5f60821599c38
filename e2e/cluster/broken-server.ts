import { setTimeout as wait } from 'node:timers/promises'
import { Tail } from '../../server/core/sync/tail.ts'
import { PostgresStore } from '../../server/storage/postgres/store.ts'

/** How long a transaction that is acknowledged already waits for its commit, in milliseconds. */
const uncommittedMs = 30

const { write } = PostgresStore.prototype

/** What a server process may do wrong on PostgreSQL, so that the checks are seen to find it. */
export const breaks = {
  'takes no locks': () => {
    PostgresStore.prototype.write = function (_locks, fn, committed) {
      return write.call(this, [], fn as never, committed as never) as never
    }
  },
  'takes no hint for lost': () => {
    Tail.prototype.look = async () => {}
  },
  'acknowledges before it commits': () => {
    PostgresStore.prototype.write = function (locks, fn, committed = () => {}) {
      let acknowledged = false
      return write.call(this, locks, async tx => {
        const result = await fn(tx)
        if (!acknowledged) committed(result)
        acknowledged = true
        await wait(uncommittedMs)
        return result
      }) as never
    }
  },
} satisfies Record<string, () => void>

export type Break = keyof typeof breaks
