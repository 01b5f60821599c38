import { events, type HistoryPage, type Message, methods, type Push } from '@lianqun/protocol'
import { seeded } from '../common/random.ts'
import { messageTokens } from '../common/search-tokens.ts'
import { openCache } from '../main/cache/client.ts'
import { openSql } from '../main/cache/core/sql.ts'
import { openDatabase } from '../main/cache/database.ts'
import { migrations } from '../main/cache/features.ts'
import { migrate } from '../main/cache/migrations/index.ts'
import { benchKey, benchPath, epoch, headsPage, message, removeDatabase, textOf } from './cache-data.ts'
import { against, type Report } from './report.ts'

/*
 * Measures how fast messages get from a frame's bytes (JSON, zod) into committed, encrypted, indexed rows. Baseline:
 * the same rows and tokens, precomputed, into the same schema by prepared statements, 500 per transaction.
 */

const goal = 0.5
const pageRows = 200
const pushRows = 500
const conversations = 20

function makeMessages(rows: number): Message[][] {
  const random = seeded(42)
  const each = Math.ceil(rows / conversations)
  return Array.from({ length: conversations }, (_, c) =>
    Array.from({ length: each }, (_, i) =>
      message(random, `c${c}`, i + 1, 1_700_000_000_000 + i * 60_000 * conversations + c * 1_000),
    ),
  )
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))
}

function ceiling(all: readonly Message[][]): number {
  const path = benchPath('ceiling')
  removeDatabase(path)
  const sql = openSql(path, benchKey)
  sql.exec('PRAGMA cache_size = -32768')
  sql.exec('PRAGMA journal_mode = WAL')
  migrate(sql, migrations)
  const rows = all.flatMap((messages, c) =>
    messages.map(m => {
      const rowid = m.sentAt * 16 + (m.seq % 16)
      const text = textOf(m)
      const key = (c + 1) * 2 ** 30 + m.seq
      const tokens = messageTokens({
        text,
        conversation: (c + 1).toString(36),
        senderId: m.senderId,
        kind: m.content.type,
        mentionIds: [],
      })
      const values = [key, rowid, m.revision, m.ordinal, m.senderId, m.clientId, m.sentAt, JSON.stringify(m.content)]
      return { values, rowid, tokens }
    }),
  )
  const started = performance.now()
  for (const batch of chunks(rows, 500)) {
    sql.transaction(false, () => {
      for (const { values, rowid, tokens } of batch) {
        sql.run(
          `INSERT INTO message (key, index_rowid, revision, ordinal, sender_id, client_id, sent_at, content)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          ...values,
        )
        sql.run('INSERT INTO message_text (rowid, tokens) VALUES (?, ?)', rowid, tokens)
      }
    })
  }
  const rate = (rows.length / (performance.now() - started)) * 1_000
  sql.close()
  removeDatabase(path)
  return rate
}

/** Frames of history pages, as on the wire. */
function historyFrames(all: readonly Message[][]): Buffer[] {
  return all.flatMap((messages, c) =>
    chunks(messages, pageRows).map(page => {
      const [from, to] = [page[0]?.seq ?? 0, page.at(-1)?.seq ?? 0]
      const body: HistoryPage = { conversationId: `c${c}`, epoch, messages: page, from, to, head: messages.length }
      return Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, result: body }))
    }),
  )
}

function pushFrames(all: readonly Message[][]): Buffer[] {
  return all.flatMap((messages, c) =>
    chunks(messages, pushRows).map(page => {
      const push: Push = {
        scope: `conversation:c${c}`,
        epoch,
        from: page[0]?.seq ?? 1,
        to: page.at(-1)?.seq ?? 1,
        changes: page.map(value => ({ entity: 'message', value })),
      }
      return Buffer.from(JSON.stringify({ jsonrpc: '2.0', method: 'sync.push', params: push }))
    }),
  )
}

const parseHistory = (frame: Buffer): HistoryPage =>
  methods['message.history'].result.parse((JSON.parse(frame.toString()) as { result: unknown }).result)
const parsePush = (frame: Buffer): Push =>
  events['sync.push'].params.parse((JSON.parse(frame.toString()) as { params: unknown }).params) as Push

/** Runs `ingest` on a new database in this thread. Returns messages per second. */
function inProcess(
  name: string,
  all: readonly Message[][],
  ingest: (db: ReturnType<typeof openDatabase>) => void,
): number {
  const path = benchPath(name)
  removeDatabase(path)
  const db = openDatabase(path, benchKey)
  db.setSelf('user0')
  db.applyHeads(
    headsPage(
      all.map((_, c) => `c${c}`),
      1,
    ),
  )
  const started = performance.now()
  ingest(db)
  const rate = (all.flat().length / (performance.now() - started)) * 1_000
  db.close()
  removeDatabase(path)
  return rate
}

/** As in the app: parses and validates in one thread, commits in another. */
async function threaded(all: readonly Message[][], frames: readonly Buffer[]): Promise<number> {
  const path = benchPath('threaded')
  removeDatabase(path)
  const cache = await openCache({ path, key: benchKey, workerUrl: new URL('../main/cache/worker.ts', import.meta.url) })
  await cache.setSelf('user0')
  await cache.applyHeads(
    headsPage(
      all.map((_, c) => `c${c}`),
      1,
    ),
  )
  const started = performance.now()
  let last: Promise<void> = Promise.resolve()
  for (const [index, frame] of frames.entries()) {
    const before = last
    last = cache.applyHistory(parseHistory(frame))
    // One page ahead of the commits, as a client requests the next page while it stores this one.
    if (index % 2 === 0) await before
  }
  await last
  const rate = (all.flat().length / (performance.now() - started)) * 1_000
  await cache.close()
  removeDatabase(path)
  return rate
}

export async function run(report: Report, options: { scale?: number } = {}): Promise<void> {
  const all = makeMessages(Math.round(60_000 * (options.scale ?? 1)))
  const history = historyFrames(all)
  const pushes = pushFrames(all)
  ceiling(all.map(messages => messages.slice(0, 200)))
  const top = ceiling(all)
  const tell = (name: string, value: number) =>
    report({ name, unit: 'rows/s', ...against(value, top, { atLeast: goal }) })
  tell(
    'cache: pushes from bytes to indexed rows',
    inProcess('pushes', all, db => {
      for (const frame of pushes) {
        const { status } = db.applyPush(parsePush(frame), true)
        if (status !== 'applied') throw new Error(`A push was not applied: ${status}.`)
      }
    }),
  )
  tell(
    'cache: history from bytes to indexed rows',
    inProcess('history', all, db => {
      for (const frame of history) db.applyHistory(parseHistory(frame))
    }),
  )
  tell('cache: history from bytes to indexed rows, through the thread', await threaded(all, history))
}
