import { isDeepStrictEqual } from 'node:util'
import { type HeadsPage, type Params, protocolVersion, type Result, type workspaceFeatures } from '@lianqun/protocol'
import type { Reader } from '../../storage/database.ts'
import type { Handlers, Owned } from '../feature.ts'
import { identityOf } from '../gateway/connection.ts'
import { readTogether } from '../read-together.ts'
import type { ScopeReaders } from '../scopes.ts'
import type { Services } from '../services.ts'
import { readChanges, readScopeHeads, revisionsOf } from './changes.ts'
import { nothingMoved, readDigests, readHeadsPage, readNewest, readRooms } from './heads.ts'

/** Handlers for the heads and changes of all scopes. `features`: what the workspace has that not every one has. */
export function syncHandlers(
  { store, hub, persons, admissions }: Services,
  scopes: ScopeReaders,
  features: readonly (typeof workspaceFeatures)[number][],
): Handlers<Owned<'sync'>> {
  const epoch = store.meta('epoch')

  /** Where the database and the scopes of these users are. */
  async function where(db: Reader, userIds: readonly string[]) {
    const heads = await readScopeHeads(db, scopes, userIds)
    const { now: checkpoint, had } = await store.checkpoints(db)
    return { had, of: (id: string) => ({ serverTime: Date.now(), revisions: revisionsOf(heads, id), checkpoint }) }
  }

  // Each client asks three times in half a minute: a transaction for each would be most of what an idle server does.
  const beat = readTogether(userIds => store.read(async db => (await where(db, userIds)).of))

  // And thousands come at once, after this process or their network was away.
  const greet = readTogether(userIds =>
    store.read(async db => {
      const rooms = await readRooms(db, userIds)
      const { had, of } = await where(db, userIds)
      return id => ({ rooms: rooms.get(id) ?? [], had, where: of(id) })
    }),
  )

  const moved = readTogether(userIds =>
    store.read(async db => {
      const horizon = await store.horizon(db)
      const newest = await readNewest(db, userIds)
      return id => ({ horizon, newest: newest.get(id) ?? -1 })
    }),
  )

  // One person may ask again and again, with many conversations.
  const digest = readTogether(userIds => store.read(db => readDigests(db, userIds)))

  async function headsPage(userId: string, { cursor, limit }: Params<'sync.heads'>): Promise<HeadsPage> {
    const { horizon, newest } = await moved(userId)
    return (
      nothingMoved({ epoch, cursor, horizon }, newest) ??
      store.read(async db => readHeadsPage(db, { userId, epoch, cursor, limit, horizon: await store.horizon(db) }))
    )
  }

  return {
    async 'sync.hello'({ seen }, connection) {
      const { userId } = identityOf(connection)
      return hub.subscribe(connection, userId, async () => {
        const { rooms, had, where } = await greet(userId)
        const answer: Result<'sync.hello'> = {
          userId,
          epoch,
          protocol: protocolVersion,
          ...where,
          features: [...features],
          reconnectWithinMs: admissions.reconnectWithinMs,
          ...(seen !== undefined && !had(seen) && { lost: true }),
        }
        return { rooms, answer }
      })
    },

    async 'sync.heads'(params, connection) {
      const { userId } = identityOf(connection)
      return persons.page(
        userId,
        () => headsPage(userId, params),
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
      const stored = await digest(userId)
      if (!isDeepStrictEqual(hub.digest(userId), stored)) await hub.refresh(userId)
      return { ...answer, headsAgree: isDeepStrictEqual(stored, heads) }
    },
  }
}
