import type { Dispatch } from '../core/feature.ts'
import type { ScopeReaders } from '../core/scopes.ts'
import type { Services } from '../core/services.ts'
import { syncHandlers } from '../core/sync/methods.ts'
import { appHandlers, appsScope } from './apps/index.ts'
import { authHandlers, type LastSeen } from './auth/index.ts'
import { conversationHandlers, conversationNotices, conversationScope } from './conversations/index.ts'
import { directoryHandlers, directoryScope } from './directory/index.ts'
import { meHandlers, meScope } from './me/index.ts'
import { type MessageCommits, messageHandlers, queuedMessageHandlers } from './messages/index.ts'

/** Who reads each scope. A scope without a reader does not compile. */
const scopes: ScopeReaders = {
  conversation: conversationScope,
  me: meScope,
  directory: directoryScope,
  apps: appsScope,
}

/** The handlers of all features. A method without one does not compile. */
export function createDispatch(services: Services, parts: { lastSeen: LastSeen; commits: MessageCommits }): Dispatch {
  return {
    methods: {
      ...authHandlers(services, parts.lastSeen),
      ...syncHandlers(services, scopes),
      ...conversationHandlers(services),
      ...messageHandlers(services),
      ...meHandlers(services),
      ...directoryHandlers(services),
      ...appHandlers(services),
    },
    queued: queuedMessageHandlers(services, parts.commits),
    notices: conversationNotices(services),
  }
}
