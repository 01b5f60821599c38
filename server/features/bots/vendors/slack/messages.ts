import { contentFiles, contentMentions, contentText, isContent, type Message } from '@lianqun/protocol'
import type { Reader } from '../../../../storage/database.ts'
import { idList } from '../../../../storage/id-list.ts'
import { emojiName, type JsonObject, objectOf, readCardRow, textOf } from '../../../cards/index.ts'
import type { BotRow } from '../../tables.ts'
import { toAppId, toBotId, toFileId, toTs, toUserId } from './ids.ts'
import { defined, parsed, type SlackParts, teamOf } from './parts.ts'

/** Text that means nothing in mrkdwn. */
function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

/** What a message says, as mrkdwn that names who is mentioned. */
export function mrkdwnOf(content: Message['content']): string {
  const text = contentText(content)
  let said = ''
  let at = 0
  for (const { userId, offset, length } of [...contentMentions(content)].sort((a, b) => a.offset - b.offset)) {
    if (offset < at || offset + length > text.length) continue
    said += escaped(text.slice(at, offset)) + (userId === 'all' ? '<!channel>' : `<@${toUserId(userId)}>`)
    at = offset + length
  }
  return said + escaped(text.slice(at))
}

/** The `thread_ts` of a message in a thread, or that began one. */
async function threadsOf(db: Reader, messages: readonly Message[]): Promise<Map<number, string>> {
  const found = new Map(messages.map(message => [message.seq, toTs(message)]))
  const missing = messages.flatMap(({ attributes }) => {
    const root = attributes?.thread
    return root === undefined || found.has(root) ? [] : [root]
  })
  const conversationId = messages[0]?.conversationId
  if (missing.length === 0 || conversationId === undefined) return found
  return new Map([...found, ...(await tsOf(db, conversationId, missing))])
}

/** The `ts` of messages by their places. */
export async function tsOf(db: Reader, conversationId: string, seqs: readonly number[]): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('messages')
    .select(['seq', 'sent_at'])
    .where('conversation_id', '=', conversationId)
    .where('seq', 'in', [...new Set(seqs)])
    .execute()
  return new Map(rows.map(({ seq, sent_at: at }) => [Number(seq), toTs({ seq: Number(seq), sentAt: Number(at) })]))
}

/** Messages of one conversation as Slack has them. What the bot wrote itself is as it wrote it. */
export async function messageObjects(
  parts: SlackParts,
  bot: BotRow,
  messages: readonly Message[],
): Promise<JsonObject[]> {
  if (messages.length === 0) return []
  return parts.services.store.read(async db => {
    const bots = new Set(
      (
        await db
          .selectFrom('employees')
          .select('id')
          .where('id', 'in', idList([...new Set(messages.map(({ senderId }) => senderId))]))
          .where('bot', 'is not', null)
          .execute()
      ).map(({ id }) => id),
    )
    const threads = await threadsOf(db, messages)
    const objects: JsonObject[] = []
    for (const message of messages) {
      const own =
        message.senderId === bot.id && isContent(message.content, 'card') ? await readCardRow(db, message) : null
      objects.push(messageObject(parts, message, { bots, threads, written: writtenOf(own?.original ?? null) }))
    }
    return objects
  })
}

/** What a bot wrote of a card. */
export function writtenOf(original: string | null): JsonObject {
  return objectOf(original === null ? undefined : parsed(original))
}

function messageObject(
  parts: SlackParts,
  message: Message,
  { bots, threads, written }: { bots: ReadonlySet<string>; threads: ReadonlyMap<number, string>; written: JsonObject },
): JsonObject {
  const { senderId, content, attributes, sentAt } = message
  const isBot = bots.has(senderId)
  const root = attributes?.thread ?? (attributes?.replies === undefined ? undefined : message.seq)
  const files = contentFiles(content).map(file =>
    defined({
      id: toFileId(file.id),
      name: file.name,
      title: file.name,
      mimetype: file.mediaType,
      size: file.size,
      created: Math.floor(sentAt / 1_000),
      user: toUserId(senderId),
      original_w: file.width,
      original_h: file.height,
    }),
  )
  return defined({
    type: 'message',
    ...(isContent(content, 'system') && { subtype: 'channel_topic' }),
    ...(files.length > 0 && !isContent(content, 'card') && { subtype: 'file_share' }),
    ...(isContent(content, 'recalled') && { subtype: 'tombstone' }),
    user: toUserId(senderId),
    ...(isBot && { bot_id: toBotId(senderId), app_id: toAppId(senderId) }),
    team: teamOf(parts),
    text: textOf(written.text) || mrkdwnOf(content),
    ts: toTs(message),
    thread_ts: root === undefined ? undefined : threads.get(root),
    ...(attributes?.replies !== undefined && {
      reply_count: attributes.replies.count,
      reply_users: attributes.replies.userIds.map(toUserId),
      reply_users_count: attributes.replies.userIds.length,
    }),
    ...(attributes?.edited !== undefined && {
      edited: { user: toUserId(senderId), ts: `${Math.floor(attributes.edited.at / 1_000)}.000000` },
    }),
    ...(attributes?.reactions !== undefined && {
      reactions: attributes.reactions.map(({ emoji, count, userIds }) => ({
        name: emojiName(emoji) ?? emoji,
        count,
        users: userIds.map(toUserId),
      })),
    }),
    blocks: written.blocks,
    attachments: written.attachments,
    files: files.length > 0 ? files : undefined,
  })
}
