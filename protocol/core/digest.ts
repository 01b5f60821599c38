/**
 * Hash of one conversation's head, a 32-bit unsigned integer. The digest of a set of heads is the XOR of their hashes,
 * so it can be updated one head at a time. FNV-1a over `id:revision` alone is too regular: changes of two heads that
 * advance together often cancel out. So MurmurHash3's finalizer is applied to it.
 */
export function headHash(conversationId: string, revision: number): number {
  let hash = 0x811c9dc5
  const text = `${conversationId}:${revision}`
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  hash ^= hash >>> 16
  return hash >>> 0
}

/** The digest of a set of heads: how many there are, and the XOR of their hashes. */
export function digestOfHeads(heads: Iterable<readonly [conversationId: string, revision: number]>) {
  let count = 0
  let hash = 0
  for (const [conversationId, revision] of heads) {
    count += 1
    hash ^= headHash(conversationId, revision)
  }
  return { count, hash: hash >>> 0 }
}
