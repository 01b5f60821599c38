import { createHash } from 'node:crypto'
import type { Sqlite } from '../../common/node/sqlite.ts'
import { seeded } from '../../common/random.ts'
import { hashPassword } from '../features/auth/index.ts'
import { ConversationSeeder, planConversations } from './conversations.ts'
import { DirectoryCounter, personWriter, writeDepartments } from './people.ts'

export interface SeedSize {
  people: number
  groups: number
  messages: number
  /** The same seed makes the same company. */
  seed: number
}

/** Called with how many rows of a kind are written; conversations and their messages count together. */
export type SeedProgress = (what: 'people' | 'conversations and messages', done: number, total: number) => void

/** An account to sign in with: a member of up to 5,000 groups. */
export const seedAccount = { account: 'seed0', password: 'lianqun-seed' }

const batch = 20_000

/**
 * Fills an empty workspace with a synthetic company, with prepared statements in large transactions. The data is
 * consistent after each of them, so `signal` or the end of the process may stop it in between.
 * @returns false when the signal stopped it
 * @throws RangeError for an invalid size
 */
export async function seedCompany(
  sqlite: Sqlite,
  size: SeedSize,
  progress: SeedProgress,
  signal?: AbortSignal,
): Promise<boolean> {
  const { people, groups, messages, seed } = size
  if (people < 3 || groups < 0 || messages < 0 || !Number.isInteger(people + groups + messages + seed)) {
    throw new RangeError('A company has at least 3 people, and whole numbers of groups and messages, and of the seed.')
  }
  const random = seeded(seed)
  const passwordHash = await hashPassword(seedAccount.password)
  // A large cache for index pages. With NORMAL only a power failure can lose commits that are not flushed yet.
  sqlite.exec('pragma cache_size = -262144')
  sqlite.exec('pragma synchronous = NORMAL')

  const directory = new DirectoryCounter(sqlite)
  let leaves: string[] = []
  sqlite.transaction(() => {
    leaves = writeDepartments(sqlite, people, directory)
  })
  const writePerson = personWriter(sqlite, { leaves, directory, passwordHash, random })
  for (let next = 0; next < people; ) {
    if (signal?.aborted) return false
    sqlite.transaction(() => {
      const end = Math.min(people, next + batch)
      for (; next < end; next++) writePerson(next)
      directory.save()
    })
    await report(progress, 'people', next, people)
  }

  const conversations = new ConversationSeeder(sqlite, planConversations(size, random), random)
  const total = conversations.total + messages
  let done = 0
  for (let next = 0; next < conversations.total; ) {
    if (signal?.aborted) return false
    sqlite.transaction(() => {
      const end = done + batch
      for (; next < conversations.total && done < end; next++) done += 1 + conversations.write(next)
      conversations.settle()
    })
    await report(progress, 'conversations and messages', done, total)
  }
  sqlite.exec('pragma synchronous = FULL')
  return true
}

/** Reports progress, then yields to the event loop so that signals are handled. */
async function report(progress: SeedProgress, ...args: Parameters<SeedProgress>): Promise<void> {
  progress(...args)
  await new Promise(resolve => setImmediate(resolve))
}

/** A hash of the seeded rows, to check that the same seed makes the same rows. */
export function fingerprint(sqlite: Sqlite): string {
  const hash = createHash('sha256')
  for (const [table, columns, order] of [
    ['counters', '*', 'name'],
    ['departments', '*', 'id'],
    ['employees', '*', 'id'],
    // Not the password's hash: its salt is random.
    ['users', 'id, account, me_revision', 'id'],
    ['conversations', '*', 'id'],
    ['members', '*', 'conversation_id, user_id'],
    ['messages', '*', 'conversation_id, seq'],
  ] as const) {
    for (const row of sqlite.statement(`select ${columns} from ${table} order by ${order}`).all())
      hash.update(JSON.stringify(row))
  }
  return hash.digest('hex')
}
