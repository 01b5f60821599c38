import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Cache } from '../../cache/api.ts'
import type { Log } from '../../log.ts'
import { DesktopError } from '../errors.ts'

/** The folder of encrypted bytes of one account. Their names and sizes alone can be read without its cache. */
export class Blobs {
  readonly #folder: string
  readonly #cache: Cache
  readonly #log: Log

  constructor(options: { folder: string; cache: Cache; log: Log }) {
    this.#folder = options.folder
    this.#cache = options.cache
    this.#log = options.log
  }

  /** Creates the folder, and deletes what a run that ended has left in it. */
  async start(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await this.emptyTrash()
    const used = new Set(await this.#cache.fileBlobs())
    for (const name of await readdir(this.#folder)) if (!used.has(name)) await this.remove(name)
  }

  newName(): string {
    return randomBytes(16).toString('hex')
  }

  path(blob: string): string {
    return join(this.#folder, blob)
  }

  /** Deletes one. What cannot be deleted now, as while it is open on Windows, is at the next start. */
  async remove(blob: string): Promise<boolean> {
    try {
      await rm(this.path(blob), { force: true, maxRetries: 3 })
      return true
    } catch (error) {
      this.#log('a file of the store could not be deleted', { error: String(error) })
      return false
    }
  }

  /** Deletes what the cache has given up. */
  async emptyTrash(onGone: (blob: string) => void = () => {}): Promise<void> {
    const blobs = await this.#cache.fileTrash()
    const gone: string[] = []
    for (const blob of blobs) {
      onGone(blob)
      if (await this.remove(blob)) gone.push(blob)
    }
    if (gone.length > 0) await this.#cache.trashEmptied(gone)
  }
}

/** The client's error for one of the file system. */
export function fileError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const text = String(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return new DesktopError('disk_full', text)
  if (code === 'ENOENT' || code === 'ENOTDIR') return new DesktopError('file_gone', text)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR' || code === 'EBUSY' || code === 'EIO')
    return new DesktopError('file_unreadable', text)
  return error
}
