import { type HttpRequest as TusRequest, type HttpResponse as TusResponse, Upload } from 'tus-js-client'
import { DesktopError } from '../errors.ts'
import { answerError, type FilesHttp, textOf } from './http-files.ts'

/** Bytes of one request: what a cut loses at most, and what is in memory at once. */
const chunkBytes = 4 * 1_048_576

export interface TusOptions {
  http: FilesHttp
  /** Where uploads are created. */
  endpoint: string
  /** An upload that was begun before. */
  url: string | null
  size: number
  metadata: Record<string, string>
  read: (start: number, end: number) => Promise<Buffer>
  /** The upload has an address, from which it can go on later. */
  onUrl: (url: string) => Promise<void>
  onProgress: (bytes: number) => void
  signal: AbortSignal
}

/**
 * Sends a file by tus, from where the server has it. Resolves with the address of the finished upload.
 * @throws ProtocolError, DesktopError, and what `read` throws
 */
export function sendByTus(options: TusOptions): Promise<string> {
  const { http, endpoint, url, size, metadata, read, onUrl, onProgress, signal } = options
  return new Promise((resolve, reject) => {
    let stored: Promise<void> = Promise.resolve()
    const upload: Upload = new Upload(Buffer.alloc(0), {
      endpoint,
      ...(url === null ? {} : { uploadUrl: url }),
      uploadSize: size,
      metadata,
      chunkSize: chunkBytes,
      // The manager of uploads tries again itself.
      retryDelays: null,
      storeFingerprintForResuming: false,
      fingerprint: async () => '',
      httpStack: {
        createRequest: (method, address) => new Request(http, method, address, signal),
        getName: () => 'files',
      },
      fileReader: {
        openFile: async () => ({
          size,
          slice: async (start, end) => {
            const to = Math.min(end, size)
            return { value: (await read(start, to)) as unknown as Blob, done: false }
          },
          close: () => {},
        }),
      },
      onUploadUrlAvailable: () => {
        stored = onUrl(upload.url ?? '')
      },
      onProgress: bytes => onProgress(bytes),
      onSuccess: () => stored.then(() => resolve(upload.url ?? ''), reject),
      onError: error => reject(causeOf(error)),
    })
    signal.addEventListener('abort', () => {
      void upload.abort()
      reject(signal.reason)
    })
    upload.start()
  })
}

/** What went wrong behind the error of the library. */
function causeOf(error: Error): unknown {
  const { causingError, originalResponse } = error as {
    causingError?: Error
    originalResponse?: { getStatus(): number; getBody(): string } | null
  }
  if (originalResponse) return answerError(originalResponse.getStatus(), originalResponse.getBody())
  return causingError ?? new DesktopError('unreachable', error.message)
}

class Request implements TusRequest {
  readonly #http: FilesHttp
  readonly #method: string
  readonly #url: string
  readonly #headers: Record<string, string> = {}
  readonly #abort = new AbortController()
  readonly #signal: AbortSignal
  #onProgress: (bytes: number) => void = () => {}

  constructor(http: FilesHttp, method: string, url: string, signal: AbortSignal) {
    this.#http = http
    this.#method = method
    this.#url = url
    this.#signal = AbortSignal.any([this.#abort.signal, signal])
  }

  getMethod(): string {
    return this.#method
  }

  getURL(): string {
    return this.#url
  }

  setHeader(name: string, value: string): void {
    this.#headers[name.toLowerCase()] = value
  }

  getHeader(name: string): string | undefined {
    return this.#headers[name.toLowerCase()]
  }

  setProgressHandler(handler: (bytes: number) => void): void {
    this.#onProgress = handler
  }

  async send(body?: unknown): Promise<TusResponse> {
    const response = await this.#http.send({
      method: this.#method,
      url: this.#url,
      headers: this.#headers,
      signal: this.#signal,
      onSent: bytes => this.#onProgress(bytes),
      ...(body instanceof Uint8Array ? { body } : {}),
    })
    const text = await textOf(response)
    const status = response.statusCode ?? 0
    // Of any other answer the library makes a new upload from the first byte (tus/tus-js-client#895): a server that
    // starts anew, or has too much to do, still has what was sent.
    if (this.#method === 'HEAD' && status >= 300 && status !== 404 && status !== 410) throw answerError(status, text)
    return {
      getStatus: () => status,
      getHeader: name => [response.headers[name.toLowerCase()]].flat()[0],
      getBody: () => text,
      getUnderlyingObject: () => response,
    }
  }

  async abort(): Promise<void> {
    this.#abort.abort(new DesktopError('offline', 'the upload was stopped'))
  }

  getUnderlyingObject(): unknown {
    return null
  }
}
