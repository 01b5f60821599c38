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
      const turn = ++connection.watchTurn
      const read = () => store.read(db => visiblePeople(db, userId, userIds))
      const { userIds: visible, limited } = await hub.unchanged(userId, read)
      // Of two lists the later one stands.
      return { people: turn === connection.watchTurn ? hub.watch(connection, visible, limited) : [] }
    },

    async 'presence.report'({ state }, connection) {
      persons.watch(identityOf(connection).userId)
      hub.setAway(connection, state === 'away')
      return {}
    },
  }
}
