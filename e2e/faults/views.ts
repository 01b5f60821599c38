import type {
  Attributes,
  ConversationHead,
  HeadsPage,
  HistoryPage,
  Message,
  MessageState,
  Session,
  SingleScope,
} from '@lianqun/protocol'
import { contentAnswers, limits } from '@lianqun/protocol'
import { Connection, type Request } from '../../main/workspace/connection.ts'
import { directNetwork } from '../../main/workspace/transport/network.ts'
import type { Person } from './person.ts'

/** A separate connection of the user to the server, without a proxy. The server's state is the reference. `ended`: why the session is over. */
export async function direct(
  url: string,
  session: Session,
): Promise<{ request: Request; ended: Promise<Error>; close: () => void }> {
  let ready: () => void = () => {}
  let fail: (error: Error) => void = () => {}
  const online = new Promise<void>((resolve, reject) => {
    ready = resolve
    fail = reject
  })
  let end: (reason: Error) => void = () => {}
  const ended = new Promise<Error>(resolve => {
    end = resolve
  })
  const connection = new Connection({
    url,
    transport: directNetwork(),
    authenticate: async request => {
      await request('auth.resume', { accessToken: session.accessToken })
    },
    onReady: async () => {},
    onStatus: status => {
      if (status.status === 'online') ready()
      else if (status.status === 'offline') fail(status.error)
    },
    onEvent: () => {},
    onSessionEnded: reason => {
      fail(reason)
      end(reason)
    },
    heartbeat: async () => {},
    log: () => {},
  })
  connection.start()
  await online
  return { request: connection.request, ended, close: () => connection.stop() }
}

/** The state that a user should see, in a comparable shape. */
export interface View {
  [conversationId: string]: {
    name: string
    unread: number
    pinned: boolean
    muted: boolean
    readSeq: number
    members: string[]
    messages: {
      seq: number
      sender: string
      clientId: string | null
      content: Message['content']
      attributes: Attributes
      /** What is the user's own about it. */
      labels: string[] | null
      remindAt: number | null
      answer: Record<string, unknown> | null
    }[]
  }
}

type States = Map<string, MessageState>
const stateKey = (conversationId: string, seq: number) => `${conversationId}/${seq}`

/** What the user has of their own about messages. */
async function statesOf(request: Request): Promise<States> {
  const states: States = new Map()
  for (let since = 0; ; ) {
    const page = await request('sync.changes', { scope: 'me', since, limit: limits.changesPage })
    for (const { entity, value } of page.changes)
      if (entity === 'messageState') states.set(stateKey(value.conversationId, value.seq), value)
    since = page.upTo
    if (!page.more) return states
  }
}

function ownOf({ content }: Message, state: MessageState | undefined, userId: string) {
  const named = contentAnswers(content)?.own(content, userId)
  return {
    labels: state?.saved?.labels ?? null,
    remindAt: state?.remindAt ?? null,
    answer: (named === undefined && contentAnswers(content) ? state?.answer : named) ?? null,
  }
}

/** The server's state for the user. */
export async function serverView(request: Request, userId: string): Promise<View> {
  const view: View = {}
  const states = await statesOf(request)
  const heads: ConversationHead[] = []
  for (let cursor: string | null = null; ; ) {
    const page: HeadsPage = await request('sync.heads', { cursor, limit: limits.headsPage })
    heads.push(...page.heads)
    cursor = page.cursor
    if (!page.more) break
  }
  for (const { conversation, membership, lastOrdinal } of heads) {
    const conversationId = conversation.id
    const hidden = (seq: number) => states.get(stateKey(conversationId, seq))?.hidden === true
    const messages: Message[] = []
    for (let before: number | undefined; ; ) {
      const page: HistoryPage = await request('message.history', {
        conversationId,
        limit: limits.historyPage,
        ...(before === undefined ? {} : { before }),
      })
      messages.unshift(...page.messages)
      before = page.messages[0]?.seq
      if (page.messages.length < limits.historyPage || before === undefined) break
    }
    const members = new Set<string>()
    for (let since = 0; ; ) {
      const page = await request('sync.changes', {
        scope: `conversation:${conversationId}`,
        since,
        limit: limits.changesPage,
        messagesUpTo: 0,
      })
      for (const change of page.changes) {
        if (change.entity === 'member' && !change.value.left) members.add(change.value.userId)
      }
      since = page.upTo
      if (!page.more) break
    }
    view[conversationId] = {
      name: conversation.name,
      unread: lastOrdinal - membership.readOrdinal - goneAfter(messages, membership.readSeq, hidden),
      pinned: membership.pinned,
      muted: membership.muted,
      readSeq: membership.readSeq,
      members: [...members].sort(),
      messages: messages
        .filter(({ seq }) => !hidden(seq))
        .map(message => {
          const { seq, senderId, clientId, content, attributes = {} } = message
          return {
            seq,
            sender: senderId,
            clientId,
            content,
            attributes,
            ...ownOf(message, states.get(stateKey(conversationId, seq)), userId),
          }
        }),
    }
  }
  return view
}

/**
 * How many messages after a read mark were recalled, or deleted by the user for themselves: they have ordinals, but do
 * not count as unread.
 */
function goneAfter(messages: readonly Message[], readSeq: number, hidden: (seq: number) => boolean): number {
  return messages.filter(({ seq, content }) => seq > readSeq && (content.type === 'recalled' || hidden(seq))).length
}

/** The state in the client's cache. */
export async function clientView({ cache }: Pick<Person, 'cache'>): Promise<View> {
  const view: View = {}
  const { items } = await cache.conversationsPage({ filter: 'every', offset: 0, limit: 500 })
  for (const item of items) {
    const messages: View[string]['messages'] = []
    let page = await cache.messagesPage({ id: item.id, anchor: { at: 'latest' }, limit: 200 })
    for (;;) {
      messages.unshift(
        ...page.items.map(({ seq, sender, clientId, content, attributes, kept, answer }) => ({
          seq,
          sender: sender.id,
          clientId,
          content,
          attributes,
          labels: kept?.labels ?? null,
          remindAt: kept?.remindAt ?? null,
          answer: answer ?? null,
        })),
      )
      const first = page.items[0]
      if (!page.hasOlder || first === undefined) break
      page = await cache.messagesPage({ id: item.id, anchor: { before: first.seq }, limit: 200 })
    }
    const members = await cache.conversationMembers(item.id)
    view[item.id] = {
      name: item.name,
      unread: item.unread,
      pinned: item.pinned,
      muted: item.muted,
      readSeq: item.readSeq,
      members: members.map(member => member.userId).sort(),
      messages,
    }
  }
  return view
}

/**
 * Waits until the client is in sync with the server: the outbox is empty, the heads agree, nothing
 * is behind or missing. Checks again on each change of the client.
 */
export async function converged(person: Person, request: Request): Promise<void> {
  for (;;) {
    const changed = new Promise<void>(resolve => person.events.once('change', () => resolve()))
    const difference = await differs(person, request)
    if (difference === null) return
    if (process.env.LIANQUN_VERBOSE !== undefined) process.stderr.write(`${person.userId}: ${difference}\n`)
    await changed
  }
}

/** The first difference between client and server, as text for the log; null for none. */
async function differs({ cache, workspace }: Person, request: Request): Promise<string | null> {
  if (workspace.state.status !== 'online') return `is ${workspace.state.status}`
  const outbox = await cache.outbox()
  if (outbox.length > 0) return `${outbox.length} in the outbox`
  const unsent = await cache.unsent()
  if (unsent > 0) return `${unsent} unsent`
  const behind = await cache.behind(10)
  if (behind.length > 0) return `behind: ${JSON.stringify(behind)}`
  const missing = await cache.missing(10)
  if (missing.length > 0) return `missing: ${JSON.stringify(missing)}`
  const { headsAgree, revisions } = await request('sync.heartbeat', { heads: await cache.headsDigest() })
  if (!headsAgree) {
    const { heads } = await request('sync.heads', { cursor: null, limit: limits.headsPage })
    const { items } = await cache.conversationsPage({ filter: 'every', offset: 0, limit: 500 })
    const here = await Promise.all(
      items.map(async item => [item.id, (await cache.scope(`conversation:${item.id}`)).cursor]),
    )
    return `heads differ: here ${JSON.stringify(here)}, there ${JSON.stringify(heads.map(head => [head.conversation.id, head.revision]))}`
  }
  for (const [scope, revision] of Object.entries(revisions) as [SingleScope, number][]) {
    const { cursor } = await cache.scope(scope)
    if (cursor !== revision) return `${scope} is at ${cursor}, not ${revision}`
  }
  return null
}
