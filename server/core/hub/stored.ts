import type { Store } from '../../storage/store.ts'
import type { ScopeReaders } from '../scopes.ts'
import { readChanges, readScopeHeads } from '../sync/changes.ts'
import { readHead, readHeads, readMembers, readRooms } from '../sync/heads.ts'
import type { HubSource } from './hub.ts'

/** What the hub reads from the storage, each in one state of it. */
export function storedFor(store: Store, scopes: ScopeReaders): Omit<HubSource, 'shared' | 'signal' | 'failed'> {
  const epoch = store.meta('epoch')
  return {
    epoch,
    rooms: userId =>
      store.read(async db => ({
        rooms: (await readRooms(db, [userId])).get(userId) ?? [],
        me: (await scopes.me.heads(db, [userId])).get(userId) ?? 0,
      })),
    members: id => store.read(db => readMembers(db, id)),
    heads: (userId, ids) => store.read(db => readHeads(db, userId, ids)),
    head: (userId, id) => store.read(db => readHead(db, userId, id)),
    scopeHeads: userIds => store.read(db => readScopeHeads(db, scopes, userIds)),
    scopeChanges: (userId, scope, since) =>
      store.read(db => readChanges(db, scopes, { userId, epoch, scope, since, limit: 2_000 })),
  }
}
