import { describe, expect, test } from 'vitest'
import { createKeyStore, type KeyStoreState } from '../../electron-standin/api/key-store.ts'
import { SafeStorageUnavailable, SecretUnreadable } from '../workspace/errors.ts'
import { createSecrets } from './secrets.ts'
import { memoryFile } from './test-file.ts'

/** Secrets over the stand-in's model of Electron's key stores, on a system that is Linux unless named. */
function setUp(start: KeyStoreState, platform: NodeJS.Platform = 'linux') {
  const file = memoryFile()
  const system = { state: start, key: Buffer.alloc(32, 'k1') }
  const keyStore = createKeyStore({ state: () => system.state, key: () => system.key })
  let ask: Promise<void> | null = null
  /** Questions to the key store stay open until the returned function is called. */
  const holdAnswers = (): (() => void) => {
    const held = Promise.withResolvers<void>()
    ask = held.promise
    return () => {
      ask = null
      held.resolve()
    }
  }
  const restart = () =>
    createSecrets({
      file,
      platform,
      patienceMs: 1,
      safeStorage: {
        ...keyStore,
        encryptStringAsync: async text => {
          await ask
          return keyStore.encryptStringAsync(text)
        },
      },
    })
  return { file, system, holdAnswers, restart, secrets: restart() }
}
const tagOf = (file: { content: Record<string, unknown> }, name: string): string =>
  Buffer.from((file.content[`secret.${name}`] as { value: string }).value, 'base64').toString('latin1', 0, 3)
const problem = (why: string) => expect.objectContaining({ name: 'SafeStorageUnavailable', problem: why })

describe('secrets', () => {
  test('are encrypted in the file and can be read', async () => {
    const { file, secrets } = setUp('real')
    expect(await secrets.get('key')).toBeNull()
    await secrets.set('key', 'hunter2 密')
    expect(JSON.stringify(file.content)).not.toContain('hunter2')
    expect(JSON.stringify(file.content)).not.toContain(Buffer.from('hunter2 密').toString('base64'))
    expect(await secrets.get('key')).toBe('hunter2 密')
    await secrets.delete('key')
    expect(await secrets.get('key')).toBeNull()
  })

  test('distinguish a lost encryption key from a missing secret', async () => {
    const { file, system, secrets } = setUp('real')
    await secrets.set('key', 'v')
    system.key = Buffer.alloc(32, 'k2')
    await expect(secrets.get('key')).rejects.toBeInstanceOf(SecretUnreadable)
    file.content['secret.other'] = { value: 12 }
    await expect(secrets.get('other')).rejects.toBeInstanceOf(SecretUnreadable)
    await expect(secrets.get('third')).resolves.toBeNull()
  })

  test('are not kept under the password that everybody knows, whatever the desktop promises', async () => {
    const { file, secrets } = setUp('weak')
    expect(await secrets.state()).toBe('missing')
    await expect(secrets.set('key', 'v')).rejects.toEqual(problem('missing'))
    expect(file.content).toEqual({})
  })

  test('that an earlier version kept so can be read, and are encrypted once a keyring answers', async () => {
    const { file, system, secrets, restart } = setUp('weak')
    const weak = createKeyStore({ state: () => 'weak', key: () => system.key })
    const value = (await weak.encryptStringAsync('old')).toString('base64')
    file.content['secret.key'] = { value, plain: false }
    expect(await secrets.get('key')).toBe('old')
    expect(tagOf(file, 'key')).toBe('v10')
    system.state = 'real'
    expect(await restart().get('key')).toBe('old')
    expect(tagOf(file, 'key')).toBe('v11')
  })

  test('are real on Windows and macOS whatever their bytes begin with', async () => {
    for (const platform of ['win32', 'darwin'] as const) {
      const { secrets } = setUp('weak', platform)
      expect(await secrets.state()).toBe('real')
      await secrets.set('key', 'v')
      expect(await secrets.get('key')).toBe('v')
    }
  })

  test('in a locked key store are neither lost nor damaged, and are read once it is unlocked', async () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const { file, system, secrets } = setUp('real', platform)
      await secrets.set('key', 'v')
      const before = structuredClone(file.content)
      system.state = 'locked'
      await expect(secrets.get('key')).rejects.toEqual(problem('locked'))
      await expect(secrets.set('other', 'v')).rejects.toEqual(problem('locked'))
      expect(file.content).toEqual(before)
      system.state = 'real'
      expect(await secrets.get('key')).toBe('v')
    }
  })

  test('of a keyring that is not running are not lost either', async () => {
    const { system, secrets, restart } = setUp('real')
    await secrets.set('key', 'v')
    system.state = 'weak'
    await expect(restart().get('key')).rejects.toEqual(problem('missing'))
    system.state = 'real'
    expect(await restart().get('key')).toBe('v')
  })

  test('say that the key store does not answer, and when it has', async () => {
    const { holdAnswers, secrets } = setUp('real')
    const answer = holdAnswers()
    await expect(secrets.set('key', 'v')).rejects.toEqual(problem('silent'))
    expect(await secrets.state()).toBe('silent')
    const answered = secrets.answered()
    answer()
    await answered
    expect(await secrets.state()).toBe('real')
    await secrets.set('key', 'v')
    expect(await secrets.get('key')).toBe('v')
  })

  test('in a key store that never answers are reported as such', async () => {
    const { system, secrets, restart } = setUp('real')
    await secrets.set('key', 'v')
    system.state = 'silent'
    await expect(restart().get('key')).rejects.toEqual(problem('silent'))
  })

  test('can be copied while the key store is locked', async () => {
    const { system, secrets } = setUp('real')
    await secrets.set('key', 'v')
    system.state = 'locked'
    await secrets.copy('key', 'kept')
    await secrets.copy('never set', 'nothing')
    await secrets.delete('key')
    system.state = 'real'
    expect(await secrets.get('kept')).toBe('v')
    expect(await secrets.get('key')).toBeNull()
    expect(await secrets.get('nothing')).toBeNull()
  })

  test('are plain only after the user agreed, marked so, and encrypted once that is possible', async () => {
    const { file, system, secrets } = setUp('weak')
    await expect(secrets.set('key', 'v')).rejects.toBeInstanceOf(SafeStorageUnavailable)
    secrets.allowPlain()
    expect(secrets.plainAllowed()).toBe(true)
    await secrets.set('key', 'v')
    expect(file.content['secret.key']).toMatchObject({ plain: true })
    expect(await secrets.get('key')).toBe('v')
    system.state = 'real'
    expect(await secrets.get('key')).toBe('v')
    expect(file.content['secret.key']).toMatchObject({ plain: false })
    expect(await secrets.get('key')).toBe('v')
  })

  test('that are worth nothing to others are kept without a question, and encrypted where that is possible', async () => {
    const { file, system, secrets } = setUp('weak')
    await secrets.set('demo', 'v', 'optional')
    expect(file.content['secret.demo']).toMatchObject({ plain: true })
    expect(secrets.plainAllowed()).toBe(false)
    system.state = 'real'
    await secrets.set('demo', 'v', 'optional')
    expect(file.content['secret.demo']).toMatchObject({ plain: false })
  })
})
