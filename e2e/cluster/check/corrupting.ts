import { pick } from '../../../common/random.ts'
import type { HistoryRecord, MessageRow, Row } from '../history.ts'
import type { Facts, Send } from './facts.ts'

/** One fault that is put into a lawful history. */
export interface Corruption {
  /** The property that must report it. */
  property: string
  what: string
  /** Changes the records, of which `facts` were true. False: there is nothing in them that it could change. */
  apply(records: HistoryRecord[], facts: Facts, random: () => number): boolean
}

/** Changes one of some things; false where there is none. */
export function change<T>(random: () => number, list: readonly T[], fn: (one: T) => void): boolean {
  if (list.length === 0) return false
  fn(pick(random, list))
  return true
}

/** The lists of rows of a record. */
export function rowsOf(record: HistoryRecord): Row[] {
  if (record.kind === 'push' || record.kind === 'view' || record.kind === 'end') return record.rows
  return record.kind === 'ok' && record.result.f === 'changes' ? record.result.rows : []
}

export const ofKind = <K extends HistoryRecord['kind']>(records: HistoryRecord[], kind: K) =>
  records.filter((record): record is Extract<HistoryRecord, { kind: K }> => record.kind === kind)

export const resultsOf = <F extends string>(records: HistoryRecord[], f: F) =>
  ofKind(records, 'ok').flatMap(record => (record.result.f === f ? [{ ...record, result: record.result }] : []))

/** The last states of conversations, as they are read at the end. */
export const ends = (records: HistoryRecord[]) => ofKind(records, 'end').filter(({ scope }) => scope !== 'me')

export const isMessage = (row: Row): row is MessageRow => row.entity === 'message'

/** All rows of a message, wherever it was seen. */
export function sightingsOf(records: HistoryRecord[], { clientId, user }: Send): MessageRow[] {
  return records.flatMap(record =>
    rowsOf(record)
      .filter(isMessage)
      .filter(row => row.clientId === clientId && row.senderId === user),
  )
}

export const acked = ({ sends }: Facts) => sends.filter(({ ack }) => ack !== null)

/** Takes a message out of all records of some kinds. */
export function lose(
  records: HistoryRecord[],
  kinds: readonly HistoryRecord['kind'][],
  { clientId, user }: Send,
): void {
  for (const record of records) {
    if (!kinds.includes(record.kind) || !('rows' in record)) continue
    record.rows = record.rows.filter(row => !(isMessage(row) && row.clientId === clientId && row.senderId === user))
  }
}

/** Two messages stand in each other's place, wherever they were seen or acknowledged. */
export function swap(records: HistoryRecord[], first: Send, second: Send): void {
  const rows = [sightingsOf(records, first), sightingsOf(records, second)] as const
  for (const [i, list] of rows.entries()) {
    const { clientId, user: senderId, text } = i === 0 ? second : first
    for (const row of list) Object.assign(row, { clientId, senderId, text })
  }
  const places = [first.ack, second.ack] as const
  for (const [i, { attempts }] of [first, second].entries()) {
    const place = places[1 - i]
    for (const { op } of attempts)
      for (const record of ofKind(records, 'ok'))
        if (record.op === op && record.result.f === 'send' && place)
          record.result = { f: 'send', seq: place.seq, revision: place.revision, ordinal: place.ordinal }
  }
}

export function* pairs(sends: readonly Send[]): Generator<[Send, Send]> {
  for (const [i, first] of sends.entries())
    for (const second of sends.slice(i + 1)) if (first.conversationId === second.conversationId) yield [first, second]
}

/** Whether a person was told of a read mark above 0 before a revision of their own scope. */
export function hadMark(records: HistoryRecord[], user: string, conversationId: string, before: number): boolean {
  return records.some(
    record =>
      record.user === user &&
      rowsOf(record).some(
        row =>
          row.entity === 'membership' &&
          row.joined &&
          row.conversationId === conversationId &&
          row.revision < before &&
          row.readSeq > 0,
      ),
  )
}

/** Devices of people who were no members of a conversation at a revision. */
export function outsidersOf(records: HistoryRecord[], facts: Facts, scope: string, revision: number) {
  const id = /^conversation:(.*)$/.exec(scope)?.[1]
  if (id === undefined) return []
  const devices = new Map(records.map(({ client, user }) => [client, user]))
  return [...devices].flatMap(([client, user]) => {
    const periods = facts.periods(id, user)
    const inside = periods?.some(({ from, to }) => revision >= from && revision < to) ?? true
    return inside || client.endsWith('.end') ? [] : [{ client, user }]
  })
}

/** All that came at a revision or after it comes one later. */
export function leaveOut(records: HistoryRecord[], facts: Facts, scope: string, at: number): void {
  const id = scope.slice('conversation:'.length)
  const later = (revision: number) => (revision >= at ? revision + 1 : revision)
  for (const record of records) {
    const inside =
      ('scope' in record && record.scope === scope) || ('op' in record && isIn(facts, record.op, scope, id))
    if (record.kind === 'joined' && record.head.conversationId === id)
      record.head.revision = later(record.head.revision)
    if (record.kind === 'ok' && record.result.f === 'heads')
      for (const head of record.result.heads) if (head.conversationId === id) head.revision = later(head.revision)
    if (record.kind === 'ok' && record.result.f === 'create' && record.result.conversationId === id)
      record.result.revision = later(record.result.revision)
    if (!inside) continue
    for (const row of rowsOf(record)) {
      row.revision = later(row.revision)
      if (isMessage(row)) row.seq = later(row.seq)
    }
    if (record.kind === 'push') Object.assign(record, { from: later(record.from), to: later(record.to) })
    else if (record.kind === 'view' || record.kind === 'end') record.head = later(record.head)
    else if (record.kind === 'ok' && record.result.f === 'send') {
      record.result.seq = later(record.result.seq)
      record.result.revision = later(record.result.revision)
    } else if (record.kind === 'ok' && record.result.f === 'changes') {
      record.result.upTo = later(record.result.upTo)
      record.result.head = later(record.result.head)
    }
  }
}

export function isIn(facts: Facts, op: string, scope: string, id: string): boolean {
  const call = facts.operations.get(op)?.call
  if (call === undefined) return false
  return call.f === 'changes' ? call.scope === scope : 'conversationId' in call && call.conversationId === id
}
