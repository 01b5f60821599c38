import { type Attributes, type Content, contentAnswers, type Message, type Reaction } from '@lianqun/protocol'
import { queueInSlot } from '../core/outbox-slot.ts'
import { conversationRow } from '../core/rows.ts'
import { readJson, type Sql } from '../core/sql.ts'
import type { MessageChangeRequest, OutboxItem, QueuedAsk } from '../core/types.ts'
import type { WriteContext } from '../core/write-context.ts'
import type { OutboxRow } from './outbox.ts'

/* Changes of messages that the server has not acknowledged: reactions, edits, pins, marks. */

type ChangeItem = Extract<OutboxItem, { kind: 'change' }>
/** What a person answered to a message; null: nothing. */
export type Answered = Record<string, unknown> | null
type Queued = Pick<ChangeItem, 'clientId' | 'request' | 'createdAt'>

/** What a change is about: a newer one of the same takes its place. */
function slotOf({ method, params }: MessageChangeRequest): string {
  return method === 'message.react' ? `${params.seq}/${method}/${params.emoji}` : `${params.seq}/${method}`
}

function changed({ changes }: WriteContext, { params }: MessageChangeRequest): void {
  changes.messages(params.conversationId, params.seq)
}

/** Queues a change of a message, which shows at once, in place of an earlier one of the same. */
export function enqueueChange(context: WriteContext, { clientId, request, createdAt }: Queued): void {
  const { conversationId } = request.params
  queueInSlot(context, { kind: 'change', clientId, conversationId, request, slot: slotOf(request), createdAt })
  changed(context, request)
}

/** A request as it shows until the server has taken it. */
export function askedFor(
  { ask, urgent }: QueuedAsk,
  at: number,
  before?: Attributes['request'],
): NonNullable<Attributes['request']> {
  return { at, of: 0, done: 0, ...before, ask: ask ?? 'acknowledged', urgent }
}

/** The request of a queued change; what is stored was checked when it was queued. */
export function requestOf(row: Pick<OutboxRow, 'content'>): MessageChangeRequest {
  return readJson<MessageChangeRequest>(row.content ?? 'null')
}

/**
 * A change was answered: it leaves the queue. `keep` writes the row that the server gave, so that nothing flickers; a
 * change that was refused shows no more.
 */
export function changeAnswered(
  context: WriteContext,
  clientId: string,
  epoch: string | null,
  message: Message | null,
  keep: (message: Message) => void,
): void {
  const row = context.sql.get<OutboxRow>("SELECT * FROM outbox WHERE client_id = ? AND kind = 'change'", clientId)
  if (row === undefined) return
  const held = conversationRow(context.sql, row.conversation_id)
  if ((held?.epoch ?? null) !== epoch) return
  context.sql.run('DELETE FROM outbox WHERE client_id = ?', clientId)
  if (message !== null && held !== undefined) keep(message)
  changed(context, requestOf(row))
}

/** Changes of messages that wait, by the seq of the message, in the order in which they were made. */
export function waitingChanges(
  sql: Sql,
  conversationId: string,
): Map<number, { request: MessageChangeRequest; at: number }[]> {
  const rows = sql.all<OutboxRow>(
    "SELECT * FROM outbox WHERE conversation_id = ? AND slot IS NOT NULL AND kind = 'change' ORDER BY position",
    conversationId,
  )
  return Map.groupBy(
    rows.map(row => ({ request: requestOf(row), at: row.created_at })),
    ({ request }) => request.params.seq,
  )
}

/** What a person answered to a message: as it says, or as `kept` does where it does not say. */
export function ownAnswer(content: Content, self: string, kept: Answered): Answered {
  const own = contentAnswers(content)?.own(content, self)
  return own === undefined ? kept : own
}

/** A message as it will be once the server has taken a change. `self`: who made it; `kept`: what they answered. */
export function withChange<M extends { content: Content; attributes: Attributes }>(
  message: M,
  { method, params }: MessageChangeRequest,
  self: string,
  at: number,
  kept: Answered,
): M {
  const { content, attributes } = message
  if (content.type === 'recalled') return message
  switch (method) {
    case 'message.react':
      return {
        ...message,
        attributes: { ...attributes, reactions: withReaction(attributes.reactions ?? [], params, self) },
      }
    case 'message.edit': {
      const edited = { at, count: (attributes.edited?.count ?? 0) + 1 }
      return { ...message, content: params.content, attributes: { ...attributes, edited } }
    }
    case 'message.request': {
      const { request, ...rest } = attributes
      if (params.ask === null) return { ...message, attributes: rest }
      return { ...message, attributes: { ...rest, request: askedFor(params, at, request) } }
    }
    case 'message.answer': {
      const change = { userId: self, at, before: ownAnswer(content, self, kept), answer: params.answer }
      return { ...message, content: contentAnswers(content)?.amend(content, change) ?? content }
    }
    case 'message.removePreview': {
      const { preview, ...rest } = attributes
      return { ...message, attributes: preview ? { ...rest, preview: { url: preview.url, removed: true } } : rest }
    }
    case 'message.pin': {
      const { pinned, ...rest } = attributes
      return { ...message, attributes: params.on ? { ...rest, pinned: pinned ?? { byId: self, at } } : rest }
    }
    case 'message.mark': {
      const { mark, ...rest } = attributes
      if (params.kind === null) return { ...message, attributes: rest }
      const by = mark?.kind === params.kind ? { byId: mark.byId, at: mark.at } : { byId: self, at }
      const answer = params.answer === undefined ? {} : { answer: params.answer }
      return { ...message, attributes: { ...rest, mark: { kind: params.kind, ...by, ...answer } } }
    }
  }
}

function withReaction(
  reactions: readonly Reaction[],
  { emoji, on }: { emoji: string; on: boolean },
  self: string,
): Reaction[] {
  const old = reactions.find(reaction => reaction.emoji === emoji)
  if ((old?.userIds.includes(self) ?? false) === on) return [...reactions]
  if (!old) return [...reactions, { emoji, count: 1, userIds: [self] }]
  const userIds = on ? [...old.userIds, self] : old.userIds.filter(id => id !== self)
  const next = { ...old, count: old.count + (on ? 1 : -1), userIds }
  return reactions.map(reaction => (reaction === old ? next : reaction)).filter(({ count }) => count > 0)
}
