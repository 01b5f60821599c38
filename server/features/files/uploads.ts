import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  type FileRef,
  type FileVariant,
  fileRoutes,
  limits,
  ProtocolError,
  requiredNameSchema,
} from '@lianqun/protocol'
import { FileStore } from '@tus/file-store'
import { Server as TusServer } from '@tus/server'
import type { Identity } from '../../core/gateway/connection.ts'
import type { Services } from '../../core/services.ts'
import type { BlobStore } from '../../storage/blobs.ts'
import { toFileRef } from '../../storage/rows.ts'
import type { FileRow } from '../../storage/tables.ts'
import { inspect } from './inspect.ts'

/** An unfinished upload is removed after this time, milliseconds. */
const expiryMs = 3 * 24 * 3_600_000

/** An error that tus answers with. */
const refusal = (status_code: number, body: string) => ({ status_code, body })

/** What a client says of an upload. */
interface Metadata {
  name: string
  durationMs: number | null
  width: number | null
  height: number | null
}

const nameSchema = requiredNameSchema(limits.fileNameChars)

/** Uploads by tus 1.0: unfinished ones are files in a folder, finished ones become rows and blobs. */
export class Uploads {
  readonly #services: Services
  readonly #blobs: BlobStore
  readonly #tus: TusServer
  readonly #store: UploadStore
  readonly #callers = new WeakMap<IncomingMessage, Identity>()
  /** Uploads that are being finished. */
  readonly #finishing = new Map<string, Promise<FileRef>>()

  constructor(services: Services, blobs: BlobStore, folder: string) {
    this.#services = services
    this.#blobs = blobs
    this.#store = new UploadStore({ directory: folder, expirationPeriodInMilliseconds: expiryMs })
    this.#tus = new TusServer({
      path: fileRoutes.uploads,
      datastore: this.#store,
      maxSize: services.limits.fileBytes,
      relativeLocation: true,
      onUploadCreate: async (request, upload) => {
        const owner = this.#callerOf(request).userId
        const metadata = readMetadata(upload.metadata ?? {})
        if (metadata === null) throw refusal(400, 'invalid_params')
        if (upload.size === undefined) throw refusal(411, 'invalid_params')
        return { metadata: { ...upload.metadata, owner } }
      },
      onIncomingRequest: async (request, id) => {
        if (request.method !== 'POST') await this.#own(id, this.#callerOf(request).userId)
      },
    })
  }

  #callerOf(request: { runtime?: { node?: { req: unknown } } }): Identity {
    const identity = this.#callers.get(request.runtime?.node?.req as IncomingMessage)
    if (identity === undefined) throw refusal(401, 'unauthenticated')
    return identity
  }

  /** The upload of a person. Another's is not there for them. */
  async #own(id: string, userId: string) {
    const upload = await this.#store.getUpload(id)
    if (upload.metadata?.owner !== userId) throw refusal(404, 'not_found')
    return upload
  }

  handle(caller: Identity, request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#callers.set(request, caller)
    return this.#tus.handle(request, response)
  }

  /**
   * What has become of a finished upload; the same again for the same one.
   * @throws not_found, too_late for one that is not complete
   */
  finish(id: string, userId: string): Promise<FileRef> {
    const running = this.#finishing.get(id) ?? this.#finish(id, userId)
    this.#finishing.set(id, running)
    return running.finally(() => this.#finishing.delete(id))
  }

  async #finish(id: string, userId: string): Promise<FileRef> {
    const { store, write } = this.#services
    const done = await store.read(db =>
      db.selectFrom('files').selectAll().where('id', '=', id).where('uploader_id', '=', userId).executeTakeFirst(),
    )
    if (done) return toFileRef(done)
    const upload = await this.#own(id, userId).catch(() => {
      throw new ProtocolError('not_found')
    })
    const metadata = readMetadata(upload.metadata ?? {})
    if (metadata === null || upload.offset !== upload.size)
      throw new ProtocolError('invalid_request', { message: 'The upload is not complete.' })
    const row = await this.#keep(id, userId, upload.size, metadata)
    await write(`user:${userId}`, w =>
      w.db
        .insertInto('files')
        .values({ ...row, created_at: w.now })
        .execute(),
    )
    await this.#store.remove(id)
    return toFileRef(row)
  }

  /** Puts the bytes of an upload into the blob store. */
  async #keep(id: string, userId: string, size: number, metadata: Metadata): Promise<FileRow> {
    const path = join(this.#store.directory, id)
    const { mediaType, served, picture } = await inspect(path, size)
    const source = await hashOf(path)
    const sha256 = served === null ? source : createHash('sha256').update(served).digest('hex')
    if (served === null) await this.#blobs.putFile(sha256, path)
    else await this.#blobs.put(sha256, served)
    for (const [variant, bytes] of Object.entries(picture?.variants ?? {}))
      await this.#blobs.put(variantKey(sha256, variant as FileVariant), bytes)
    return {
      id,
      sha256,
      source_sha256: source,
      name: metadata.name,
      size: served?.length ?? size,
      media_type: mediaType,
      width: picture?.width ?? metadata.width,
      height: picture?.height ?? metadata.height,
      duration_ms: metadata.durationMs,
      placeholder: picture?.placeholder ?? null,
      previews: picture === null ? 0 : 1,
      uploader_id: userId,
      created_at: 0,
    }
  }

  /** Removes unfinished uploads that are too old. */
  forgetExpired(): Promise<number> {
    return this.#store.deleteExpired()
  }
}

/** The key of a smaller picture of a blob. */
export function variantKey(sha256: string, variant: FileVariant): string {
  return `${sha256}-${variant}`
}

/** A store that says when the disk is full, and counts what is on the disk. */
class UploadStore extends FileStore {
  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    try {
      return await super.write(readable, id, offset)
    } catch (error) {
      if (await isFull(join(this.directory, `${id}.probe`))) throw refusal(507, 'storage_full')
      throw error
    }
  }
}

/** Whether nothing can be written beside the uploads: the store hides why a write failed. */
async function isFull(probe: string): Promise<boolean> {
  try {
    await writeFile(probe, Buffer.alloc(65_536))
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
  } finally {
    await rm(probe, { force: true })
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1_048_576 }), hash)
  return hash.digest('hex')
}

/** The metadata of an upload, or null when they are not valid. */
function readMetadata(metadata: Record<string, string | null>): Metadata | null {
  const name = nameSchema.safeParse(metadata.name)
  if (!name.success) return null
  const number = (text: string | null | undefined, most: number): number | null => {
    const value = Number(text ?? '')
    return Number.isInteger(value) && value > 0 && value <= most ? value : null
  }
  return {
    name: name.data,
    durationMs: number(metadata.durationMs, 24 * 3_600_000),
    width: number(metadata.width, 65_535),
    height: number(metadata.height, 65_535),
  }
}
