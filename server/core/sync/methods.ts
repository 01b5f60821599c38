import { isDeepStrictEqual } from 'node:util'
import { protocolVersion, type Result, type workspaceFeatures } from '@lianqun/protocol'
import type { Reader } from '../../storage/database.ts'
import type { Handlers, Owned } from '../feature.ts'
import { identityOf } from '../gateway/connection.ts'
import type { ScopeReaders } from '../scopes.ts'
import type { Services } from '../services.ts'
import { readChanges, readScopeHeads, revisionsOf } from './changes.ts'
import { readDigest, readHeadsPage, readRooms } from './heads.ts'
import { readTogether } from './read-together.ts'

/** Handlers for the heads and changes of all scopes. `features`: what the workspace has that not every one has. */
export function syncHandlers(
  { store, hub, persons, admissions }: Services,
  scopes: ScopeReaders,
  features: readonly (typeof workspaceFeatures)[number][],
): Handlers<Owned<'sync'>> {
  const epoch = store.meta('epoch')

  // Each client asks three times in half a minute: a transaction for each would be most of what an idle server does.
  const beat = readTogether(ids =>
    store.read(async db => {
      const heads = await readScopeHeads(db, scopes, ids)
      const checkpoint = await store.checkpoint(db)
      return id => ({ serverTime: Date.now(), revisions: revisionsOf(heads, id), checkpoint })
    }),
  )

  async function state(db: Reader, userId: string, seen: string | undefined): Promise<Result<'sync.hello'>> {
    return {
      userId,
      epoch,
      serverTime: Date.now(),
      protocol: protocolVersion,
      revisions: revisionsOf(await readScopeHeads(db, scopes, [userId]), userId),
      checkpoint: await store.checkpoint(db),
      features: [...features],
      reconnectWithinMs: admissions.reconnectWithinMs,
      ...(seen === undefined || (await store.hasCheckpoint(db, seen)) ? {} : { lost: true }),
    }
  }

  return {
    async 'sync.hello'({ seen }, connection) {
      const { userId } = identityOf(connection)
      return hub.subscribe(connection, userId, () =>
        store.read(async db => ({ rooms: await readRooms(db, userId), answer: await state(db, userId, seen) })),
      )
    },

    async 'sync.heads'({ cursor, limit }, connection) {
      const { userId } = identityOf(connection)
      return persons.page(
        userId,
        () =>
          store.read(async db => {
            const horizon = await store.horizon(db)
            return readHeadsPage(db, { userId, epoch, cursor, limit, horizon })
          }),
        page => page.heads.length,
      )
    },

    async 'sync.changes'(params, connection) {
      const { userId } = identityOf(connection)
      return persons.page(
        userId,
        () => store.read(db => readChanges(db, scopes, { userId, epoch, ...params })),
        page => page.changes.length,
      )
    },

    async 'sync.heartbeat'({ heads }, connection) {
      const { userId } = identityOf(connection)
      const answer = await beat(userId)
      if (isDeepStrictEqual(hub.digest(userId), heads)) return { ...answer, headsAgree: true }
      // Either side may have missed something.
      const stored = await store.read(db => readDigest(db, userId))
      if (!isDeepStrictEqual(hub.digest(userId), stored)) await hub.refresh(userId)
      return { ...answer, headsAgree: isDeepStrictEqual(stored, heads) }
    },
  }
}
