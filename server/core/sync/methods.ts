import {
  protocolVersion,
  type Result,
  scopes as scopeOwners,
  singleScopes,
  type WorkspaceScope,
  type workspaceFeatures,
} from '@lianqun/protocol'
import type { Lock } from '../../storage/lock.ts'
import type { Handlers, Owned } from '../feature.ts'
import { type Connection, identityOf } from '../gateway/connection.ts'
import type { ScopeReaders } from '../scopes.ts'
import type { Services } from '../services.ts'
import { readChanges, readRevisions } from './changes.ts'
import { readConversationIds, readDigest, readHeadsPage } from './heads.ts'

const workspaceScopes = singleScopes.filter((scope): scope is WorkspaceScope => scopeOwners[scope] === 'workspace')

/** Handlers for the heads and changes of all scopes. `features`: what the workspace has that not every one has. */
export function syncHandlers(
  { store, hub, persons, admissions }: Services,
  scopes: ScopeReaders,
  features: readonly (typeof workspaceFeatures)[number][],
): Handlers<Owned<'sync'>> {
  const epoch = store.meta('epoch')

  /**
   * Subscribes under the locks of everything that is pushed to the user: later commits are pushed, earlier ones
   * are in the answer. Null when the user has since joined a conversation that is not among `ids`.
   */
  function hello(
    connection: Connection,
    userId: string,
    ids: ReadonlySet<string>,
    seen: string | undefined,
  ): Promise<Result<'sync.hello'> | null> {
    const locks: Lock[] = [`user:${userId}`, ...workspaceScopes]
    for (const id of ids) locks.push(`conversation:${id}`)
    return store.exclusive(locks, async db => {
      const digest = await readDigest(db, userId)
      if (digest.ids.some(id => !ids.has(id))) return null
      const revisions = await readRevisions(db, scopes, userId)
      if (connection.isOpen && !connection.signingOut) hub.subscribe(connection, userId, digest)
      return {
        userId,
        epoch,
        serverTime: Date.now(),
        protocol: protocolVersion,
        revisions,
        checkpoint: store.checkpoint(),
        features: [...features],
        reconnectWithinMs: admissions.reconnectWithinMs,
        ...(seen === undefined || store.hasCheckpoint(seen) ? {} : { lost: true }),
      }
    })
  }

  return {
    async 'sync.hello'({ seen }, connection) {
      const { userId } = identityOf(connection)
      for (;;) {
        const ids = await store.read(db => readConversationIds(db, userId))
        const answer = await hello(connection, userId, new Set(ids), seen)
        if (answer) return answer
      }
    },

    async 'sync.heads'({ cursor, limit }, connection) {
      const { userId } = identityOf(connection)
      return persons.page(
        userId,
        () => store.read(db => readHeadsPage(db, { userId, epoch, cursor, limit })),
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
      return store.read(async db => {
        const revisions = await readRevisions(db, scopes, userId)
        const digest = hub.online(userId) ?? (await readDigest(db, userId))
        const headsAgree = digest.count === heads.count && digest.hash === heads.hash
        return { serverTime: Date.now(), revisions, headsAgree, checkpoint: store.checkpoint() }
      })
    },
  }
}
