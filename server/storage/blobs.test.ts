import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BlobStore, type ByteRange, diskBlobs } from './blobs.ts'
import { openS3Blobs } from './s3-blobs.ts'

const env = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER', AWS_REGION: 'us-east-1' }
let folder: string
let s3: S3rver
let address: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-blobs-'))
  s3 = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: join(folder, 's3'),
    configureBuckets: [{ name: 'files', configs: [] }],
  })
  address = `s3+http://127.0.0.1:${(await s3.run()).port}/files`
})
afterAll(async () => {
  await s3.close()
  rmSync(folder, { recursive: true, force: true })
})

const stores: Record<string, () => Promise<BlobStore>> = {
  disk: async () => diskBlobs(join(folder, 'disk')),
  S3: () => openS3Blobs(address, env),
  'S3 below a prefix': () => openS3Blobs(`${address}/a/b`, env),
}

const keyOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

test.each(Object.keys(stores))('bytes are put once, read whole and in part, listed and removed: %s', async name => {
  const store = await stores[name]?.()
  if (store === undefined) throw new Error('no store')
  const read = async (key: string, range?: ByteRange) => {
    const parts: Buffer[] = []
    for await (const part of await store.read(key, range)) parts.push(part as Buffer)
    return Buffer.concat(parts)
  }
  const large = randomBytes(300_000)
  const small = Buffer.from('hello')
  const path = join(folder, 'source')
  writeFileSync(path, large)
  await Promise.all([store.putFile(keyOf(large), path), store.putFile(keyOf(large), path)])
  await store.put(keyOf(small), small)
  await store.put(`${keyOf(small)}-preview`, Buffer.from('picture'))
  expect((await read(keyOf(large))).equals(large)).toBe(true)
  expect((await read(keyOf(large), { start: 100, end: 299_999 })).equals(large.subarray(100))).toBe(true)
  expect((await read(keyOf(small), { start: 1, end: 1 })).toString()).toBe('e')
  expect([await store.size(keyOf(large)), await store.size('none')]).toEqual([300_000, null])
  await store.put(keyOf(small), Buffer.from('other'))
  expect((await read(keyOf(small))).toString()).toBe('hello')
  const keys: string[] = []
  for await (const key of store.keys()) if (!key.includes('/')) keys.push(key)
  expect(keys.sort()).toEqual([keyOf(large), keyOf(small), `${keyOf(small)}-preview`].sort())
  await store.remove(keyOf(large))
  await store.remove(keyOf(large))
  expect(await store.size(keyOf(large))).toBeNull()
  await expect(store.read(keyOf(large))).rejects.toThrow()
})

test('what a kill left half put is removed, the rest stays', async () => {
  const store = diskBlobs(join(folder, 'killed'))
  await store.put('abcdef', Buffer.from('whole'))
  const part = join(folder, 'killed', 'blobs', 'ab')
  mkdirSync(part, { recursive: true })
  writeFileSync(join(part, '.half'), 'ha')
  await store.tidy()
  expect(readdirSync(part)).toEqual(['abcdef'])
})

test('a key is no path', async () => {
  const store = diskBlobs(join(folder, 'keys'))
  for (const key of ['../../etc/passwd', 'ab/cd', '.hidden', 'a', ''])
    await expect(store.put(key, Buffer.from('x'))).rejects.toThrow('not the key of a blob')
})

test('a place for files that is none is refused at the start, with words', async () => {
  await expect(openS3Blobs('s3://host', env)).rejects.toThrow('write s3://host/bucket')
  await expect(openS3Blobs(address, {})).rejects.toThrow('AWS_ACCESS_KEY_ID')
  await expect(openS3Blobs(`${address}-none`, env)).rejects.toThrow('There is no bucket files-none')
  await expect(openS3Blobs('s3+http://127.0.0.1:1/files', env)).rejects.toThrow('cannot be reached')
})
