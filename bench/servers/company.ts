import { createHash } from 'node:crypto'
import type { ServerOptions } from 'lianqun-server'
import { Tokens } from '../../server/core/tokens.ts'
import { openPool } from '../../server/storage/postgres/pool.ts'
import { PostgresStore } from '../../server/storage/postgres/store.ts'
import { SqliteStore } from '../../server/storage/sqlite/store.ts'

/** Where a workspace is: in a folder, or in a database. */
export type Where = Pick<ServerOptions, 'dataDir' | 'database'>
type Row = Record<string, string | number | null>

const created = 1_790_000_000_000
/** Rows of one statement or transaction. */
const batch = 5_000

export function openStore({ dataDir, database }: Where): Promise<SqliteStore | PostgresStore> {
  return database === undefined ? SqliteStore.open(dataDir) : PostgresStore.open(database)
}

export const personId = (i: number) => `p${i}`
/** The ids of the first people. */
export const personIds = (count: number) => Array.from({ length: count }, (_, i) => personId(i))
export const groupId = (i: number) => `g${i}`

/**
 * `count` groups of `size` people each; all people are in as many, and meet others in each. `people` is a multiple of
 * `size`, and `count` times `size` one of `people`.
 */
export function evenGroups(count: number, size: number, people: number): number[][] {
  return Array.from({ length: count }, (_, k) => {
    const round = Math.floor((k * size) / people)
    return Array.from({ length: size }, (_, m) => (k * size + m * (1 + size * round)) % people)
  })
}

/**
 * Writes people, each with a session, and groups without messages straight into the tables of an empty workspace.
 * `groups`: the numbers of the people in each.
 */
export async function fillCompany(where: Where, people: number, groups: readonly number[][]): Promise<void> {
  const store = await openStore(where)
  const pool = store instanceof SqliteStore ? null : openPool(where.database ?? '', poolOptions)
  const write = store instanceof SqliteStore ? sqliteWrite(store) : postgresWrite(pool)
  const insert = (table: string, rows: Iterable<Row>) => insertRows(write, table, rows)
  try {
    const numbers = Array.from({ length: people }, (_, i) => i)
    await insert(
      'employees',
      numbers.map(i => ({
        id: personId(i),
        name: `成员${i}`,
        latin_name: `Member ${i}`,
        department_ids: '[]',
        title: '',
        phone: '',
        mail: '',
        staff_no: '',
        place: '',
        revision: i + 1,
      })),
    )
    const counts = new Uint32Array(people)
    const members = groups.map(group =>
      group.map(i => {
        const me = (counts[i] ?? 0) + 1
        counts[i] = me
        return { i, me }
      }),
    )
    await insert(
      'users',
      numbers.map(i => ({ id: personId(i), me_revision: counts[i] ?? 0 })),
    )
    await insert('sessions', personIds(people).map(sessionRow))
    await insert('conversations', groups.map(conversationRow))
    await insert(
      'moves',
      groups.map((_, k) => ({ conversation_id: groupId(k), position: 0 })),
    )
    await insert('members', memberRows(members))
    await store.db.updateTable('counters').set({ value: people }).where('name', '=', 'directory').execute()
    await pool?.query('analyze')
  } finally {
    await pool?.end()
    await store.shutdown()
  }
}

/** A session of each of these people. */
export function insertSessions(store: SqliteStore, userIds: readonly string[]): Promise<void> {
  return insertRows(sqliteWrite(store), 'sessions', userIds.map(sessionRow))
}

function sessionRow(userId: string): Row {
  return {
    id: sessionId(userId),
    user_id: userId,
    device_id: 'bench',
    name: 'bench',
    platform: 'bench',
    created_at: created,
    last_seen_at: created,
    refresh_hash: createHash('sha256').update(sessionId(userId)).digest('base64url'),
    refresh_expires_at: Date.now() + 60 * 24 * 3_600_000,
  }
}

function conversationRow(group: readonly number[], k: number): Row {
  return {
    id: groupId(k),
    kind: 'group',
    name: `群${k}`,
    owner_id: personId(group[0] ?? 0),
    member_count: group.length,
    avatar_user_ids: JSON.stringify(group.slice(0, 4).map(personId)),
    created_at: created,
    revision: 1,
    head: 1 + group.length,
    last_seq: 0,
    last_ordinal: 0,
    members_revision: 1 + group.length,
  }
}

function* memberRows(groups: readonly { i: number; me: number }[][]): Generator<Row> {
  for (const [k, members] of groups.entries()) {
    for (const [order, { i, me }] of members.entries()) {
      yield {
        conversation_id: groupId(k),
        user_id: personId(i),
        role: order === 0 ? 'owner' : 'member',
        joined_at: created,
        join_order: order,
        joined: 1,
        revision: 2 + order,
        read_seq: 0,
        read_ordinal: 0,
        visible_from: 0,
        me_revision: me,
      }
    }
  }
}

const sessionId = (userId: string) => `bench-session-${userId}`

/** Writes rows of a table, of which these columns are given. */
type Write = (table: string, columns: readonly string[], rows: readonly Row[]) => Promise<unknown>

function sqliteWrite({ sqlite }: SqliteStore): Write {
  return async (table, columns, rows) => {
    const places = columns.map(() => '?').join(', ')
    const statement = sqlite.statement(`insert into ${table} (${columns.join(', ')}) values (${places})`)
    sqlite.transaction(() => {
      for (const row of rows) statement.run(...columns.map(column => row[column]))
    })
  }
}

const poolOptions = {
  connections: 1,
  failed: (error: Error) => {
    throw error
  },
}

function postgresWrite(pool: ReturnType<typeof openPool> | null): Write {
  return async (table, columns, rows) => {
    const list = columns.join(', ')
    const text = `insert into ${table} (${list}) select ${list} from json_populate_recordset(null::${table}, $1::json)`
    await pool?.query(text, [JSON.stringify(rows)])
  }
}

/** Inserts rows that all have the same columns; the others get their defaults. */
async function insertRows(write: Write, table: string, rows: Iterable<Row>): Promise<void> {
  let some: Row[] = []
  const flush = async () => {
    const [first] = some
    if (first !== undefined) await write(table, Object.keys(first), some)
    some = []
  }
  for (const row of rows) {
    some.push(row)
    if (some.length === batch) await flush()
  }
  await flush()
}

/** Access tokens of these people, who have sessions; they hold for a quarter of an hour. No server may run in the folder. */
export async function signTokens(where: Where, userIds: readonly string[]): Promise<string[]> {
  const store = await openStore(where)
  try {
    const signer = new Tokens(store.meta('token_secret'), store.meta('workspace_id'))
    const claims = userIds.map(userId => ({ userId, sessionId: sessionId(userId) }))
    return await Promise.all(claims.map(async claim => (await signer.access(claim, Date.now())).token))
  } finally {
    await store.shutdown()
  }
}
