import { contentText, conversationKind, isBubble, type Message, mentionsUser } from '@lianqun/protocol'
import { clockOffsetKey, readMeta } from '../core/meta.ts'
import { avatarUserIdsOf, type ConversationRow, conversationPeople, Names } from '../core/rows.ts'
import type { WriteContext } from '../core/write-context.ts'

/** A missed message is notified only while it is younger than this by the server's clock, milliseconds. */
const recentMs = 5 * 60_000
/** The most missed messages of one conversation that are notified at once. */
const maxMissed = 20

/** Notes messages with a seq above `above` that were missed while offline, if they are recent and unread. */
export function noteMissed(context: WriteContext, key: number, above: number, fresh: readonly Message[]): void {
  const since = Date.now() + Number(readMeta(context.sql, clockOffsetKey) ?? 0) - recentMs
  const recent = fresh.filter(({ seq, sentAt }) => seq > above && sentAt > since)
  if (recent.length === 0) return
  const row = context.sql.get<ConversationRow>('SELECT * FROM conversation WHERE key = ?', key)
  const read = Math.max(row?.read_seq ?? 0, row?.effective_read_seq ?? 0)
  noteIncoming(context, key, recent.filter(({ seq }) => seq > read).slice(-maxMissed))
}

/** Notes other people's new messages for notifications, without system notices and recalled messages. */
export function noteIncoming(context: WriteContext, key: number, fresh: readonly Message[]): void {
  const messages = fresh.filter(({ senderId, content }) => senderId !== context.self && isBubble(content))
  if (messages.length === 0) return
  const row = context.sql.get<ConversationRow>('SELECT * FROM conversation WHERE key = ?', key)
  if (row === undefined) return
  const pending = context.sql.get<{ muted: number | null }>(
    "SELECT muted FROM outbox WHERE conversation_id = ? AND kind = 'membership'",
    row.id,
  )
  const avatarUserIds = avatarUserIdsOf(row, context.self)
  const names = new Names(context.sql, key)
  names.want(...avatarUserIds, ...messages.map(message => message.senderId))
  const conversation = {
    id: row.id,
    kind: conversationKind(row.kind),
    name: row.name,
    ...conversationPeople(row, avatarUserIds, context.self, names),
    muted: (pending?.muted ?? row.muted) === 1,
  }
  for (const message of messages) {
    context.changes.arrived.push({
      message,
      sender: names.get(message.senderId),
      conversation,
      mentioned: mentionsUser(message.content, context.self),
      text: contentText(message.content),
    })
  }
}
