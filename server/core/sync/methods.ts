import { protocolVersion } from '@lianqun/protocol'
import type { Handlers, Owned } from '../feature.ts'
import { identityOf } from '../gateway/connection.ts'
import type { ScopeReaders } from '../scopes.ts'
import type { Services } from '../services.ts'
import { readChanges, readRevisions } from './changes.ts'
import { readDigest, readHeadsPage } from './heads.ts'

/** Answers where the scopes stand and what changed in them, whatever scopes there are. */
export function syncHandlers({ store, hub }: Services, scopes: ScopeReaders): Handlers<Owned<'sync'>> {
  const epoch = store.meta('epoch')
  return {
    async 'sync.hello'(_params, connection) {
      const { userId } = identityOf(connection)
      return store.exclusive(`user:${userId}`, async db => {
        const revisions = await readRevisions(db, scopes, userId)
        const digest = await readDigest(db, userId)
        if (connection.isOpen && !connection.signingOut) hub.subscribe(connection, userId, digest)
        return { userId, epoch, serverTime: Date.now(), protocol: protocolVersion, revisions }
      })
    },

    async 'sync.heads'({ cursor, limit }, connection) {
      const { userId } = identityOf(connection)
      return store.read(db => readHeadsPage(db, { userId, epoch, cursor, limit }))
    },

    async 'sync.changes'(params, connection) {
      const { userId } = identityOf(connection)
      return store.read(db => readChanges(db, scopes, { userId, epoch, ...params }))
    },

    async 'sync.heartbeat'({ heads }, connection) {
      const { userId } = identityOf(connection)
      return store.read(async db => {
        const revisions = await readRevisions(db, scopes, userId)
        const digest = hub.online(userId) ?? (await readDigest(db, userId))
        const headsAgree = digest.count === heads.count && digest.hash === heads.hash
        return { serverTime: Date.now(), revisions, headsAgree }
      })
    },
  }
}
