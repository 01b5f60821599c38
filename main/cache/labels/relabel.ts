import type { HandLabels, Label, labelRuleKinds } from '@lianqun/protocol'
import { fold } from '../../../common/fold.ts'
import type { ConversationRow } from '../core/rows.ts'
import { readJson, type Sql } from '../core/sql.ts'
import type { WriteContext } from '../core/write-context.ts'

/* Which labels a conversation has: those given by hand, and those of a rule that nobody took away by hand. */

type ShownLabel = Pick<Label, 'id' | 'name' | 'hue' | 'rules'>
/** What is labelled: a row of the list as far as rules look at it. */
type Labelled = Pick<ConversationRow, 'key' | 'kind' | 'name' | 'avatar_user_ids'>
/** A request about labels that the server has not acknowledged. */
interface LabelRequest {
  method: 'label.set' | 'label.delete'
  params: { id: string } & Partial<ShownLabel>
}

/** The user's labels with what waits in the outbox, in the order in which they were made. */
export function currentLabels(sql: Sql): ShownLabel[] {
  const labels = new Map(
    sql
      .all<{ value: string }>('SELECT value FROM label WHERE deleted = 0')
      .map(({ value }) => readJson<ShownLabel>(value))
      .map(({ id, name, hue, rules }): [string, ShownLabel] => [id, { id, name, hue, rules }]),
  )
  for (const { content } of sql.all<{ content: string }>(
    "SELECT content FROM outbox WHERE conversation_id = '' AND kind = 'label' ORDER BY position",
  )) {
    const { method, params } = readJson<LabelRequest>(content)
    const { id, name = '', hue = 0, rules = [] } = params
    if (method === 'label.delete') labels.delete(id)
    else labels.set(id, { id, name, hue, rules })
  }
  return [...labels.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** The labels as they were first read in a transaction, which a change of them starts anew. */
const known = new WeakMap<WriteContext, ShownLabel[]>()

function labelsOf(context: WriteContext): ShownLabel[] {
  const read = known.get(context) ?? currentLabels(context.sql)
  known.set(context, read)
  return read
}

/** Works out the labels of one conversation anew. `hand`: those given and taken by hand. */
export function relabel(context: WriteContext, row: Labelled, hand: HandLabels | undefined): void {
  const labels = labelsOf(context)
  // Once the last label is gone, `relabelAll` took it from all.
  if (labels.length === 0) return
  write(context.sql, row.key, labelled(context.sql, row, hand, labels, memberOf(context.sql, row)))
}

/** The same for all conversations, after a label changed. `handOf`: those given and taken by hand. */
export function relabelAll(context: WriteContext, handOf: (id: string) => HandLabels | undefined): void {
  const { sql } = context
  known.delete(context)
  const labels = labelsOf(context)
  const members = new Map<string, ReadonlySet<number>>()
  for (const { rules } of labels)
    for (const { kind, value } of rules)
      if (kind === 'member' && !members.has(value)) members.set(value, conversationsOf(sql, value))
  const rows = sql.all<Labelled & { id: string }>('SELECT key, id, kind, name, avatar_user_ids FROM conversation')
  for (const row of rows) {
    const isMember = (userId: string) => members.get(userId)?.has(row.key) ?? false
    write(sql, row.key, labelled(sql, row, handOf(row.id), labels, isMember))
  }
  context.changes.anyConversation()
}

function conversationsOf(sql: Sql, userId: string): ReadonlySet<number> {
  const rows = sql.all<{ key: number }>(
    'SELECT conversation AS key FROM member WHERE user_id = ? AND has_left = 0',
    userId,
  )
  return new Set(rows.map(({ key }) => key))
}

function memberOf(sql: Sql, row: Labelled): (userId: string) => boolean {
  return userId =>
    sql.get('SELECT 1 FROM member WHERE conversation = ? AND user_id = ? AND has_left = 0', row.key, userId) !==
    undefined
}

function labelled(
  sql: Sql,
  row: Labelled,
  hand: HandLabels | undefined,
  labels: readonly ShownLabel[],
  isMember: (userId: string) => boolean,
): string[] {
  const shown = readJson<string[]>(row.avatar_user_ids)
  let name: string | undefined
  const meets = ({ kind, value }: Label['rules'][number]): boolean => {
    switch (kind as (typeof labelRuleKinds)[number]) {
      case 'name':
        name ??= fold(row.name === '' ? namesOf(sql, shown) : row.name)
        return name.includes(fold(value))
      case 'member':
        return shown.includes(value) || isMember(value)
      case 'kind':
        return (row.kind === 'direct') === (value === 'direct')
      default:
        // A rule of a later version: the server's other clients know it, this one does not.
        return false
    }
  }
  return labels
    .filter(({ id, rules }) => hand?.on.includes(id) || (!hand?.off.includes(id) && rules.some(meets)))
    .map(({ id }) => id)
}

/** The names of people, in one text. */
function namesOf(sql: Sql, userIds: readonly string[]): string {
  return sql
    .all<{ name: string; latin_name: string }>(
      'SELECT name, latin_name FROM employee WHERE id IN (SELECT value FROM json_each(?))',
      JSON.stringify(userIds),
    )
    .map(person => `${person.name}\n${person.latin_name}`)
    .join('\n')
}

function write(sql: Sql, key: number, labels: readonly string[]): void {
  const wanted = JSON.stringify(labels)
  sql.run(
    'DELETE FROM conversation_label WHERE conversation = ? AND label NOT IN (SELECT value FROM json_each(?))',
    key,
    wanted,
  )
  if (labels.length === 0) return
  sql.run(
    'INSERT OR IGNORE INTO conversation_label (conversation, label) SELECT ?, value FROM json_each(?)',
    key,
    wanted,
  )
}

/** The labels of each of some conversations, by key. */
export function labelsByConversation(sql: Sql, keys: readonly number[]): Map<number, string[]> {
  const rows = sql.all<{ key: number; label: string }>(
    `SELECT conversation AS key, label FROM conversation_label
     WHERE conversation IN (SELECT value FROM json_each(?)) ORDER BY conversation, label`,
    JSON.stringify(keys),
  )
  const found = new Map<number, string[]>()
  for (const { key, label } of rows) found.set(key, [...(found.get(key) ?? []), label])
  return found
}
