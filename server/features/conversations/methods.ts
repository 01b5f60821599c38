import { ProtocolError, limits as protocolLimits } from '@lianqun/protocol'
import type { Handlers, NoticeHandlers, Owned } from '../../core/feature.ts'
import { identityOf } from '../../core/gateway/connection.ts'
import type { Services } from '../../core/services.ts'
import { readHeads } from '../../core/sync/heads.ts'
import { conversationLocks, userLocks } from '../../storage/lock.ts'
import * as conversations from './domain.ts'
import { readReceipts, readShared } from './members.ts'

/** Groups and direct conversations. */
export function conversationHandlers({
  store,
  write,
  hub,
  limits,
  persons,
}: Services): Handlers<Owned<'conversation'>> {
  async function head(userId: string, id: string) {
    const [found] = await store.read(db => readHeads(db, userId, [id]))
    // A repeated client id of a user who has left the group since.
    if (!found) throw new ProtocolError('not_member')
    return { head: found }
  }

  return {
    async 'conversation.create'({ clientId, name, userIds, problem }, connection) {
      const { userId: ownerId } = identityOf(connection)
      persons.changeMembers(ownerId, Math.max(userIds.length, limits.membersOfNewGroup))
      const { id } = await write(userLocks([ownerId, ...userIds]), w =>
        conversations.createGroup(w, { ownerId, userIds, name, clientId, problem }, limits.maxMembers),
      )
      return head(ownerId, id)
    },

    async 'conversation.direct'({ userId: otherId }, connection) {
      const { userId } = identityOf(connection)
      const { id } = await write(userLocks([userId, otherId]), w => conversations.direct(w, userId, otherId))
      return head(userId, id)
    },

    async 'conversation.rename'({ conversationId, name }, connection) {
      const { userId: actorId } = identityOf(connection)
      await write(`conversation:${conversationId}`, w => conversations.rename(w, { conversationId, actorId, name }))
      return {}
    },

    async 'conversation.addMembers'({ conversationId, userIds }, connection) {
      const { userId: actorId } = identityOf(connection)
      persons.changeMembers(actorId, userIds.length)
      await write(conversationLocks(conversationId, userIds), w =>
        conversations.addMembers(w, { conversationId, actorId, userIds }, limits.maxMembers),
      )
      return {}
    },

    async 'conversation.removeMembers'({ conversationId, userIds }, connection) {
      const { userId: actorId } = identityOf(connection)
      persons.changeMembers(actorId, userIds.length)
      await write(conversationLocks(conversationId, userIds), w =>
        conversations.removeMembers(w, { conversationId, actorId, userIds }),
      )
      return {}
    },

    async 'conversation.leave'({ conversationId }, connection) {
      const { userId: actorId } = identityOf(connection)
      await write(conversationLocks(conversationId, [actorId]), w =>
        conversations.leave(w, { conversationId, actorId }),
      )
      return {}
    },

    async 'conversation.open'({ conversationId }, connection) {
      if (!connection.subscribed) {
        throw new ProtocolError('invalid_request', { message: 'Say sync.hello first, then what is open.' })
      }
      hub.setOpen(connection, conversationId)
      return {}
    },

    async 'conversation.sharedWith'({ userId: otherId }, connection) {
      const { userId } = identityOf(connection)
      const read = () => store.read(db => readShared(db, userId, otherId))
      return { conversationIds: await persons.page(userId, read, ids => ids.length) }
    },

    async 'conversation.receipts'({ conversationId }, connection) {
      const { userId } = identityOf(connection)
      const read = () => store.read(db => readReceipts(db, conversationId, userId))
      const receipts = await persons.page(userId, read, rows => rows.length)
      return { conversationId, receipts: receipts.slice(0, protocolLimits.members) }
    },
  }
}

/** Notices about conversations. */
export function conversationNotices({ hub }: Services): NoticeHandlers {
  return {
    'conversation.typing': ({ conversationId }, connection) => hub.typing(conversationId, connection),
  }
}
