import type { SafeStorage } from 'electron'
import { z } from 'zod'
import type { StoreFile } from './store-file.ts'

/** The system has no safe storage, or it is locked. The user may agree to `allowPlain`. */
export class SafeStorageUnavailable extends Error {
  constructor() {
    super('this system offers no safe storage for secrets, or it is locked')
    this.name = 'SafeStorageUnavailable'
  }
}

/** The secret exists, but cannot be decrypted: its key is lost, or the entry is damaged. */
export class SecretUnreadable extends Error {
  constructor(name: string, cause?: unknown) {
    super(`the secret "${name}" cannot be read: it is damaged, or its encryption key is lost`, { cause })
    this.name = 'SecretUnreadable'
  }
}

export interface Secrets {
  /** Whether this system has safe storage. To be called after the app is ready. */
  available(): Promise<boolean>
  /** Whether the user agreed to continue without safe storage. */
  plainAllowed(): boolean
  /** Remembers that the user agreed to store secrets unencrypted on this machine. */
  allowPlain(): void
  /**
   * The secret, or null when it was never set or was deleted.
   * @throws SecretUnreadable; SafeStorageUnavailable when an encrypted secret cannot be read now
   */
  get(name: string): Promise<string | null>
  /** @throws SafeStorageUnavailable when there is none and the user has not agreed to plain secrets */
  set(name: string, value: string): Promise<void>
  delete(name: string): Promise<void>
}

const entrySchema = z.object({ value: z.base64(), plain: z.boolean() })
type Entry = z.infer<typeof entrySchema>

/**
 * Stores secrets in a file, encrypted by the system's key store. Without one they are stored only if the user agreed,
 * marked as plain, and are encrypted when they are read after the system has got a key store.
 */
export function createSecrets(options: {
  file: StoreFile
  safeStorage: Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
  >
  platform: NodeJS.Platform
}): Secrets {
  const { file, safeStorage, platform } = options
  const entry = (name: string): Entry | null | 'damaged' => {
    const stored = file.get(`secret.${name}`)
    if (stored === undefined || stored === null) return null
    const parsed = entrySchema.safeParse(stored)
    return parsed.success ? parsed.data : 'damaged'
  }
  const write = (name: string, value: Entry | null): void => file.set(`secret.${name}`, value)

  async function available(): Promise<boolean> {
    // On Linux without a keyring Chromium encrypts with a fixed password, which is no better than plain text.
    if (platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend()))
      return false
    return safeStorage.isAsyncEncryptionAvailable()
  }
  async function wrap(name: string, value: string): Promise<void> {
    const bytes = await safeStorage.encryptStringAsync(value)
    write(name, { value: bytes.toString('base64'), plain: false })
  }

  return {
    available,
    plainAllowed: () => file.get('plainAllowed') === true,
    allowPlain: () => file.set('plainAllowed', true),
    async get(name) {
      const found = entry(name)
      if (found === null) return null
      if (found === 'damaged') throw new SecretUnreadable(name)
      const bytes = Buffer.from(found.value, 'base64')
      const canWrap = await available()
      if (found.plain) {
        const value = bytes.toString('utf8')
        if (canWrap) await wrap(name, value)
        return value
      }
      if (!canWrap) throw new SafeStorageUnavailable()
      let opened: { result: string; shouldReEncrypt: boolean }
      try {
        opened = await safeStorage.decryptStringAsync(bytes)
      } catch (error) {
        throw new SecretUnreadable(name, error)
      }
      if (opened.shouldReEncrypt) await wrap(name, opened.result)
      return opened.result
    },
    async set(name, value) {
      if (await available()) return wrap(name, value)
      if (file.get('plainAllowed') !== true) throw new SafeStorageUnavailable()
      write(name, { value: Buffer.from(value, 'utf8').toString('base64'), plain: true })
    },
    async delete(name) {
      if (entry(name) !== null) write(name, null)
    },
  }
}
