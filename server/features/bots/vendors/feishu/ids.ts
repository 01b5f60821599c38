/* Ids as the vendor's libraries tell them apart by their first letters; each can be read back. */

const plain = /^[A-Za-z0-9_-]{1,64}$/

export const chatIdOf = (conversationId: string) => `oc_${conversationId}`
export const openIdOf = (userId: string) => `ou_${userId}`
const unionIdOf = (userId: string) => `on_${userId}`
export const messageIdOf = ({ conversationId, seq }: { conversationId: string; seq: number }) =>
  `om_${conversationId}_${seq}`
export const imageKeyOf = (fileId: string) => `img_${fileId}`
export const fileKeyOf = (fileId: string) => `file_${fileId}`

/** All ids of a person. */
export const idsOf = (userId: string) => ({
  open_id: openIdOf(userId),
  union_id: unionIdOf(userId),
  user_id: userId,
})

/** An id of a person of the kind that was asked for. */
export function idOfType(userId: string, type: string | undefined): string {
  return type === 'user_id' ? userId : type === 'union_id' ? unionIdOf(userId) : openIdOf(userId)
}

function without(prefixes: readonly string[], id: string): string | null {
  const prefix = prefixes.find(known => id.startsWith(known))
  const rest = id.slice(prefix?.length ?? 0)
  return plain.test(rest) ? rest : null
}

/** The conversation of a `chat_id`, or null. */
export const conversationOf = (chatId: string): string | null =>
  chatId.startsWith('oc_') ? without(['oc_'], chatId) : null

/** The person of an id of any kind, or null. */
export const userOf = (id: string): string | null => without(['ou_', 'on_'], id)

/** The file of a key, or null. */
export const fileOf = (key: string): string | null => without(['img_', 'file_'], key)

/** The message of an id, or null. */
export function messageOf(id: string): { conversationId: string; seq: number } | null {
  const [, conversationId, seq] = /^om_([A-Za-z0-9_-]{1,64})_([1-9]\d{0,9})$/.exec(id) ?? []
  return conversationId === undefined ? null : { conversationId, seq: Number(seq) }
}
