import type { IncomingMessage } from 'node:http'
import { type ErrorName, errors, ProtocolError } from '@lianqun/protocol'
import { DesktopError } from '../errors.ts'
import type { HttpRequest, Transport } from '../transport/transport.ts'

export interface FilesHttpOptions {
  transport: Pick<Transport, 'http'>
  /** Of the workspace's HTTP side. */
  origin: string
  /** An access token that is valid now; `refused`: the one that the server did not take. */
  token: (refused?: string) => Promise<string>
}

/** The requests for files, with the access token; one that the server does not take is renewed once. */
export class FilesHttp {
  readonly #options: FilesHttpOptions

  constructor(options: FilesHttpOptions) {
    this.#options = options
  }

  url(path: string): string {
    return this.#options.origin + path
  }

  /** The answer, whatever its status but 401. @throws DesktopError, ProtocolError `unauthenticated` */
  async send(request: HttpRequest): Promise<IncomingMessage> {
    // The token goes to the workspace alone, whatever address a server answers with.
    if (new URL(request.url).origin !== this.#options.origin)
      throw new DesktopError('not_a_workspace', 'the server named an address of another one')
    let token = await this.#options.token()
    for (let round = 1; ; round++) {
      const headers = { ...request.headers, authorization: `Bearer ${token}` }
      const response = await this.#options.transport.http({ ...request, headers })
      if (response.statusCode !== 401) return response
      response.resume()
      if (round === 2) throw new ProtocolError('unauthenticated')
      token = await this.#options.token(token)
    }
  }

  async json(path: string, signal: AbortSignal): Promise<unknown> {
    const response = await this.send({ method: 'GET', url: this.url(path), headers: {}, signal })
    const text = await textOf(response)
    if (response.statusCode !== 200) throw answerError(response.statusCode ?? 0, text)
    try {
      return JSON.parse(text)
    } catch {
      throw new DesktopError('not_understood', 'the answer is not JSON')
    }
  }
}

/** The body of a short answer. */
export async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of response) {
    size += part.length
    if (size > 1_048_576) throw new DesktopError('not_understood', 'the answer is too long')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

const byStatus: Record<number, ErrorName> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  410: 'not_found',
  413: 'too_large',
  429: 'rate_limited',
  507: 'storage_full',
}

/** The error of an answer that is none of success: by the name in it, or by its status. */
export function answerError(status: number, body: string): ProtocolError {
  const name = nameIn(body)
  if (name !== null) return new ProtocolError(name)
  return new ProtocolError(byStatus[status] ?? (status >= 500 ? 'unavailable' : 'refused'))
}

function nameIn(body: string): ErrorName | null {
  const known = (name: unknown): ErrorName | null =>
    typeof name === 'string' && Object.hasOwn(errors, name) ? (name as ErrorName) : null
  try {
    return known((JSON.parse(body) as { error?: unknown } | null)?.error)
  } catch {
    // tus answers with the name alone.
    return known(body.trim())
  }
}
