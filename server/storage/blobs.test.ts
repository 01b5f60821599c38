import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bucketKeys as env, keysOf, startBucket, type TestBucket } from '../testing/bucket.ts'
import { type BlobStore, type ByteRange, diskBlobs } from './blobs.ts'
import { openS3Blobs } from './s3-blobs.ts'

let folder: string
let bucket: TestBucket
let address: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-blobs-'))
  bucket = await startBucket()
  address = bucket.address
})
afterAll(async () => {
  await bucket.stop()
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
  const keys = await keysOf(store)
  expect(keys.sort()).toEqual([keyOf(large), keyOf(small), `${keyOf(small)}-preview`].sort())
  expect(await keysOf(store, keyOf(large))).toEqual([keyOf(large)])
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

test('what is beside the files of a bucket is not among them', async () => {
  const store = await openS3Blobs(`${address}/c`, env)
  const beside = store.beside('parts')
  const path = join(folder, 'part')
  writeFileSync(path, 'part')
  await beside.putFile('a/0-1', path)
  await beside.putFile('b/0-1', path)
  await store.put('abc', Buffer.from('whole'))
  expect([await keysOf(store), await keysOf(beside, 'b/')]).toEqual([['abc'], ['b/0-1']])
  expect(diskBlobs(folder).beside()).toBeNull()
})
