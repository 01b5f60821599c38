import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import type { ObjectStore } from '../storage/blobs.ts'
import { openS3Blobs } from '../storage/s3-blobs.ts'

/** What a server needs in its environment for a bucket of {@link startBucket}. */
export const bucketKeys = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER', AWS_REGION: 'us-east-1' }

/** A bucket on a real server that speaks S3, in this process. */
export interface TestBucket {
  /** `s3+http://127.0.0.1:port/files` */
  address: string
  /** The names of all objects below a folder. */
  names(folder: string): Promise<string[]>
  stop(): Promise<void>
}

/** The keys of a store in a list. */
export async function keysOf(store: ObjectStore, prefix?: string): Promise<string[]> {
  const keys: string[] = []
  for await (const key of store.keys(prefix)) keys.push(key)
  return keys
}

export async function startBucket(): Promise<TestBucket> {
  const folder = mkdtempSync(join(tmpdir(), 'lianqun-bucket-'))
  const s3 = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: folder,
    configureBuckets: [{ name: 'files', configs: [] }],
  })
  const address = `s3+http://127.0.0.1:${(await s3.run()).port}/files`
  return {
    address,
    names: async below => keysOf((await openS3Blobs(address, bucketKeys)).beside(below)),
    async stop() {
      await s3.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
