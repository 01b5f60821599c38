import { createHash } from 'node:crypto'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { type FileRef, fileRefSchema, fileRoutes, ProtocolError } from '@lianqun/protocol'
import { z } from 'zod'
import { coalesce } from '../../../common/coalesce.ts'
import type { TransferState } from '../../../preload/contract/index.ts'
import { type Cache, CacheError, type PendingUpload, type QueuedFile } from '../../cache/api.ts'
import type { Log } from '../../log.ts'
import { askedWait } from '../busy-server.ts'
import type { Request } from '../connection.ts'
import { DesktopError, errorCode } from '../errors.ts'
import { type Blobs, fileError } from './blobs.ts'
import { readEncrypted } from './encrypted-file.ts'
import type { FilesHttp } from './http-files.ts'
import { sendByTus } from './tus.ts'

export interface UploadsOptions {
  cache: Cache
  blobs: Blobs
  http: FilesHttp
  request: Request
  /** A message may be sent now. */
  onReady: () => void
  onProgress: (clientId: string, transfer: TransferState) => void
  log: Log
  /** First wait before a file is tried again, milliseconds; it doubles with each attempt. */
  retryMs?: number
}

/** The most files on their way up at the same time. */
const parallel = 3
/** No file waits longer before it is tried again, milliseconds. */
const longestWaitMs = 60_000
/** The window is told of progress at most this often, milliseconds. */
const progressEveryMs = 200

const uploadedSchema = z.object({ file: fileRefSchema })

/** A file that is sent without a message is given up after this time, milliseconds. */
const sendNowMs = 60_000

/** A file on its way up. `url`: where an earlier attempt ended; `onUrl` hears where this one goes. */
interface Transfer extends Pick<QueuedFile, 'name' | 'size' | 'source'> {
  url: string | null
  onUrl: (url: string) => Promise<void>
  onProgress: (bytes: number) => void
  signal: AbortSignal
}

interface Running {
  clientId: string
  abort: AbortController
}

/** How an upload goes, as far as this run of the client knows. */
interface Course {
  /** Bytes that the server has. */
  sent: number
  /** So often it was tried in vain. */
  attempts: number
  /** Why the server did not take it, while it is tried again. */
  reason: string | null
}

/** Sends the files of queued messages to the server, from where the last attempt, or the last run, came to. */
export class Uploads {
  readonly #options: UploadsOptions
  readonly #running = new Map<string, Running>()
  readonly #waiting = new Map<string, NodeJS.Timeout>()
  readonly #courses = new Map<string, Course>()
  #list: PendingUpload[] = []
  #told = 0
  #online = false

  constructor(options: UploadsOptions) {
    this.#options = options
  }

  /** The connection is up. */
  start(): void {
    this.#online = true
    this.#clearWaiting()
    this.pump()
  }

  /** The connection is lost, or the client stops: files stay in the outbox, and go on later. */
  stop(): void {
    this.#online = false
    this.#clearWaiting()
    for (const { abort } of this.#running.values()) abort.abort(new DesktopError('offline', 'the connection is lost'))
  }

  /** Looks what is to be done; to be called after the outbox changed. */
  pump(): void {
    void this.#read()
  }

  /** Waits until the queued files are known. */
  async known(): Promise<void> {
    await this.#read()
  }

  readonly #read = coalesce(async () => {
    const { cache, log } = this.#options
    try {
      this.#list = await cache.uploads()
    } catch (error) {
      log('the queued files cannot be read', { error: String(error) })
      return
    }
    const left = new Set(this.#list.filter(({ file }) => file === null).map(({ id }) => id))
    for (const id of this.#courses.keys()) if (!left.has(id)) this.#courses.delete(id)
    const due = this.#list.filter(({ file, state, paused }) => file === null && state === 'pending' && !paused)
    const wanted = new Set(due.map(({ id }) => id))
    for (const [id, { abort }] of this.#running)
      if (!wanted.has(id)) abort.abort(new DesktopError('offline', 'the file is not wanted any more'))
    if (!this.#online) return
    for (const upload of due) {
      if (this.#running.size >= parallel) break
      if (this.#running.has(upload.id) || this.#waiting.has(upload.id)) continue
      const running = { clientId: upload.clientId, abort: new AbortController() }
      this.#running.set(upload.id, running)
      void this.#send(upload, running)
    }
  })

  /** How far the files of a queued message are, or null when it has none. */
  transferOf(clientId: string): TransferState | null {
    const files = this.#list.filter(upload => upload.clientId === clientId)
    const [first] = files
    if (first === undefined) return null
    const total = files.reduce((sum, { size }) => sum + size, 0)
    const done = files.reduce(
      (sum, { id, size, file }) => sum + (file === null ? (this.#courses.get(id)?.sent ?? 0) : size),
      0,
    )
    const left = files.some(({ file }) => file === null)
    const running = [...this.#running.values()].some(one => one.clientId === clientId)
    const state =
      first.state === 'failed' ? 'failed' : !left ? 'done' : first.paused ? 'paused' : running ? 'running' : 'waiting'
    const reason = state === 'waiting' ? files.map(({ id }) => this.#courses.get(id)?.reason).find(Boolean) : null
    return { state, done: Math.min(done, total), total, error: first.error ?? reason ?? null }
  }

  /** The transfers that are not done, by client id. */
  transfers(): { id: string; transfer: TransferState }[] {
    return [...new Set(this.#list.map(({ clientId }) => clientId))].flatMap(id => {
      const transfer = this.transferOf(id)
      return transfer === null || transfer.state === 'done' ? [] : [{ id, transfer }]
    })
  }

  has(clientId: string): boolean {
    return this.#list.some(upload => upload.clientId === clientId)
  }

  /** The queued file of this id, for showing it. */
  queued(id: string): PendingUpload | undefined {
    return this.#list.find(upload => upload.id === id)
  }

  async pause(clientId: string, paused: boolean): Promise<void> {
    await this.#options.cache.uploadsPaused(clientId, paused)
    await this.#read()
    this.#tell(clientId, true)
  }

  async #send(upload: PendingUpload, running: Running): Promise<void> {
    const { cache, log, onReady } = this.#options
    const { id, clientId } = upload
    this.#tell(clientId, true)
    try {
      const file = await this.#upload(upload, running)
      await cache.uploadDone(id, file)
      onReady()
    } catch (error) {
      try {
        await this.#failed(upload, fileError(error), running)
      } catch (failure) {
        log('the outbox cannot be written', { error: String(failure) })
      }
    } finally {
      this.#running.delete(id)
      await this.#read()
      this.#tell(clientId, true)
    }
  }

  /** Sends a file that no message waits for. It is not tried again. @throws DesktopError, ProtocolError */
  async sendNow(file: QueuedFile): Promise<FileRef> {
    if (!this.#online) throw new DesktopError('offline', 'a picture is sent while there is a connection')
    try {
      const nothing = { onUrl: async () => {}, onProgress: () => {} }
      return await this.#transfer({ ...file, url: null, ...nothing, signal: AbortSignal.timeout(sendNowMs) })
    } catch (error) {
      throw fileError(error)
    }
  }

  /** @returns what the server made of the file */
  #upload(upload: PendingUpload, running: Running): Promise<FileRef> {
    const { id, clientId } = upload
    return this.#transfer({
      ...upload,
      onUrl: url => this.#options.cache.uploadBegan(id, url),
      onProgress: bytes => {
        this.#course(id).sent = bytes
        this.#tell(clientId, false)
      },
      signal: running.abort.signal,
    })
  }

  async #transfer(upload: Transfer): Promise<FileRef> {
    const { http, request } = this.#options
    const { name, size, signal, onProgress } = upload
    const source = await openSource(upload, this.#options.blobs)
    try {
      await source.check()
      const done = upload.url === null ? null : await this.#finished(upload.url, signal)
      if (done !== null) return done
      if (upload.url === null) {
        const sha256 = await hashOf(source, size, signal)
        await source.check()
        const { file } = await request('file.claim', { sha256, name })
        if (file !== null) return file
      }
      const url = await sendByTus({
        http,
        endpoint: http.url(fileRoutes.uploads),
        url: upload.url === null ? null : http.url(upload.url),
        size,
        metadata: { name },
        read: async (start, end) => {
          await source.check()
          return source.read(start, end)
        },
        onUrl: address => upload.onUrl(new URL(address).pathname),
        onProgress,
        signal,
      })
      await source.check()
      return await this.#finish(new URL(url).pathname, signal)
    } finally {
      await source.close()
    }
  }

  async #finish(path: string, signal: AbortSignal): Promise<FileRef> {
    return uploadedSchema.parse(await this.#options.http.json(`${path}/file`, signal)).file
  }

  /** The file of an upload of which only the last answer was lost, or null: the server has the upload no more then. */
  async #finished(path: string, signal: AbortSignal): Promise<FileRef | null> {
    try {
      return await this.#finish(path, signal)
    } catch (error) {
      if (error instanceof ProtocolError && (error.errorName === 'invalid_request' || error.errorName === 'not_found'))
        return null
      throw error
    }
  }

  async #failed({ id, clientId }: PendingUpload, error: unknown, { abort }: Running): Promise<void> {
    const { cache, log, retryMs = 1_000 } = this.#options
    // It was stopped: it goes on when the connection is back, or the person wants it.
    if (abort.signal.aborted || error instanceof CacheError) return
    const { code } = errorCode(error)
    const forGood =
      error instanceof ProtocolError ? !error.retry : ['file_changed', 'file_gone', 'file_unreadable'].includes(code)
    log('a file could not be sent', { error: String(error), forGood })
    const course = this.#course(id)
    course.reason = code === 'storage_full' ? code : null
    if (forGood) {
      await cache.outboxFailed(clientId, code)
      return
    }
    if (!this.#online) return
    const wait = askedWait(error, longestWaitMs) ?? Math.min(retryMs * 2 ** course.attempts, longestWaitMs)
    course.attempts++
    const again = (): void => {
      this.#waiting.delete(id)
      this.pump()
    }
    this.#waiting.set(id, setTimeout(again, wait))
  }

  #course(id: string): Course {
    const course = this.#courses.get(id) ?? { sent: 0, attempts: 0, reason: null }
    this.#courses.set(id, course)
    return course
  }

  #tell(clientId: string, now: boolean): void {
    if (!now && Date.now() - this.#told < progressEveryMs) return
    this.#told = Date.now()
    const transfer = this.transferOf(clientId)
    if (transfer !== null) this.#options.onProgress(clientId, transfer)
  }

  #clearWaiting(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer)
    this.#waiting.clear()
  }
}

/** The bytes of a queued file. */
interface Source {
  /** @throws DesktopError `file_changed` when they are not those that the person chose */
  check(): Promise<void>
  read(start: number, end: number): Promise<Buffer>
  close(): Promise<void>
}

async function openSource({ source, size }: Pick<QueuedFile, 'source' | 'size'>, blobs: Blobs): Promise<Source> {
  if ('blob' in source) {
    const read = async (start: number, end: number): Promise<Buffer> => {
      const parts: Buffer[] = []
      for await (const part of readEncrypted(blobs.path(source.blob), source.key, start, end)) parts.push(part)
      return Buffer.concat(parts)
    }
    return { check: async () => {}, read, close: async () => {} }
  }
  const { path, mtime } = source
  const handle = await open(path, 'r')
  return {
    check: async () => {
      const now = await stat(path)
      if (now.size !== size || now.mtimeMs !== mtime) throw new DesktopError('file_changed', 'the file was changed')
    },
    read: (start, end) => readPart(handle, start, end),
    close: () => handle.close(),
  }
}

async function readPart(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(end - start)
  let length = 0
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, start + length)
    if (bytesRead === 0) throw new DesktopError('file_changed', 'the file is shorter than it was')
    length += bytesRead
  }
  return buffer
}

async function hashOf(source: Source, size: number, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const step = 1_048_576
  for (let start = 0; start < size; start += step) {
    signal.throwIfAborted()
    hash.update(await source.read(start, Math.min(start + step, size)))
  }
  return hash.digest('hex')
}
