import type { Message, MessageState } from '@lianqun/protocol'
import { isLeft } from '../conversations/index.ts'
import type { EntityHandlers } from '../core/feature.ts'
import { messageKey } from '../core/message-key.ts'
import { conversationRow, readAttributes, readContent } from '../core/rows.ts'
import type { OutboxItem } from '../core/types.ts'
import type { WriteContext } from '../core/write-context.ts'
import { enqueueState as enqueue, stateAnswered, statesInQueue, waitingStates } from '../outbox/index.ts'
import { storedState } from './own.ts'
import { forgetFilesOf, noteRecalled, removeMessage } from './writes.ts'

type StateItem = Extract<OutboxItem, { kind: 'state' }>

/** Takes a row of the server; never replaces a newer one with an older one. */
export function upsertState(context: WriteContext, state: MessageState): void {
  const { conversationId, seq, revision } = state
  const copy = storedState(context.sql, conversationId, seq)?.message
  const taken = context.sql.run(
    `INSERT INTO message_state (conversation_id, seq, revision, value) VALUES (?, ?, ?, ?)
     ON CONFLICT (conversation_id, seq) DO UPDATE SET revision = excluded.revision, value = excluded.value
     WHERE excluded.revision > message_state.revision`,
    conversationId,
    seq,
    revision,
    JSON.stringify(state),
  )
  if (taken === 0) return
  if (copy !== undefined && state.message === undefined) forgetCopied(context, copy)
  refreshState(context, conversationId, seq)
}

/** Of a message of which there was the copy alone, such as one of a conversation that the person is out of, no file stays. */
function forgetCopied(context: WriteContext, copy: Message): void {
  const conversation = conversationRow(context.sql, copy.conversationId)
  const key = conversation && messageKey(conversation.key, copy.seq)
  if (key !== undefined && context.sql.get('SELECT 1 FROM message WHERE key = ?', key) !== undefined) return
  forgetFilesOf(context, copy)
}

/** Writes what the window shows of a message's state: the server's row with what waits in the outbox. */
function refreshState(context: WriteContext, conversationId: string, seq: number): void {
  const { sql, changes } = context
  let {
    saved,
    remindAt,
    hidden,
    request: asked,
    answer,
  } = storedState(sql, conversationId, seq) ?? ({} as Partial<MessageState>)
  for (const { request, at } of waitingStates(sql, conversationId, seq)) {
    if (request.method === 'message.save')
      saved = request.params.labels === null ? undefined : { at: saved?.at ?? at, labels: request.params.labels }
    else if (request.method === 'message.remind') remindAt = request.params.at ?? undefined
    else if (request.method === 'message.respond')
      asked = asked && answered(asked, request.params.done ? at : undefined)
    else hidden = true
  }
  sql.run(
    `INSERT INTO message_state (conversation_id, seq, saved_at, labels, remind_at, hidden, request, owes, answer)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (conversation_id, seq) DO UPDATE SET saved_at = excluded.saved_at, labels = excluded.labels,
       remind_at = excluded.remind_at, hidden = max(hidden, excluded.hidden), request = excluded.request,
       owes = excluded.owes, answer = excluded.answer`,
    conversationId,
    seq,
    hidden || !saved ? null : saved.at,
    hidden || !saved ? null : JSON.stringify(saved.labels),
    hidden ? null : (remindAt ?? null),
    hidden ? 1 : 0,
    asked ? JSON.stringify(asked) : null,
    hidden || !asked || asked.doneAt !== undefined ? 0 : asked.urgent ? 2 : 1,
    hidden || !answer ? null : JSON.stringify(answer),
  )
  if (hidden) removeHidden(context, conversationId, seq)
  changes.scope('me')
  changes.messages(conversationId, seq)
  // Of an announcement the row of the conversation says whether the person has confirmed it.
  if (asked) changes.conversation(conversationId)
}

type Asked = NonNullable<MessageState['request']>

function answered({ doneAt, ...asked }: Asked, at: number | undefined): Asked {
  return at === undefined ? asked : { ...asked, doneAt: doneAt ?? at }
}

/** Nothing of a message that the person deleted for themselves stays: no text, no index, no file, no notification. */
function removeHidden(context: WriteContext, conversationId: string, seq: number): void {
  const { sql, changes } = context
  const copy = storedState(sql, conversationId, seq)?.message
  if (copy !== undefined) forgetFilesOf(context, copy)
  sql.run('UPDATE message_state SET value = NULL WHERE conversation_id = ? AND seq = ?', conversationId, seq)
  const conversation = conversationRow(sql, conversationId)
  if (conversation === undefined) return
  // Also where the message is not held, or comes later.
  noteRecalled(context, conversation.key, seq)
  context.touch(conversation)
  const removed = removeMessage(context, conversation.key, messageKey(conversation.key, seq))
  if (removed === undefined) return
  sql.run(
    'UPDATE message_state SET hidden_client_id = ? WHERE conversation_id = ? AND seq = ?',
    removed.client_id,
    conversationId,
    seq,
  )
  forgetFilesOf(context, { content: readContent(removed.content), attributes: readAttributes(removed.attributes) })
  changes.recalled.push({ id: conversationId, seq })
}

/**
 * Queues what the person has of their own about a message, which shows at once. In a conversation that they are out of
 * they can still delete a message from this device.
 */
export function enqueueState(context: WriteContext, item: Pick<StateItem, 'clientId' | 'request' | 'createdAt'>): void {
  const { conversationId, seq } = item.request.params
  enqueue(context, item)
  refreshState(context, conversationId, seq)
  if (item.request.method === 'message.hide' && isLeft(context.sql, conversationId))
    context.sql.run('DELETE FROM outbox WHERE client_id = ?', item.clientId)
}

/** The server took what was queued, and gave its row, or refused it. */
export function stateDone(context: WriteContext, clientId: string, state: MessageState | null): void {
  const place = stateAnswered(context, clientId)
  if (state !== null) upsertState(context, state)
  if (place !== null) refreshState(context, place.conversationId, place.seq)
}

export const stateEntities: EntityHandlers<'messageState'> = {
  messageState: {
    apply: (context, rows) => {
      for (const row of rows) upsertState(context, row)
    },
    reset: context => {
      const { sql, changes } = context
      // What was deleted here stays deleted, also where the server has forgotten it; of the rest the server says it again.
      sql.exec('DELETE FROM message_state WHERE hidden_client_id IS NULL; UPDATE message_state SET revision = 0')
      for (const { conversationId, seq } of statesInQueue(sql)) refreshState(context, conversationId, seq)
      changes.scope('me')
      changes.anyConversation()
    },
  },
}
