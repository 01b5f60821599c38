import { hash } from 'node:crypto'
import {
  type Content,
  type ContentOf,
  contentFiles,
  contentSchema,
  contentText,
  isContent,
  type Message,
} from '@lianqun/protocol'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'
import { readContent } from '../../storage/rows.ts'
import { changeMessage, type OnMessage, storedMessage } from './change-message.ts'

/* Copies of messages in chat records, which others made before a message was recalled: there it is masked too. */

type Place = Pick<OnMessage, 'conversationId' | 'seq'>

/**
 * What a message and its copies have in common: when it was sent, how it begins, and its files. Of a poll or a list a
 * record has the words of its time, which begin alike.
 */
function fingerprintOf(sentAt: number, content: Content): string {
  const [line = ''] = contentText(content).split('\n')
  const files = contentFiles(content).map(({ id }) => id)
  const said = line === '' && files.length === 0 ? JSON.stringify(content) : line
  return hash('sha256', JSON.stringify([sentAt, said, files]), 'base64url').slice(0, 22)
}

const masked = { type: 'recalled', byId: '-' }

/** The fingerprints of what a content has copies of, each once; none for a content that is no record. */
export function copiedIn(content: Content): string[] {
  if (!isContent(content, 'record')) return []
  const found = content.items.flatMap(item => {
    const inner = contentSchema.parse(item.content)
    if (isContent(inner, 'recalled')) return []
    return [fingerprintOf(item.sentAt, inner), ...copiedIn(inner)]
  })
  return [...new Set(found)]
}

/** The same record without what the copies said, also in records within it. */
function withoutCopies(content: ContentOf<'record'>, recalled: ReadonlySet<string>): ContentOf<'record'> {
  const items = content.items.map(item => {
    const inner = contentSchema.parse(item.content)
    if (recalled.has(fingerprintOf(item.sentAt, inner))) return { ...item, content: masked }
    return isContent(inner, 'record') ? { ...item, content: withoutCopies(inner, recalled) } : item
  })
  return { ...content, items }
}

/** The fingerprints of a message, as it is and as it was before each edit. */
async function fingerprintsOf(db: Reader, { conversationId, seq, sentAt, content }: Message): Promise<string[]> {
  const edits = await db
    .selectFrom('message_edits')
    .select('content')
    .where('conversation_id', '=', conversationId)
    .where('seq', '=', seq)
    .execute()
  return [content, ...edits.map(edit => readContent(edit.content))].map(said => fingerprintOf(sentAt, said))
}

/** The records that have a copy of a message. */
export async function recordsWith(db: Reader, on: Place): Promise<Place[]> {
  const message = await storedMessage(db, on)
  if (message === undefined) return []
  const rows = await db
    .selectFrom('record_items')
    .select(['conversation_id', 'seq'])
    .distinct()
    .where('fingerprint', 'in', await fingerprintsOf(db, message))
    .execute()
  return rows.map(row => ({ conversationId: row.conversation_id, seq: Number(row.seq) }))
}

/** Masks a message that is being recalled in the records that have a copy of it, whose conversations are locked. */
export async function maskCopies(w: Writer, message: Message): Promise<void> {
  const recalled = new Set(await fingerprintsOf(w.db, message))
  for (const place of await recordsWith(w.db, message)) {
    const record = await storedMessage(w.db, place)
    if (record === undefined || !isContent(record.content, 'record')) continue
    const content = withoutCopies(record.content, recalled)
    await changeMessage(w, record, { content })
    const { conversationId, seq } = place
    const rows = w.db.deleteFrom('record_items').where('conversation_id', '=', conversationId).where('seq', '=', seq)
    await rows.where('fingerprint', 'in', [...recalled]).execute()
    const shown = contentFiles(content).map(({ id }) => id)
    await w.db
      .deleteFrom('file_refs')
      .where('conversation_id', '=', conversationId)
      .where('seq', '=', seq)
      .where('file_id', 'not in', idList(shown))
      .execute()
  }
}
