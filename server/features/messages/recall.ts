import { isBubble, isContent, type Message, ProtocolError } from '@lianqun/protocol'
import type { Services } from '../../core/services.ts'
import type { Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { conversationLocks, type Lock } from '../../storage/lock.ts'
import { settleClock } from '../conversations/index.ts'
import { endAnnouncement } from '../groups/index.ts'
import { changeMessage, type OnMessage, seenMessage, storedMessage } from './change-message.ts'
import { maskCopies, recordsWith } from './record-copies.ts'
import { forgetKept, keepersOf } from './states.ts'
import { countReplies } from './threads.ts'

/** What is stored of a message besides its row, and goes when it is recalled. */
const details = [
  'message_edits',
  'message_reactions',
  'message_flags',
  'message_answers',
  'record_items',
  'file_refs',
] as const

/**
 * Recalls a message of the user, under the locks of all whom it concerns. @throws not_member, not_found, forbidden,
 * too_late after `recallMs`
 */
export async function recallEverywhere(
  { store, write }: Pick<Services, 'store' | 'write'>,
  on: OnMessage,
  recallMs: number,
): Promise<Message> {
  const concerned = async (db: Reader): Promise<Lock[]> => {
    const records = (await recordsWith(db, on)).map(({ conversationId }): Lock => `conversation:${conversationId}`)
    return [...new Set([...conversationLocks(on.conversationId, await keepersOf(db, on)), ...records])]
  }
  for (;;) {
    const locks = await store.read(concerned)
    const message = await write(locks, async w => {
      // Who saved it since, or put it into a record, is not locked: once more.
      const now = await concerned(w.db)
      return now.every(lock => locks.includes(lock)) ? recallMessage(w, on, recallMs) : null
    })
    if (message !== null) return message
  }
}

/**
 * Recalls the user's own message: the row keeps its seq and gets a new revision and the content `recalled`; of what it
 * said nothing stays, not with those who saved it either, nor in records that were made of it: the caller holds the locks
 * of those people and conversations.
 * @throws not_member, not_found, forbidden for another's message or a notice, too_late after `recallMs`
 */
async function recallMessage(w: Writer, on: OnMessage, recallMs: number): Promise<Message> {
  const { message } = await seenMessage(w.db, on)
  if (message.senderId !== on.userId) throw new ProtocolError('forbidden')
  if (isContent(message.content, 'recalled')) return message
  // A notice is nobody's to recall, of whatever kind.
  if (!isBubble(message.content)) throw new ProtocolError('forbidden')
  if (w.now - message.sentAt > recallMs) {
    throw new ProtocolError('too_late', { message: 'A message can only be recalled shortly after it was sent.' })
  }
  await maskCopies(w, message)
  // Nobody else shows them: their bytes go with the next collection, not a day after they came.
  const shown = w.db.selectFrom('file_refs').select('file_id').where('conversation_id', '=', on.conversationId)
  await w.db
    .updateTable('files')
    .set({ created_at: 0 })
    .where('id', 'in', shown.where('seq', '=', on.seq))
    .execute()
  for (const table of details)
    await w.db.deleteFrom(table).where('conversation_id', '=', on.conversationId).where('seq', '=', on.seq).execute()
  const recalled = await changeMessage(w, message, {
    content: { type: 'recalled', byId: on.userId },
    attributes: {
      edited: undefined,
      reactions: undefined,
      pinned: undefined,
      mark: undefined,
      preview: undefined,
      request: undefined,
    },
  })
  await forgetKept(w, on)
  if (isContent(message.content, 'announcement'))
    await endAnnouncement(w, await w.conversation(on.conversationId), on.userId, on.seq)
  await withdrawAnswer(w, message)
  const thread = message.attributes?.thread
  if (thread !== undefined) await countReplies(w, on.conversationId, thread)
  await settleClock(w, on.conversationId, on.userId)
  return recalled
}

/** The questions that a recalled reply answered are open again. */
async function withdrawAnswer(w: Writer, { conversationId, seq, attributes }: Message): Promise<void> {
  const questions = new Set([attributes?.replyTo, attributes?.thread].filter(question => question !== undefined))
  for (const question of questions) {
    const asked = await storedMessage(w.db, { conversationId, seq: question })
    if (asked?.attributes?.mark?.answer !== seq) continue
    const { answer: _answer, ...mark } = asked.attributes.mark
    await changeMessage(w, asked, { attributes: { mark } })
  }
}
