import { type ParsedMessage, ProtocolError, parseFrame, type ReceivedChange, type Result } from '@lianqun/protocol'
import type { Call, HistoryEvent, HistoryRecord } from '../cluster/history.ts'
import { toHead, toResult, toRow } from '../cluster/noted.ts'
import type { Wiretap } from './network.ts'
import type { Trace } from './trace.ts'

/** A request that a client waits for. */
interface Open {
  op: string
  call: Call
}

interface Params {
  conversationId: string
  clientId: string
  content: { text?: string }
  seq: number
  userIds: string[]
  readSeq?: number
  cursor: string | null
  scope: string
  since: number
  messagesUpTo?: number
}

/** Reads along what clients say and are told, and makes a history of it. */
export class Observer implements Wiretap {
  readonly records: HistoryRecord[] = []
  readonly #trace: Trace
  readonly #userOf: (client: string) => string
  readonly #open = new Map<string, Map<number, Open>>()
  #operations = 0

  constructor(trace: Trace, userOf: (client: string) => string) {
    this.#trace = trace
    this.#userOf = userOf
  }

  /** What happens has an order, which is its time. */
  note(client: string, event: HistoryEvent): void {
    this.records.push({ at: this.records.length + 1, process: 1, client, user: this.#userOf(client), ...event })
  }

  fault(what: string, gateway: string): void {
    this.#trace.fault(`${gateway}: ${what}`)
    this.records.push({
      at: this.records.length + 1,
      process: 1,
      client: 'nemesis',
      user: 'nemesis',
      kind: 'fault',
      what,
      gateway,
    })
  }

  connected(client: string, gateway: string): void {
    this.#trace.note(`${client} is connected to ${gateway}`)
    this.#open.set(client, new Map())
    this.note(client, { kind: 'connected', gateway })
  }

  disconnected(client: string, gateway: string): void {
    this.#trace.note(`${client} has lost ${gateway}`)
    for (const { op } of this.#open.get(client)?.values() ?? [])
      this.note(client, { kind: 'unknown', op, error: 'the connection was lost', answered: false })
    this.#open.delete(client)
    this.note(client, { kind: 'disconnected', gateway })
  }

  asked(client: string, gateway: string, text: string): void {
    this.#trace.note(`${client} → ${gateway} ${text}`)
    for (const message of parseFrame(text)) {
      if (message.kind !== 'request') continue
      const call = callOf(message.method, message.params as Params)
      if (call === null) continue
      const op = `${client}:${++this.#operations}`
      this.#open.get(client)?.set(message.id, { op, call })
      this.note(client, { kind: 'invoke', op, gateway, call })
    }
  }

  told(client: string, gateway: string, text: string): void {
    this.#trace.note(`${client} ← ${gateway} ${text}`)
    for (const message of parseFrame(text)) {
      if (message.kind === 'notification') this.#event(client, message.method, message.params)
      else if ((message.kind === 'result' || message.kind === 'error') && message.id !== null)
        this.#answer(client, message.id, message)
    }
  }

  #answer(client: string, id: number, message: Extract<ParsedMessage, { kind: 'result' | 'error' }>): void {
    const open = this.#open.get(client)?.get(id)
    if (open === undefined) return
    this.#open.get(client)?.delete(id)
    const { op, call } = open
    if (message.kind === 'result') this.note(client, { kind: 'ok', op, result: toResult(call, message.result) })
    else {
      const { errorName, retry } = ProtocolError.fromBody(message.error)
      if (retry) this.note(client, { kind: 'unknown', op, error: errorName, answered: true })
      else this.note(client, { kind: 'fail', op, error: errorName })
    }
  }

  #event(client: string, name: string, params: unknown): void {
    if (name === 'sync.push') {
      const push = params as { scope: string; from: number; to: number; changes: ReceivedChange[] }
      const { scope, from, to, changes } = push
      // The directory and the apps are none of what is checked.
      if (scope !== 'me' && !scope.startsWith('conversation:')) return
      this.note(client, { kind: 'push', scope, from, to, rows: changes.map(toRow) })
    } else if (name === 'sync.head') {
      const { conversationId, revision, lastOrdinal } = params as Extract<HistoryEvent, { kind: 'head' }>
      this.note(client, { kind: 'head', conversationId, revision, lastOrdinal })
    } else if (name === 'sync.joined') {
      const { head } = params as { head: Result<'conversation.direct'>['head'] }
      this.note(client, { kind: 'joined', head: toHead(head) })
    }
  }
}

/** A request as a history has it; null: it is none of what is checked. */
function callOf(method: string, params: Params): Call | null {
  const { conversationId, clientId, seq, userIds } = params
  if (method === 'message.send') return { f: 'send', conversationId, clientId, text: params.content.text ?? '' }
  if (method === 'message.edit') return { f: 'edit', conversationId, seq, text: params.content.text ?? '' }
  if (method === 'message.recall') return { f: 'recall', conversationId, seq }
  if (method === 'conversation.create') return { f: 'create', clientId, userIds }
  if (method === 'conversation.addMembers') return { f: 'add', conversationId, userIds }
  if (method === 'conversation.removeMembers') return { f: 'remove', conversationId, userIds }
  if (method === 'conversation.leave') return { f: 'leave', conversationId }
  if (method === 'membership.update')
    return params.readSeq === undefined ? null : { f: 'read', conversationId, readSeq: params.readSeq }
  if (method === 'sync.hello') return { f: 'hello' }
  if (method === 'sync.heads') return { f: 'heads', cursor: params.cursor }
  // A page without the newer messages has not each row of its range.
  if (method !== 'sync.changes' || params.messagesUpTo !== undefined) return null
  const { scope, since } = params
  return scope === 'me' || scope.startsWith('conversation:') ? { f: 'changes', scope, since } : null
}
