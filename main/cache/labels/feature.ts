import type { Label } from '@lianqun/protocol'
import type { LabelItem } from '../../../preload/contract/index.ts'
import { handLabelsOf } from '../conversations/index.ts'
import { defineFeature, type ReadContext } from '../core/feature.ts'
import { queueInSlot } from '../core/outbox-slot.ts'
import { joinedConversation, Names } from '../core/rows.ts'
import type { Sql } from '../core/sql.ts'
import type { OutboxItem } from '../core/types.ts'
import type { WriteContext } from '../core/write-context.ts'
import { labelTables } from './2026-11-30-labels.ts'
import { currentLabels, relabelAll } from './relabel.ts'

type Queued = Pick<Extract<OutboxItem, { kind: 'label' }>, 'clientId' | 'request'>

function changed(context: WriteContext): void {
  relabelAll(context, handLabelsOf(context.sql))
  context.changes.scope('me')
}

function upsertLabel({ sql }: WriteContext, value: Label): void {
  sql.run(
    `INSERT INTO label (id, deleted, value, revision) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
       deleted = excluded.deleted, value = excluded.value, revision = excluded.revision
     WHERE excluded.revision > label.revision`,
    value.id,
    value.deleted ? 1 : 0,
    JSON.stringify(value),
    value.revision,
  )
}

/** Queues a change of a label, which shows at once. It takes the place of an earlier one of the same label. */
function enqueueLabel(context: WriteContext, { clientId, request }: Queued): void {
  queueInSlot(context, { kind: 'label', clientId, conversationId: '', request, slot: request.params.id, createdAt: 0 })
  changed(context)
}

/** A queued change was answered, with the row it gave, or refused. */
function labelDone(context: WriteContext, clientId: string, label: Label | null): void {
  if (label !== null) upsertLabel(context, label)
  context.sql.run("DELETE FROM outbox WHERE client_id = ? AND kind = 'label'", clientId)
  changed(context)
}

/** Whom the rules of the labels name. */
function peopleOfRules(sql: Sql): string[] {
  const rules = currentLabels(sql).flatMap(label => label.rules)
  return [...new Set(rules.filter(({ kind }) => kind === 'member').map(({ value }) => value))]
}

/**
 * Somebody is a member of these conversations, as the server says of ones whose members are not read yet. A row that
 * was read says more and stays, and comes in place of this one.
 */
function noteMembership(context: WriteContext, userId: string, conversationIds: readonly string[]): void {
  for (const id of conversationIds) {
    const row = joinedConversation(context.sql, id)
    if (row === undefined) continue
    const added = context.sql.run(
      `INSERT OR IGNORE INTO member (conversation, user_id, role, joined_at, has_left, nickname, revision)
       VALUES (?, ?, 'member', 0, 0, NULL, 0)`,
      row.key,
      userId,
    )
    if (added === 0) continue
    context.touch(row)
    context.changes.members(id)
  }
}

function labelItems(sql: Sql): LabelItem[] {
  const labels = currentLabels(sql)
  const names = new Names(sql)
  names.want(...peopleOfRules(sql))
  return labels.map(({ id, name, hue, rules }) => ({
    id,
    name,
    hue: hue >= 1 && hue <= 8 ? hue : 1,
    rules: rules.map(({ kind, value }) => ({ kind, value, person: kind === 'member' ? names.get(value) : null })),
  }))
}

/** The user's own labels for conversations. */
export const labels = defineFeature({
  entities: {
    label: {
      apply: (context: WriteContext, rows: readonly Label[]) => {
        for (const row of rows) upsertLabel(context, row)
        changed(context)
      },
      reset: (context: WriteContext) => {
        context.sql.exec('DELETE FROM label')
        changed(context)
      },
    },
  },
  reads: ({ sql }: ReadContext) => ({ labels: () => labelItems(sql), peopleOfRules: () => peopleOfRules(sql) }),
  writes: { enqueueLabel, labelDone, noteMembership },
  migrations: { '2026-11-30-labels': labelTables },
  durable: ['enqueueLabel', 'labelDone'],
})
