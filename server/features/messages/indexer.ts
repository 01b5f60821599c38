import { indexMessages, prepareMessageIndex } from '../../storage/message-index.ts'
import type { Store } from '../../storage/store.ts'

/** Messages of one transaction: short, so that a send never waits long for it. */
const batch = 200
/** Batches that one search waits for at most. */
const mostBeforeSearch = 5
/** Rest before the next batch, and from a commit to its messages being indexed, in milliseconds. */
const restMs = 50
const delayMs = 250

/** Fills the search index behind the send path. */
export class MessageIndexer {
  readonly #store: Store
  readonly #failed: (error: unknown) => void
  #timer: NodeJS.Timeout | null = null
  #running: Promise<unknown> = Promise.resolve()
  #stopped = false

  constructor(store: Store, failed: (error: unknown) => void) {
    this.#store = store
    this.#failed = failed
  }

  /** Begins where the last run ended. */
  async start(): Promise<void> {
    await this.#store.write([], ({ db }) => prepareMessageIndex(db))
    this.poke()
  }

  /** There may be new messages. */
  poke(): void {
    this.#later(delayMs)
  }

  #later(ms: number): void {
    if (this.#stopped || this.#timer !== null) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#running = this.#catchUp()
        .then(more => more && this.#later(restMs))
        .catch(this.#failed)
    }, ms).unref()
  }

  /** Indexes what was just said, before it is searched. */
  async settle(): Promise<void> {
    try {
      for (let i = 0; i < mostBeforeSearch; i++) if (!(await this.#catchUp(true))) return
    } catch (error) {
      // What was said before is found all the same.
      this.#failed(error)
    }
  }

  /** Indexes the next messages now. Returns whether there are more. */
  async #catchUp(waits = false): Promise<boolean> {
    const left: { conversationId: string; seq: number }[] = []
    const leftOut = (message: { conversationId: string; seq: number }) => void left.push(message)
    const more = await this.#store.write([], ({ db }) => indexMessages(db, batch, { waits, leftOut }))
    for (const { conversationId, seq } of left)
      this.#failed(new Error(`message ${seq} of ${conversationId} cannot be indexed: no search finds it`))
    return more
  }

  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#running
  }
}
