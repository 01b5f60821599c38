import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { app } from './app.ts'
import { createKeyStore, type KeyStoreState, keyStoreStates } from './key-store.ts'

/*
 * There is no system keychain here. The key is in a file beside the data, readable by its owner only: this keeps
 * secrets out of casual view and out of backups of single files, and protects against nothing else. So the key store is
 * `weak`, as Electron's is on Linux without a keyring, unless a test wants another one.
 */
const prefix = Buffer.from('standin1')
let cached: { file: string; key: Buffer } | undefined

function key(): Buffer {
  const file = path.join(app.getPath('userData'), 'Standin Key')
  if (cached?.file === file) return cached.key
  let value: Buffer
  try {
    value = readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    value = randomBytes(32)
    writeFileSync(file, value, { mode: 0o600, flag: 'wx' })
  }
  cached = { file, key: value }
  return value
}

function assertAvailable(doing: string): void {
  if (!safeStorage.isEncryptionAvailable()) throw new Error(`Error while ${doing}. Encryption is not available.`)
}

/** Electron asks the key store once in a run, and keeps what it got. */
let answered: KeyStoreState | undefined

function state(): KeyStoreState {
  if (answered !== undefined) return answered
  const named = process.env.ELECTRON_STANDIN_KEY_STORE ?? 'weak'
  const found = keyStoreStates.find(one => one === named)
  if (found === undefined) throw new Error(`electron-standin: ELECTRON_STANDIN_KEY_STORE is one of ${keyStoreStates}`)
  if (found !== 'silent') answered = found
  return found
}

export const safeStorage = {
  ...createKeyStore({ state, key }),
  isEncryptionAvailable(): boolean {
    return app.isReady() && process.env.ELECTRON_STANDIN_NO_SAFE_STORAGE !== '1'
  },
  encryptString(plainText: string): Buffer {
    assertAvailable('encrypting the text provided to safeStorage.encryptString')
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key(), nonce)
    const text = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()])
    return Buffer.concat([prefix, nonce, cipher.getAuthTag(), text])
  },
  decryptString(encrypted: Buffer): string {
    assertAvailable('decrypting the ciphertext provided to safeStorage.decryptString')
    const bytes = Buffer.from(encrypted)
    if (!bytes.subarray(0, 8).equals(prefix))
      throw new Error(
        'Error while decrypting the ciphertext provided to safeStorage.decryptString. Ciphertext does not appear to be encrypted.',
      )
    const decipher = createDecipheriv('aes-256-gcm', key(), bytes.subarray(8, 20))
    decipher.setAuthTag(bytes.subarray(20, 36))
    try {
      return decipher.update(bytes.subarray(36), undefined, 'utf8') + decipher.final('utf8')
    } catch (cause) {
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.', { cause })
    }
  },
  /** From the desktop's name: a promise, whatever answers. */
  getSelectedStorageBackend(): 'gnome_libsecret' {
    return 'gnome_libsecret'
  },
  setUsePlainTextEncryption(_use: boolean): void {},
}
