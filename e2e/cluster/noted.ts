import type { ConversationHead, ReceivedChange, Result } from '@lianqun/protocol'
import type { Call, CallResult, Head, Row } from './history.ts'

/** The head of a conversation as it is noted. */
export function toHead({ conversation, membership, revision, lastOrdinal }: ConversationHead): Head {
  const { readSeq, visibleFrom, revision: meRevision } = membership
  return { conversationId: conversation.id, revision, lastOrdinal, readSeq, visibleFrom, meRevision }
}

/** What the checks need of a row. */
export function toRow(change: ReceivedChange): Row {
  const { revision } = change.value
  if (change.entity === 'message') {
    const { seq, ordinal, senderId, clientId, content } = change.value
    const row: Row = { entity: 'message', seq, revision, ordinal, senderId, clientId, text: '' }
    if (content.type === 'text') row.text = String((content as { text?: unknown }).text)
    else if (content.type === 'recalled') row.recalled = true
    else if (content.type === 'system') {
      const { event, userIds = [] } = content as { event?: unknown; userIds?: string[] }
      row.notice = { event: String(event), userIds: [...userIds] }
    } else row.text = JSON.stringify(content)
    return row
  }
  if (change.entity === 'member')
    return { entity: 'member', userId: change.value.userId, left: change.value.left, revision }
  if (change.entity === 'conversation')
    return { entity: 'conversation', memberCount: change.value.memberCount, revision }
  if (change.entity === 'membership') {
    const { conversationId, joined, readSeq, visibleFrom } = change.value
    return { entity: 'membership', conversationId, joined, readSeq, visibleFrom, revision }
  }
  const name = 'id' in change.value ? `${change.entity} ${change.value.id}` : change.entity
  return { entity: 'other', name, revision }
}

/** What the checks need of the answer to a request. */
export function toResult(call: Call, result: unknown): CallResult {
  switch (call.f) {
    case 'send': {
      const { seq, revision, ordinal } = (result as Result<'message.send'>).message
      return { f: 'send', seq, revision, ordinal }
    }
    case 'edit':
    case 'recall':
      return { f: call.f, revision: (result as Result<'message.edit'>).message.revision }
    case 'create': {
      const { head } = result as Result<'conversation.create'>
      return { f: 'create', conversationId: head.conversation.id, revision: head.revision }
    }
    case 'read': {
      const { readSeq, revision } = (result as Result<'membership.update'>).membership
      return { f: 'read', readSeq, revision }
    }
    case 'hello': {
      const { epoch, revisions } = result as Result<'sync.hello'>
      return { f: 'hello', epoch, meRevision: revisions.me ?? 0 }
    }
    case 'heads': {
      const { heads, cursor, more } = result as Result<'sync.heads'>
      return { f: 'heads', heads: heads.map(toHead), cursor, more }
    }
    case 'changes': {
      const { changes, upTo, head, more } = result as Result<'sync.changes'>
      return { f: 'changes', rows: changes.map(toRow), upTo, head, more }
    }
    default:
      return { f: call.f }
  }
}
