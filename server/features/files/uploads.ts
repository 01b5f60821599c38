import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import {
  type ErrorName,
  errors,
  type FileRef,
  fileRoutes,
  limits,
  ProtocolError,
  requiredNameSchema,
} from '@lianqun/protocol'
import { Server as TusServer, type Upload } from '@tus/server'
import type { Identity } from '../../core/gateway/connection.ts'
import { httpStatus } from '../../core/http-status.ts'
import { Buckets } from '../../core/rate-limits.ts'
import type { Services } from '../../core/services.ts'
import { toFileRef } from '../../storage/rows.ts'
import { BucketUploads } from './bucket-uploads.ts'
import { DiskUploads } from './disk-uploads.ts'
import { uploadedBytes } from './domain.ts'
import type { FileKeeper } from './keeper.ts'
import type { UploadStore } from './upload-store.ts'

/** An unfinished upload is removed after this time, milliseconds. */
const expiryMs = 3 * 24 * 3_600_000

/** What a client says of an upload. */
interface Metadata {
  name: string
  durationMs: number | null
  width: number | null
  height: number | null
}

const nameSchema = requiredNameSchema(limits.fileNameChars)

/**
 * Uploads by tus 1.0: unfinished ones are files in a folder, or objects of the bucket where files are in one; finished
 * ones become rows and blobs.
 */
export class Uploads {
  readonly #services: Services
  readonly #keeper: FileKeeper
  readonly #tus: TusServer
  readonly #store: UploadStore
  readonly #callers = new WeakMap<IncomingMessage, Identity>()
  /** Uploads that are being finished, by person and id. */
  readonly #finishing = new Map<string, Promise<FileRef>>()
  /** Requests with bytes that are under way, by person. */
  readonly #running = new Map<string, number>()

  constructor(services: Services, keeper: FileKeeper, folder: string) {
    const { limits: most, failed } = services
    this.#services = services
    this.#keeper = keeper
    const bytes = new Buckets(most.uploadBytesPerSecond, most.uploadByteBurst)
    const pace = async (owner: string, length: number): Promise<void> => {
      if (!most.rate) return
      const bucket = bytes.of(owner)
      bucket.spend(length)
      for (let wait = bucket.take(); wait > 0; wait = bucket.take()) await delay(Math.min(wait, 1_000))
    }
    const rules = { pace, minFreeBytes: most.minFreeBytes, minFreeShare: most.minFreeShare }
    const parts = services.blobs.beside('uploads')
    this.#store =
      parts === null
        ? new DiskUploads(folder, expiryMs, rules)
        : new BucketUploads({ store: services.store, parts, folder, expiryMs, rules })
    this.#tus = new TusServer({
      path: fileRoutes.uploads,
      datastore: this.#store,
      locker: this.#store.locks,
      maxSize: most.fileBytes,
      relativeLocation: true,
      onUploadCreate: async (request, upload) => {
        const owner = this.#callerOf(request).userId
        const metadata = readMetadata(upload.metadata ?? {})
        if (metadata === null || upload.size === undefined) throw new ProtocolError('invalid_params')
        keeper.policy.requireName(metadata.name)
        await this.#reserve(upload, owner, upload.size)
        return { metadata: { ...upload.metadata, owner } }
      },
      onIncomingRequest: async (request, id) => {
        if (request.method !== 'POST') await this.#store.owned(id, this.#callerOf(request).userId)
      },
      onResponseError: (request, error) => {
        const known = toProtocolError(error)
        const node = request.runtime?.node?.req as IncomingMessage | undefined
        if (known.errorName === 'internal' && !node?.destroyed) failed(error)
        return { status_code: httpStatus(known.errorName), body: JSON.stringify(toJson(known)) }
      },
    })
  }

  #callerOf(request: { runtime?: { node?: { req: unknown } } }): Identity {
    const identity = this.#callers.get(request.runtime?.node?.req as IncomingMessage)
    if (identity === undefined) throw new ProtocolError('unauthenticated')
    return identity
  }

  /** @throws storage_full, limit_reached, upload_quota */
  async #reserve(upload: Upload, owner: string, size: number): Promise<void> {
    const { uploadsPerPerson, uploadBytesPerPerson, uploadBytesPerDay } = this.#services.limits
    await this.#store.requireSpace(size)
    const { count, bytes } = await this.#store.reserve(upload, owner)
    try {
      if (count > uploadsPerPerson || bytes > uploadBytesPerPerson)
        throw new ProtocolError('limit_reached', {
          message: 'Too much is being uploaded. Finish or cancel some first.',
        })
      // Read after the unfinished ones: one that is finished meanwhile counts twice rather than not.
      const finished = await this.#services.store.read(db => uploadedBytes(db, owner, Date.now()))
      if (uploadBytesPerDay > 0 && finished + bytes > uploadBytesPerDay) throw new ProtocolError('upload_quota')
    } catch (error) {
      await this.#store.remove(upload.id)
      throw error
    }
  }

  /** @throws rate_limited when too many requests of the person are under way */
  requireTurn(userId: string): void {
    if ((this.#running.get(userId) ?? 0) >= this.#services.limits.uploadsAtOnce)
      throw new ProtocolError('rate_limited', { retryAfterMs: 1_000 })
  }

  /** Answers a request of tus, with errors too. */
  async handle(caller: Identity, request: IncomingMessage, response: ServerResponse): Promise<void> {
    // The line was cut while its token was read: nothing tells of its end any more.
    if (response.destroyed || request.destroyed) return
    const { userId } = caller
    this.#running.set(userId, (this.#running.get(userId) ?? 0) + 1)
    // tus never ends with an answer to a line that was cut, so it is not waited for.
    response.once('close', () => {
      const left = (this.#running.get(userId) ?? 1) - 1
      if (left > 0) this.#running.set(userId, left)
      else this.#running.delete(userId)
    })
    this.#callers.set(request, caller)
    await this.#tus.handle(request, response)
  }

  /**
   * What has become of a finished upload; the same again for the same one.
   * @throws not_found, invalid_request for one that is not complete, forbidden by the policy or the scanner: the
   * upload is gone then; unavailable while nobody can scan it, storage_full: it stays
   */
  finish(id: string, userId: string): Promise<FileRef> {
    const key = `${userId} ${id}`
    const running = this.#finishing.get(key)
    if (running) return running
    const started = this.#finish(id, userId).finally(() => this.#finishing.delete(key))
    this.#finishing.set(key, started)
    return started
  }

  async #finish(id: string, userId: string): Promise<FileRef> {
    const before = await this.#finished(id, userId)
    if (before !== null) return before
    try {
      const upload = await this.#store.owned(id, userId)
      const metadata = readMetadata(upload.metadata ?? {})
      if (metadata === null || upload.offset !== upload.size)
        throw new ProtocolError('invalid_request', { message: 'The upload is not complete.' })
      const input = { ...metadata, id, uploaderId: userId, uploaded: true, own: true }
      const file = await this.#store.withBytes(id, path => this.#keeper.add(path, input))
      await this.#store.remove(id)
      return file
    } catch (error) {
      const meanwhile = await this.#finished(id, userId)
      if (meanwhile !== null) return meanwhile
      if (error instanceof ProtocolError && error.errorName === 'forbidden') await this.#store.remove(id)
      throw error
    }
  }

  /** What has become of an upload already: a kill came between the row and the upload's end, or another process did it. */
  async #finished(id: string, userId: string): Promise<FileRef | null> {
    const done = await this.#services.store.read(db =>
      db.selectFrom('files').selectAll().where('id', '=', id).where('uploader_id', '=', userId).executeTakeFirst(),
    )
    if (done === undefined) return null
    await this.#store.remove(id)
    return toFileRef(done)
  }

  /** Removes unfinished uploads that are too old. */
  forgetExpired(): Promise<number> {
    return this.#store.deleteExpired()
  }
}

/** What tus and its store throw, by status, in the protocol's words. */
const tusErrors: Record<number, ErrorName> = {
  400: 'invalid_params',
  403: 'invalid_params',
  404: 'not_found',
  409: 'conflict',
  410: 'not_found',
  411: 'invalid_params',
  412: 'invalid_params',
  413: 'too_large',
  415: 'invalid_params',
  423: 'unavailable',
}

function toProtocolError(error: unknown): ProtocolError {
  if (error instanceof ProtocolError) return error
  const { status_code, body } = error as { status_code?: number; body?: string }
  const name = tusErrors[status_code ?? 500] ?? 'internal'
  return name === 'conflict' ? new ProtocolError(name, { message: body?.trim() ?? '' }) : new ProtocolError(name)
}

function toJson(error: ProtocolError): { error: ErrorName; message: string } {
  return { error: error.errorName, message: error.message || errors[error.errorName].message }
}

/** The metadata of an upload, or null when they are not valid. */
function readMetadata(metadata: Record<string, string | null>): Metadata | null {
  const name = nameSchema.safeParse(metadata.name)
  if (!name.success) return null
  /** A number from 1 to `most`; what is no number is left out. */
  const number = (text: string | null | undefined, most: number): number | null => {
    const value = Math.round(Number(text ?? ''))
    return Number.isFinite(value) && value > 0 ? Math.min(value, most) : null
  }
  return {
    name: name.data,
    durationMs: number(metadata.durationMs, 24 * 3_600_000),
    width: number(metadata.width, 65_535),
    height: number(metadata.height, 65_535),
  }
}
