/**
 * Hash of one conversation's head, a 32-bit unsigned integer (FNV-1a over `id:revision`). The digest of a set of
 * heads is the XOR of their hashes, so it can be kept up to date one head at a time.
 */
export function headHash(conversationId: string, revision: number): number {
  let hash = 0x811c9dc5
  const text = `${conversationId}:${revision}`
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}
