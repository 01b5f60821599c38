import {
  type Content,
  contentText,
  isContent,
  limits,
  ProtocolError,
  type SendableContent,
  sendableContentSchema,
} from '@lianqun/protocol'
import { deadCard } from '../../common/card-text.ts'
import { withoutMentions } from '../../common/rich-text.ts'
import type { CallArgs, CallResult, MessageItem } from '../../preload/contract/index.ts'
import { DesktopError } from './errors.ts'

/** What forwarding needs of the workspace. */
export interface ForwardParts {
  messages(args: { id: string; seqs: number[] }): Promise<MessageItem[]>
  directWith(userId: string): Promise<{ id: string }>
  send(args: CallArgs<'messages.send'>): Promise<unknown>
}

/** The content as it is sent on, or null for one that is not: it mentions nobody, because nobody is called again. */
function forwardable(content: Content): SendableContent | null {
  return sendableContentSchema.safeParse(quiet(content)).data ?? null
}

function quiet(content: Content): Content {
  if (isContent(content, 'text')) return { ...content, mentions: [] }
  if (isContent(content, 'card')) return { type: 'card', card: deadCard(content.card) }
  return isContent(content, 'rich') ? { ...content, doc: withoutMentions(content.doc) } : content
}

/**
 * A message in a record; of a recalled one only that it was, and of a kind that acts only where it was sent, as a poll
 * does, its words.
 */
function recordItem({ sender, sentAt, content }: MessageItem): object | null {
  const item = (kept: object) => ({ senderName: sender.name, senderLatinName: sender.latinName, sentAt, content: kept })
  const words = { type: 'text', text: contentText(content).slice(0, limits.textChars), mentions: [] }
  const kept = isContent(content, 'recalled') ? { type: 'recalled', byId: '-' } : forwardable(content)
  return [kept, words].flatMap(one => one && item(one)).find(one => one !== null && isRecord('x', [one])) ?? null
}

function isRecord(title: string, items: readonly object[]): boolean {
  return sendableContentSchema.safeParse({ type: 'record', title, items }).success
}

/** What is sent, in order, and how many messages cannot be. @throws ProtocolError `too_large` */
function contentsOf(
  items: readonly MessageItem[],
  as: 'record' | 'each',
  title: string,
): { contents: SendableContent[]; skipped: number } {
  if (as === 'each') {
    const contents = items.flatMap(({ content }) => forwardable(content) ?? [])
    return { contents, skipped: items.length - contents.length }
  }
  const kept = items.flatMap(item => recordItem(item) ?? [])
  const record = sendableContentSchema.safeParse({ type: 'record', title, items: kept })
  if (kept.length > 0 && !record.success) throw new ProtocolError('too_large')
  return { contents: record.data === undefined ? [] : [record.data], skipped: items.length - kept.length }
}

/**
 * Forwards messages of one or several conversations, in the order in which they were sent, one by one or as one record,
 * with a note behind them. What is queued is sent when there is a connection.
 * @throws ProtocolError `not_found` when none can be forwarded, `too_large` for a record that has too much;
 *   DesktopError `offline` for messages that are not on this device, or people without a conversation
 */
export async function forward(
  parts: ForwardParts,
  { messages, as, title, note, conversationIds, userIds }: CallArgs<'messages.forward'>,
): Promise<CallResult<'messages.forward'>> {
  if (conversationIds.length + userIds.length > limits.forwardTargets || conversationIds.length + userIds.length === 0)
    throw new DesktopError('bad_arguments', 'too many conversations, or none')
  const found = (await Promise.all(messages.map(from => parts.messages(from)))).flat()
  const items = found.sort((a, b) => a.sentAt - b.sentAt || a.seq - b.seq)
  const asked = messages.reduce((sum, { seqs }) => sum + seqs.length, 0)
  const { contents, skipped } = contentsOf(items, as, title)
  if (contents.length === 0) throw new ProtocolError('not_found')
  const words = note.trim()
  if (words !== '') contents.push({ type: 'text', text: words, mentions: [] })
  const direct = await Promise.all(userIds.map(userId => parts.directWith(userId)))
  const targets = new Set([...conversationIds, ...direct.map(({ id }) => id)])
  for (const id of targets) for (const content of contents) await parts.send({ id, content })
  return { skipped: skipped + asked - items.length }
}
