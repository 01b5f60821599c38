import type { SafeStorage } from 'electron'
import { z } from 'zod'
import { type SafeStorageProblem, SafeStorageUnavailable, SecretUnreadable } from '../workspace/errors.ts'
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

/** What Chromium on Linux puts before what it encrypts with a password that everybody knows. */
const publicKeyTag = 'v10'
/** How Electron words that the key store is locked or the person refused; there is no code. */
const lockedWords = /temporarily unavailable/i

/**
 * Stores secrets in a file, encrypted by the system's key store. Without one they are stored only if the user agreed,
 * marked as plain, and are encrypted when they are read after the system has got a key store.
 * @param options.patienceMs how long the key store may take until it counts as silent: it may be asking the person
 */
export function createSecrets(options: {
  file: StoreFile
  safeStorage: Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'>
  platform: NodeJS.Platform
  patienceMs?: number
}): Secrets {
  const { file, safeStorage, platform, patienceMs = 10_000 } = options
  /** Whether the key store encrypts with a key of its own; a pending question is not asked twice. */
  let probe: Promise<boolean> | null = null
  let silent: Promise<unknown> = Promise.resolve()
  const overdue = new WeakSet<Promise<unknown>>()

  const entry = (name: string): Entry | null | 'damaged' => {
    const stored = file.get(`secret.${name}`)
    if (stored === undefined || stored === null) return null
    const parsed = entrySchema.safeParse(stored)
    return parsed.success ? parsed.data : 'damaged'
  }
  const write = (name: string, value: Entry | null): void => file.set(`secret.${name}`, value)
  const isWeak = (bytes: Buffer): boolean =>
    platform === 'linux' && bytes.subarray(0, publicKeyTag.length).toString('latin1') === publicKeyTag

  /** @throws SafeStorageUnavailable when the answer takes too long, or is that the store is locked */
  async function answerOf<T>(asked: Promise<T>): Promise<T> {
    if (overdue.has(asked)) throw new SafeStorageUnavailable('silent')
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        overdue.add(asked)
        silent = asked
        reject(new SafeStorageUnavailable('silent'))
      }, patienceMs)
    })
    asked.then(
      () => overdue.delete(asked),
      () => overdue.delete(asked),
    )
    try {
      return await Promise.race([asked, late])
    } catch (error) {
      if (error instanceof Error && lockedWords.test(error.message)) throw new SafeStorageUnavailable('locked', error)
      throw error
    } finally {
      clearTimeout(timer)
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

  async function state(): Promise<'real' | SafeStorageProblem> {
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
  }

  async function wrap(name: string, value: string): Promise<void> {
    const bytes = await answerOf(safeStorage.encryptStringAsync(value))
    write(name, { value: bytes.toString('base64'), plain: false })
  }

  async function open(name: string, bytes: Buffer): Promise<string> {
    let opened: { result: string; shouldReEncrypt: boolean }
    try {
      opened = await answerOf(safeStorage.decryptStringAsync(bytes))
    } catch (error) {
      if (error instanceof SafeStorageUnavailable) throw error
      // Its key is in a key store that is not there now.
      const now = await state()
      if (now !== 'real') throw new SafeStorageUnavailable(now, error)
      throw new SecretUnreadable(name, error)
    }
    if ((opened.shouldReEncrypt || isWeak(bytes)) && (await state()) === 'real') await wrap(name, opened.result)
    return opened.result
  }

  return {
    state,
    answered: () =>
      silent.then(
        () => {},
        () => {},
      ),
    plainAllowed: () => file.get('plainAllowed') === true,
    allowPlain: () => file.set('plainAllowed', true),
    async get(name) {
      const found = entry(name)
      if (found === null) return null
      if (found === 'damaged') throw new SecretUnreadable(name)
      const bytes = Buffer.from(found.value, 'base64')
      if (!found.plain) return open(name, bytes)
      const value = bytes.toString('utf8')
      if ((await state()) === 'real') await wrap(name, value)
      return value
    },
    async set(name, value, protection = 'required') {
      const now = await state()
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
