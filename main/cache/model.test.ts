import type { Change, ConversationHead, Message } from '@lianqun/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CacheDatabase } from './api.ts'
import { addSpan, gaps, readSpans } from './core/spans.ts'
import { openSql } from './core/sql.ts'
import { epoch, freshCache, head, heads, message, page, push, range, shown, text } from './testing.ts'

/** A conversation on the server: a log of changes, from which every answer is computed. */
class Model {
  /** The change of each revision, from 1. */
  readonly #log: ('message' | { recall: number } | { member: string; left: boolean } | { name: string })[] = []

  constructor(kinds: readonly number[]) {
    for (const kind of kinds) this.#step(kind)
  }

  get head(): number {
    return this.#log.length
  }

  #step(kind: number): void {
    const seqs = [...this.#log.entries()].filter(([, what]) => what === 'message').map(([i]) => i + 1)
    if (kind % 8 === 0 && seqs.length > 0) this.#log.push({ recall: seqs[kind % seqs.length] ?? 1 })
    else if (kind % 8 === 1) this.#log.push({ member: `user${kind % 3}`, left: kind % 5 === 0 })
    else if (kind % 8 === 2) this.#log.push({ name: `name ${kind}` })
    else this.#log.push('message')
  }

  /** The messages as of a revision. */
  messages(at: number): Message[] {
    const found = new Map<number, Message>()
    let ordinal = 0
    for (const [i, what] of this.#log.slice(0, at).entries()) {
      const revision = i + 1
      if (what === 'message') {
        ordinal++
        found.set(revision, message(revision, { ordinal, content: text(`text ${revision}`) }))
      } else if ('recall' in what) {
        const old = found.get(what.recall)
        if (old !== undefined) found.set(old.seq, { ...old, revision, content: { type: 'recalled', byId: 'ann' } })
      }
    }
    return [...found.values()]
  }

  /** All rows as of a revision, in revision order. */
  rows(at: number): Change[] {
    const rows: Change[] = this.messages(at).map(value => ({ entity: 'message', value }))
    const members = new Map<string, Change>()
    let named: Change | null = null
    for (const [i, what] of this.#log.slice(0, at).entries()) {
      if (what === 'message') continue
      const revision = i + 1
      if ('member' in what) {
        const { member: userId, left } = what
        members.set(userId, {
          entity: 'member',
          value: { conversationId: 'c', userId, role: 'member', joinedAt: 1, left, revision },
        })
      } else if ('name' in what) {
        named = { entity: 'conversation', value: { ...head(0).conversation, name: what.name, revision } }
      }
    }
    rows.push(...members.values())
    if (named !== null) rows.push(named)
    return rows.sort((a, b) => a.value.revision - b.value.revision)
  }

  /** The head as of a revision. */
  headAt(at: number): ConversationHead {
    const named = this.rows(at).find(row => row.entity === 'conversation')
    const all = this.messages(at)
    return {
      ...head(at, { lastOrdinal: all.at(-1)?.ordinal ?? 0, lastMessage: all.at(-1) ?? null }),
      ...(named?.entity === 'conversation' ? { conversation: named.value } : {}),
    }
  }
}

/** `a` and `b`, from 0 to 999, choose among the parameters that are possible at that moment. */
type Action = { kind: 'push' | 'changes' | 'jump' | 'head' | 'heads' | 'history'; a: number; b: number }

const within = (n: number, low: number, high: number) => low + (high < low ? 0 : n % (high - low + 1))

/** Delivers one answer from the server's state at any revision up to now: late, twice, out of order or in order. */
function deliver(db: CacheDatabase, model: Model, action: Action): void {
  const { cursor } = db.scope('conversation:c')
  const now = within(action.b, 1, model.head)
  switch (action.kind) {
    case 'push': {
      const from = within(action.a, Math.max(1, cursor - 2), Math.min(model.head, cursor + 3))
      const to = within(action.b, from, Math.min(model.head, from + 4))
      const changes = model.rows(to).filter(row => row.value.revision >= from)
      db.applyPush({ ...push(from, to, []), changes }, action.a % 2 === 0)
      return
    }
    case 'changes':
    case 'jump': {
      const at = within(action.b, Math.min(cursor + 1, model.head), model.head)
      const since = within(action.a, Math.max(0, cursor - 3), cursor)
      const keep = action.kind === 'jump' ? since : null
      const rows = model.rows(at).filter(row => row.value.revision > since)
      const limit = 1 + (action.a % 6)
      const cut = rows.slice(0, limit)
      const upTo = rows.length > limit ? (cut.at(-1)?.value.revision ?? at) : at
      const sent = cut.filter(row => keep === null || row.entity !== 'message' || row.value.seq <= keep)
      db.applyChanges(page(upTo, sent, { head: at }), since, keep)
      return
    }
    case 'head': {
      const { revision, lastOrdinal, lastMessage } = model.headAt(now)
      db.applyHead({ conversationId: 'c', epoch, revision, lastOrdinal, lastMessage })
      return
    }
    case 'heads':
      db.applyHeads(heads(model.headAt(now)))
      return
    case 'history': {
      const from = within(action.a, 1, now)
      const to = within(action.a * 7, from, now)
      const rows = model.messages(now).filter(row => row.seq >= from && row.seq <= to)
      db.applyHistory({ conversationId: 'c', epoch, messages: rows, from, to, head: now })
    }
  }
}

/** Checks a page against the server: no message missing within it, no row older than the cursor. */
function expectConsistent(db: CacheDatabase, model: Model): void {
  const { cursor } = db.scope('conversation:c')
  const { items } = shown(db, { at: 'latest' }, 200)
  const current = new Map(model.messages(model.head).map(row => [row.seq, row]))
  const low = items[0]?.seq ?? 0
  const high = items.at(-1)?.seq ?? 0
  const held = new Set(items.map(item => item.seq))
  for (const row of current.values()) {
    const expectedHere = row.seq >= low && row.seq <= high
    // A row that changed after the cursor may not have been delivered yet.
    if (expectedHere && row.revision <= cursor) expect(held.has(row.seq), `lacks ${row.seq}`).toBe(true)
  }
  for (const item of items) {
    const row = current.get(item.seq)
    expect(row).toBeDefined()
    if (row !== undefined && row.revision <= cursor) expect(item.content).toEqual(row.content)
  }
}

/** Does what sync does, until nothing is missing. */
function settle(db: CacheDatabase, model: Model): void {
  db.applyHeads(heads(model.headAt(model.head)))
  const rows = model.rows(model.head)
  for (;;) {
    const { cursor } = db.scope('conversation:c')
    if (cursor >= model.head) break
    const cut = rows.filter(row => row.value.revision > cursor).slice(0, 3)
    const upTo = cut.length === 3 ? (cut.at(-1)?.value.revision ?? model.head) : model.head
    db.applyChanges(page(upTo, cut, { head: model.head }), cursor, null)
  }
  for (let round = 0; ; round++) {
    const [stretch] = db.missing(1)
    if (stretch === undefined) break
    expect(round).toBeLessThan(100)
    const from = Math.max(stretch.from, stretch.to - 4)
    const messages = model.messages(model.head).filter(row => row.seq >= from && row.seq <= stretch.to)
    db.applyHistory({ conversationId: 'c', epoch, messages, from, to: stretch.to, head: model.head })
  }
}

const number = fc.integer({ min: 0, max: 999 })
const kind = fc.constantFrom('push', 'push', 'push', 'changes', 'jump', 'head', 'heads', 'history') as fc.Arbitrary<
  Action['kind']
>
const actions = fc.array(fc.record({ kind, a: number, b: number }), { maxLength: 40 })

test('any order of pushes, pages, skips, heads and history ends with the state of the server', () => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 40 }), actions, (kinds, delivered) => {
      using cache = freshCache()
      const model = new Model(kinds)
      cache.db.applyHeads(heads(model.headAt(0)))
      for (const action of delivered) {
        deliver(cache.db, model, action)
        expectConsistent(cache.db, model)
      }
      settle(cache.db, model)

      const expected = model.messages(model.head)
      const { items, gapNewer, gapOlder, hasNewer, hasOlder } = shown(cache.db, { at: 'latest' }, 200)
      expect(items.map(item => [item.seq, item.revision, item.content])).toEqual(
        expected.map(row => [row.seq, row.revision, row.content]),
      )
      expect([gapNewer, gapOlder, hasNewer, hasOlder]).toEqual([false, false, false, false])
      const members = model
        .rows(model.head)
        .flatMap(row => (row.entity === 'member' && !row.value.left ? [row.value.userId] : []))
      expect(cache.db.conversationMembers('c').map(member => member.userId)).toEqual(members.toSorted())
      expect(cache.db.conversation('c')?.name).toBe(model.headAt(model.head).conversation.name)
      const texts = expected.filter(row => row.content.type === 'text')
      expect(cache.db.conversation('c')?.unread).toBe(texts.length)
      const hits = cache.db.searchMessages({
        query: 'text',
        filters: { conversationIds: ['c'] },
        offset: 0,
        limit: 100,
      }).hits
      expect(hits.map(hit => hit.seq)).toEqual(texts.map(row => row.seq).reverse())
    }),
    { numRuns: Number(process.env.FC_RUNS ?? 200) },
  )
}, 120_000)

test('spans added in any order cover the union of their seqs', () => {
  const span = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 12 }))
  using cache = freshCache()
  cache.db.applyHeads(heads(head(0)))
  const sql = openSql(cache.path, cache.key)
  fc.assert(
    fc.property(fc.array(span, { maxLength: 20 }), added => {
      sql.run('DELETE FROM span')
      const covered = new Set<number>()
      for (const [from, length] of added) {
        addSpan(sql, 1, from, from + length, 0)
        for (const place of range(from, from + length)) covered.add(place)
      }
      const spans = readSpans(sql, 1)
      expect(spans.flatMap(({ from, to }) => range(from, to))).toEqual([...covered].sort((a, b) => a - b))
      for (const [i, { from }] of spans.entries()) if (i > 0) expect(from).toBeGreaterThan((spans[i - 1]?.to ?? 0) + 1)
      expect(gaps(spans, 5, 50).flatMap(({ from, to }) => range(from, to))).toEqual(
        range(5, 50).filter(place => !covered.has(place)),
      )
    }),
  )
  sql.close()
})
