import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {
  Change,
  ChangesPage,
  Content,
  ConversationHead,
  Employee,
  HeadsPage,
  Membership,
  Message,
  Push,
  ReceivedChange,
} from '@lianqun/protocol'
import type { CacheChange, CacheDatabase } from './api.ts'
import { openDatabase } from './database.ts'

/* Fixtures of the cache's tests: real encrypted files in temporary folders, and rows with default values. */

export const epoch = 'e1'

export interface Fixture {
  folder: string
  path: string
  key: Uint8Array
  db: CacheDatabase
  changes: CacheChange[]
  [Symbol.dispose](): void
}

/** A new encrypted cache; `using` closes and deletes it. */
export function freshCache(self: string | null = 'me'): Fixture {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-cache-'))
  const path = join(folder, 'cache.db')
  const key = randomBytes(32)
  const changes: CacheChange[] = []
  const db = openDatabase(path, key, change => changes.push(change))
  if (self !== null) db.setSelf(self)
  changes.length = 0
  return {
    folder,
    path,
    key,
    db,
    changes,
    [Symbol.dispose]() {
      db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function uuid(n: number): string {
  return `0190a1b2-c3d4-7e5f-8a6b-${n.toString(16).padStart(12, '0')}`
}

export function text(value: string, ...mentioned: string[]): Content {
  return { type: 'text', text: value, mentions: mentioned.map(userId => ({ userId, offset: 0, length: 1 })) }
}

export function message(seq: number, fields: Partial<Message> = {}): Message {
  return {
    conversationId: 'c',
    seq,
    revision: seq,
    ordinal: seq,
    senderId: 'ann',
    clientId: null,
    sentAt: 1_700_000_000_000 + seq * 1_000,
    content: text(`message ${seq}`),
    ...fields,
  }
}

export function membership(fields: Partial<Membership> = {}): Membership {
  return {
    conversationId: 'c',
    joined: true,
    pinned: false,
    muted: false,
    readSeq: 0,
    readOrdinal: 0,
    visibleFrom: 0,
    revision: 1,
    ...fields,
  }
}

export function head(
  revision: number,
  fields: Partial<Omit<ConversationHead, 'conversation'>> & {
    conversation?: Partial<ConversationHead['conversation']>
  } = {},
): ConversationHead {
  const id = fields.conversation?.id ?? 'c'
  return {
    membership: membership({ conversationId: id }),
    revision,
    lastOrdinal: 0,
    lastMessage: null,
    mentionSeqs: [],
    ...fields,
    conversation: {
      id,
      kind: 'group',
      name: '项目群',
      ownerId: 'me',
      memberCount: 3,
      avatarUserIds: ['me', 'ann'],
      createdAt: 1_600_000_000_000,
      revision: 0,
      ...fields.conversation,
    },
  }
}

export function heads(...list: ConversationHead[]): HeadsPage {
  return { epoch, heads: list, cursor: 'cursor', more: false, remaining: 0 }
}

export function push(from: number, to: number, messages: Message[], fields: Partial<Push> = {}): Push {
  const changes: Change[] = messages.map(value => ({ entity: 'message', value }))
  return { scope: 'conversation:c', epoch, from, to, changes, ...fields }
}

export function page(upTo: number, changes: ReceivedChange[], fields: Partial<ChangesPage> = {}): ChangesPage {
  return { scope: 'conversation:c', epoch, changes, upTo, head: upTo, more: false, ...fields }
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
}

export function messages(from: number, to: number): Message[] {
  return range(from, to).map(seq => message(seq))
}

export function employee(id: string, name: string, fields: Partial<Employee> = {}): Employee {
  return {
    id,
    name,
    latinName: '',
    departmentIds: [],
    title: '',
    phone: '',
    mail: '',
    staffNo: '',
    place: '',
    external: false,
    deleted: false,
    revision: 1,
    ...fields,
  }
}

export function shown(db: CacheDatabase, anchor: Parameters<CacheDatabase['messagesPage']>[0]['anchor'], limit = 50) {
  const found = db.messagesPage({ id: 'c', anchor, limit })
  return { ...found, seqs: found.items.map(item => item.seq) }
}

/** The filters of a search in one conversation, or in all. */
export function within(conversationId: string | null) {
  return conversationId === null ? {} : { filters: { conversationIds: [conversationId] } }
}

export function found(db: CacheDatabase, query: string, conversationId: string | null = null): number[] {
  return db.searchMessages({ query, ...within(conversationId), offset: 0, limit: 100 }).hits.map(hit => hit.seq)
}

/** Fills the directory with employees in one page, of revision 1. */
export function fixedNames(db: CacheDatabase, people: Employee[]): void {
  const changes: Change[] = people.map(value => ({ entity: 'employee', value }))
  db.applyChanges(page(1, changes, { scope: 'directory' }), 0, null)
}

/** A cache that holds the messages 1 to `to` of the conversation `c`. */
export function cacheUpTo(to: number) {
  const cache = freshCache()
  cache.db.applyHeads(heads(head(0)))
  if (to > 0) cache.db.applyPush(push(1, to, messages(1, to)), false)
  cache.changes.length = 0
  return cache
}

/** An outbox message to `c` with a number, which gives its client id and text. */
export const item = (n: number, value = `sent ${n}`) => ({
  clientId: uuid(n),
  conversationId: 'c',
  content: { type: 'text' as const, text: value, mentions: [] },
  createdAt: 1_800_000_000_000 + n,
})
/** The row as which the server returns an own message. */
export const own = (seq: number, n: number) =>
  message(seq, { senderId: 'me', clientId: uuid(n), content: text(`sent ${n}`) })
/** The list item of a conversation. */
export const conversation = (db: CacheDatabase, id = 'c') => db.conversation(id)
/** A page of history. */
export const history = (from: number, to: number, at: number, rows = messages(from, to)) => ({
  conversationId: 'c',
  epoch,
  messages: rows,
  from,
  to,
  head: at,
})
const membershipChange = (fields: Parameters<typeof membership>[0]) => ({
  entity: 'membership' as const,
  value: membership(fields),
})
/** A push of the scope `me` with one membership. */
export const mePush = (revision: number, fields: Parameters<typeof membership>[0]) =>
  push(revision, revision, [], { scope: 'me', changes: [membershipChange({ revision, ...fields })] })
