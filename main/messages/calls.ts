import type { messageCalls } from '../../preload/contract/messages.ts'
import type { CallHandlers } from '../ipc/calls.ts'
import type { Parts } from '../ipc/parts.ts'
import { access } from '../ipc/parts.ts'

export function messageHandlers(parts: Parts): Pick<CallHandlers, keyof typeof messageCalls> {
  const { cache, shown, workspace } = access(parts)
  return {
    'messages.page': args => shown(workspace().page(args)),
    'messages.send': args => workspace().send(args),
    'messages.retry': async ({ clientId }) => {
      await workspace().retry(clientId)
      return {}
    },
    'messages.discard': async ({ clientId }) => {
      await cache().outboxDiscard(clientId)
      return {}
    },
    'messages.recall': async ({ id, seq }) => {
      await workspace().request('message.recall', { conversationId: id, seq })
      return {}
    },
    'messages.search': args => shown(cache().searchMessages(args)),
  }
}
