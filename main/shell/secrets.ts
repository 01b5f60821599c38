import { z } from 'zod'
import { type SafeStorageProblem, SafeStorageUnavailable, SecretUnreadable } from '../workspace/errors.ts'
import { createKeyStore, type KeyStoreOptions } from './key-store.ts'
import type { StoreFile } from './store-file.ts'

export interface Secrets {
  /** Whether this system really keeps secrets now; if not, why. To be called after the app is ready. */
  state(): Promise<'real' | SafeStorageProblem>
  /** Resolves when the key store has answered after all where it was silent, however long that takes. */
  answered(): Promise<void>
  /** Whether the user agreed to continue without safe storage. */
  plainAllowed(): boolean
  /** Remembers that the user agreed to store secrets unencrypted on this machine. */
  allowPlain(): void
  /**
   * The secret, or null when it was never set or was deleted.
   * @throws SecretUnreadable; SafeStorageUnavailable when an encrypted secret cannot be read now
   */
  get(name: string): Promise<string | null>
  /**
   * @param protection `optional` for what is worth nothing to others: then it is stored plainly without asking
   * @throws SafeStorageUnavailable when it cannot be encrypted and the user has not agreed to plain secrets
   */
  set(name: string, value: string, protection?: 'required' | 'optional'): Promise<void>
  /** Gives another name to the same secret too, without reading it: that works with a locked key store. */
  copy(from: string, to: string): Promise<void>
  delete(name: string): Promise<void>
}

const entrySchema = z.object({ value: z.base64(), plain: z.boolean() })
type Entry = z.infer<typeof entrySchema>

/**
 * Stores secrets in a file, encrypted by the system's key store. Without one they are stored only if the user agreed,
 * marked as plain, and are encrypted when they are read after the system has got a key store.
 */
export function createSecrets({ file, ...options }: KeyStoreOptions & { file: StoreFile }): Secrets {
  const keyStore = createKeyStore(options)

  const entry = (name: string): Entry | null | 'damaged' => {
    const stored = file.get(`secret.${name}`)
    if (stored === undefined || stored === null) return null
    const parsed = entrySchema.safeParse(stored)
    return parsed.success ? parsed.data : 'damaged'
  }
  const write = (name: string, value: Entry | null): void => file.set(`secret.${name}`, value)

  async function wrap(name: string, value: string): Promise<void> {
    const bytes = await keyStore.encrypt(value)
    write(name, { value: bytes.toString('base64'), plain: false })
  }

  async function open(name: string, bytes: Buffer): Promise<string> {
    let opened: { value: string; stale: boolean }
    try {
      opened = await keyStore.decrypt(bytes)
    } catch (error) {
      if (error instanceof SafeStorageUnavailable) throw error
      // Its key is in a key store that is not there now.
      const now = await keyStore.state()
      if (now !== 'real') throw new SafeStorageUnavailable(now, error)
      throw new SecretUnreadable(name, error)
    }
    if (opened.stale && (await keyStore.state()) === 'real') await wrap(name, opened.value)
    return opened.value
  }

  return {
    state: keyStore.state,
    answered: keyStore.answered,
    plainAllowed: () => file.get('plainAllowed') === true,
    allowPlain: () => file.set('plainAllowed', true),
    async get(name) {
      const found = entry(name)
      if (found === null) return null
      if (found === 'damaged') throw new SecretUnreadable(name)
      const bytes = Buffer.from(found.value, 'base64')
      if (!found.plain) return open(name, bytes)
      const value = bytes.toString('utf8')
      if ((await keyStore.state()) === 'real') await wrap(name, value)
      return value
    },
    async set(name, value, protection = 'required') {
      const now = await keyStore.state()
      if (now === 'real') return wrap(name, value)
      if (protection === 'required' && file.get('plainAllowed') !== true) throw new SafeStorageUnavailable(now)
      write(name, { value: Buffer.from(value, 'utf8').toString('base64'), plain: true })
    },
    async copy(from, to) {
      const found = file.get(`secret.${from}`)
      if (found !== undefined) file.set(`secret.${to}`, found)
    },
    async delete(name) {
      if (entry(name) !== null) write(name, null)
    },
  }
}
