import { createHash } from 'node:crypto'
import { hashPassword } from '../domain/index.ts'
import type { Sqlite } from '../storage/sqlite.ts'
import { givenNames, phrases, surnames, teams, titles, topics } from './words.ts'

export interface SeedSize {
  people: number
  groups: number
  messages: number
  /** The same seed makes the same company. */
  seed: number
}

export type SeedProgress = (what: 'people' | 'groups' | 'messages', done: number, total: number) => void

/** The account to look at it with: a member of up to 5,000 groups. */
export const seedAccount = { account: 'seed0', password: 'lianqun-seed' }

const batch = 20_000
/** When the newest message was written; fixed, so that the same seed makes the same rows. */
const newest = Date.UTC(2026, 5, 9, 2, 0)
const mine = 5_000

/**
 * Fills an empty workspace with a synthetic company, straight through prepared statements in large transactions.
 * Each batch is committed: stopping it in between leaves a smaller company that works.
 * @throws RangeError for a size that makes no company
 */
export async function seedCompany(sqlite: Sqlite, size: SeedSize, progress: SeedProgress): Promise<void> {
  const { people, groups, messages } = size
  if (people < 3 || groups < 0 || messages < 0 || !Number.isInteger(people + groups + messages)) {
    throw new RangeError('a company has at least 3 people, and whole numbers of groups and messages')
  }
  const random = seeded(size.seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const passwordHash = await hashPassword(seedAccount.password)
  const inBatches = async (
    total: number,
    what: Parameters<SeedProgress>[0],
    one: (index: number) => void,
  ): Promise<void> => {
    for (let from = 0; from < total; from += batch) {
      sqlite.exec('begin immediate')
      for (let i = from; i < Math.min(total, from + batch); i++) one(i)
      sqlite.exec('commit')
      progress(what, Math.min(total, from + batch), total)
      // Signals are heard between two batches.
      await new Promise(resolve => setImmediate(resolve))
    }
  }

  let directory = Number(
    sqlite.statement("select value from counters where name = 'directory'").get<{ value: number }>()?.value ?? 0,
  )
  const department = sqlite.statement(
    'insert into departments (id, parent_id, name, latin_name, sort_order, leader_ids, deleted, revision) values (?, ?, ?, ?, ?, ?, 0, ?)',
  )
  const leaves: string[] = []
  sqlite.exec('begin immediate')
  const divisions = Math.max(1, Math.min(12, Math.round(people / 400)))
  const each = Math.max(1, Math.round(people / divisions / 40))
  for (let d = 0; d < divisions; d++) {
    const [name, latinName] = teams[d % teams.length] ?? ['', '']
    department.run(`sd${d}`, null, `${name}中心`, `${latinName} division`, d, '[]', ++directory)
    const middles = Math.max(1, Math.ceil(each / 12))
    for (let m = 0; m < middles; m++) {
      department.run(`sd${d}-${m}`, `sd${d}`, `${name}${m + 1}部`, `${latinName} ${m + 1}`, m, '[]', ++directory)
      for (let l = 0; l < Math.ceil(each / middles); l++) {
        const id = `sd${d}-${m}-${l}`
        department.run(
          id,
          `sd${d}-${m}`,
          `${name}${m + 1}部${l + 1}组`,
          `${latinName} ${m + 1}.${l + 1}`,
          l,
          '[]',
          ++directory,
        )
        leaves.push(id)
      }
    }
  }
  sqlite.exec('commit')

  const employee = sqlite.statement(
    'insert into employees (id, name, latin_name, department_ids, title, phone, mail, staff_no, place, deleted, revision) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)',
  )
  const user = sqlite.statement('insert into users (id, account, password_hash, me_revision) values (?, ?, ?, 0)')
  await inBatches(people, 'people', i => {
    const [surname, latinSurname] = pick(surnames)
    const [given, latinGiven] = pick(givenNames)
    employee.run(
      `s${i}`,
      surname + given,
      `${latinGiven} ${latinSurname}`,
      JSON.stringify([leaves[i % leaves.length]]),
      pick(titles),
      `138${String(i).padStart(8, '0')}`,
      `s${i}@seed.example`,
      `S-${i}`,
      '',
      ++directory,
    )
    user.run(`s${i}`, `seed${i}`, passwordHash)
  })
  sqlite.statement("update counters set value = ? where name = 'directory'").run(directory)

  const conversation = sqlite.statement(
    "insert into conversations (id, kind, name, owner_id, member_count, faces, created_at, revision, head, last_seq, last_ordinal, moved, creator_id) values (?, 'group', ?, ?, ?, ?, ?, 1, ?, 0, 0, ?, ?)",
  )
  const member = sqlite.statement(
    'insert into members (conversation_id, user_id, role, joined_at, join_order, joined, revision, pinned, muted, read_seq, read_ordinal, visible_from, me_revision) values (?, ?, ?, ?, ?, 1, ?, 0, 0, 0, 0, 0, ?)',
  )
  const meRevisions = new Uint32Array(people)
  const rosters: number[][] = []
  let moved = 0
  const created = newest - 30 * 86_400_000
  await inBatches(groups, 'groups', g => {
    // Most groups are small, a few are large: the mean is about eight.
    const wanted = Math.min(people, Math.min(200, 3 + Math.floor(1 / (random() + 0.005) ** 0.95)))
    const roster = new Set<number>()
    if (g < mine) roster.add(0)
    const home = Math.floor(random() * people)
    while (roster.size < wanted)
      roster.add(random() < 0.7 ? (home + Math.floor(random() * 200)) % people : Math.floor(random() * people))
    const ids = [...roster]
    rosters.push(ids)
    const owner = `s${ids[0]}`
    conversation.run(
      `sg${g}`,
      `${pick(topics)} ${g}`,
      owner,
      ids.length,
      JSON.stringify(ids.slice(0, 4).map(id => `s${id}`)),
      created,
      1 + ids.length,
      ++moved,
      owner,
    )
    ids.forEach((id, order) => {
      meRevisions[id] = (meRevisions[id] ?? 0) + 1
      member.run(`sg${g}`, `s${id}`, order === 0 ? 'owner' : 'member', created, order, 2 + order, meRevisions[id] ?? 1)
    })
  })
  const revised = sqlite.statement('update users set me_revision = ? where id = ?')
  sqlite.exec('begin immediate')
  meRevisions.forEach((revision, i) => {
    if (revision > 0) revised.run(revision, `s${i}`)
  })
  sqlite.exec('commit')

  if (groups > 0) {
    const counts = new Uint32Array(groups)
    const message = sqlite.statement(
      'insert into messages (conversation_id, seq, revision, ordinal, sender_id, client_id, content_hash, sent_at, content) values (?, ?, ?, ?, ?, null, null, ?, ?)',
    )
    const head = sqlite.statement(
      'update conversations set head = ?, last_seq = ?, last_ordinal = ?, moved = ? where id = ?',
    )
    const step = Math.max(1, Math.floor((20 * 86_400_000) / Math.max(1, messages)))
    const touched = new Set<number>()
    await inBatches(messages, 'messages', i => {
      // A few groups are busy, most are quiet.
      const g = Math.floor(random() ** 3 * groups)
      const roster = rosters[g] ?? [0]
      const ordinal = (counts[g] ?? 0) + 1
      counts[g] = ordinal
      const seq = 1 + roster.length + ordinal
      const content = JSON.stringify({ type: 'text', text: `${pick(topics)}：${pick(phrases)}`, mentions: [] })
      message.run(`sg${g}`, seq, seq, ordinal, `s${pick(roster)}`, newest - (messages - i) * step, content)
      touched.add(g)
      if (i % batch !== batch - 1 && i !== messages - 1) return
      for (const id of touched) {
        const last = 1 + (rosters[id]?.length ?? 0) + (counts[id] ?? 0)
        head.run(last, last, counts[id] ?? 0, ++moved, `sg${id}`)
      }
      touched.clear()
    })
  }
  sqlite.statement("update counters set value = ? where name = 'moved'").run(moved)
}

/** A fingerprint of what a seed made, to see that the same seed makes the same. */
export function fingerprint(sqlite: Sqlite): string {
  const hash = createHash('sha256')
  for (const [table, columns, order] of [
    ['departments', 'id, parent_id, name, revision', 'id'],
    ['employees', 'id, name, latin_name, department_ids, title, revision', 'id'],
    ['conversations', 'id, name, member_count, faces, head, last_seq, last_ordinal, moved', 'id'],
    ['members', 'conversation_id, user_id, role, revision, me_revision', 'conversation_id, user_id'],
    ['messages', 'conversation_id, seq, ordinal, sender_id, sent_at, content', 'conversation_id, seq'],
  ] as const) {
    for (const row of sqlite.statement(`select ${columns} from ${table} order by ${order}`).all())
      hash.update(JSON.stringify(row))
  }
  return hash.digest('hex')
}

/** Mulberry32: numbers in [0, 1) that a seed fixes. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
