import { request as httpRequest } from 'node:http'
import { type FileRef, fileRoutes } from '@lianqun/protocol'

/** A person who uploads by tus, request by request. `base`: the server's address; of an upload the whole address is given. */
export class Uploader {
  readonly #token: string

  constructor(token: string) {
    this.#token = token
  }

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#token}`, 'tus-resumable': '1.0.0' }
  }

  create(base: string, size: number, name = '数据.bin'): Promise<Response> {
    return fetch(base + fileRoutes.uploads, {
      method: 'POST',
      headers: {
        ...this.headers,
        'upload-length': String(size),
        'upload-metadata': `name ${Buffer.from(name).toString('base64')}`,
      },
    })
  }

  /** The address of a new upload. */
  async created(base: string, size: number): Promise<string> {
    const location = (await this.create(base, size)).headers.get('location')
    if (location === null) throw new Error('no upload')
    return base + new URL(location, base).pathname
  }

  patch(url: string, offset: number, bytes: Buffer): Promise<Response> {
    return fetch(url, { method: 'PATCH', headers: this.#pieceHeaders(offset), body: new Uint8Array(bytes) })
  }

  /** @throws when the server does not say */
  async offsetOf(url: string): Promise<number> {
    const response = await fetch(url, { method: 'HEAD', headers: this.headers })
    if (response.status !== 200) throw new Error(`the offset is not told: ${response.status}`)
    return Number(response.headers.get('upload-offset'))
  }

  /** Sends what the server lacks, and asks again where a request that was cut came in between. */
  async complete(url: string, bytes: Buffer): Promise<void> {
    for (;;) {
      const offset = await this.offsetOf(url)
      const { status } = await this.patch(url, offset, bytes.subarray(offset))
      if (status === 204) return
      if (status !== 409) throw new Error(`the rest is not taken: ${status}`)
    }
  }

  cancel(url: string): Promise<Response> {
    return fetch(url, { method: 'DELETE', headers: this.headers })
  }

  finished(url: string): Promise<Response> {
    return fetch(`${url}/file`, { headers: this.headers })
  }

  async finish(url: string): Promise<FileRef> {
    return ((await (await this.finished(url)).json()) as { file: FileRef }).file
  }

  async contentOf(base: string, file: FileRef): Promise<Buffer> {
    const response = await fetch(base + fileRoutes.file(file.id), { headers: this.headers })
    return Buffer.from(await response.arrayBuffer())
  }

  /** Sends the first bytes of a piece; what is done with the line then is the caller's. */
  begin(url: string, offset: number, piece: Buffer, sent: number): BegunPiece {
    const headers = { ...this.#pieceHeaders(offset), 'content-length': piece.length }
    const request = httpRequest(url, { method: 'PATCH', headers })
    const { promise: ended, resolve } = Promise.withResolvers<number | null>()
    request.on('response', response => {
      response.resume()
      resolve(response.statusCode ?? null)
    })
    request.on('error', () => undefined).on('close', () => resolve(null))
    const written = new Promise<void>(resolve => request.write(piece.subarray(0, sent), () => resolve()))
    return { written, ended, rest: () => request.end(piece.subarray(sent)), cut: () => request.destroy() }
  }

  /** Sends the first bytes of a piece and drops the line. */
  async cut(url: string, offset: number, piece: Buffer, sent: number): Promise<void> {
    const begun = this.begin(url, offset, piece, sent)
    await begun.written
    begun.cut()
    await begun.ended
  }

  #pieceHeaders(offset: number): Record<string, string> {
    return { ...this.headers, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) }
  }
}

/** A piece of which a part is on its way. */
export interface BegunPiece {
  written: Promise<void>
  /** The status of the answer; null: the line ended without one. */
  ended: Promise<number | null>
  rest(): void
  cut(): void
}

/** The status and the name of the error in an answer. */
export async function errorIn(response: Response): Promise<[number, string]> {
  return [response.status, ((await response.json()) as { error: string }).error]
}
