import { EventEmitter, once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { setTimeout as rest } from 'node:timers/promises'
import { fileRoutes } from '@lianqun/protocol'
import type { TransferState } from '../../../preload/contract/index.ts'
import type { Cache, StoredFile } from '../../cache/api.ts'
import type { Log } from '../../log.ts'
import { DesktopError, errorCode } from '../errors.ts'
import { type Blobs, fileError } from './blobs.ts'
import { EncryptedWriter, newFileKey, readEncrypted } from './encrypted-file.ts'
import { answerError, type FilesHttp, textOf } from './http-files.ts'

export interface DownloadsOptions {
  cache: Cache
  blobs: Blobs
  http: FilesHttp
  onProgress: (id: string, transfer: TransferState) => void
  log: Log
  /** First wait after a cut, milliseconds; it doubles as long as no byte comes. */
  retryMs?: number
}

/** Attempts in a row without a byte, after which a download has failed. */
const maxAttempts = 6
/** The window is told of progress at most this often, milliseconds. */
const progressEveryMs = 200
/** The use of a file is noted at most this often, milliseconds. */
const useEveryMs = 600_000

/** A file on its way into the store. */
class Download {
  readonly id: string
  readonly abort = new AbortController()
  readonly moved = new EventEmitter().setMaxListeners(0)
  file: Omit<StoredFile, 'done'> | null = null
  /** Bytes that can be read from the blob. */
  written = 0
  /** Set when it is over: null is success. */
  over: { error: unknown } | null = null
  finished: Promise<StoredFile> = Promise.reject(new Error('not begun'))

  constructor(id: string) {
    this.id = id
    this.finished.catch(() => {})
  }

  /** Resolves when the condition holds. @throws why the download failed */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.over !== null && this.over.error !== null) throw this.over.error
      if (this.over !== null) return
      await once(this.moved, 'moved')
    }
  }
}

/**
 * Loads files into the encrypted store: each once, however many ask for it, and after a cut or a crash from where it
 * was. Ids are those of files, with `/thumbnail` or `/preview` for their smaller pictures.
 */
export class Downloads {
  readonly #options: DownloadsOptions
  readonly #active = new Map<string, Download>()
  readonly #failed = new Map<string, TransferState>()
  readonly #paused = new Map<string, TransferState>()
  readonly #used = new Map<string, number>()
  #limit = Number.POSITIVE_INFINITY

  constructor(options: DownloadsOptions) {
    this.#options = options
  }

  /** @param limit the most bytes that are kept */
  async setLimit(limit: number): Promise<void> {
    this.#limit = limit
    await this.#options.cache.limitFiles(limit)
    await this.emptyTrash()
  }

  /** Ends all downloads; what they have stays for later. */
  async stop(): Promise<void> {
    const running = [...this.#active.values()]
    for (const { abort } of running) abort.abort(new DesktopError('offline', 'the client stops'))
    await Promise.allSettled(running.map(({ finished }) => finished))
  }

  async emptyTrash(): Promise<void> {
    await this.#options.blobs.emptyTrash(blob => {
      for (const { file, abort } of this.#active.values())
        if (file?.blob === blob) abort.abort(new DesktopError('file_gone', 'the file is not kept any more'))
    })
  }

  /** The whole file, loaded if need be. @throws ProtocolError `not_found`, DesktopError */
  async whole(id: string): Promise<StoredFile> {
    const stored = await this.#stored(id)
    return stored ?? (await this.#begin(id)).finished
  }

  /** The head of the file, as soon as it is known; and its bytes, as they come. */
  async open(id: string): Promise<{
    file: Omit<StoredFile, 'done'>
    /** Bytes that are here now; others would be waited for. */
    here: () => number
    read(start: number, end: number): AsyncGenerator<Buffer>
  }> {
    const stored = await this.#stored(id)
    const { blobs } = this.#options
    if (stored !== null) {
      const read = (start: number, end: number) => readEncrypted(blobs.path(stored.blob), stored.key, start, end)
      return { file: stored, here: () => stored.size, read }
    }
    const download = this.#begin(id)
    await download.until(() => download.file !== null)
    const { file } = download
    if (file === null) throw new DesktopError('file_gone', 'the file did not come')
    const here = (): number => download.written
    async function* read(start: number, end: number): AsyncGenerator<Buffer> {
      for (let at = start; at < end; ) {
        await download.until(() => download.written > at)
        if (download.file !== file || file === null) throw new DesktopError('file_changed', 'the file is another now')
        const to = Math.min(end, download.written)
        yield* readEncrypted(blobs.path(file.blob), file.key, at, to)
        at = to
      }
    }
    return { file, here, read }
  }

  /** A part straight from the server, which is not kept. */
  async pass(id: string, start: number, end: number, signal: AbortSignal): Promise<IncomingMessage> {
    const response = await this.#request(id, { range: `bytes=${start}-${end - 1}` }, signal)
    if (response.statusCode === 206) return response
    response.destroy()
    throw new DesktopError('not_understood', 'the server gave another part')
  }

  /** Downloads of whole files that are not done. */
  transfers(): { id: string; transfer: TransferState }[] {
    const running = [...this.#active.values()].map(download => ({ id: download.id, transfer: stateOf(download) }))
    const others = [...this.#failed, ...this.#paused].map(([id, transfer]) => ({ id, transfer }))
    return [...running, ...others].filter(({ id }) => !id.includes('/'))
  }

  pause(id: string): void {
    const download = this.#active.get(id)
    if (download === undefined) return
    this.#paused.set(id, { ...stateOf(download), state: 'paused' })
    download.abort.abort(new DesktopError('offline', 'the person paused it'))
  }

  /** Begins a download, or goes on with it. It goes on by itself; its progress is told. */
  resume(id: string): void {
    this.#begin(id)
  }

  async cancel(id: string): Promise<void> {
    const download = this.#active.get(id)
    download?.abort.abort(new DesktopError('offline', 'the person gave it up'))
    await download?.finished.catch(() => {})
    this.#failed.delete(id)
    this.#paused.delete(id)
    const stored = await this.#options.cache.storedFile(id)
    if (stored?.done === false) await this.#options.cache.forgetFile(id)
    await this.emptyTrash()
    this.#options.onProgress(id, { state: 'done', done: 0, total: 0, error: null })
  }

  async #stored(id: string): Promise<StoredFile | null> {
    const { cache } = this.#options
    const stored = await cache.storedFile(id)
    if (stored?.done !== true) return null
    const now = Date.now()
    if (now - (this.#used.get(id) ?? 0) > useEveryMs) {
      this.#used.set(id, now)
      await cache.fileUsed(id, now)
    }
    return stored
  }

  #begin(id: string): Download {
    const known = this.#active.get(id)
    if (known !== undefined) return known
    const download = new Download(id)
    this.#active.set(id, download)
    this.#failed.delete(id)
    this.#paused.delete(id)
    download.finished = this.#run(download)
    download.finished.catch(() => {})
    return download
  }

  async #run(download: Download): Promise<StoredFile> {
    const { id } = download
    const { log, retryMs = 500 } = this.#options
    try {
      for (let attempt = 1; ; ) {
        const before = download.written
        try {
          const file = await this.#attempt(download)
          download.over = { error: null }
          return file
        } catch (error) {
          download.abort.signal.throwIfAborted()
          if (download.written > before) attempt = 1
          if (!mayPass(error) || attempt >= maxAttempts) throw error
          log('a download was cut', { error: String(error), attempt })
          await rest(retryMs * 2 ** attempt, undefined, { signal: download.abort.signal })
          attempt++
        }
      }
    } catch (thrown) {
      const error = download.abort.signal.aborted ? download.abort.signal.reason : fileError(thrown)
      download.over = { error }
      if (!download.abort.signal.aborted)
        this.#failed.set(id, { ...stateOf(download), state: 'failed', error: errorCode(error).code })
      throw error
    } finally {
      this.#active.delete(id)
      download.moved.emit('moved')
      if (!id.includes('/'))
        this.#options.onProgress(id, this.#failed.get(id) ?? this.#paused.get(id) ?? stateOf(download))
    }
  }

  async #attempt(download: Download): Promise<StoredFile> {
    const { cache, blobs } = this.#options
    const { id, abort } = download
    const begun = await cache.storedFile(id)
    // Another one of the same file may have come to its end.
    if (begun?.done === true) return begun
    let writer = begun === null ? null : await EncryptedWriter.open(blobs.path(begun.blob), begun.key)
    try {
      if (begun !== null && writer !== null) this.#moved(download, begun, writer.written)
      if (begun === null || writer === null || writer.written !== begun.size) {
        const from = writer?.written ?? 0
        const headers: Record<string, string> =
          begun === null || from === 0 ? {} : { range: `bytes=${from}-`, 'if-range': begun.etag }
        const response = await this.#request(id, headers, abort.signal)
        abort.signal.addEventListener('abort', () => response.destroy(), { once: true })
        if (response.statusCode !== 206 || begun === null || writer === null) {
          await writer?.close()
          writer = null
          // Its own blob from before goes now, which is no reason to end it.
          download.file = null
          const file = await this.#fresh(id, response)
          writer = await EncryptedWriter.open(blobs.path(file.blob), file.key)
          this.#moved(download, file, 0)
        }
        await this.#receive(download, response, writer)
      }
      await writer.finish()
      writer = null
    } finally {
      await writer?.close()
    }
    return this.#keep(download)
  }

  /** Begins the file anew, with a key of its own. */
  async #fresh(id: string, response: IncomingMessage): Promise<Omit<StoredFile, 'done'>> {
    const { cache, blobs } = this.#options
    const size = Number(response.headers['content-length'])
    const etag = response.headers.etag ?? ''
    if (response.statusCode !== 200 || !Number.isSafeInteger(size) || size < 0) {
      response.destroy()
      throw new DesktopError('not_understood', 'the server does not say how long the file is')
    }
    const mediaType = response.headers['content-type'] ?? 'application/octet-stream'
    const file = { id, blob: blobs.newName(), key: newFileKey(), size, mediaType, etag }
    await cache.fileBegan(file, Date.now())
    await this.emptyTrash()
    return file
  }

  async #receive(download: Download, response: IncomingMessage, writer: EncryptedWriter): Promise<void> {
    const size = download.file?.size ?? 0
    let received = writer.written
    for await (const chunk of response as AsyncIterable<Buffer>) {
      received += chunk.length
      if (received > size) throw new DesktopError('not_understood', 'the file is longer than the server said')
      await writer.write(chunk)
      this.#moved(download, download.file, writer.written)
    }
    if (received !== size) throw new DesktopError('unreachable', 'the file ended too early')
  }

  async #keep(download: Download): Promise<StoredFile> {
    const { cache } = this.#options
    const { id, file } = download
    if (file === null || !(await cache.fileStored(id, file.blob))) {
      await this.emptyTrash()
      throw new DesktopError('file_gone', 'the file is not kept any more')
    }
    this.#moved(download, file, file.size)
    await cache.limitFiles(this.#limit)
    await this.emptyTrash()
    return { ...file, done: true }
  }

  #moved(download: Download, file: Omit<StoredFile, 'done'> | null, written: number): void {
    download.file = file
    const before = download.written
    download.written = written
    download.moved.emit('moved')
    const step = Math.floor(Date.now() / progressEveryMs)
    if (written !== before && !download.id.includes('/') && this.#used.get(`step:${download.id}`) !== step) {
      this.#used.set(`step:${download.id}`, step)
      this.#options.onProgress(download.id, stateOf(download))
    }
  }

  async #request(id: string, headers: Record<string, string>, signal: AbortSignal): Promise<IncomingMessage> {
    const { http } = this.#options
    const [fileId = '', variant] = id.split('/')
    const path = variant === undefined ? fileRoutes.file(fileId) : `${fileRoutes.file(fileId)}/${variant}`
    const response = await http.send({ method: 'GET', url: http.url(path), headers, signal })
    const status = response.statusCode ?? 0
    if (status === 200 || status === 206) return response
    throw answerError(status, await textOf(response))
  }
}

function stateOf({ file, written, over }: Download): TransferState {
  const state = over === null ? 'running' : over.error === null ? 'done' : 'failed'
  return { state, done: Math.min(written, file?.size ?? 0), total: file?.size ?? 0, error: null }
}

/** Whether the same request may lead somewhere later: the network failed, not the file. */
function mayPass(error: unknown): boolean {
  const { code } = errorCode(fileError(error))
  return !['not_found', 'forbidden', 'refused', 'disk_full', 'file_gone', 'not_understood', 'bad_certificate'].includes(
    code,
  )
}
