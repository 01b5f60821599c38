import { mergeOnce } from '../common/merge-once.ts'
import { botHandlers } from './bots/calls.ts'
import { botTalkHandlers } from './bots/talk.ts'
import { cardHandlers } from './cards/calls.ts'
import { conversationHandlers } from './conversations/calls.ts'
import { directoryHandlers } from './directory/calls.ts'
import { fileHandlers } from './files/calls.ts'
import { hookHandlers } from './hooks/calls.ts'
import type { CallHandlers } from './ipc/calls.ts'
import type { Parts } from './ipc/parts.ts'
import { messageHandlers } from './messages/calls.ts'
import { networkHandlers } from './network/calls.ts'
import { presenceHandlers } from './presence/calls.ts'
import { sessionHandlers } from './session/calls.ts'
import { shellHandlers } from './shell/calls.ts'
import { workbenchHandlers } from './workbench/calls.ts'

/** Handlers of every call of the contract, by feature. A missing one does not compile. */
export function callHandlers(parts: Parts): CallHandlers {
  return mergeOnce('calls', [
    shellHandlers(parts),
    sessionHandlers(parts),
    botTalkHandlers(parts),
    botHandlers(parts),
    cardHandlers(),
    conversationHandlers(parts),
    messageHandlers(parts),
    directoryHandlers(parts),
    presenceHandlers(parts),
    fileHandlers(parts),
    hookHandlers(parts),
    networkHandlers(parts),
    workbenchHandlers(parts),
  ])
}
