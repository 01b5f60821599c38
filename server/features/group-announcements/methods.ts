import type { Handlers, Owned } from '../../core/feature.ts'
import { identityOf } from '../../core/gateway/connection.ts'
import type { Services } from '../../core/services.ts'
import { conversationLocks } from '../../storage/lock.ts'
import { requireMember } from '../conversations/index.ts'
import { membersToAsk } from '../messages/index.ts'
import { publish, withdraw } from './domain.ts'

/** What members with the permission `announce` do with the announcement of a group. */
export function groupAnnouncementHandlers({
  store,
  write,
  persons,
  follow,
}: Services): Handlers<Owned<'groupAnnouncement'>> {
  return {
    async 'groupAnnouncement.publish'(params, connection) {
      const { userId: actorId } = identityOf(connection)
      const { conversationId, confirm } = params
      const asked = await store.read(async db => {
        await requireMember(db, conversationId, actorId)
        return confirm ? membersToAsk(db, { conversationId, senderId: actorId }) : []
      })
      persons.changeMembers(actorId, Math.max(1, asked.length))
      const message = await write(conversationLocks(conversationId, [actorId, ...asked]), async w => {
        const published = await publish(w, { ...params, actorId }, asked)
        w.enqueue(follow([published]))
        return published
      })
      return { message }
    },

    async 'groupAnnouncement.withdraw'({ conversationId }, connection) {
      const { userId: actorId } = identityOf(connection)
      await write(`conversation:${conversationId}`, w => withdraw(w, { conversationId, actorId }))
      return {}
    },
  }
}
