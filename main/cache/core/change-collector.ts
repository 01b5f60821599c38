import type { SingleScope } from '@lianqun/protocol'
import type { CacheChange, IncomingMessage } from './types.ts'

/** Above so many conversations in one commit the feed says "any". */
const anyAbove = 100

/** Collects what a transaction changes. */
export class ChangeCollector {
  #conversations = new Set<string>()
  #any = false
  #messages = new Map<string, number>()
  #members = new Set<string>()
  readonly #scopes = new Set<SingleScope>()
  readonly arrived: IncomingMessage[] = []
  readonly read: CacheChange['read'] = []
  readonly recalled: CacheChange['recalled'] = []

  conversation(id: string): void {
    this.#conversations.add(id)
  }

  anyConversation(): void {
    this.#any = true
  }

  /** Messages from `from` on changed; 0: any of the conversation's. */
  messages(id: string, from: number): void {
    const known = this.#messages.get(id)
    if (known === undefined || from < known) this.#messages.set(id, from)
  }

  members(id: string): void {
    this.#members.add(id)
  }

  /** What a scope of the person or the workspace gave changed. */
  scope(name: SingleScope): void {
    this.#scopes.add(name)
  }

  /** The change, or null when nothing did. */
  take(): CacheChange | null {
    const any = this.#any || this.#conversations.size > anyAbove
    const nothing =
      !any &&
      this.#conversations.size === 0 &&
      this.#messages.size === 0 &&
      this.#members.size === 0 &&
      this.#scopes.size === 0
    if (nothing) return null
    return {
      conversations: any ? null : [...this.#conversations],
      messages: [...this.#messages].map(([id, from]) => ({ id, from })),
      members: [...this.#members],
      scopes: [...this.#scopes],
      arrived: this.arrived,
      read: this.read,
      recalled: this.recalled,
    }
  }
}
