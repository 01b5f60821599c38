import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { seeded } from '../common/random.ts'
import { refresh } from '../main/cache/conversations/writes.ts'
import { openSql, type Sql } from '../main/cache/core/sql.ts'
import { WriteContext } from '../main/cache/core/write-context.ts'
import { entities, migrations } from '../main/cache/features.ts'
import { migrate } from '../main/cache/migrations/index.ts'
import { applyHeads } from '../main/cache/sync/writes.ts'
import { SessionTokens } from '../main/workspace/session.ts'
import { benchKey, benchPath, headsPage, keysById, message, storeMessages, textOf } from './cache-data.ts'

/** Increase it when the generated data change, because profiles are reused between runs. */
const dataVersion = 1
/** One message in this many is in the long conversation. */
const longShare = 50
const people = 200
const start = 1_700_000_000_000
const minute = 60_000

/** The conversation at the top of the list, with a fiftieth of all messages. */
const longId = 'c0'
/** A conversation without messages. */
export const emptyId = 'quiet'

/**
 * A profile of a signed-in user whose cache holds `rows` messages in `conversations` conversations.
 * Its server does not exist, so the client shows only cached data.
 */
export async function prepareProfile(rows: number, conversations: number): Promise<string> {
  const name = `app-${rows}-${conversations}-schema${Object.keys(migrations).length}-data${dataVersion}`
  const profile = join(dirname(benchPath(name)), name)
  const done = join(profile, 'bench-done')
  if (existsSync(done)) return profile
  rmSync(profile, { recursive: true, force: true })
  mkdirSync(profile, { recursive: true })
  const { accountKey, secrets } = await signedIn()
  writeJson(join(profile, 'secrets.json'), secrets)
  writeJson(join(profile, 'settings.json'), {
    lastSignIn: { address: 'ws://127.0.0.1:1', account: 'user1' },
    settings: { language: 'zh', theme: 'light', notifications: false },
  })
  const path = join(profile, 'workspaces', accountKey, 'cache.db')
  const ids = [longId, ...Array.from({ length: conversations - 2 }, (_, i) => `c${i + 1}`), emptyId]
  mkdirSync(dirname(path), { recursive: true })
  const sql = openSql(path, benchKey)
  sql.exec('PRAGMA journal_mode = OFF')
  migrate(sql, migrations)
  addPeople(sql)
  addConversations(sql, ids)
  fill(sql, rows, ids)
  sql.close()
  writeFileSync(done, '')
  return profile
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, JSON.stringify(value), { mode: 0o600 })
}

/** A session and the cache key, in the form of secrets.json without safe storage. */
async function signedIn(): Promise<{ accountKey: string; secrets: Record<string, unknown> }> {
  const secrets: Record<string, unknown> = { plainAllowed: true }
  const store = {
    get: async () => null,
    set: async (name: string, value: string) => {
      secrets[`secret.${name}`] = { value: Buffer.from(value).toString('base64'), plain: true }
    },
    copy: async () => {},
    delete: async () => {},
  }
  const { accountKey } = await SessionTokens.save(store, {
    accessToken: 'bench',
    accessExpiresAt: 4_000_000_000_000,
    refreshToken: 'bench',
    refreshExpiresAt: 4_000_000_000_000,
    deviceId: 'bench',
    userId: 'user1',
    workspace: { id: 'bench', name: '基准科技', latinName: 'Bench Ltd' },
  })
  await store.set(`cache-key:${accountKey}`, Buffer.from(benchKey).toString('base64'))
  return { accountKey, secrets }
}

function addConversations(sql: Sql, ids: readonly string[]): void {
  const context = new WriteContext(sql, 'user1', entities)
  sql.run("INSERT INTO scope (name, cursor, token) VALUES ('self', 0, 'user1')")
  sql.run("INSERT INTO meta (key, value) VALUES ('lastSyncedAt', ?)", String(start))
  for (let i = 0; i < ids.length; i += 100) {
    const page = headsPage(ids.slice(i, i + 100), 0)
    for (const [n, { conversation, membership }] of page.heads.entries()) {
      conversation.avatarUserIds = Array.from({ length: 4 }, (_, f) => `user${(i + n * 7 + f) % people}`)
      membership.pinned = conversation.id === longId
    }
    applyHeads(context, page)
  }
}

function addPeople(sql: Sql): void {
  const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗']
  const given = [...'屿野清晚宁舟安然一诺']
  for (let i = 0; i < people; i++) {
    const name = `${surnames[i % 20]}${given[Math.floor(i / 20)]}`
    sql.run(
      `INSERT INTO employee (id, name, latin_name, department_ids, title, phone, mail, staff_no, place, deleted, sort,
         revision) VALUES (?, ?, '', '[]', '', '', '', '', '', 0, ?, 1)`,
      `user${i}`,
      name,
      name,
    )
  }
}

/** The conversation of the i-th message: one in fifty in the long one, the rest in the others in turn. */
function place(i: number, ids: readonly string[]): string {
  if (i % longShare === 0) return longId
  return ids[1 + (i % (ids.length - 2))] ?? longId
}

function fill(sql: Sql, rows: number, ids: readonly string[]): void {
  const keys = keysById(sql)
  const counts = new Map<string, number>()
  const random = seeded(11)
  storeMessages(sql, rows, i => {
    const id = place(i, ids)
    const seq = (counts.get(id) ?? 0) + 1
    counts.set(id, seq)
    const m = message(random, id, seq, start + i * (minute / 2))
    // The bench finds the rows in the document by this number.
    return { key: keys.get(id) ?? 0, message: m, text: `#${seq} ${textOf(m)}` }
  })
  sql.exec('BEGIN')
  const context = new WriteContext(sql, 'user1', entities)
  for (const [id, key] of keys) {
    const last = counts.get(id) ?? 0
    const read = id === longId || key % 10 > 0 ? last : Math.max(0, last - 3)
    sql.run(
      'UPDATE conversation SET cursor = ?, head = ?, last_ordinal = ?, read_seq = ?, read_ordinal = ? WHERE key = ?',
      last,
      last,
      last,
      read,
      read,
      key,
    )
    if (last > 0) sql.run('INSERT INTO span (conversation, from_seq, to_seq, as_of) VALUES (?, 1, ?, 0)', key, last)
    refresh(context, key)
  }
  sql.exec('COMMIT')
}
