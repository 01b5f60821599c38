import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/*
 * How Electron's asynchronous safe storage behaves over the key stores that there are. `weak`: none answers on Linux,
 * whatever the desktop's name promises: Electron says that encryption is available, and encrypts with a password that
 * everybody knows, under the tag `v10`. `real`: a keyring or keychain. `locked`: it is there and refuses, in Electron's
 * words. `silent`: it never answers.
 */
export type KeyStoreState = 'weak' | 'real' | 'locked' | 'silent'

export const keyStoreStates: readonly KeyStoreState[] = ['weak', 'real', 'locked', 'silent']

/** Chromium's tags for the two kinds of keys on Linux. */
const tags = { weak: 'v10', real: 'v11' }

export interface KeyStore {
  isAsyncEncryptionAvailable(): Promise<boolean>
  encryptStringAsync(text: string): Promise<Buffer>
  decryptStringAsync(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }>
}

/** @param options.key the 32 bytes of a real key store's key, which may change */
export function createKeyStore(options: { state: () => KeyStoreState; key: () => Buffer }): KeyStore {
  const { state, key } = options
  const publicKey = Buffer.alloc(32, 'everybody knows')

  /** @throws Electron's sentence while the store is locked; never resolves while it is silent */
  async function answer(doing: string): Promise<void> {
    if (state() === 'silent') await new Promise(() => {})
    if (state() === 'locked') throw new Error(`${doing} is temporarily unavailable. Please try again.`)
  }

  return {
    async isAsyncEncryptionAvailable() {
      return true
    },
    async encryptStringAsync(text) {
      await answer('Encryption')
      const kind = state() === 'weak' ? 'weak' : 'real'
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', kind === 'weak' ? publicKey : key(), nonce)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.from(tags[kind]), nonce, cipher.getAuthTag(), sealed])
    },
    async decryptStringAsync(encrypted) {
      const bytes = Buffer.from(encrypted)
      const tag = bytes.subarray(0, 3).toString('latin1')
      if (tag !== tags.weak && tag !== tags.real) throw new Error('Ciphertext does not appear to be encrypted.')
      // What the known password encrypted needs no key store, and is read whatever its state.
      if (tag === tags.real) await answer('Decryption')
      if (tag === tags.real && state() === 'weak') throw new Error('No key to decrypt the ciphertext with.')
      const decipher = createDecipheriv('aes-256-gcm', tag === tags.weak ? publicKey : key(), bytes.subarray(3, 15))
      decipher.setAuthTag(bytes.subarray(15, 31))
      try {
        const result = decipher.update(bytes.subarray(31), undefined, 'utf8') + decipher.final('utf8')
        return { result, shouldReEncrypt: false }
      } catch (cause) {
        throw new Error('Error while decrypting the ciphertext.', { cause })
      }
    },
  }
}
