import type { ConversationHead, ReceivedChange } from '@lianqun/protocol'
import type { Head, Row } from './history.ts'

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
