import { existsSync } from 'node:fs'
import { seeded } from '../common/random.ts'
import { openSql, type Sql } from '../main/cache/core/sql.ts'
import { WriteContext } from '../main/cache/core/write-context.ts'
import { openDatabase } from '../main/cache/database.ts'
import { entities, migrations } from '../main/cache/features.ts'
import { migrate } from '../main/cache/migrations/index.ts'
import { applyHeads } from '../main/cache/sync/writes.ts'
import {
  benchKey,
  benchPath,
  headsPage,
  keysById,
  message,
  removeDatabase,
  storeMessages,
  textOf,
} from './cache-data.ts'
import { quantile, type Report } from './report.ts'

/*
 * Measures a search for two Chinese characters over a million cached messages, with and without filters: first page of
 * twenty, newest first, with names and conversations. Baseline: a scan of the same encrypted file by LIKE.
 */

const goal = 100
const page = 20
const conversations = 500
const searches = 200
const scans = 5
/** Increase it when the generated data change, because the file is reused between runs. */
const dataVersion = 2

/** Returns the path of the file with `rows` messages; builds it if it is missing. */
function prepare(rows: number): string {
  const path = benchPath(`search-${rows}-schema${Object.keys(migrations).length}-data${dataVersion}`)
  if (existsSync(path)) {
    const sql = openSql(path, benchKey)
    const done = sql.get("SELECT 1 FROM meta WHERE key = 'bench'") !== undefined
    sql.close()
    if (done) return path
    removeDatabase(path)
  }
  const sql = openSql(path, benchKey)
  sql.exec('PRAGMA journal_mode = OFF')
  migrate(sql, migrations)
  const ids = Array.from({ length: conversations }, (_, c) => `c${c}`)
  const context = new WriteContext(sql, null, entities)
  for (let i = 0; i < conversations; i += 100) {
    applyHeads(context, headsPage(ids.slice(i, i + 100), Math.ceil(rows / conversations)))
  }
  fill(sql, rows)
  sql.close()
  return path
}

function fill(sql: Sql, rows: number): void {
  const keys = keysById(sql)
  const random = seeded(7)
  storeMessages(sql, rows, i => {
    const id = `c${i % conversations}`
    const m = message(random, id, Math.floor(i / conversations) + 1, 1_700_000_000_000 + i * 30_000)
    return { key: keys.get(id) ?? 0, message: m, text: textOf(m) }
  })
  for (const key of keys.values()) {
    sql.run(
      'INSERT INTO span (conversation, from_seq, to_seq, as_of) VALUES (?, 1, ?, 0)',
      key,
      Math.ceil(rows / conversations),
    )
  }
  sql.exec("INSERT INTO meta (key, value) VALUES ('bench', 'done')")
}

/** Random pairs of neighbouring Han characters of the messages, so that frequent pairs come more often. */
function phrases(count: number): string[] {
  const random = seeded(99)
  const found: string[] = []
  while (found.length < count) {
    const text = textOf(message(random, 'c', 1, 0))
    const at = Math.floor(random() * (text.length - 1))
    const phrase = text.slice(at, at + 2)
    if (/^\p{Script=Han}{2}$/u.test(phrase)) found.push(phrase)
  }
  return found
}

function time(work: () => void): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

export async function run(report: Report, options: { scale?: number } = {}): Promise<void> {
  const rows = Math.round(1_000_000 * (options.scale ?? 1))
  const path = prepare(rows)
  const wanted = phrases(searches)
  const db = openDatabase(path, benchKey)
  const search = (query: string) => db.searchMessages({ query, offset: 0, limit: page })
  search('一')
  const times = wanted.map(query => time(() => search(query)))
  const filters = { senderIds: ['user7'], since: 1_700_000_000_000 + rows * 7_500 }
  const filtered = wanted.map(query => time(() => db.searchMessages({ query, filters, offset: 0, limit: page })))
  const placed = { conversationIds: ['c7', 'c8'] }
  const inPlace = wanted.map(query => time(() => db.searchMessages({ query, filters: placed, offset: 0, limit: page })))
  const singles = [...'的一是在不权断严'].map(query => time(() => search(query)))
  const hits = search(wanted[0] ?? '').hits.length
  db.close()
  if (hits === 0) throw new Error('A phrase of the data has no hits.')

  const sql = openSql(path, benchKey)
  sql.exec('PRAGMA cache_size = -32768')
  const likes = wanted.slice(0, scans).map(query =>
    time(() => {
      sql.all(
        'SELECT key FROM message NOT INDEXED WHERE content LIKE ? ORDER BY index_rowid DESC LIMIT ?',
        `%${query}%`,
        page,
      )
    }),
  )
  sql.close()
  const value = quantile(times, 0.95)
  const baseline = quantile(likes, 0.95)
  const ratio = baseline / value
  report({
    name: `cache: two Chinese characters among ${rows.toLocaleString('en')} messages, p95`,
    value,
    unit: 'ms',
    baseline,
    ratio,
    goal,
    ok: ratio >= goal,
  })
  for (const [what, all] of [
    ['of one sender since a day', filtered],
    ['in two conversations', inPlace],
  ] as const)
    report({
      name: `cache: the same ${what}, p95`,
      value: quantile(all, 0.95),
      unit: 'ms',
      baseline,
      ratio: baseline / quantile(all, 0.95),
      goal,
      ok: baseline / quantile(all, 0.95) >= goal,
    })
  report({
    name: `cache: one Chinese character among ${rows.toLocaleString('en')} messages, slowest`,
    value: Math.max(...singles),
    unit: 'ms',
    baseline,
    ratio: baseline / Math.max(...singles),
    goal: null,
    ok: null,
  })
}
