import { describe, expect, test } from 'vitest'
import { createSecrets, SafeStorageUnavailable, SecretUnreadable } from './secrets.ts'
import { memoryFile } from './test-file.ts'

/** Encrypts with its own key, as a system's key store does. */
class KeyStore {
  key = 'k1'
  there = true
  backend: 'basic_text' | 'gnome_libsecret' | 'unknown' = 'gnome_libsecret'
  rotated = false

  async isAsyncEncryptionAvailable(): Promise<boolean> {
    return this.there
  }
  async encryptStringAsync(text: string): Promise<Buffer> {
    return Buffer.from([...`${this.key}:${text}`].reverse().join(''))
  }
  async decryptStringAsync(bytes: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    const text = [...bytes.toString()].reverse().join('')
    if (!text.startsWith(`${this.key}:`)) throw new Error('wrong key')
    return { result: text.slice(this.key.length + 1), shouldReEncrypt: this.rotated }
  }
  getSelectedStorageBackend() {
    return this.backend
  }
}

function setUp(platform: NodeJS.Platform = 'linux') {
  const file = memoryFile()
  const safeStorage = new KeyStore()
  return { file, safeStorage, secrets: createSecrets({ file, safeStorage, platform }) }
}

describe('secrets', () => {
  test('are encrypted in the file and can be read', async () => {
    const { file, secrets } = setUp()
    expect(await secrets.get('key')).toBeNull()
    await secrets.set('key', 'hunter2 密')
    expect(JSON.stringify(file.content)).not.toContain('hunter2')
    expect(JSON.stringify(file.content)).not.toContain(Buffer.from('hunter2 密').toString('base64'))
    expect(await secrets.get('key')).toBe('hunter2 密')
    await secrets.delete('key')
    expect(await secrets.get('key')).toBeNull()
  })

  test('distinguish a lost encryption key from a missing secret', async () => {
    const { file, safeStorage, secrets } = setUp()
    await secrets.set('key', 'v')
    safeStorage.key = 'k2'
    await expect(secrets.get('key')).rejects.toBeInstanceOf(SecretUnreadable)
    file.content['secret.other'] = { value: 12 }
    await expect(secrets.get('other')).rejects.toBeInstanceOf(SecretUnreadable)
    await expect(secrets.get('third')).resolves.toBeNull()
  })

  test('report missing safe storage, not a lost secret', async () => {
    const { safeStorage, secrets } = setUp()
    await secrets.set('key', 'v')
    safeStorage.there = false
    await expect(secrets.get('key')).rejects.toBeInstanceOf(SafeStorageUnavailable)
    safeStorage.there = true
    expect(await secrets.get('key')).toBe('v')
  })

  test('are encrypted again when the system asks for it', async () => {
    const { file, safeStorage, secrets } = setUp()
    await secrets.set('key', 'v')
    file.content['secret.key'] = structuredClone(file.content['secret.key'])
    const before = file.content['secret.key']
    safeStorage.rotated = true
    expect(await secrets.get('key')).toBe('v')
    expect(file.content['secret.key']).not.toBe(before)
  })

  test.each(['basic_text', 'unknown'] as const)('count Linux with %s as without safe storage', async backend => {
    const { safeStorage, secrets } = setUp()
    safeStorage.backend = backend
    expect(await secrets.available()).toBe(false)
    await expect(secrets.set('key', 'v')).rejects.toBeInstanceOf(SafeStorageUnavailable)
  })

  test('do not ask for the backend on other systems than Linux', async () => {
    const { safeStorage, secrets } = setUp('win32')
    safeStorage.backend = 'unknown'
    expect(await secrets.available()).toBe(true)
  })

  test('are plain only after the user agreed, marked so, and encrypted once that is possible', async () => {
    const { file, safeStorage, secrets } = setUp()
    safeStorage.there = false
    await expect(secrets.set('key', 'v')).rejects.toBeInstanceOf(SafeStorageUnavailable)
    expect(file.content).toEqual({})
    secrets.allowPlain()
    expect(secrets.plainAllowed()).toBe(true)
    await secrets.set('key', 'v')
    expect(file.content['secret.key']).toMatchObject({ plain: true })
    expect(await secrets.get('key')).toBe('v')
    safeStorage.there = true
    expect(await secrets.get('key')).toBe('v')
    expect(file.content['secret.key']).toMatchObject({ plain: false })
    expect(await secrets.get('key')).toBe('v')
  })
})
