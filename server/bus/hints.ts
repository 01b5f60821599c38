import type { WorkspaceScope } from '@lianqun/protocol'
import type { ChangeSet, ConversationChanges, ScopeRows } from '../core/change-set.ts'

/*
 * A commit as hints for other processes. What does not fit is left out: a conversation then has its head alone, and rows
 * of other scopes are found by comparing with the database.
 */

/** Characters of the rows of one conversation, above which only its head is told. */
const conversationChars = 16_384
/** Rows of another scope in one hint. */
const rowsOfHint = 200
/** Characters of a hint that are none of its entries: the names of its parts. */
const partsChars = 100

/** One hint; `key` says which shard carries it. */
export interface Hint {
  key: string
  payload: string
}

interface Parts {
  conversations: ConversationChanges[]
  me: [string, ScopeRows][]
  shared: [WorkspaceScope, ScopeRows][]
  ended: ChangeSet['ended']
  woken: string[]
}

/** The entries of a hint, encoded. */
type Encoded = Record<keyof Parts, string[]>

const empty = (): Encoded => ({ conversations: [], me: [], shared: [], ended: [], woken: [] })

function payloadOf(parts: Encoded): string {
  return `{${Object.entries(parts)
    .map(([name, entries]) => `"${name}":[${entries.join(',')}]`)
    .join(',')}}`
}

/** The hints of a commit, none longer than `most` characters. A commit of one conversation is one hint. */
export function encodeHints(changes: ChangeSet, most: number): Hint[] {
  const room = most - partsChars
  const hints: Hint[] = []
  let parts = empty()
  let size = 0
  let key = ''
  const close = () => {
    if (size > 0) hints.push({ key, payload: payloadOf(parts) })
    parts = empty()
    size = 0
  }
  /** Leaves out an entry that is too long by itself. */
  const add = <N extends keyof Parts>(name: N, entry: Parts[N][number], of: string): void => {
    const encoded = JSON.stringify(entry)
    const length = encoded.length + 1
    if (length > room) return
    if (size + length > room) close()
    if (size === 0) key = of
    size += length
    parts[name].push(encoded)
  }
  for (const c of changes.conversations) add('conversations', shorten(c), c.id)
  for (const entry of changes.me) add('me', entry, entry[0])
  for (const [scope, { from, rows }] of changes.shared) {
    for (const part of slices(rows)) add('shared', [scope, { from: from + part.start, rows: part.rows }], scope)
  }
  for (const entry of changes.ended) add('ended', entry, entry.sessionId)
  for (const topic of changes.woken ?? []) add('woken', topic, topic)
  close()
  return hints
}

function shorten(c: ConversationChanges): ConversationChanges {
  let chars = 0
  for (const row of c.rows) chars += row.length
  return chars > conversationChars ? { ...c, rows: [], seqs: [], lastMessage: null, cut: true } : c
}

/** Many rows in parts, so that an import of a whole company is many hints and not a huge one. */
function slices(rows: readonly string[]): { start: number; rows: string[] }[] {
  const parts: { start: number; rows: string[] }[] = []
  for (let start = 0; start < rows.length; start += rowsOfHint)
    parts.push({ start, rows: rows.slice(start, start + rowsOfHint) })
  return parts
}

/** @throws Error when it is no hint of this version */
export function decodeHint(payload: string): ChangeSet {
  const { conversations, me, shared, ended, woken = [] } = JSON.parse(payload) as Parts
  for (const list of [conversations, me, shared, ended, woken])
    if (!Array.isArray(list)) throw new Error('a hint of another version')
  const whole =
    conversations.every(isConversation) &&
    [...me, ...shared].every(isScope) &&
    ended.every(e => isText(e?.sessionId)) &&
    woken.every(isText)
  if (!whole) throw new Error('a hint that is not whole')
  const changes: ChangeSet = { conversations, me: new Map(me), shared: new Map(shared), ended }
  return woken.length === 0 ? changes : { ...changes, woken }
}

function isConversation(c: ConversationChanges | null): boolean {
  if (!isText(c?.id) || ![c.rows, c.seqs, c.joined, c.left, c.mentioned ?? []].every(Array.isArray)) return false
  if (![...c.left, ...(c.mentioned ?? [])].every(isText)) return false
  if (!c.joined.every(one => isText(one?.userId) && Number.isSafeInteger(one.membership?.visibleFrom))) return false
  return [c.from, c.before, c.head, c.membersBefore, c.membersAt].every(Number.isSafeInteger)
}

function isScope(entry: [string, ScopeRows] | null): boolean {
  return isText(entry?.[0]) && Number.isSafeInteger(entry[1]?.from) && Array.isArray(entry[1].rows)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
