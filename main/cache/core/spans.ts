import type { Sql } from './sql.ts'

/** A range of seqs of which the cache holds every message. `asOf`: its rows are no older than this revision. */
export interface Span {
  from: number
  to: number
  asOf: number
}

/** All spans of a conversation, oldest first. */
export function readSpans(sql: Sql, conversation: number): Span[] {
  return sql.all<Span>(
    'SELECT from_seq AS "from", to_seq AS "to", as_of AS asOf FROM span WHERE conversation = ? ORDER BY from_seq',
    conversation,
  )
}

/** The span that holds `seq`. */
export function spanAt(sql: Sql, conversation: number, seq: number): Span | undefined {
  return sql.get<Span>(
    `SELECT from_seq AS "from", to_seq AS "to", as_of AS asOf FROM span
     WHERE conversation = ?1 AND to_seq >= ?2
       AND from_seq = (SELECT max(from_seq) FROM span WHERE conversation = ?1 AND from_seq <= ?2)`,
    conversation,
    seq,
  )
}

/** The newest span. */
export function topSpan(sql: Sql, conversation: number): Span | undefined {
  return sql.get<Span>(
    `SELECT from_seq AS "from", to_seq AS "to", as_of AS asOf FROM span
     WHERE conversation = ? ORDER BY from_seq DESC LIMIT 1`,
    conversation,
  )
}

/** Adds a span, merged with those that it overlaps or adjoins. */
export function addSpan(sql: Sql, conversation: number, from: number, to: number, asOf: number): void {
  if (to < from) return
  const merged: Span = { from, to, asOf }
  const touched = sql.all<Span>(
    `SELECT from_seq AS "from", to_seq AS "to", as_of AS asOf FROM span
     WHERE conversation = ? AND from_seq <= ? AND to_seq >= ?`,
    conversation,
    to + 1,
    from - 1,
  )
  for (const span of touched) {
    merged.from = Math.min(merged.from, span.from)
    merged.to = Math.max(merged.to, span.to)
    merged.asOf = Math.min(merged.asOf, span.asOf)
    sql.run('DELETE FROM span WHERE conversation = ? AND from_seq = ?', conversation, span.from)
  }
  insertSpan(sql, conversation, merged)
}

/**
 * Cuts spans whose rows are older than the revision `upTo` at the seq `keep`: changes up to `upTo` of messages after
 * `keep` were skipped.
 */
export function trimSpans(sql: Sql, conversation: number, keep: number, upTo: number): void {
  for (const span of readSpans(sql, conversation)) {
    if (span.to <= keep || span.asOf >= upTo) continue
    sql.run('DELETE FROM span WHERE conversation = ? AND from_seq = ?', conversation, span.from)
    if (span.from <= keep) insertSpan(sql, conversation, { ...span, to: keep })
  }
}

function insertSpan(sql: Sql, conversation: number, span: Span): void {
  sql.run(
    'INSERT INTO span (conversation, from_seq, to_seq, as_of) VALUES (?, ?, ?, ?)',
    conversation,
    span.from,
    span.to,
    span.asOf,
  )
}

/** The ranges within `low..high` that no span covers, oldest first. */
export function gaps(spans: readonly Span[], low: number, high: number): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  let next = low
  for (const span of spans) {
    if (span.to < next) continue
    if (span.from > high) break
    if (span.from > next) found.push({ from: next, to: span.from - 1 })
    next = span.to + 1
  }
  if (next <= high) found.push({ from: next, to: high })
  return found
}
