import { ProtocolError } from '@lianqun/protocol'
import type { Handlers, Owned } from '../../core/feature.ts'
import { identityOf } from '../../core/gateway/connection.ts'
import type { Services } from '../../core/services.ts'
import { visiblePeople } from './domain.ts'

/** Who is there, told to those who have them on the screen. */
export function presenceHandlers({ store, hub, persons }: Services): Handlers<Owned<'presence'>> {
  return {
    async 'presence.watch'({ userIds }, connection) {
      const { userId } = identityOf(connection)
      if (!connection.subscribed)
        throw new ProtocolError('invalid_request', { message: 'Say sync.hello first, then whom to watch.' })
      persons.watch(userId)
      // Under the lock of the user, so that of two lists the later one stands, and that they leave no conversation meanwhile.
      return store.exclusive(`user:${userId}`, async db => {
        const { userIds: visible, limited } = await visiblePeople(db, userId, userIds)
        return { people: hub.watch(connection, visible, limited) }
      })
    },

    async 'presence.report'({ state }, connection) {
      persons.watch(identityOf(connection).userId)
      hub.setAway(connection, state === 'away')
      return {}
    },
  }
}
