/** Most members kept, over all conversations. */
const most = 400_000

/** Caches the members of conversations. It stays exact because this process makes every change. */
export class MemberCache {
  readonly #read: (conversationId: string) => string[]
  readonly #most: number
  readonly #known = new Map<string, Set<string>>()
  #total = 0

  constructor(read: (conversationId: string) => string[], mostMembers = most) {
    this.#read = read
    this.#most = mostMembers
  }

  /** The members of a conversation. */
  of(conversationId: string): Set<string> {
    let members = this.#known.get(conversationId)
    if (members) {
      this.#known.delete(conversationId)
      this.#known.set(conversationId, members)
      return members
    }
    members = new Set(this.#read(conversationId))
    // Does not cache unknown ids: a client could fill the cache with them.
    if (members.size === 0) return members
    this.#known.set(conversationId, members)
    this.#total += members.size
    for (const [id, others] of this.#known) {
      if (this.#total <= this.#most || id === conversationId) break
      this.#known.delete(id)
      this.#total -= others.size
    }
    return members
  }

  /** Applies who left and joined, and returns the members after that. */
  update(conversationId: string, left: readonly string[], joined: Iterable<string>): Set<string> {
    const members = this.of(conversationId)
    const before = members.size
    for (const userId of left) members.delete(userId)
    for (const userId of joined) members.add(userId)
    if (this.#known.has(conversationId)) this.#total += members.size - before
    return members
  }

  /** The number of cached conversations. */
  get size(): number {
    return this.#known.size
  }

  /** Empties the cache. */
  clear(): void {
    this.#known.clear()
    this.#total = 0
  }
}
