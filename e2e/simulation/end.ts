import { isDeepStrictEqual } from 'node:util'
import { type ConversationHead, limits, type Membership, type Message, type ReceivedChange } from '@lianqun/protocol'
import { pick } from '../../common/random.ts'
import { seqSpan } from '../../main/cache/core/message-key.ts'
import { Connection, type Request } from '../../main/workspace/connection.ts'
import { SessionTokens } from '../../main/workspace/session.ts'
import type { Row } from '../cluster/history.ts'
import { toRow } from '../cluster/noted.ts'
import { memorySecrets } from '../faults/person.ts'
import { clientView, serverView } from '../faults/views.ts'
import type { Written } from './acts.ts'
import type { SimulatedClient } from './client.ts'
import { type Clock, Process } from './clock.ts'
import type { Network } from './network.ts'
import type { Observer } from './observer.ts'
import type { Truth } from './truth.ts'

export interface EndParts {
  clock: Clock
  network: Network
  observer: Observer
  clients: readonly SimulatedClient[]
  truth: Truth
  written: readonly Written[]
}

const second = 1_000
/** How long nothing may happen until all is quiet: longer than a request takes. */
const quietMs = 15 * second
/** What one reading of the end state may take, in virtual time. */
const readMs = 120 * second

/** The end of a world: all becomes quiet, and what each device shows is what the database says. */
export class End {
  readonly #parts: EndParts

  constructor(parts: EndParts) {
    this.#parts = parts
  }

  /** Waits until every device has all there is, and stays so. Returns what is missing when that takes longer; null: nothing is. */
  async settle(mostMs: number): Promise<string | null> {
    const { clock, truth } = this.#parts
    const end = clock.now + mostMs
    for (;;) {
      await clock.runUntil(() => false, second)
      if (this.#difference() === null) {
        // What somebody began last may still be on its way.
        const { commits } = truth
        await clock.runUntil(() => false, quietMs)
        if (this.#difference() === null && truth.commits === commits) return null
      }
      if (clock.now >= end) return this.#difference() ?? 'something is written again and again'
    }
  }

  #difference(): string | null {
    for (const client of this.#parts.clients) {
      const difference = this.#differs(client)
      if (difference !== null) return `${client.user} ${difference}`
    }
    return null
  }

  #differs({ user, file, workspace }: SimulatedClient): string | null {
    if (workspace === null) return 'is not running'
    if (workspace.state.status !== 'online') return `is ${workspace.state.status}`
    const { sqlite: truth } = this.#parts.truth.store
    const unsent = file.sqlite.all("SELECT client_id FROM outbox WHERE state <> 'failed'")
    if (unsent.length > 0) return `has ${unsent.length} in the outbox`
    const here = file.sqlite.all<{ id: string; cursor: number; head: number; missing: number }>(
      `SELECT id, cursor, head, missing FROM conversation
       WHERE id NOT IN (SELECT conversation_id FROM left_conversation) ORDER BY id`,
    )
    const there = truth
      .statement(
        `select c.id, c.head from members m join conversations c on c.id = m.conversation_id
         where m.user_id = ? and m.joined = 1 order by c.id`,
      )
      .all<{ id: string; head: number }>(user)
    const known = here.map(({ id, cursor }) => [id, cursor])
    const expected = there.map(({ id, head }) => [id, Number(head)])
    if (!isDeepStrictEqual(known, expected))
      return `has read ${JSON.stringify(known)}, and there is ${JSON.stringify(expected)}`
    const lacking = here.find(({ missing }) => missing > 0)
    if (lacking !== undefined) return `lacks ${lacking.missing} messages of ${lacking.id}`
    const me = truth.statement('select me_revision as revision from users where id = ?').get<{ revision: number }>(user)
    const [scope] = file.sqlite.all<{ cursor: number }>("SELECT cursor FROM scope WHERE name = 'me'")
    if ((scope?.cursor ?? 0) !== Number(me?.revision))
      return `is at ${scope?.cursor} of me, and there is ${me?.revision}`
    return null
  }

  /** Reads the end state anew for each person, notes it and what their device has of it, and compares what one is shown. */
  async compare(): Promise<string[]> {
    const wrong: string[] = [...this.#lost()]
    const { clock, clients } = this.#parts
    const compared = pick(clock.random, clients)
    for (const client of clients) {
      this.#noteView(client)
      const { name, request, close } = await this.#connect(client.user)
      await clock.outcome(this.#noteEnd(name, request), readMs)
      if (client === compared) wrong.push(...(await this.#compareShown(client, request)))
      close()
    }
    return wrong
  }

  async #compareShown(client: SimulatedClient, request: Request): Promise<string[]> {
    const { clock } = this.#parts
    const end = await clock.outcome(serverView(request, client.user), readMs)
    const shown = await clock.outcome(clientView(client), readMs)
    // What was refused is shown to its sender alone.
    for (const view of Object.values(shown)) view.messages = view.messages.filter(({ seq }) => seq > 0)
    // One that the person is out of is shown, too.
    return Object.keys(end)
      .filter(id => !isDeepStrictEqual(end[id], shown[id]))
      .map(
        id =>
          `cache: ${client.user} is shown of ${id} ${JSON.stringify(shown[id])}, and there is ${JSON.stringify(end[id])}`,
      )
  }

  /** What was written in an outbox is stored, or its device says that it was refused. */
  *#lost(): Generator<string> {
    const { written, truth, clients } = this.#parts
    const stored = truth.store.sqlite.statement('select seq from messages where sender_id = ? and client_id = ?')
    for (const { user, clientId, conversationId } of written) {
      if (stored.get(user, clientId) !== undefined) continue
      const file = clients.find(client => client.user === user)?.file
      const kept = file?.sqlite.all("SELECT 1 FROM outbox WHERE client_id = ? AND state = 'failed'", clientId) ?? []
      if (kept.length === 0) yield `lost: what ${user} wrote into ${conversationId} as ${clientId} is nowhere`
    }
  }

  /** A connection of a person that knows nothing yet. */
  async #connect(user: string) {
    const { clock, network, truth } = this.#parts
    const name = `${user}.end`
    const session = truth.sessions.get(name)
    if (session === undefined) throw new Error(`${name} has no session`)
    const tokens = SessionTokens.unsaved(memorySecrets(), session, null, name)
    const process = new Process(name)
    const online = Promise.withResolvers<void>()
    const connection = new Connection({
      url: 'ws://workspace',
      transport: network.transportOf(name, process),
      authenticate: request => tokens.authenticate(request),
      onReady: async () => {},
      onStatus: ({ status }) => {
        if (status === 'online') online.resolve()
      },
      onEvent: () => {},
      onSessionEnded: error => online.reject(error),
      heartbeat: async () => {},
      log: () => {},
      random: clock.random,
    })
    clock.after(0, process, () => connection.start())
    await clock.outcome(online.promise, readMs)
    const close = () => {
      connection.stop()
      process.alive = false
    }
    return { name, request: connection.request, close }
  }

  async #noteEnd(name: string, request: Request): Promise<void> {
    const heads: ConversationHead[] = []
    for (let cursor: string | null = null, more = true; more; ) {
      const page: { heads: ConversationHead[]; cursor: string; more: boolean } = await request('sync.heads', {
        cursor,
        limit: limits.headsPage,
      })
      heads.push(...page.heads)
      ;({ cursor, more } = page)
    }
    const me = await changesOf(request, 'me')
    this.#note(name, 'end', 'me', me.head, me.rows.filter(isMembership))
    for (const { conversation, membership } of heads) {
      const { rows, head } = await changesOf(request, `conversation:${conversation.id}`)
      this.#note(name, 'end', `conversation:${conversation.id}`, head, rows, membership.visibleFrom)
    }
  }

  #note(
    client: string,
    kind: 'view' | 'end',
    scope: string,
    head: number,
    rows: Row[],
    visibleFrom: number | null = null,
  ): void {
    if (visibleFrom === null) {
      this.#parts.observer.note(client, { kind, scope, head, rows })
      return
    }
    const messages = rows.filter(row => row.entity === 'message').sort((a, b) => a.seq - b.seq)
    const lastOrdinal = messages.at(-1)?.ordinal ?? 0
    this.#parts.observer.note(client, { kind, scope, head, lastOrdinal, visibleFrom, rows })
  }

  /** What a device has, row by row. */
  #noteView({ user, file }: SimulatedClient): void {
    const { sqlite } = file
    const conversations = sqlite.all<CachedConversation>(
      'SELECT * FROM conversation WHERE id NOT IN (SELECT conversation_id FROM left_conversation) ORDER BY id',
    )
    const [me] = sqlite.all<{ cursor: number }>("SELECT cursor FROM scope WHERE name = 'me'")
    this.#note(user, 'view', 'me', me?.cursor ?? 0, conversations.map(membershipRow))
    for (const { key, id, cursor, visible_from, member_count, revision } of conversations) {
      const messages = sqlite.all<CachedMessage>(
        'SELECT * FROM message WHERE key >= ? AND key < ? ORDER BY key',
        key * seqSpan,
        (key + 1) * seqSpan,
      )
      const members = sqlite.all<{ user_id: string; has_left: number; revision: number }>(
        'SELECT user_id, has_left, revision FROM member WHERE conversation = ? ORDER BY user_id',
        key,
      )
      const rows: Row[] = [
        ...messages.map(message => messageRow(id, message)),
        ...members.map(
          (member): Row => ({
            entity: 'member',
            userId: member.user_id,
            left: member.has_left === 1,
            revision: member.revision,
          }),
        ),
        { entity: 'conversation', memberCount: member_count, revision },
      ]
      this.#note(user, 'view', `conversation:${id}`, cursor, rows, visible_from)
    }
  }
}

interface CachedConversation {
  key: number
  id: string
  cursor: number
  visible_from: number
  member_count: number
  revision: number
  read_seq: number
  membership_revision: number
}

interface CachedMessage {
  key: number
  revision: number
  ordinal: number
  sender_id: string
  client_id: string | null
  content: string
}

const isMembership = (row: Row): boolean => row.entity === 'membership'

function membershipRow({ id, read_seq, visible_from, membership_revision }: CachedConversation): Row {
  const value = { conversationId: id, joined: true, readSeq: read_seq, visibleFrom: visible_from }
  return toRow({ entity: 'membership', value: { ...value, revision: membership_revision } as Membership })
}

function messageRow(conversationId: string, { key, revision, ordinal, ...rest }: CachedMessage): Row {
  const content = JSON.parse(rest.content)
  const value = { conversationId, seq: key % seqSpan, revision, ordinal, senderId: rest.sender_id, content }
  return toRow({ entity: 'message', value: { ...value, clientId: rest.client_id, sentAt: 0 } as Message })
}

/** All rows of a scope. */
async function changesOf(
  request: Request,
  scope: 'me' | `conversation:${string}`,
): Promise<{ rows: Row[]; head: number }> {
  const changes: ReceivedChange[] = []
  for (let since = 0; ; ) {
    const page = await request('sync.changes', { scope, since, limit: limits.changesPage })
    changes.push(...page.changes)
    since = page.upTo
    if (!page.more) return { rows: changes.map(toRow), head: page.head }
  }
}
