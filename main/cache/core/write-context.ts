import { ChangeCollector } from './change-collector.ts'
import type { EntityTable } from './feature.ts'
import { readMeta, writeMeta } from './meta.ts'
import type { Sql } from './sql.ts'

const indexedFromKey = 'indexedFrom'

/** State of one write transaction. */
export class WriteContext {
  readonly sql: Sql
  readonly changes = new ChangeCollector()
  readonly self: string | null
  /** The entities of all features. */
  readonly entities: EntityTable
  /** Keys of conversations whose derived columns are refreshed before the commit. */
  readonly touched = new Set<number>()
  /** Conversations that the user is told to be in, and that are not in the cache. */
  readonly unknown: string[] = []
  #outboxEmpty: boolean | null = null
  #indexedFrom: number | null = null

  constructor(sql: Sql, self: string | null, entities: EntityTable) {
    this.sql = sql
    this.self = self
    this.entities = entities
  }

  /** Marks a conversation whose list row changes with this commit. */
  touch(conversation: { key: number; id: string }): void {
    this.touched.add(conversation.key)
    this.changes.conversation(conversation.id)
  }

  /** Whether the outbox has no message; read once per transaction. */
  get outboxEmpty(): boolean {
    this.#outboxEmpty ??= this.sql.get("SELECT 1 FROM outbox WHERE kind = 'send' LIMIT 1") === undefined
    return this.#outboxEmpty
  }

  /**
   * Messages with a lower index rowid are not in the full-text index yet: an update changed its tokens, and it is made
   * anew from the newest message down. 0: all are.
   */
  get indexedFrom(): number {
    this.#indexedFrom ??= Number(readMeta(this.sql, indexedFromKey) ?? 0)
    return this.#indexedFrom
  }

  set indexedFrom(index_rowid: number) {
    writeMeta(this.sql, indexedFromKey, String(index_rowid))
    this.#indexedFrom = index_rowid
  }
}
