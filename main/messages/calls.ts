import type { Params } from '@lianqun/protocol'
import type { PersonName } from '../../preload/contract/index.ts'
import type { messageCalls } from '../../preload/contract/messages.ts'
import type { CallHandlers } from '../ipc/calls.ts'
import type { Parts } from '../ipc/parts.ts'
import { access } from '../ipc/parts.ts'

type Change = 'message.recall' | 'message.edit' | 'message.react' | 'message.pin' | 'message.mark'

/** The arguments of a call as the parameters of a request. */
function addressed<A extends { id: string }>({ id, ...rest }: A) {
  return { conversationId: id, ...rest }
}

export function messageHandlers(parts: Parts): Pick<CallHandlers, keyof typeof messageCalls> {
  const { cache, shown, workspace } = access(parts)
  /** A call that changes a message on the server; its row comes back with sync. */
  const changes =
    <M extends Change>(method: M) =>
    async (args: Omit<Params<M>, 'conversationId'> & { id: string }) => {
      await workspace().request(method, addressed(args) as unknown as Params<M>)
      return {}
    }
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
    'messages.recall': changes('message.recall'),
    'messages.edit': changes('message.edit'),
    'messages.react': changes('message.react'),
    'messages.pin': changes('message.pin'),
    'messages.mark': changes('message.mark'),
    'messages.edits': async on => (await workspace().request('message.edits', addressed(on))).edits,
    'messages.reactions': async on => {
      const { reactions } = await workspace().request('message.reactions', addressed(on))
      const people = await cache().peopleNames(reactions.map(({ userId }) => userId))
      return reactions.map(({ emoji, at }, i) => ({ emoji, at, person: people[i] as PersonName }))
    },
    'messages.search': args => shown(cache().searchMessages(args)),
  }
}
