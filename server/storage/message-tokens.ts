import { contentSearch, type Message } from '@lianqun/protocol'
import { messageTokens, tokenKey, tokensVersion } from '../../common/search-tokens.ts'
import type { Trx } from './database.ts'

/** The tokens of a message, separated by spaces; null: it is not searched. */
export function tokensOf(message: Pick<Message, 'conversationId' | 'senderId' | 'content'>): string | null {
  const found = contentSearch(message.content)
  if (found === null) return null
  const { conversationId, senderId } = message
  return messageTokens({ ...found, senderId, conversation: tokenKey(conversationId) })
}

const versionKey = 'message_tokens'

/** Calls `empty` when this version makes other tokens than the one that filled the index. */
export async function renewIndex(db: Trx, empty: () => Promise<void>): Promise<void> {
  const known = await db.selectFrom('meta').select('value').where('key', '=', versionKey).executeTakeFirst()
  if (known?.value === tokensVersion) return
  await empty()
  await db
    .insertInto('meta')
    .values({ key: versionKey, value: tokensVersion })
    .onConflict(oc => oc.column('key').doUpdateSet({ value: tokensVersion }))
    .execute()
}
