import type { SafeStorage } from 'electron'
import { within } from '../../common/within.ts'
import { type SafeStorageProblem, SafeStorageUnavailable } from '../workspace/errors.ts'

/** The system's key store. It may be missing, locked, or silent while it asks the person for a password. */
export interface KeyStore {
  /** Whether it really keeps secrets now; if not, why. */
  state(): Promise<'real' | SafeStorageProblem>
  /** Resolves when it has answered after all where it was silent, however long that takes. */
  answered(): Promise<void>
  /** @throws SafeStorageUnavailable */
  encrypt(value: string): Promise<Buffer>
  /**
   * `stale`: it should be encrypted anew, by a newer key or one that not everybody knows.
   * @throws SafeStorageUnavailable; another error when its key is not there
   */
  decrypt(bytes: Buffer): Promise<{ value: string; stale: boolean }>
}

export interface KeyStoreOptions {
  safeStorage: Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'>
  platform: NodeJS.Platform
  /** How long it may take until it counts as silent, milliseconds. */
  patienceMs?: number
}

/** What Chromium on Linux puts before what it encrypts with a password that everybody knows. */
const publicKeyTag = 'v10'
/** How Electron words that the key store is locked or the person refused; there is no code. */
const lockedWords = /temporarily unavailable/i

export function createKeyStore({ safeStorage, platform, patienceMs = 10_000 }: KeyStoreOptions): KeyStore {
  /** Whether the key store encrypts with a key of its own; a pending question is not asked twice. */
  let probe: Promise<boolean> | null = null
  let silent: Promise<unknown> = Promise.resolve()
  const overdue = new WeakSet<Promise<unknown>>()

  const isWeak = (bytes: Buffer): boolean =>
    platform === 'linux' && bytes.subarray(0, publicKeyTag.length).toString('latin1') === publicKeyTag

  /** @throws SafeStorageUnavailable when the answer takes too long, or is that the store is locked */
  async function answerOf<T>(asked: Promise<T>): Promise<T> {
    if (overdue.has(asked)) throw new SafeStorageUnavailable('silent')
    const late = (): Error => {
      overdue.add(asked)
      silent = asked
      return new SafeStorageUnavailable('silent')
    }
    asked.then(
      () => overdue.delete(asked),
      () => overdue.delete(asked),
    )
    try {
      return await within(asked, patienceMs, late)
    } catch (error) {
      if (error instanceof Error && lockedWords.test(error.message)) throw new SafeStorageUnavailable('locked', error)
      throw error
    }
  }

  /**
   * On Linux the desktop's name decides which key store Electron reports, not whether it answers; without one it
   * encrypts with a password that everybody knows. So only what it makes of a word tells.
   */
  async function isReal(): Promise<boolean> {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return false
    return platform !== 'linux' || !isWeak(await safeStorage.encryptStringAsync('probe'))
  }

  return {
    async state() {
      const asked = probe ?? isReal()
      probe = asked
      try {
        if (await answerOf(asked)) return 'real'
      } catch (error) {
        const problem = error instanceof SafeStorageUnavailable ? error.problem : 'missing'
        if (problem !== 'silent') probe = null
        return problem
      }
      probe = null
      return 'missing'
    },
    answered: () =>
      silent.then(
        () => {},
        () => {},
      ),
    encrypt: value => answerOf(safeStorage.encryptStringAsync(value)),
    async decrypt(bytes) {
      const { result, shouldReEncrypt } = await answerOf(safeStorage.decryptStringAsync(bytes))
      return { value: result, stale: shouldReEncrypt || isWeak(bytes) }
    },
  }
}
