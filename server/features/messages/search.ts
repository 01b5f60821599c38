import { isContent, limits, type Message, type Params, ProtocolError } from '@lianqun/protocol'
import { fitting } from '../../core/sync/fitting.ts'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'
import { type FoundRow, messageFinder } from '../../storage/message-index.ts'
import { messageKey } from '../../storage/message-store.ts'
import { toMessage } from '../../storage/rows.ts'

/** Rows of the index that one step reads, and the steps of one request. */
const stepRows = 200
const mostSteps = 10

/** From which seq on the user may see each of their conversations. */
async function visibleConversations(
  db: Reader,
  userId: string,
  only: readonly string[] | undefined,
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('members')
    .select(['conversation_id', 'visible_from'])
    .where('user_id', '=', userId)
    .where('joined', '=', 1)
    .$if(only !== undefined, rows => rows.where('conversation_id', 'in', idList(only ?? [])))
    .execute()
  const all = new Map(rows.map(row => [row.conversation_id, Number(row.visible_from)]))
  if (only === undefined) return all
  return new Map(
    only.map(id => {
      const from = all.get(id)
      // A non-member must not learn whether the conversation exists.
      if (from === undefined) throw new ProtocolError('not_member')
      return [id, from]
    }),
  )
}

/** Which of these messages the user deleted for themselves. */
async function hiddenOf(db: Reader, userId: string, rows: readonly FoundRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const hidden = await db
    .selectFrom('message_states')
    .select(['conversation_id', 'seq'])
    .where('user_id', '=', userId)
    .where('hidden', '=', 1)
    .where('conversation_id', 'in', idList([...new Set(rows.map(row => row.conversation_id))]))
    .execute()
  return new Set(hidden.map(row => messageKey(row.conversation_id, row.seq)))
}

/**
 * Messages that the user may see and that match, newest first. `cursor`: where the next page begins; null: there is no
 * more. A page may be short while there is more. @throws not_member, invalid_params without anything to look for
 */
export async function searchMessages(
  db: Reader,
  input: Params<'message.search'> & { userId: string },
): Promise<{ messages: Message[]; cursor: string | null }> {
  const { userId, query, conversationIds, senderIds, kinds, mentionsMe, since, until, cursor } = input
  if (query.trim() === '' && !senderIds && !kinds && !mentionsMe && !conversationIds)
    throw new ProtocolError('invalid_params', { field: 'query' })
  const visible = await visibleConversations(db, userId, conversationIds)
  const find = messageFinder(db, {
    query,
    conversationIds: [...visible.keys()],
    senderIds,
    kinds,
    mentionIds: mentionsMe ? [userId, 'all'] : undefined,
  })
  if (find === null) return { messages: [], cursor: null }
  const senders = senderIds && new Set(senderIds)
  const maySee = (row: FoundRow) =>
    Number(row.seq) >= (visible.get(row.conversation_id) ?? Number.MAX_SAFE_INTEGER) &&
    (senders?.has(row.sender_id) ?? true) &&
    Number(row.sent_at) >= (since ?? 0) &&
    Number(row.sent_at) <= (until ?? Number.MAX_SAFE_INTEGER)
  const found: FoundRow[] = []
  let before = cursor === undefined ? null : Number(cursor)
  for (let step = 0; step < mostSteps && found.length < input.limit; step++) {
    const rows = await find({ since, until }, before, stepRows)
    const seen = rows.filter(maySee)
    const hidden = await hiddenOf(db, userId, seen)
    found.push(...seen.filter(row => !hidden.has(messageKey(row.conversation_id, row.seq))))
    before = rows.length < stepRows ? null : (rows.at(-1)?.place ?? null)
    if (before === null) break
  }
  return pageOf(found, input.limit, before)
}

/** A page that fits a frame, and the cursor behind its last message. */
function pageOf(found: readonly FoundRow[], limit: number, before: number | null) {
  const rows = found.slice(0, Math.min(limit, limits.searchPage))
  const messages = rows.map(toMessage)
  const count = fitting(messages)
  const cut = count < found.length
  const place = cut ? (rows[count - 1]?.place ?? null) : before
  return {
    messages: messages.slice(0, count).filter(({ content }) => !isContent(content, 'recalled')),
    cursor: place === null ? null : String(place),
  }
}
