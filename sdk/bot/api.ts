import type { BotApi, BotRequest, BotResult } from '../../protocol/http/bots.ts'

export type BotApiRequest<K extends keyof BotApi> = BotRequest<K>
export type BotApiResult<K extends keyof BotApi> = BotResult<K>

/** What the workspace answered instead of a result. `error`: its name, such as `not_member`. */
export class BotApiError extends Error {
  readonly error: string
  readonly status: number
  readonly field: string | undefined

  constructor(status: number, { error, message, field }: { error?: string; message?: string; field?: string }) {
    super(message ?? error ?? `HTTP ${status}`)
    this.error = error ?? 'internal'
    this.status = status
    this.field = field
  }
}

export interface ApiOptions {
  /** The address of the workspace: `https://work.example.com`. */
  url: string
  /** The token of the bot: `lqb-…`. */
  token: string
}

/** How often a request that may be repeated is tried, and the most that it waits in between, milliseconds. */
const mostTries = 5
const longestWaitMs = 30_000

/** Calls the API of a workspace. */
export class BotApiClient {
  readonly #url: string
  readonly #token: string

  constructor({ url, token }: ApiOptions) {
    this.#url = url.replace(/\/+$/, '')
    this.#token = token
  }

  get socketUrl(): string {
    return `${this.#url.replace(/^http/, 'ws')}/api/bots/v1/socket`
  }

  get authorization(): string {
    return `Bearer ${this.#token}`
  }

  /**
   * One request, as in docs/bots-api.md: `call('GET /people/:userId', { params: { userId } })`. Waits where the workspace
   * says that there are too many, and tries again what a broken connection ended, where that does nothing twice.
   * @throws BotApiError, TypeError when the workspace cannot be reached
   */
  async call<K extends keyof BotApi>(key: K, request: BotRequest<K>): Promise<BotResult<K>> {
    const {
      params = {},
      query = {},
      body,
    } = request as {
      params?: Record<string, unknown>
      query?: Record<string, unknown>
      body?: unknown
    }
    const [method = 'GET', template = ''] = key.split(' ')
    const path = template.replace(/:(\w+)/g, (_match, name: string) => encodeURIComponent(String(params[name])))
    const search = new URLSearchParams()
    for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
    const json = body === undefined ? undefined : JSON.stringify(body)
    const type = json === undefined ? undefined : 'application/json'
    return this.#send(method, `${path}${search.size > 0 ? `?${search}` : ''}`, json, type) as Promise<BotResult<K>>
  }

  /** Uploads a file for a message. @throws BotApiError */
  async upload(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<BotResult<'POST /files'>['file']> {
    const path = `/files?${new URLSearchParams({ name })}`
    const { file } = (await this.#send('POST', path, bytes, 'application/octet-stream')) as BotResult<'POST /files'>
    return file
  }

  async #send(
    method: string,
    path: string,
    body: string | Uint8Array<ArrayBuffer> | undefined,
    type: string | undefined,
  ): Promise<unknown> {
    for (let tried = 1; ; tried++) {
      const response = await fetch(`${this.#url}/api/bots/v1${path}`, {
        method,
        headers: { authorization: this.authorization, ...(type !== undefined && { 'content-type': type }) },
        ...(body !== undefined && { body }),
      }).catch(error => {
        if (method === 'GET' && tried < mostTries) return null
        throw error
      })
      if (response?.ok) return response.json()
      // A limit that does not say for how long to wait is reached for good.
      const later = response?.status === 429 && response.headers.has('retry-after')
      const again = response === null || later || response.status === 503
      if (response !== null && (!again || tried >= mostTries))
        throw new BotApiError(response.status, (await response.json().catch(() => ({}))) as object)
      const seconds = Number(response?.headers.get('retry-after') ?? 2 ** (tried - 1))
      await new Promise(resolve => setTimeout(resolve, Math.min(seconds * 1_000, longestWaitMs)))
    }
  }
}
