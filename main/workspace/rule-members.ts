import type { Cache } from '../cache/api.ts'
import type { Log } from '../log.ts'
import type { Request } from './connection.ts'
import { DesktopError } from './errors.ts'

/**
 * Asks the server which conversations somebody is in whom a rule of a label names, where not all of them are read yet:
 * until then their members are not known here, and of thousands that takes its time.
 */
export class RuleMembers {
  readonly #cache: Pick<Cache, 'behind' | 'peopleOfRules' | 'noteMembership'>
  readonly #request: Request
  readonly #log: Log
  /** Those who were asked about on the present connection: what changes after that is pushed. */
  #asked = new Set<string>()
  #running: Promise<void> | null = null

  constructor(options: {
    cache: Pick<Cache, 'behind' | 'peopleOfRules' | 'noteMembership'>
    request: Request
    log: Log
  }) {
    this.#cache = options.cache
    this.#request = options.request
    this.#log = options.log
  }

  /** There is a new connection. */
  start(): void {
    this.#asked = new Set()
  }

  /** Asks about those whom no answer came for yet. Called once the heads are read, and when a rule changed. */
  look(): Promise<void> {
    // A call during a run is about a rule that it may have missed.
    this.#running = (this.#running ?? Promise.resolve()).then(() => this.#look())
    return this.#running
  }

  async #look(): Promise<void> {
    const asked = this.#asked
    try {
      const people = (await this.#cache.peopleOfRules()).filter(userId => !asked.has(userId))
      if (people.length === 0 || (await this.#cache.behind(1)).length === 0) return
      for (const userId of people) {
        const { conversationIds } = await this.#request('conversation.sharedWith', { userId })
        await this.#cache.noteMembership(userId, conversationIds)
        asked.add(userId)
      }
    } catch (error) {
      if (error instanceof DesktopError && error.code === 'offline') return
      this.#log('the conversations of somebody whom a rule names could not be asked for', { error: String(error) })
    }
  }
}
