import { pick, randomUuid } from '../../common/random.ts'
import { seqSpan } from '../../main/cache/core/message-key.ts'
import type { Workspace } from '../../main/workspace/workspace.ts'
import type { SimulatedClient } from './client.ts'
import type { Clock } from './clock.ts'
import type { Trace } from './trace.ts'

/** A message that a person wrote, and that was in the outbox of their device. */
export interface Written {
  user: string
  conversationId: string
  clientId: string
}

/** A conversation as a device shows it. */
interface Shown {
  key: number
  id: string
  kind: string
  owner_id: string | null
}

/** What people do at their devices, drawn from the seed. */
export class Acts {
  readonly written: Written[] = []
  readonly #clock: Clock
  readonly #trace: Trace
  readonly #users: readonly string[]
  #texts = 0

  constructor(clock: Clock, trace: Trace, users: readonly string[]) {
    this.#clock = clock
    this.#trace = trace
    this.#users = users
  }

  /** One act of the person of a device, in its process. */
  act(client: SimulatedClient): void {
    client.act(workspace => {
      const shown = client.file.sqlite.all<Shown>(
        `SELECT key, id, kind, owner_id FROM conversation
         WHERE id NOT IN (SELECT conversation_id FROM left_conversation) ORDER BY id`,
      )
      const { random } = this.#clock
      if (shown.length === 0 || random() < 0.01) this.#create(client, workspace)
      else this.#within(client, workspace, pick(random, shown))
    })
  }

  #within(client: SimulatedClient, workspace: Workspace, { key, id, kind, owner_id }: Shown): void {
    const { random } = this.#clock
    const { user } = client
    const what = random()
    const messages = this.#messagesOf(client, key)
    const own = messages.filter(({ sender_id, client_id }) => sender_id === user && client_id !== null)
    const owned = owner_id === user
    const isGroup = kind === 'group'
    if (what < 0.08 && own.length > 0) {
      const content = { type: 'text' as const, text: this.#text(user), mentions: [] }
      const params = { conversationId: id, seq: pick(random, own).seq, content }
      this.#begun(client, 'edits', workspace.outgoing.change({ method: 'message.edit', params }))
    } else if (what < 0.11 && own.length > 0) {
      const params = { conversationId: id, seq: pick(random, own).seq }
      this.#begun(client, 'recalls', workspace.request('message.recall', params))
    } else if (what < 0.25 && messages.length > 0) {
      const change = { conversationId: id, readSeq: pick(random, messages).seq }
      this.#begun(client, 'reads', workspace.outgoing.updateMembership(change))
    } else if (what < 0.29) {
      const change = { conversationId: id, muted: random() < 0.5, pinned: random() < 0.5 }
      this.#begun(client, 'mutes or pins', workspace.outgoing.updateMembership(change))
    } else if (what < 0.33) {
      this.#begun(client, 'opens', workspace.setOpen(random() < 0.7 ? id : null))
    } else if (what < 0.36) {
      this.#begun(client, 'pages', workspace.page({ id, anchor: { at: 'latest' }, limit: 20 }))
    } else if (what < 0.42 && isGroup) {
      const params = { conversationId: id, userIds: [pick(random, this.#others(user))] }
      this.#begun(client, 'adds', workspace.request('conversation.addMembers', params))
    } else if ((what < 0.43 || (what < 0.48 && owned)) && isGroup) {
      // Others than the owner may not: they try it now and then.
      const params = { conversationId: id, userIds: [pick(random, this.#others(user))] }
      this.#begun(client, 'removes', workspace.request('conversation.removeMembers', params))
    } else if (what < 0.45 && isGroup && !owned) {
      // Who made a group stays in it, so that somebody reads all of it at the end.
      this.#begun(client, 'leaves', workspace.request('conversation.leave', { conversationId: id }))
    } else this.#send(client, workspace, id)
  }

  #send({ user }: SimulatedClient, workspace: Workspace, conversationId: string): void {
    const { random } = this.#clock
    for (let count = random() < 0.2 ? 1 + Math.floor(random() * 4) : 1; count > 0; count--) {
      const content = { type: 'text' as const, text: this.#text(user), mentions: [] }
      workspace.outgoing.send({ id: conversationId, content }).then(
        ({ clientId }) => void this.written.push({ user, conversationId, clientId }),
        error => this.#trace.note(`${user} sends: ${String(error)}`),
      )
    }
  }

  #create(client: SimulatedClient, workspace: Workspace): void {
    const { random } = this.#clock
    const others = this.#others(client.user)
    const userIds = others.filter(() => random() < 0.7).concat(pick(random, others))
    const group = { clientId: randomUuid(random), name: `群 ${++this.#texts}`, userIds: [...new Set(userIds)] }
    const made = workspace.startConversation(request => request('conversation.create', group))
    this.#begun(client, 'makes a group', made)
  }

  /** What it comes to is for the trace alone: whether it had to be refused is the server's to say. */
  #begun({ user }: SimulatedClient, what: string, work: Promise<unknown>): void {
    work.then(
      () => this.#trace.note(`${user} ${what}`),
      error => this.#trace.note(`${user} ${what}: ${String(error)}`),
    )
  }

  #messagesOf({ file }: SimulatedClient, conversation: number) {
    const rows = file.sqlite.all<{ key: number; sender_id: string; client_id: string | null }>(
      `SELECT key, sender_id, client_id FROM message WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT 20`,
      conversation * seqSpan,
      (conversation + 1) * seqSpan,
    )
    return rows.map(row => ({ ...row, seq: row.key % seqSpan }))
  }

  #others(user: string): string[] {
    return this.#users.filter(other => other !== user)
  }

  #text(user: string): string {
    return `${user} ${++this.#texts}`
  }
}
