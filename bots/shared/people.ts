import { type BotApiClient, BotApiError } from '../../sdk/bot/index.ts'

export interface Person {
  id: string
  name: string
}

const freshMs = 600_000
const most = 1_000

/** Who the people of the conversations of a bot are. Names are asked again after ten minutes. */
export class People {
  readonly #api: BotApiClient
  readonly #known = new Map<string, { name: Promise<string | null>; until: number }>()

  constructor(api: BotApiClient) {
    this.#api = api
  }

  /** The members of a conversation, without bots: at most about `most` of them. @throws BotApiError */
  async members(conversationId: string, most = 400): Promise<Person[]> {
    const found: Person[] = []
    for (let after: string | undefined; found.length < most; ) {
      const { people, more } = await this.#api.call('GET /conversations/:conversationId/members', {
        params: { conversationId },
        query: { ...(after !== undefined && { after }) },
      })
      found.push(...people.filter(({ bot }) => !bot).map(({ id, name }) => ({ id, name })))
      after = people.at(-1)?.id
      if (!more || after === undefined) break
    }
    return found
  }

  /** The name of a person, or null of one whom the bot does not know. */
  name(id: string): Promise<string | null> {
    const known = this.#known.get(id)
    if (known !== undefined && known.until > Date.now()) return known.name
    const name = this.#ask(id)
    name.catch(() => this.#known.delete(id))
    if (this.#known.size >= most) this.#known.clear()
    this.#known.set(id, { name, until: Date.now() + freshMs })
    return name
  }

  async #ask(userId: string): Promise<string | null> {
    try {
      return (await this.#api.call('GET /people/:userId', { params: { userId } })).person.name
    } catch (error) {
      if (error instanceof BotApiError && error.error === 'not_found') return null
      throw error
    }
  }

  /** The names of those who have one, by id. */
  async names(ids: readonly (string | null | undefined)[]): Promise<Record<string, string>> {
    const asked = [...new Set(ids.filter(id => id !== null && id !== undefined))]
    const names = await Promise.all(asked.map(async id => [id, await this.name(id)] as const))
    return Object.fromEntries(names.filter((pair): pair is readonly [string, string] => pair[1] !== null))
  }
}
