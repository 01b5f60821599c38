import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { basename } from 'node:path'
import { z } from 'zod'

/*
 * What clients did and saw, one event a line. An operation is one attempt of one request: `invoke`, then `ok`, `fail`
 * (it was refused: it has no effect, now or later) or `unknown` (it may have one). The retry of a send is a new
 * operation under the same client id.
 */

const place = z.number().int().min(0)
const id = z.string().min(1)

/** A row of a scope, with what the checks need of it. */
export const rowSchema = z.discriminatedUnion('entity', [
  z.object({
    entity: z.literal('message'),
    seq: place,
    revision: place,
    ordinal: place,
    senderId: id,
    clientId: id.nullable(),
    /** The text, or another content as JSON. */
    text: z.string(),
    recalled: z.literal(true).optional(),
    /** Of a system notice, which has no ordinal of its own. */
    notice: z.object({ event: z.string(), userIds: z.array(id) }).optional(),
  }),
  z.object({ entity: z.literal('member'), userId: id, left: z.boolean(), revision: place }),
  z.object({ entity: z.literal('conversation'), memberCount: place, revision: place }),
  z.object({
    entity: z.literal('membership'),
    conversationId: id,
    joined: z.boolean(),
    readSeq: place,
    visibleFrom: place,
    revision: place,
  }),
  z.object({ entity: z.literal('other'), name: z.string(), revision: place }),
])
export type Row = z.infer<typeof rowSchema>
export type MessageRow = Extract<Row, { entity: 'message' }>
export type MembershipRow = Extract<Row, { entity: 'membership' }>

const rows = z.array(rowSchema)
const inConversation = { conversationId: id }

const callSchema = z.discriminatedUnion('f', [
  z.object({ f: z.literal('send'), ...inConversation, clientId: id, text: z.string() }),
  z.object({ f: z.literal('edit'), ...inConversation, seq: place, text: z.string() }),
  z.object({ f: z.literal('recall'), ...inConversation, seq: place }),
  z.object({ f: z.literal('create'), clientId: id, userIds: z.array(id) }),
  z.object({ f: z.literal('add'), ...inConversation, userIds: z.array(id) }),
  z.object({ f: z.literal('remove'), ...inConversation, userIds: z.array(id) }),
  z.object({ f: z.literal('leave'), ...inConversation }),
  z.object({ f: z.literal('read'), ...inConversation, readSeq: place }),
  z.object({ f: z.literal('hello') }),
  z.object({ f: z.literal('heads'), cursor: z.string().nullable() }),
  z.object({ f: z.literal('changes'), scope: id, since: place }),
])
/** A request, by its name `f`. */
export type Call = z.infer<typeof callSchema>

const headSchema = z.object({
  ...inConversation,
  revision: place,
  lastOrdinal: place,
  /** The membership as of the head. */
  readSeq: place,
  visibleFrom: place,
  meRevision: place,
})
/** The head of a conversation as a client was told of it. */
export type Head = z.infer<typeof headSchema>

const resultSchema = z.discriminatedUnion('f', [
  z.object({ f: z.literal('send'), seq: place, revision: place, ordinal: place }),
  z.object({ f: z.literal('edit'), revision: place }),
  z.object({ f: z.literal('recall'), revision: place }),
  z.object({ f: z.literal('create'), ...inConversation, revision: place }),
  z.object({ f: z.literal('add') }),
  z.object({ f: z.literal('remove') }),
  z.object({ f: z.literal('leave') }),
  z.object({ f: z.literal('read'), readSeq: place, revision: place }),
  z.object({ f: z.literal('hello'), epoch: z.string(), meRevision: place }),
  z.object({ f: z.literal('heads'), heads: z.array(headSchema), cursor: z.string(), more: z.boolean() }),
  z.object({ f: z.literal('changes'), rows, upTo: place, head: place, more: z.boolean() }),
])
export type CallResult = z.infer<typeof resultSchema>

const stateShape = {
  scope: id,
  /** How far the scope is known. */
  head: place,
  lastOrdinal: place.optional(),
  visibleFrom: place.optional(),
  rows,
}

const eventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connected'), gateway: z.string() }),
  z.object({ kind: z.literal('disconnected'), gateway: z.string() }),
  z.object({ kind: z.literal('invoke'), op: id, gateway: z.string(), call: callSchema }),
  z.object({ kind: z.literal('ok'), op: id, result: resultSchema }),
  z.object({ kind: z.literal('fail'), op: id, error: z.string() }),
  /** `answered`: the server itself did not know, or asks to try again; else no answer came. */
  z.object({ kind: z.literal('unknown'), op: id, error: z.string(), answered: z.boolean() }),
  z.object({ kind: z.literal('push'), scope: id, from: place, to: place, rows }),
  z.object({ kind: z.literal('head'), ...inConversation, revision: place, lastOrdinal: place }),
  z.object({ kind: z.literal('joined'), head: headSchema }),
  /** The client dropped all that it knew, for another epoch. */
  z.object({ kind: z.literal('reset'), epoch: z.string() }),
  /** What the client knows of a scope at the end, by its pushes and pages. */
  z.object({ kind: z.literal('view'), ...stateShape }),
  /** The same as a client reads it that knew nothing: the end state. */
  z.object({ kind: z.literal('end'), ...stateShape }),
  /** What was done to a gateway or to what stands behind it. */
  z.object({ kind: z.literal('fault'), what: z.string(), gateway: z.string() }),
])
export type HistoryEvent = z.infer<typeof eventSchema>
type EventOf<K extends HistoryEvent['kind']> = Extract<HistoryEvent, { kind: K }>

const originSchema = z.object({
  /** Milliseconds of one clock, which all processes of the machine share and which never steps. */
  at: z.number(),
  process: z.number().int(),
  /** The device; a person may have several. */
  client: z.string(),
  user: z.string(),
})
const recordSchema = originSchema.and(eventSchema)
export type HistoryRecord = z.infer<typeof recordSchema>

/** A record with its place, for people: `line`, or `file:line` where there are several files. */
export type Recorded<K extends HistoryEvent['kind'] = HistoryEvent['kind']> = z.infer<typeof originSchema> &
  EventOf<K> & { line: string }

export interface History {
  /** In the order of their times. */
  records: readonly Recorded[]
  /** Files whose last line was cut off, for its process was killed. */
  torn: readonly string[]
}

/** Notes one event of a client. */
export type Recorder = (origin: { client: string; user: string }, event: HistoryEvent) => void

/** An event of this process, at this time of the system's monotonic clock. */
function toRecord({ client, user }: Parameters<Recorder>[0], event: HistoryEvent): HistoryRecord {
  return { at: Number(process.hrtime.bigint()) / 1e6, process: process.pid, client, user, ...event }
}

/** The history of one process in memory. */
export function recorderInto(records: HistoryRecord[]): Recorder {
  return (origin, event) => void records.push(toRecord(origin, event))
}

/** The history of one process. Each line is with the system on return, so that a SIGKILL tears the last one at most. */
export class HistoryWriter {
  readonly #file: number

  /** @throws when the file exists: each process writes its own */
  constructor(path: string) {
    this.#file = openSync(path, 'wx')
  }

  readonly record: Recorder = (origin, event) => {
    writeSync(this.#file, `${JSON.stringify(toRecord(origin, event))}\n`)
  }

  close(): void {
    closeSync(this.#file)
  }
}

/** Orders records by time, as one history. */
export function historyOf(records: readonly (HistoryRecord & { line?: string })[], torn: string[] = []): History {
  const placed = records.map((record, i) => ({ ...record, line: record.line ?? String(i + 1) }) as Recorded)
  return { records: placed.sort((a, b) => a.at - b.at), torn }
}

/** Reads the histories of several processes as one. @throws for a line that is no record, except a torn last one */
export function readHistory(paths: readonly string[]): History {
  const records: (HistoryRecord & { line: string })[] = []
  const torn: string[] = []
  for (const path of paths) {
    const lines = readFileSync(path, 'utf8').split('\n')
    const last = lines.pop() ?? ''
    if (last !== '') torn.push(path)
    for (const [i, text] of lines.entries()) {
      const line = paths.length === 1 ? String(i + 1) : `${basename(path)}:${i + 1}`
      records.push({ ...parseLine(text, line), line })
    }
  }
  return historyOf(records, torn)
}

function parseLine(text: string, line: string): HistoryRecord {
  try {
    return recordSchema.parse(JSON.parse(text))
  } catch (error) {
    throw new Error(`line ${line} is no record: ${error instanceof Error ? error.message : String(error)}`)
  }
}
