import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import {
  type FileRef,
  type FileVariant,
  fileVariants,
  limits,
  ProtocolError,
  requiredNameSchema,
} from '@lianqun/protocol'
import { limitConcurrency } from '../../../common/limit-concurrency.ts'
import { KeyedLock } from '../../core/keyed-lock.ts'
import { parseInput } from '../../core/parse.ts'
import type { Write } from '../../core/services.ts'
import type { BlobStore } from '../../storage/blobs.ts'
import { randomId } from '../../storage/random-id.ts'
import { toFileRef } from '../../storage/rows.ts'
import type { FileRow } from '../../storage/tables.ts'
import { forgetUploads } from './domain.ts'
import { inspect, squareOf } from './inspect.ts'
import type { FilePolicy } from './policy.ts'
import { erase } from './strip-boxes.ts'
import { orFull } from './upload-store.ts'

/** A file that no message shows is removed after this time, milliseconds. */
const graceMs = 24 * 3_600_000

/** What is kept of an upload besides its bytes. Pixels and duration are the client's word, for what is no picture. */
export interface FileInput {
  id?: string
  name: string
  uploaderId: string
  durationMs?: number | null
  width?: number | null
  height?: number | null
  /** The person uploaded its bytes, which count for a day, also when the file is gone before. */
  uploaded?: boolean
}

/** Looks for malware in a file. @throws forbidden when there is some, unavailable when nobody can say now */
export type Scan = (path: string) => Promise<void>

/** Makes files out of bytes, and removes those that nobody needs any more. */
export class FileKeeper {
  readonly policy: FilePolicy
  readonly #write: Write
  readonly #blobs: BlobStore
  readonly #scan: Scan | null
  /** Keeping and removing the same bytes exclude each other. */
  readonly #keys = new KeyedLock()
  /** Decoding a large picture takes some hundred megabytes. */
  readonly #inspecting = limitConcurrency(2)

  constructor(write: Write, blobs: BlobStore, policy: FilePolicy, scan: Scan | null) {
    this.#write = write
    this.#blobs = blobs
    this.policy = policy
    this.#scan = scan
  }

  /** Makes a file of bytes of this process. @throws forbidden by the policy or the scanner */
  async addBytes(bytes: Uint8Array, input: FileInput): Promise<FileRef> {
    return inFolder(async path => {
      await writeFile(path, bytes, { mode: 0o600 })
      return this.add(path, { ...input, own: true })
    })
  }

  /**
   * Makes a file of one on the disk, which stays; as it is unless it is the keeper's own.
   * @throws forbidden by the policy or the scanner, storage_full
   */
  async add(path: string, { own = false, ...input }: FileInput & { own?: boolean }): Promise<FileRef> {
    const name = parseInput(requiredNameSchema(limits.fileNameChars), input.name)
    this.policy.requireName(name)
    const { size } = await stat(path)
    const { mediaType, served, erasures, picture } = await this.#inspecting(() => inspect(path, size))
    this.policy.requireType(mediaType)
    if (erasures.length > 0 && !own)
      return inFolder(async copy => {
        await orFull(copyFile(path, copy))
        return this.add(copy, { ...input, own: true })
      })
    await this.#scan?.(path)
    const source = await hashOf(path)
    if (erasures.length > 0) await orFull(erase(path, erasures))
    const hashed = () => (erasures.length === 0 ? source : hashOf(path))
    const sha256 = served === null ? await hashed() : createHash('sha256').update(served).digest('hex')
    const row: FileRow = {
      id: input.id ?? randomId(),
      sha256,
      source_sha256: source,
      name,
      size: served?.length ?? size,
      media_type: mediaType,
      width: picture?.width ?? input.width ?? null,
      height: picture?.height ?? input.height ?? null,
      duration_ms: input.durationMs ?? null,
      placeholder: picture?.placeholder ?? null,
      previews: picture === null ? 0 : 1,
      uploader_id: input.uploaderId,
      created_at: 0,
    }
    const put = async () => {
      await orFull(served === null ? this.#blobs.putFile(sha256, path) : this.#blobs.put(sha256, served))
      for (const [variant, bytes] of Object.entries(picture?.variants ?? {}))
        await orFull(this.#blobs.put(variantKey(sha256, variant as FileVariant), bytes))
    }
    await this.#keys.run(sha256, async () => {
      await put()
      await this.#write(['blobs', `user:${row.uploader_id}`], async w => {
        await w.db
          .insertInto('files')
          .values({ ...row, created_at: w.now })
          .execute()
        const upload = { id: row.id, user_id: row.uploader_id, bytes: size, at: w.now }
        if (input.uploaded) await w.db.insertInto('finished_uploads').values(upload).execute()
      })
      // Another process may have removed them as unused before the row was there.
      if ((await this.#blobs.size(sha256)) === null) await put()
    })
    return toFileRef(row)
  }

  /**
   * Makes a file of the middle of a picture, square, for an avatar.
   * @throws invalid_params for what is no picture, too_large, forbidden, storage_full
   */
  async addSquare(source: FileRow, uploaderId: string): Promise<FileRef> {
    if (source.previews === 0)
      throw new ProtocolError('invalid_params', { field: 'fileId', message: 'Only a picture can be an avatar.' })
    if (Number(source.size) > limits.avatarBytes) throw new ProtocolError('too_large')
    const preview = await buffer(await this.#blobs.read(variantKey(source.sha256, 'preview')))
    const bytes = await this.#inspecting(() => squareOf(preview, limits.avatarPixels))
    return this.addBytes(bytes, { name: 'avatar.webp', uploaderId })
  }

  /** Removes files that no message shows and that no hook may still post, a day after they came, and at once when it was recalled. */
  async collect(now = Date.now()): Promise<number> {
    await this.#write('workspace', w => forgetUploads(w, now))
    const gone = await this.#write('workspace', w =>
      w.db
        .deleteFrom('files')
        .where('created_at', '<', now - graceMs)
        .where(eb =>
          eb.not(
            eb.exists(
              eb.selectFrom('file_refs').select('file_refs.seq').whereRef('file_refs.file_id', '=', 'files.id'),
            ),
          ),
        )
        .where(eb =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('group_avatars')
                .select('group_avatars.file_id')
                .whereRef('group_avatars.file_id', '=', 'files.id'),
            ),
          ),
        )
        .where(eb =>
          eb.not(
            eb.exists(
              eb.selectFrom('hook_media').select('hook_media.id').whereRef('hook_media.file_id', '=', 'files.id'),
            ),
          ),
        )
        .returning('sha256')
        .execute(),
    )
    for (const sha256 of new Set(gone.map(row => row.sha256))) await this.#removeUnused(sha256)
    return gone.length
  }

  /** Removes bytes without a file: a kill came between the two. */
  async sweep(signal?: AbortSignal): Promise<number> {
    let removed = 0
    for await (const key of this.#blobs.keys()) {
      if (signal?.aborted) break
      const sha256 = /^([0-9a-f]{64})(?:-[a-z]+)?$/.exec(key)?.[1]
      if (sha256 !== undefined && (await this.#removeUnused(sha256))) removed++
    }
    return removed
  }

  #removeUnused(sha256: string): Promise<boolean> {
    return this.#keys.run(sha256, () =>
      // Under the lock, so that no process gives the bytes a row meanwhile.
      this.#write('blobs', async w => {
        const used = await w.db
          .selectFrom('files')
          .select('id')
          .where('sha256', '=', sha256)
          .limit(1)
          .executeTakeFirst()
        if (used) return false
        for (const variant of Object.keys(fileVariants))
          await this.#blobs.remove(variantKey(sha256, variant as FileVariant))
        await this.#blobs.remove(sha256)
        return true
      }),
    )
  }
}

/** The key of a smaller picture of a blob. */
export function variantKey(sha256: string, variant: FileVariant): string {
  return `${sha256}-${variant}`
}

/** Runs something with a path for a file of its own, which goes afterwards. */
async function inFolder<T>(fn: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lianqun-file-'))
  try {
    return await fn(join(folder, 'bytes'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function hashOf(path: string): Promise<string> {
  const hash: Hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1_048_576 }), hash)
  return hash.digest('hex')
}
