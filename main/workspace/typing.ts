import { limits } from '@lianqun/protocol'

/** Who is typing in which conversation. An entry lasts for `typingMs` unless it is heard again. */
export class Typing {
  readonly #changed: (conversationId: string, userIds: string[]) => void
  readonly #conversations = new Map<string, Map<string, NodeJS.Timeout>>()

  /** `changed` gets all who are typing in a conversation now. */
  constructor(changed: (conversationId: string, userIds: string[]) => void) {
    this.#changed = changed
  }

  heard(conversationId: string, userId: string): void {
    const people = this.#conversations.get(conversationId) ?? new Map<string, NodeJS.Timeout>()
    this.#conversations.set(conversationId, people)
    clearTimeout(people.get(userId))
    people.set(
      userId,
      setTimeout(() => this.ended(conversationId, userId), limits.typingMs),
    )
    this.#changed(conversationId, [...people.keys()])
  }

  /** Nothing more was heard for a while, or what was typed has come. */
  ended(conversationId: string, userId: string): void {
    const people = this.#conversations.get(conversationId)
    if (people === undefined || !people.has(userId)) return
    clearTimeout(people.get(userId))
    people.delete(userId)
    this.#changed(conversationId, [...people.keys()])
  }
}
