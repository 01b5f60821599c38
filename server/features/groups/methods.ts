import { ProtocolError } from '@lianqun/protocol'
import type { Handlers, Owned } from '../../core/feature.ts'
import { type Connection, identityOf } from '../../core/gateway/connection.ts'
import type { Services } from '../../core/services.ts'
import { readHeads } from '../../core/sync/heads.ts'
import type { Writer } from '../../core/writer.ts'
import { conversationLocks } from '../../storage/lock.ts'
import { type FileKeeper, visibleFile } from '../files/index.ts'
import { requireMayEdit, setAvatar } from './avatar.ts'
import { followDepartment, mayFollowDepartment } from './department.ts'
import {
  configure,
  describeGroup,
  dissolve,
  type InGroup,
  readAudit,
  requireOwner,
  setNickname,
  setProblem,
  setRole,
  transfer,
} from './domain.ts'
import {
  createLink,
  decideRequest,
  joinByLink,
  linkOf,
  previewLink,
  readLinks,
  readRequests,
  revokeLink,
} from './links.ts'

/** What the owner and the admins of a group do to it. */
export function groupHandlers(
  { store, write, persons, limits }: Services,
  files: FileKeeper,
): Handlers<Owned<'group'>> {
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
    'group.setProblem': change(setProblem),
    'group.setNickname': change(setNickname),

    async 'group.dissolve'({ conversationId }, connection) {
      const { userId: actorId } = identityOf(connection)
      const members = await store.read(db => requireOwner(db, { conversationId, actorId }))
      persons.changeMembers(actorId, members)
      // Who the members are is known only under the lock.
      await write('workspace', w => dissolve(w, { conversationId, actorId }))
      return {}
    },

    async 'group.setAvatar'({ conversationId, fileId }, connection) {
      const { userId: actorId } = identityOf(connection)
      const on = { conversationId, actorId }
      const source = await store.read(async db => {
        await requireMayEdit(db, on)
        return fileId === null ? null : ((await visibleFile(db, actorId, fileId)) ?? undefined)
      })
      if (source === undefined) throw new ProtocolError('not_found', { field: 'fileId' })
      const avatar = source && (await files.addSquare(source, actorId))
      await write(`conversation:${conversationId}`, w => setAvatar(w, { ...on, avatar }))
      return {}
    },

    async 'group.createLink'(params, connection) {
      const { userId: actorId } = identityOf(connection)
      return write(`conversation:${params.conversationId}`, w => createLink(w, { ...params, actorId }))
    },
    'group.revokeLink': change(revokeLink),

    async 'group.links'({ conversationId }, connection) {
      const { userId: actorId } = identityOf(connection)
      return { links: await store.read(db => readLinks(db, { conversationId, actorId })) }
    },

    async 'group.previewLink'({ token }, connection) {
      const { userId } = identityOf(connection)
      persons.useLink(userId)
      return store.read(db => previewLink(db, userId, token))
    },

    async 'group.joinByLink'({ token }, connection) {
      const { userId } = identityOf(connection)
      persons.useLink(userId)
      const { conversation_id: id } = await store.read(db => linkOf(db, token))
      const state = await write(conversationLocks(id, [userId]), w =>
        joinByLink(w, { token, userId }, limits.maxMembers),
      )
      const [head] = state === 'joined' ? await store.read(db => readHeads(db, userId, [id])) : []
      return { state, head: head ?? null }
    },

    async 'group.requests'({ conversationId }, connection) {
      const { userId: actorId } = identityOf(connection)
      return { requests: await store.read(db => readRequests(db, { conversationId, actorId })) }
    },

    async 'group.decide'(params, connection) {
      const { userId: actorId } = identityOf(connection)
      const locks = conversationLocks(params.conversationId, [params.userId])
      await write(locks, w => decideRequest(w, { ...params, actorId }, limits.maxMembers))
      return {}
    },

    async 'group.mayFollowDepartment'({ departmentId }, connection) {
      const { userId } = identityOf(connection)
      return { may: await store.read(db => mayFollowDepartment(db, departmentId, userId)) }
    },

    async 'group.followDepartment'(params, connection) {
      const { userId: actorId } = identityOf(connection)
      persons.changeMembers(actorId, limits.membersOfNewGroup)
      // Who the people are is known only under the lock.
      const { id } = await write('workspace', w => followDepartment(w, { ...params, actorId }, limits.maxMembers))
      const [head] = await store.read(db => readHeads(db, actorId, [id]))
      return { head: head ?? null }
    },

    async 'group.audit'(params, connection) {
      const { userId: actorId } = identityOf(connection)
      const read = () => store.read(db => readAudit(db, { ...params, actorId }))
      return persons.page(actorId, read, page => page.entries.length)
    },
  }
}
