import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Cache, CacheError, type Unsent } from '../cache/api.ts'
import type { Log } from '../log.ts'
import { accountKeyPattern, type KnownAccount } from './account-key.ts'
import { SafeStorageUnavailable } from './errors.ts'
import type { SecretStore } from './session.ts'

export interface AccountFilesOptions {
  userDataDir: string
  secrets: SecretStore
  openCache: (path: string, key: Uint8Array) => Promise<Cache>
  readUnsent: (path: string, key: Uint8Array) => Promise<Unsent>
  log: Log
}

const broken = '.broken-'
const wipeMark = '.wipe'
/** In the folder of an account: at which origin the person signed in. */
const originName = 'origin'
const fileName = 'cache.db'
/** In the folder of a cache: the encrypted bytes of files, whose keys are in it. */
const blobsName = 'files'
/** In the folder of an abandoned cache whose key could not be read: the user was told. */
const toldMark = 'told'

/**
 * The files of an account on this machine: the folder of its cache, folders of abandoned caches, and the key of each in
 * safe storage.
 */
export class AccountFiles {
  readonly #options: AccountFilesOptions

  constructor(options: AccountFilesOptions) {
    this.#options = options
  }

  /**
   * Opens the cache, creates it if there is none, and restores the unsent messages and drafts of abandoned caches.
   * `lost`: some of these could not be read.
   * @param protection of the cache's key
   * @throws CacheError; SafeStorageUnavailable when a key cannot be read or stored now
   */
  async open(
    accountKey: string,
    protection: 'required' | 'optional' = 'required',
  ): Promise<{ cache: Cache; lost: boolean }> {
    if (existsSync(this.#path(accountKey + wipeMark))) await this.wipe(accountKey)
    const folder = this.#path(accountKey)
    await mkdir(folder, { recursive: true })
    const path = join(folder, fileName)
    const cache = await this.#options.openCache(path, await this.#key(accountKey, existsSync(path), protection))
    try {
      return { cache, lost: await this.#restoreUnsent(accountKey, cache) }
    } catch (error) {
      await cache.close()
      throw error
    }
  }

  /**
   * Abandons the cache: moves it aside with its key, until its unsent messages and drafts have been restored. The key
   * goes along as it is stored: one that cannot be read now may be readable later.
   */
  async setAside(accountKey: string): Promise<void> {
    const { secrets } = this.#options
    const folder = this.#path(accountKey)
    if (existsSync(folder)) {
      const name = `${accountKey}${broken}${Date.now()}`
      await secrets.copy(keyName(accountKey), keyName(name))
      const origin = await this.#originOf(accountKey)
      await rename(folder, this.#path(name))
      if (origin !== null) await this.bind(accountKey, origin)
    }
    await secrets.delete(keyName(accountKey))
  }

  /** Replaces the account's cache with one that has only its unsent messages and drafts. The cache must be closed. */
  async keepUnsent(accountKey: string): Promise<void> {
    await this.setAside(accountKey)
    const { cache } = await this.open(accountKey)
    await cache.close()
  }

  /** Marks the account's files for deletion, which a later start completes if this run does not. */
  async markWipe(accountKey: string): Promise<void> {
    await mkdir(this.#path(''), { recursive: true })
    await writeFile(this.#path(accountKey + wipeMark), '')
  }

  /** Deletes the account's files; its cache must be closed. The keys are deleted first: then no file can be read. */
  async wipe(accountKey: string): Promise<void> {
    const folders = [accountKey, ...(await this.#broken(accountKey))]
    for (const name of folders) await this.#options.secrets.delete(keyName(name))
    for (const name of folders) await this.#remove(name)
    await this.#remove(accountKey + wipeMark)
  }

  /** The accounts with files here whose key begins with `base`. */
  async known(base: string): Promise<KnownAccount[]> {
    const names = (await this.#names()).filter(name => name.startsWith(base))
    const keys = names.filter(name => accountKeyPattern.test(name) && !names.includes(name + wipeMark)).sort()
    return Promise.all(keys.map(async key => ({ key, origin: await this.#originOf(key) })))
  }

  /** Notes at which origin the files of an account belong. */
  async bind(accountKey: string, origin: string): Promise<void> {
    if ((await this.#originOf(accountKey)) === origin) return
    await mkdir(this.#path(accountKey), { recursive: true })
    await writeFile(join(this.#path(accountKey), originName), origin)
  }

  async #originOf(accountKey: string): Promise<string | null> {
    const path = join(this.#path(accountKey), originName)
    return existsSync(path) ? readFile(path, 'utf8') : null
  }

  /** Completes wipes that a crash interrupted. Returns the keys of the accounts. */
  async finishWipes(): Promise<string[]> {
    const marked = (await this.#names()).filter(name => name.endsWith(wipeMark))
    const accountKeys = marked.map(name => name.slice(0, -wipeMark.length))
    for (const accountKey of accountKeys) await this.wipe(accountKey)
    return accountKeys
  }

  /** Returns true when some unsent messages or drafts could not be read, and the user was not told yet. */
  async #restoreUnsent(accountKey: string, cache: Cache): Promise<boolean> {
    let lost = false
    for (const name of await this.#broken(accountKey)) {
      if (await cache.restored(name)) continue
      const unsent = await this.#unsentOf(name)
      if (unsent === null) {
        if (await this.#tellOnce(name)) lost = true
        continue
      }
      const lostFiles = await this.#takeBlobs(name, accountKey, unsent)
      await cache.restoreUnsent(name, unsent)
      if (lostFiles) lost = true
      if (unsent.complete) await this.#dropBroken(name)
      else lost = true
    }
    return lost
  }

  /**
   * What an abandoned cache holds of these, or null when its key cannot be read: each start tries again.
   * @throws SafeStorageUnavailable
   */
  async #unsentOf(name: string): Promise<Unsent | null> {
    const path = join(this.#path(name), fileName)
    if (!existsSync(path)) return { messages: [], drafts: [], complete: true }
    let key: string | null
    try {
      key = await this.#options.secrets.get(keyName(name))
    } catch (error) {
      if (error instanceof SafeStorageUnavailable) throw error
      this.#options.log('the key of a cache that was set aside cannot be read', { error: String(error) })
      return null
    }
    if (key === null) return { messages: [], drafts: [], complete: false }
    return this.#options.readUnsent(path, Buffer.from(key, 'base64'))
  }

  /** The folder of the encrypted bytes of an account's files. */
  blobFolder(accountKey: string): string {
    return join(this.#path(accountKey), blobsName)
  }

  /** Moves the bytes of files that were not sent from an abandoned cache to the new one. @returns whether some are lost */
  async #takeBlobs(from: string, to: string, { messages }: Unsent): Promise<boolean> {
    let lost = false
    await mkdir(this.blobFolder(to), { recursive: true })
    for (const { source } of messages.flatMap(message => message.files ?? [])) {
      if (!('blob' in source) || !/^[0-9a-f]+$/.test(source.blob)) continue
      const place = join(this.blobFolder(to), source.blob)
      if (existsSync(place)) continue
      const held = join(this.blobFolder(from), source.blob)
      if (existsSync(held)) await rename(held, place)
      else lost = true
    }
    return lost
  }

  /** Returns true the first time for each abandoned cache. */
  async #tellOnce(name: string): Promise<boolean> {
    const mark = join(this.#path(name), toldMark)
    if (existsSync(mark)) return false
    await writeFile(mark, '')
    return true
  }

  /** Deletes an abandoned cache whose contents have been restored. A failure is only logged, as it does no harm. */
  async #dropBroken(name: string): Promise<void> {
    try {
      await this.#options.secrets.delete(keyName(name))
      await this.#remove(name)
    } catch (error) {
      this.#options.log('a cache that was set aside was not removed', { error: String(error) })
    }
  }

  /**
   * The key of the cache: 32 random bytes, created once and kept in safe storage.
   * @throws CacheError `key`: it is lost; SafeStorageUnavailable
   */
  async #key(accountKey: string, exists: boolean, protection: 'required' | 'optional'): Promise<Uint8Array> {
    const name = keyName(accountKey)
    let text: string | null
    try {
      text = await this.#options.secrets.get(name)
    } catch (error) {
      if (error instanceof SafeStorageUnavailable) throw error
      throw new CacheError('key', `the cache's key cannot be read: ${String(error)}`)
    }
    if (text !== null) return Buffer.from(text, 'base64')
    if (exists) throw new CacheError('key', "the cache's key is missing")
    const key = randomBytes(32)
    await this.#options.secrets.set(name, key.toString('base64'), protection)
    return key
  }

  async #broken(accountKey: string): Promise<string[]> {
    return (await this.#names()).filter(name => name.startsWith(accountKey + broken)).sort()
  }

  async #names(): Promise<string[]> {
    return existsSync(this.#path('')) ? readdir(this.#path('')) : []
  }

  async #remove(name: string): Promise<void> {
    await rm(this.#path(name), { recursive: true, force: true, maxRetries: 3 })
  }

  #path(name: string): string {
    return join(this.#options.userDataDir, 'workspaces', name)
  }
}

function keyName(name: string): string {
  return `cache-key:${name}`
}
