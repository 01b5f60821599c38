import { appApply, clearApps } from './apps/writes.ts'
import { conversationApply, membershipApply, resetMemberships } from './conversations/writes.ts'
import type { ConversationApplyTable, ResetTable, SingleApplyTable } from './core/feature.ts'
import { clearDirectory, directoryApply } from './directory/writes.ts'
import { messageApply } from './messages/writes.ts'

/** How rows are taken over, by entity: the tables of all features. Within a page they are taken in this order. */
export const applyConversation: ConversationApplyTable = { ...conversationApply, ...messageApply }
export const applySingle: SingleApplyTable = { ...membershipApply, ...appApply, ...directoryApply }

/** What is forgotten when the epoch of a scope is over. */
export const resets: ResetTable = {
  me: context => {
    resetMemberships(context)
    context.sql.exec('DELETE FROM preferences')
    context.changes.scope('apps')
  },
  directory: clearDirectory,
  apps: clearApps,
}
