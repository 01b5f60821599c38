/** Most members kept, over all conversations. */
const most = 400_000

/** The members of a conversation, and from which seq on each sees its messages. */
export type Members = Map<string, number>

/** Caches the members of conversations. It stays exact because this process makes every change. */
export class MemberCache {
  readonly #read: (conversationId: string) => Members
  readonly #most: number
  readonly #mayKeep: () => boolean
  readonly #known = new Map<string, Members>()
  #total = 0

  /** `mayKeep`: whether what is read now is stored for good. */
  constructor(read: (conversationId: string) => Members, mostMembers = most, mayKeep = () => true) {
    this.#read = read
    this.#most = mostMembers
    this.#mayKeep = mayKeep
  }

  /** The members of a conversation. */
  of(conversationId: string): Members {
    let members = this.#known.get(conversationId)
    if (members) {
      this.#known.delete(conversationId)
      this.#known.set(conversationId, members)
      return members
    }
    members = this.#read(conversationId)
    // Does not cache unknown ids: a client could fill the cache with them.
    if (members.size === 0 || !this.#mayKeep()) return members
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
  update(conversationId: string, left: readonly string[], joined: Members): Members {
    const members = this.of(conversationId)
    const before = members.size
    for (const userId of left) members.delete(userId)
    for (const [userId, visibleFrom] of joined) members.set(userId, visibleFrom)
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
