import { conversationScope, scopeConversation } from '@lianqun/protocol'
import type { Call, CallResult, History, MessageRow, Recorded, Row } from '../history.ts'
import { isOf, mayHaveHappened, type Operation, type OperationOf, operationsOf } from './operations.ts'
import { PrefixMax } from './prefix-max.ts'

/** Something that a history shows to be wrong. */
export interface Violation {
  property: string
  /** Names the operation, the conversation, the places and the lines. */
  says: string
}

/** One message as its sender meant it: all attempts under one client id. */
export interface Send {
  clientId: string
  conversationId: string
  client: string
  user: string
  text: string
  attempts: OperationOf<'send'>[]
  /** Every attempt was refused. */
  refused: boolean
  /** The first acknowledgement. */
  ack: { at: number; line: string; seq: number; revision: number; ordinal: number } | null
}

/** The end state of a scope, as read by the one who sees most of it. */
export interface Truth {
  scope: string
  line: string
  head: number
  lastOrdinal: number
  /** Messages before it are not seen by the reader. */
  visibleFrom: number
  /** By revision. */
  rows: readonly Row[]
  bySeq: ReadonlyMap<number, MessageRow>
}

/** A time in which somebody was a member: revisions from `from` to before `to`. */
export interface Period {
  from: number
  /** Infinity: they still are. */
  to: number
}

/** A row as somebody saw it. */
export interface Sighting {
  scope: string
  row: Row
  record: Recorded
}

/** What the checks have in common, read from a history once. */
export interface Facts {
  operations: ReadonlyMap<string, Operation>
  sends: readonly Send[]
  /** Where a message stands, by its acknowledgement or else by the end state. */
  placeOf(send: Send): number | undefined
  truths: ReadonlyMap<string, Truth>
  /** By scope: the highest revision that somebody had heard of before a time, so that it was committed. */
  heard: ReadonlyMap<string, PrefixMax>
  /** Where somebody was a member, by conversation and person. Undefined: the end state does not say. */
  periods(conversationId: string, userId: string): readonly Period[] | undefined
  /** From which seq on a person was told to see a conversation while they were a member; undefined: they were not told. */
  visibleFrom(conversationId: string, userId: string, period: Period): number | undefined
  /** What may have made somebody a member or ended that, by conversation and person. */
  moves(conversationId: string, userId: string): readonly Move[]
  /** Every head that somebody was told. */
  heads: readonly ToldHead[]
  sightings(): Iterable<Sighting>
}

export interface ToldHead {
  conversationId: string
  revision: number
  lastOrdinal: number
  client: string
  user: string
  line: string
  /** Undefined: the membership was not told with it. */
  visibleFrom: number | undefined
}

/** An operation that was not refused and that adds somebody to a conversation, or takes them out. */
export interface Move {
  joins: boolean
  operation: Operation
}

const known = new WeakMap<History, Facts>()

/** The facts of a history. */
export function factsOf(history: History): Facts {
  const facts = known.get(history) ?? read(history)
  known.set(history, facts)
  return facts
}

/** The name of a scope in the whole history: `me` is another for each person. */
export function scopeKey(scope: string, user: string): string {
  return scopeConversation(scope) === null ? `${scope} of ${user}` : scope
}

/** What a row is a state of. */
export function rowKey(row: Row): string {
  if (row.entity === 'message') return `message ${row.seq}`
  if (row.entity === 'member') return `member ${row.userId}`
  if (row.entity === 'membership') return `membership of ${row.conversationId}`
  return row.entity === 'other' ? row.name : row.entity
}

function read(history: History): Facts {
  const operations = operationsOf(history)
  const truths = truthsOf(history)
  const heads = [...headsOf(history)]
  const told = byPerson(heads)
  const begins = new Map<string, ToldHead>()
  const moves = movesOf(operations)
  const periods = new Map<string, Map<string, Period[]>>()
  const stored = new Map<string, number>()
  for (const [scope, truth] of truths) {
    periods.set(scope, periodsOf(truth))
    for (const { senderId, clientId, seq } of truth.bySeq.values())
      if (clientId !== null) stored.set(`${scope} ${senderId} ${clientId}`, seq)
  }
  return {
    operations,
    sends: sendsOf(operations),
    placeOf: ({ ack, conversationId, user, clientId }) =>
      ack?.seq ?? stored.get(`${conversationScope(conversationId)} ${user} ${clientId}`),
    truths,
    heard: heardOf(history, operations),
    periods(conversationId, userId) {
      const scope = conversationScope(conversationId)
      if (truths.get(scope)?.visibleFrom !== 0) return undefined
      return periods.get(scope)?.get(userId) ?? []
    },
    visibleFrom(conversationId, userId, { from, to }) {
      const key = `${conversationId} ${userId}`
      const found =
        begins.get(`${key} ${from}`) ?? told.get(key)?.find(head => head.revision >= from && head.revision < to)
      if (found) begins.set(`${key} ${from}`, found)
      return found?.visibleFrom
    },
    moves: (conversationId, userId) => moves.get(`${conversationId} ${userId}`) ?? [],
    heads,
    sightings: () => sightingsOf(history, operations),
  }
}

function sendsOf(operations: ReadonlyMap<string, Operation>): Send[] {
  const sends = new Map<string, Send>()
  for (const operation of operations.values()) {
    if (!isOf(operation, 'send')) continue
    const { call, client, user } = operation
    const key = `${user} ${call.clientId}`
    const send = sends.get(key) ?? { ...call, client, user, attempts: [], refused: true, ack: null }
    sends.set(key, send)
    send.attempts.push(operation)
    if (operation.done?.kind !== 'fail') send.refused = false
    const result = operation.result
    if (result && operation.done && send.ack === null) {
      send.ack = { ...result, at: operation.done.at, line: operation.done.line }
    }
  }
  return [...sends.values()]
}

function truthsOf({ records }: History): Map<string, Truth> {
  const truths = new Map<string, Truth>()
  for (const record of records) {
    if (record.kind !== 'end') continue
    const scope = scopeKey(record.scope, record.user)
    const visibleFrom = record.visibleFrom ?? 0
    const known = truths.get(scope)
    if (known && known.visibleFrom <= visibleFrom) continue
    const bySeq = new Map<number, MessageRow>()
    for (const row of record.rows) if (row.entity === 'message') bySeq.set(row.seq, row)
    const { line, head, lastOrdinal = 0 } = record
    const rows = [...record.rows].sort((a, b) => a.revision - b.revision)
    truths.set(scope, { scope, line, head, lastOrdinal, visibleFrom, rows, bySeq })
  }
  return truths
}

/** Who was a member when, by the notices of a conversation: whoever is added sees it from the notice on. */
function periodsOf({ rows, bySeq }: Truth): Map<string, Period[]> {
  const periods = new Map<string, Period[]>()
  const begin = (userId: string, from: number) => {
    const list = periods.get(userId) ?? []
    periods.set(userId, list)
    list.push({ from, to: Number.POSITIVE_INFINITY })
  }
  const end = (userId: string, to: number) => {
    const last = periods.get(userId)?.at(-1)
    if (last) last.to = to
  }
  const notices = [...bySeq.values()].filter(row => row.notice).sort((a, b) => a.seq - b.seq)
  for (const { seq, senderId, notice } of notices) {
    const userIds = notice?.userIds ?? []
    if (notice?.event === 'created') for (const userId of [senderId, ...userIds]) begin(userId, 0)
    else if (notice?.event === 'added') for (const userId of userIds) begin(userId, seq)
    else if (notice?.event === 'removed') for (const userId of userIds) end(userId, seq)
    else if (notice?.event === 'left') end(senderId, seq)
  }
  // Where nobody comes or goes, as in a direct conversation, there is no notice.
  if (notices.length === 0) for (const row of rows) if (row.entity === 'member') begin(row.userId, 0)
  return periods
}

function movesOf(operations: ReadonlyMap<string, Operation>): Map<string, Move[]> {
  const moves = new Map<string, Move[]>()
  for (const operation of operations.values()) {
    const { call, user } = operation
    if ((call.f !== 'add' && call.f !== 'remove' && call.f !== 'leave') || !mayHaveHappened(operation)) continue
    for (const userId of call.f === 'leave' ? [user] : call.userIds) {
      const key = `${call.conversationId} ${userId}`
      const list = moves.get(key) ?? []
      moves.set(key, list)
      list.push({ joins: call.f === 'add', operation })
    }
  }
  return moves
}

function* headsOf({ records }: History): Generator<ToldHead> {
  for (const record of records) {
    const { client, user, line } = record
    if (record.kind === 'head') yield { ...record, visibleFrom: undefined }
    else if (record.kind === 'joined') yield { ...record.head, client, user, line }
    else if (record.kind === 'ok' && record.result.f === 'heads')
      for (const head of record.result.heads) yield { ...head, client, user, line }
  }
}

function byPerson(heads: readonly ToldHead[]): Map<string, ToldHead[]> {
  const told = new Map<string, ToldHead[]>()
  for (const head of heads) {
    if (head.visibleFrom === undefined) continue
    const key = `${head.conversationId} ${head.user}`
    const list = told.get(key)
    if (list) list.push(head)
    else told.set(key, [head])
  }
  return told
}

/** The revisions of scopes that the answer to a request tells of. */
function* tellsOf(call: Call, result: CallResult, user: string): Generator<[scope: string, revision: number]> {
  if (result.f === 'hello') yield [scopeKey('me', user), result.meRevision]
  else if (result.f === 'create') yield [conversationScope(result.conversationId), result.revision]
  else if (result.f === 'read') yield [scopeKey('me', user), result.revision]
  else if (result.f === 'changes' && call.f === 'changes') yield [scopeKey(call.scope, user), result.head]
  else if (result.f === 'send' || result.f === 'edit' || result.f === 'recall') {
    if ('conversationId' in call) yield [conversationScope(call.conversationId), result.revision]
  } else if (result.f === 'heads') {
    for (const head of result.heads) {
      yield [conversationScope(head.conversationId), head.revision]
      yield [scopeKey('me', user), head.meRevision]
    }
  }
}

function heardOf({ records }: History, operations: ReadonlyMap<string, Operation>): Map<string, PrefixMax> {
  const heard = new Map<string, PrefixMax>()
  const hear = (scope: string, at: number, revision: number) => {
    let list = heard.get(scope)
    if (!list) {
      list = new PrefixMax()
      heard.set(scope, list)
    }
    list.add(at, revision)
  }
  for (const record of records) {
    const { at, user } = record
    if (record.kind === 'push') hear(scopeKey(record.scope, user), at, record.to)
    else if (record.kind === 'head') hear(conversationScope(record.conversationId), at, record.revision)
    else if (record.kind === 'joined') {
      hear(conversationScope(record.head.conversationId), at, record.head.revision)
      hear(scopeKey('me', user), at, record.head.meRevision)
    } else if (record.kind === 'ok') {
      const call = operations.get(record.op)?.call
      if (!call) continue
      for (const [scope, revision] of tellsOf(call, record.result, user)) hear(scope, at, revision)
    }
  }
  return heard
}

function* sightingsOf({ records }: History, operations: ReadonlyMap<string, Operation>): Generator<Sighting> {
  for (const record of records) {
    if (record.kind === 'push' || record.kind === 'view' || record.kind === 'end') {
      const scope = scopeKey(record.scope, record.user)
      for (const row of record.rows) yield { scope, row, record }
    } else if (record.kind === 'ok' && record.result.f === 'changes') {
      const call = operations.get(record.op)?.call
      if (call?.f !== 'changes') continue
      const scope = scopeKey(call.scope, record.user)
      for (const row of record.result.rows) yield { scope, row, record }
    }
  }
}
