import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'

/** A range of bytes, both ends inclusive. */
export interface ByteRange {
  start: number
  end: number
}

/** Where bytes are kept, by a key. What was put under a key never changes. */
export interface ObjectStore {
  /** Puts the bytes of a file of this machine, which stays; nothing happens when the key is there already. */
  putFile(key: string, path: string): Promise<void>
  /** Bytes; null: the key is not there. */
  size(key: string): Promise<number | null>
  /** @throws when the key is not there */
  read(key: string, range?: ByteRange): Promise<Readable>
  /** Also of a key that is not there. */
  remove(key: string): Promise<void>
  /** Those that begin so. */
  keys(prefix?: string): AsyncIterable<string>
}

/** Where the bytes of files are kept, by a key of letters, digits and hyphens. */
export interface BlobStore extends ObjectStore {
  put(key: string, bytes: Uint8Array): Promise<void>
  /** Another place beside it, which all processes see too; null where there is none but the folder of this process. */
  beside(name: string): ObjectStore | null
  /** At the start: removes what a kill left half put; `olderThanMs`: where another process may be putting something. */
  tidy(olderThanMs?: number): Promise<void>
}

/** The blobs of a workspace that keeps them beside its database. */
export function diskBlobs(dataDir: string): DiskBlobs {
  return new DiskBlobs(join(dataDir, 'blobs'))
}

/** Blobs in a folder: a file each, in a folder by its first two characters. */
export class DiskBlobs implements BlobStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  #path(key: string): string {
    if (!/^[A-Za-z0-9-]{3,100}$/.test(key)) throw new Error('not the key of a blob')
    return join(this.#folder, key.slice(0, 2), key)
  }

  async putFile(key: string, path: string): Promise<void> {
    await this.#put(key, async temporary => {
      // The same bytes under a second name, where the file system can.
      await link(path, temporary).catch(() => copyFile(path, temporary))
    })
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.#put(key, async temporary => {
      await using file = await open(temporary, 'wx', 0o600)
      await file.writeFile(bytes)
    })
  }

  /** The key is there whole or not at all, whenever the machine stops. */
  async #put(key: string, write: (temporary: string) => Promise<void>): Promise<void> {
    if ((await this.size(key)) !== null) return
    const path = this.#path(key)
    const folder = dirname(path)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const temporary = join(folder, `.${randomUUID()}`)
    try {
      await write(temporary)
      await sync(temporary)
      await rename(temporary, path)
      await sync(folder)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  }

  async size(key: string): Promise<number | null> {
    try {
      return (await stat(this.#path(key))).size
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    const file = await open(this.#path(key))
    return createReadStream('', { fd: file, ...range })
  }

  async remove(key: string): Promise<void> {
    await rm(this.#path(key), { force: true })
  }

  async *keys(prefix = ''): AsyncIterable<string> {
    for await (const { name } of this.#names()) if (!name.startsWith('.') && name.startsWith(prefix)) yield name
  }

  beside(): null {
    return null
  }

  async tidy(olderThanMs = 0): Promise<void> {
    const before = Date.now() - olderThanMs
    for await (const { folder, name } of this.#names()) {
      if (!name.startsWith('.')) continue
      const path = join(folder, name)
      // When its name was made: the bytes may be older.
      if (olderThanMs === 0 || (await stat(path)).ctimeMs < before) await rm(path, { force: true })
    }
  }

  async *#names(): AsyncIterable<{ folder: string; name: string }> {
    for (const part of await namesIn(this.#folder)) {
      const folder = join(this.#folder, part)
      for (const name of await namesIn(folder)) yield { folder, name }
    }
  }
}

/** The names in a folder; none of what is no folder. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isMissing(error) || (error instanceof Error && 'code' in error && error.code === 'ENOTDIR')) return []
    throw error
  }
}

/** Writes a file or a folder through to the disk. */
async function sync(path: string): Promise<void> {
  // Windows opens no folders, and needs this for none.
  const file = await open(path, 'r').catch(error => {
    if (process.platform === 'win32') return null
    throw error
  })
  if (file === null) return
  try {
    await file.sync().catch(error => {
      if (process.platform !== 'win32') throw error
    })
  } finally {
    await file.close()
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
