import { type BotApiClient, BotApiError } from '../../sdk/bot/index.ts'

/** How often a change is tried again that another one came before. */
const mostTries = 10

/** The values of a bot that begin with a prefix, by the rest of their keys. */
export class Values<T> {
  readonly #api: BotApiClient
  readonly #prefix: string

  constructor(api: BotApiClient, prefix: string) {
    this.#api = api
    this.#prefix = prefix
  }

  /** @throws BotApiError */
  async get(id: string): Promise<T | null> {
    return (await this.#read(id)).value
  }

  async #read(id: string): Promise<{ value: T | null; version: number }> {
    const { value, version } = await this.#api.call('GET /values/:key', { params: { key: this.#prefix + id } })
    return { value: value as T | null, version }
  }

  /** All of them. @throws BotApiError */
  async all(): Promise<[id: string, value: T][]> {
    const found: [string, T][] = []
    for (let after: string | undefined; ; ) {
      const query = { prefix: this.#prefix, ...(after !== undefined && { after }) }
      const { values, more } = await this.#api.call('GET /values', { query })
      for (const { key, value } of values) found.push([key.slice(this.#prefix.length), value as T])
      after = values.at(-1)?.key
      if (!more || after === undefined) return found
    }
  }

  /**
   * Changes one: `change` gets what it is now, and returns what it is to be, null to forget it, or undefined to leave it.
   * It is called again where another change came between. Returns what it is then.
   * @throws BotApiError
   */
  async change(id: string, change: (before: T | null) => T | null | undefined): Promise<T | null> {
    for (let tried = 1; ; tried++) {
      const { value: before, version } = await this.#read(id)
      const after = change(before)
      if (after === undefined) return before
      try {
        await this.#api.call('PUT /values/:key', {
          params: { key: this.#prefix + id },
          body: { value: after, version },
        })
        return after
      } catch (error) {
        if (!(error instanceof BotApiError && error.error === 'conflict') || tried >= mostTries) throw error
      }
    }
  }
}
