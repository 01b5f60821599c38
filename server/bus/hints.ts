import type { WorkspaceScope } from '@lianqun/protocol'
import type { ChangeSet, ConversationChanges, ScopeRows } from '../core/change-set.ts'

/*
 * A commit as hints for other processes. What does not fit is left out: a conversation then has its head alone, and rows
 * of other scopes are found by the heartbeats of the clients.
 */

/** Characters of the rows of one conversation, above which only its head is told. */
const rowsOfConversation = 16_384

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
}

const empty = (): Parts => ({ conversations: [], me: [], shared: [], ended: [] })

/** The hints of a commit, none longer than `most` characters. A commit of one conversation is one hint. */
export function encodeHints(changes: ChangeSet, most: number): Hint[] {
  const hints: Hint[] = []
  let parts = empty()
  let size = 0
  let key = ''
  const close = () => {
    if (size > 0) hints.push({ key, payload: JSON.stringify(parts) })
    parts = empty()
    size = 0
  }
  /** Makes room for an entry. Returns false for one that is too long by itself. */
  const fits = (entry: unknown, of: string): boolean => {
    const length = JSON.stringify(entry).length + 1
    if (length > most - 100) return false
    if (size + length > most - 100) close()
    if (size === 0) key = of
    size += length
    return true
  }
  for (const full of changes.conversations) {
    const c = shorten(full)
    if (fits(c, c.id)) parts.conversations.push(c)
  }
  for (const entry of changes.me) if (fits(entry, entry[0])) parts.me.push(entry)
  for (const [scope, { from, rows }] of changes.shared) {
    for (const part of slices(rows)) {
      const entry: [WorkspaceScope, ScopeRows] = [scope, { from: from + part.start, rows: part.rows }]
      if (fits(entry, scope)) parts.shared.push(entry)
    }
  }
  for (const entry of changes.ended) if (fits(entry, entry.sessionId)) parts.ended.push(entry)
  close()
  return hints
}

function shorten(c: ConversationChanges): ConversationChanges {
  let chars = 0
  for (const row of c.rows) chars += row.length
  return chars > rowsOfConversation ? { ...c, rows: [], seqs: [], lastMessage: null, cut: true } : c
}

/** Many rows in parts of some hundred, so that an import of a whole company is many hints and not a huge one. */
function slices(rows: readonly string[]): { start: number; rows: string[] }[] {
  const parts: { start: number; rows: string[] }[] = []
  for (let start = 0; start < rows.length; start += 200) parts.push({ start, rows: rows.slice(start, start + 200) })
  return parts
}

/** @throws Error when it is no hint of this version */
export function decodeHint(payload: string): ChangeSet {
  const { conversations, me, shared, ended } = JSON.parse(payload) as Parts
  for (const list of [conversations, me, shared, ended])
    if (!Array.isArray(list)) throw new Error('a hint of another version')
  return { conversations, me: new Map(me), shared: new Map(shared), ended }
}
