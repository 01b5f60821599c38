import type { SingleScope } from '@lianqun/protocol'
import type { CacheChange, IncomingMessage } from './types.ts'

/** With more changed conversations in one commit than this, the change says "any" (null). */
const anyAbove = 100

/** Collects the changes of a transaction. */
export class ChangeCollector {
  #conversations = new Set<string>()
  #any = false
  #messages = new Map<string, number>()
  #members = new Set<string>()
  readonly #scopes = new Set<SingleScope>()
  readonly arrived: IncomingMessage[] = []
  readonly read: CacheChange['read'] = []
  readonly recalled: CacheChange['recalled'] = []
  renamed = false

  conversation(id: string): void {
    this.#conversations.add(id)
  }

  anyConversation(): void {
    this.#any = true
  }

  /** Messages with a seq of at least `from` may have changed; 0: any. */
  messages(id: string, from: number): void {
    const known = this.#messages.get(id)
    if (known === undefined || from < known) this.#messages.set(id, from)
  }

  members(id: string): void {
    this.#members.add(id)
  }

  /** Rows of a single scope changed. */
  scope(name: SingleScope): void {
    this.#scopes.add(name)
  }

  /** The collected change, or null when nothing changed. */
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
      renamed: this.renamed,
    }
  }
}
