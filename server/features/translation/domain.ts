import { contentWords, ProtocolError } from '@lianqun/protocol'
import type { Reader } from '../../storage/database.ts'
import { readMessages } from '../messages/index.ts'

/**
 * What a message says, for a member who may see it.
 * @throws not_member, not_found: it is not there, recalled, from before they may look, or says nothing in words
 */
export async function wordsOf(
  db: Reader,
  { conversationId, seq, userId }: { conversationId: string; seq: number; userId: string },
): Promise<string> {
  const [message] = await readMessages(db, { userId, conversationId, seqs: [seq] })
  const words = message === undefined ? '' : contentWords(message.content)
  if (words === '') throw new ProtocolError('not_found')
  return words
}
