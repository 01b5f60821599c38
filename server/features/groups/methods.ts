import type { Handlers, Owned } from '../../core/feature.ts'
import { type Connection, identityOf } from '../../core/gateway/connection.ts'
import type { Services } from '../../core/services.ts'
import type { Writer } from '../../core/writer.ts'
import {
  configure,
  describeGroup,
  dissolve,
  type InGroup,
  readAudit,
  requireOwner,
  setRole,
  transfer,
} from './domain.ts'

/** What the owner and the admins of a group do to it. */
export function groupHandlers({ store, write, persons }: Services): Handlers<Owned<'group'>> {
  /** Changes a group for a member. */
  const change =
    <I extends InGroup>(fn: (w: Writer, input: I) => Promise<void>) =>
    async (params: Omit<I, 'actorId'> & { conversationId: string }, connection: Connection) => {
      const input = { ...params, actorId: identityOf(connection).userId } as unknown as I
      await write(`conversation:${params.conversationId}`, w => fn(w, input))
      return {}
    }
  return {
    'group.setRole': change(setRole),
    'group.transfer': change(transfer),
    'group.configure': change(configure),
    'group.describe': change(describeGroup),

    async 'group.dissolve'({ conversationId }, connection) {
      const { userId: actorId } = identityOf(connection)
      const members = await store.read(db => requireOwner(db, { conversationId, actorId }))
      persons.changeMembers(actorId, members)
      // Who the members are is known only under the lock.
      await write('workspace', w => dissolve(w, { conversationId, actorId }))
      return {}
    },

    async 'group.audit'(params, connection) {
      const { userId: actorId } = identityOf(connection)
      const read = () => store.read(db => readAudit(db, { ...params, actorId }))
      return persons.page(actorId, read, page => page.entries.length)
    },
  }
}
