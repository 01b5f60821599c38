import { CommitQueue } from '../../core/commit-queue.ts'
import type { Handlers, Owned } from '../../core/feature.ts'
import { identityOf } from '../../core/gateway/connection.ts'
import type { Services } from '../../core/services.ts'
import * as memberships from './domain.ts'
import { deleteLabel, setLabel } from './labels.ts'
import { deleteSelection, setSelection, updatePreferences } from './preferences.ts'

/** A user's own pins, mutes, read marks, labels and preferences. */
export function meHandlers({
  write,
  hub,
  failed,
  metrics,
}: Services): Handlers<Owned<'membership' | 'preferences' | 'label'>> {
  const marks = new CommitQueue<memberships.MembershipInput, memberships.UpdatedMembership>(
    (inputs, done) => memberships.commitMemberships(write, inputs, done),
    failed,
    { metrics, name: 'marks' },
  )
  return {
    async 'membership.update'(params, connection) {
      const { userId } = identityOf(connection)
      const { membership, readMoved } = await marks.stored({ userId, ...params })
      if (readMoved) hub.receipt(membership.conversationId, { userId, readSeq: membership.readSeq })
      return { membership }
    },

    async 'label.set'(written, connection) {
      const { userId } = identityOf(connection)
      return { label: await write(`user:${userId}`, w => setLabel(w, userId, written)) }
    },

    async 'label.delete'({ id }, connection) {
      const { userId } = identityOf(connection)
      return { label: await write(`user:${userId}`, w => deleteLabel(w, userId, id)) }
    },

    async 'preferences.update'({ favouriteApps }, connection) {
      const { userId } = identityOf(connection)
      return {
        preferences: await write(`user:${userId}`, w => updatePreferences(w, userId, favouriteApps)),
      }
    },

    async 'preferences.setSelection'(selection, connection) {
      const { userId } = identityOf(connection)
      return { preferences: await write(`user:${userId}`, w => setSelection(w, userId, selection)) }
    },

    async 'preferences.deleteSelection'({ id }, connection) {
      const { userId } = identityOf(connection)
      return { preferences: await write(`user:${userId}`, w => deleteSelection(w, userId, id)) }
    },
  }
}
