/** Shards over which conversations are spread. The processes of a workspace must agree on it. */
export const shardCount = 256

/**
 * The shard of an id, 0 to `shardCount - 1`: FNV-1a, folded. All processes must find the same, so it may never change.
 */
export function shardOf(id: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) {
    hash ^= id.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  hash ^= hash >>> 16
  hash ^= hash >>> 8
  return hash & (shardCount - 1)
}
