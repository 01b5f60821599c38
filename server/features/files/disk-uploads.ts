import { mkdirSync } from 'node:fs'
import { open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { ProtocolError } from '@lianqun/protocol'
import { FileStore } from '@tus/file-store'
import type { Upload } from '@tus/server'
import { KeyedLock } from '../../core/keyed-lock.ts'
import { UploadLocks } from './upload-locks.ts'
import {
  orFull,
  requireSpace,
  type Unfinished,
  type UploadRules,
  type UploadStore,
  uploadId,
  writeAll,
} from './upload-store.ts'

/** Whether there is space is looked at after so many bytes. */
const spaceEveryBytes = 16 * 1_048_576

/**
 * Unfinished uploads in a folder: the bytes in a file each, what is known of it in another. What was acknowledged is on
 * the disk. A full disk, or nearly so, is `storage_full`; what was written before stays, and the upload goes on from there.
 */
export class DiskUploads extends FileStore implements UploadStore {
  readonly locks = new UploadLocks()
  readonly #folder: string
  readonly #expiryMs: number
  readonly #rules: UploadRules
  /** Who uploads what, of unfinished uploads. */
  readonly #uploads = new Map<string, { owner: string; size: number }>()
  #loaded: Promise<void> | null = null
  /** tus lets go of an upload whose line was cut while its last bytes are still being written. */
  readonly #writing = new KeyedLock()

  constructor(folder: string, expiryMs: number, rules: UploadRules) {
    // The library makes the folder while nobody waits for it, and its failure would end the process.
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    super({ directory: folder, expirationPeriodInMilliseconds: expiryMs })
    this.#folder = folder
    this.#expiryMs = expiryMs
    this.#rules = rules
  }

  #path(id: string): string {
    if (!uploadId.test(id)) throw new ProtocolError('not_found')
    return join(this.#folder, id)
  }

  async owned(id: string, owner: string): Promise<Upload> {
    this.#path(id)
    const upload = await this.getUpload(id).catch(() => null)
    if (upload?.metadata?.owner !== owner) throw new ProtocolError('not_found')
    return upload
  }

  async reserve({ id, size = 0 }: Upload, owner: string): Promise<Unfinished> {
    await this.#load()
    this.#uploads.set(id, { owner, size })
    const sizes = [...this.#uploads.values()].filter(upload => upload.owner === owner).map(upload => upload.size)
    return { count: sizes.length, bytes: sizes.reduce((sum, one) => sum + one, 0) }
  }

  requireSpace(bytes: number): Promise<void> {
    return requireSpace(this.#folder, this.#rules, bytes)
  }

  /** The file is the upload itself. */
  withBytes<T>(id: string, fn: (path: string) => Promise<T>): Promise<T> {
    return fn(this.#path(id))
  }

  /** Reads once what an earlier process left. */
  #load(): Promise<void> {
    this.#loaded ??= (async () => {
      for (const name of await readdir(this.#folder)) {
        if (!uploadId.test(name) || this.#uploads.has(name)) continue
        const upload = await this.getUpload(name).catch(() => null)
        const owner = upload?.metadata?.owner
        if (upload && typeof owner === 'string') this.#uploads.set(name, { owner, size: upload.size ?? 0 })
      }
    })()
    return this.#loaded
  }

  override async create(upload: Upload): Promise<Upload> {
    try {
      return await orFull(super.create(upload))
    } catch (error) {
      this.#uploads.delete(upload.id)
      throw error
    }
  }

  override async remove(id: string): Promise<void> {
    this.#uploads.delete(id)
    await rm(this.#path(id), { force: true })
    await rm(`${this.#path(id)}.json`, { force: true })
  }

  /** An upload as it is when all that came of it is written. */
  override getUpload(id: string): Promise<Upload> {
    return this.#writing.run(id, () => super.getUpload(id))
  }

  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    await this.#load()
    return this.#writing.run(id, () => this.#writeFrom(readable, id, offset))
  }

  async #writeFrom(readable: Readable, id: string, offset: number): Promise<number> {
    const owner = this.#uploads.get(id)?.owner ?? ''
    const file = await open(this.#path(id), 'r+')
    let at = offset
    let roomUntil = offset
    try {
      for await (const chunk of readable as AsyncIterable<Buffer>) {
        if (at >= roomUntil) {
          await this.requireSpace(spaceEveryBytes)
          roomUntil = at + spaceEveryBytes
        }
        await this.#rules.pace(owner, chunk.length)
        await writeAll(file, chunk, at)
        at += chunk.length
      }
      await orFull(file.datasync())
    } catch (error) {
      // What came before the line broke counts too; why it broke is what is told.
      await file.datasync().catch(() => undefined)
      throw error
    } finally {
      await file.close()
    }
    return at
  }

  /** Removes what nobody goes on with any more; also what a kill left of an upload that was being made or removed. */
  override async deleteExpired(): Promise<number> {
    const before = Date.now() - this.#expiryMs
    let removed = 0
    const names = new Set(await readdir(this.#folder))
    for (const name of names) {
      const id = name.replace(/\.json$/, '')
      if (!uploadId.test(id) || (name !== id && names.has(id))) continue
      const made = await stat(join(this.#folder, names.has(`${id}.json`) ? `${id}.json` : id)).catch(() => null)
      if (made === null || made.mtimeMs > before) continue
      await this.remove(id)
      removed++
    }
    return removed
  }
}
