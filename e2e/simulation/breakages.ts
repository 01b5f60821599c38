import type { Sqlite } from '../../common/node/sqlite.ts'
import type { ChangeSet } from '../../server/core/change-set.ts'
import type { Lock } from '../../server/storage/lock.ts'
import type { KnownSends, MadeBatch, MessageBatch, MessageStore, SendKey } from '../../server/storage/message-store.ts'
import type { SqliteStore } from '../../server/storage/sqlite/store.ts'
import type { Clock } from './clock.ts'

/** How a world is broken, so that its checks are seen to find it. */
export interface Breakage {
  /** What it does wrong, in words; null: nothing. */
  what: string | null
  /** What a server makes of a commit before it tells its clients. */
  publish?(changes: ChangeSet): ChangeSet
  /** A server never compares with the database what it was told. */
  trustsHints?: boolean
  /** How messages are stored. */
  messages?(truth: SqliteStore, clock: Clock): MessageStore
  /** What is done to the cache of a client before it is started again. */
  restarting?(cache: Sqlite): void
}

export const unbroken: Breakage = { what: null }

/** Breaks by what they do wrong, and what must be reported of each. */
export const breakages = {
  'acknowledges before the commit': { messages: hastyMessages, finds: ['once'] },
  'trusts that no hint is lost': { trustsHints: true, finds: ['never settles'] },
  'delivers without a look at who is a member': {
    publish: changes => ({ ...changes, conversations: changes.conversations.map(c => ({ ...c, left: [] })) }),
    finds: ['outsiders'],
  },
  'forgets the outbox on a restart': { restarting: cache => void cache.run('DELETE FROM outbox'), finds: ['lost'] },
} satisfies Record<string, Omit<Breakage, 'what'> & { finds: string[] }>

export type BreakageName = keyof typeof breakages

/** A message is acknowledged and told of when it is known what to write, and written a little later. */
function hastyMessages(truth: SqliteStore, clock: Clock): MessageStore {
  return {
    async commit<T>(
      locks: readonly Lock[],
      keys: readonly SendKey[],
      make: (known: KnownSends) => MadeBatch<T>,
      committed: (result: T) => void,
    ) {
      let made: MadeBatch<T> | undefined
      const look = (known: KnownSends) => {
        made = make(known)
        return { rows: null, result: null }
      }
      await truth.messages.commit(locks, keys, look, () => {})
      if (made === undefined) return
      const { rows, result }: { rows: MessageBatch | null; result: T } = made
      committed(result)
      if (rows === null) return
      const write = () =>
        truth.messages.commit(
          locks,
          [],
          () => ({ rows, result: null }),
          () => {},
        )
      // Where another was faster, it is lost.
      clock.after(clock.random() * 50, clock.current, () => void write().catch(() => {}))
    },
  }
}
