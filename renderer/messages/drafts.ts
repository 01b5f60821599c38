/** What the keeper of drafts needs; tests give their own. */
export interface DraftsOptions {
  /** Saves a draft; empty text removes it. */
  save: (id: string, text: string) => Promise<unknown>
  /** A draft could not be saved, for the first time or for the first time again. It is tried until it is. */
  onFailed: (error: unknown) => void
  /** Calls `call` once after `ms` milliseconds, unless the returned function is called before. */
  setTimer: (call: () => void, ms: number) => () => void
  now: () => number
}

/** A draft is saved after this pause in typing, and this often while there is none, in milliseconds. */
const quietMs = 300
const everyMs = 1_000
/** A failed save is tried again after this time, in milliseconds; it doubles up to the longest. */
const retryMs = 2_000
const longestRetryMs = 30_000

interface Draft {
  text: string
  /** Since when it differs from what is saved; null: it is saved. */
  since: number | null
  saving: Promise<void> | null
  failures: number
  cancelTimer: () => void
}

const nothing = (): void => {}

/** Keeps the drafts of all conversations until they are saved, also after their composer is closed. */
export class Drafts {
  readonly #options: DraftsOptions
  readonly #drafts = new Map<string, Draft>()

  constructor(options: DraftsOptions) {
    this.#options = options
  }

  /** The draft as it was written last, saved or not; undefined if none was since the start. */
  last(id: string): string | undefined {
    return this.#drafts.get(id)?.text
  }

  /** The draft is now this: saved after a pause in typing. */
  write(id: string, text: string): void {
    const draft = this.#of(id)
    draft.text = text
    draft.since ??= this.#options.now()
    const wait = Math.min(quietMs, draft.since + everyMs - this.#options.now())
    if (draft.failures === 0) this.#schedule(id, draft, Math.max(0, wait))
  }

  /** The draft is now this and is saved already, with the message that took it. */
  taken(id: string, text: string): void {
    const draft = this.#of(id)
    draft.cancelTimer()
    Object.assign(draft, { text, since: null, failures: 0 })
  }

  /** Saves what waits of one conversation. Resolves when it was tried. */
  async flush(id: string): Promise<void> {
    const draft = this.#drafts.get(id)
    if (draft === undefined) return
    // What is being saved may be an older text; another call may save the newer one meanwhile.
    while (draft.saving !== null) await draft.saving
    if (draft.since !== null) await this.#save(id, draft)
  }

  /** Saves what waits of all. Resolves with the number of drafts that could not be saved; these are tried again. */
  async flushAll(): Promise<number> {
    await Promise.all([...this.#drafts.keys()].map(id => this.flush(id)))
    return [...this.#drafts.values()].filter(draft => draft.since !== null).length
  }

  /** Forgets all: another person signs in. */
  clear(): void {
    for (const draft of this.#drafts.values()) draft.cancelTimer()
    this.#drafts.clear()
  }

  #of(id: string): Draft {
    const known = this.#drafts.get(id)
    if (known !== undefined) return known
    const made: Draft = { text: '', since: null, saving: null, failures: 0, cancelTimer: nothing }
    this.#drafts.set(id, made)
    return made
  }

  #schedule(id: string, draft: Draft, ms: number): void {
    draft.cancelTimer()
    draft.cancelTimer = this.#options.setTimer(() => void this.flush(id), ms)
  }

  #save(id: string, draft: Draft): Promise<void> {
    draft.cancelTimer()
    draft.saving = this.#attempt(id, draft).finally(() => {
      draft.saving = null
    })
    return draft.saving
  }

  async #attempt(id: string, draft: Draft): Promise<void> {
    const { text } = draft
    try {
      await this.#options.save(id, text.trim() === '' ? '' : text)
      draft.failures = 0
      if (draft.text === text) draft.since = null
    } catch (error) {
      if (this.#drafts.get(id) !== draft) return
      this.#schedule(id, draft, Math.min(longestRetryMs, retryMs * 2 ** draft.failures))
      if (draft.failures++ === 0) this.#options.onFailed(error)
    }
  }
}
