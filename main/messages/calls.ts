import type { CallArgs, CallResult, PersonName } from '../../preload/contract/index.ts'
import type { keptCalls } from '../../preload/contract/kept.ts'
import type { messageCalls } from '../../preload/contract/messages.ts'
import type { talkCalls } from '../../preload/contract/talk.ts'
import type { CallHandlers } from '../ipc/calls.ts'
import type { Parts } from '../ipc/parts.ts'
import { access, type Workspace } from '../ipc/parts.ts'

/** The arguments of a call as the parameters of a request. */
function addressed<A extends { id: string }>({ id, ...rest }: A) {
  return { conversationId: id, ...rest }
}

/** What the server finds beyond this device. @throws offline, rate_limited */
async function searchServer(
  workspace: Workspace,
  { query, filters, cursor }: CallArgs<'messages.searchServer'>,
): Promise<CallResult<'messages.searchServer'>> {
  const found = await workspace.request('message.search', {
    query,
    ...filters,
    ...(cursor === null ? {} : { cursor }),
    limit: 50,
  })
  return { hits: await workspace.cache.messageHits(found.messages), cursor: found.cursor }
}

/** Messages of some kinds that only the server has. @throws offline, rate_limited */
async function ofKindServer(
  workspace: Workspace,
  { id, kinds, until, cursor }: CallArgs<'messages.ofKindServer'>,
): Promise<CallResult<'messages.ofKindServer'>> {
  const found = await workspace.request('message.search', {
    query: '',
    conversationIds: [id],
    kinds,
    ...(until === undefined ? {} : { until }),
    ...(cursor === null ? {} : { cursor }),
    limit: 50,
  })
  return { items: (await workspace.cache.messageItems(id, found.messages)).toReversed(), cursor: found.cursor }
}

export function messageHandlers(
  parts: Parts,
): Pick<CallHandlers, keyof typeof messageCalls | keyof typeof talkCalls | keyof typeof keptCalls> {
  const { cache, shown, workspace } = access(parts)
  /** Waits for a change of a message on the server; its row comes back with sync. */
  const done = async (request: Promise<unknown>) => {
    await request
    return {}
  }
  /** With the names of whom the rows are of. */
  const named = async <R extends { userId: string }>(rows: readonly R[]) => {
    const people = await cache().peopleNames(rows.map(({ userId }) => userId))
    return rows.map((row, i) => ({ ...row, person: people[i] as PersonName }))
  }
  return {
    'messages.page': args => shown(workspace().page(args)),
    'messages.at': args => workspace().chosen.at(args),
    'messages.send': args => workspace().outgoing.send(args),
    'messages.retry': async ({ clientId }) => {
      await workspace().outgoing.retry(clientId)
      return {}
    },
    'messages.discard': async ({ clientId }) => {
      await workspace().outgoing.discard(clientId)
      return {}
    },
    'messages.recall': on => done(workspace().request('message.recall', addressed(on))),
    'messages.edit': on => workspace().outgoing.change({ method: 'message.edit', params: addressed(on) }),
    'messages.react': on => workspace().outgoing.change({ method: 'message.react', params: addressed(on) }),
    'messages.removePreview': on =>
      workspace().outgoing.change({ method: 'message.removePreview', params: addressed(on) }),
    'messages.request': on => workspace().outgoing.change({ method: 'message.request', params: addressed(on) }),
    'messages.respond': on => workspace().outgoing.keep({ method: 'message.respond', params: addressed(on) }),
    'messages.urge': on => done(workspace().request('message.urge', addressed(on))),
    'messages.readers': async on => {
      const asked = { ...addressed(on), limit: 200 }
      const { userIds, ...counted } = await workspace().request('message.readers', asked)
      return { people: await cache().peopleNames(userIds), ...counted }
    },
    'messages.owed': async on => {
      const { people } = await workspace().request('message.owed', addressed(on))
      return named(people)
    },
    'messages.pin': on => workspace().outgoing.change({ method: 'message.pin', params: addressed(on) }),
    'messages.mark': on => workspace().outgoing.change({ method: 'message.mark', params: addressed(on) }),
    'messages.answer': on => workspace().outgoing.change({ method: 'message.answer', params: addressed(on) }),
    'messages.submitCard': async on => {
      const { answer, notice } = await workspace().request('card.submit', addressed(on))
      // What a later server answers besides is no failure.
      return {
        answer: (['waiting', 'failed'] as const).find(known => known === answer) ?? ('done' as const),
        ...(notice !== undefined && { notice }),
      }
    },
    'messages.refreshCard': on => workspace().request('card.refresh', addressed(on)),
    'messages.act': on => done(workspace().request('message.act', addressed(on))),
    'messages.answers': async on => {
      const { answers, more = false } = await workspace().request('message.answers', addressed(on))
      return { items: await named(answers), more }
    },
    'messages.translate': on => workspace().request('translation.get', addressed(on)),
    'messages.edits': async on => (await workspace().request('message.edits', addressed(on))).edits,
    'messages.reactions': async on => {
      const { reactions, more = false } = await workspace().request('message.reactions', addressed(on))
      return { items: await named(reactions), more }
    },
    'messages.ofKind': args => shown(cache().messagesOfKind(args)),
    'messages.ofKindServer': args => shown(ofKindServer(workspace(), args)),
    'messages.get': args => shown(workspace().chosen.get(args)),
    'messages.thread': args => shown(workspace().chosen.thread(args)),
    'messages.flagged': args => shown(workspace().chosen.flagged(args)),
    'messages.forward': args => workspace().outgoing.forward(args),
    'messages.save': on => workspace().outgoing.keep({ method: 'message.save', params: addressed(on) }),
    'messages.remind': on => workspace().outgoing.keep({ method: 'message.remind', params: addressed(on) }),
    'messages.hide': ({ id: conversationId, seqs }) =>
      workspace().outgoing.keep(
        ...seqs.map(seq => ({ method: 'message.hide' as const, params: { conversationId, seq } })),
      ),
    'saved.page': args => shown(cache().savedPage(args)),
    'saved.labels': () => cache().savedLabels(),
    'requests.page': args => shown(cache().owedPage(args)),
    'reminders.list': () => shown(cache().reminderItems()),
    'messages.search': args => shown(cache().searchMessages(args)),
    'messages.searchServer': args => shown(searchServer(workspace(), args)),
    'messages.searchReach': () => cache().searchReach(),
    'messages.find': args => cache().findInConversation(args),
  }
}
