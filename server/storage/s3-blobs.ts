import type { Readable } from 'node:stream'
import type { Client } from 'minio'
import type { BlobStore, ByteRange } from './blobs.ts'
import { messageOf, StartupError } from './startup-error.ts'

interface Bucket {
  client: Client
  bucket: string
  prefix: string
  /** Whether keys may have folders; otherwise what is in folders below is another's. */
  folders: boolean
}

/**
 * Opens a bucket of S3, or of what speaks like it: `s3://host[:port]/bucket[/prefix]` over TLS, `s3+http://…` without.
 * The keys of the account are in the environment, as `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.
 * @throws StartupError
 */
export async function openS3Blobs(address: string, env: NodeJS.ProcessEnv): Promise<S3Blobs> {
  const [, plain, host, port, bucket, prefix] =
    /^s3(\+http)?:\/\/([^/:]+)(?::(\d{1,5}))?\/([^/]+)(?:\/(.*))?$/.exec(address) ?? []
  if (host === undefined || bucket === undefined)
    throw new StartupError(`"${address}" is no place for files: write s3://host/bucket, or s3://host/bucket/prefix.`)
  const { AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey } = env
  if (!accessKey || !secretKey)
    throw new StartupError('Files in S3 need AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.')
  const { Client } = await import('minio')
  const client = new Client({
    endPoint: host,
    useSSL: plain === undefined,
    accessKey,
    secretKey,
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(env.AWS_REGION === undefined ? {} : { region: env.AWS_REGION }),
  })
  try {
    if (!(await client.bucketExists(bucket))) throw new StartupError(`There is no bucket ${bucket} at ${host}.`)
  } catch (error) {
    if (error instanceof StartupError) throw error
    const cause = messageOf(error)
    throw new StartupError(`The bucket ${bucket} at ${host} cannot be reached: ${cause}`)
  }
  return new S3Blobs({
    client,
    bucket,
    prefix: prefix === undefined || prefix === '' ? '' : `${prefix}/`,
    folders: false,
  })
}

/** Blobs in a bucket, an object each, which is there whole or not at all. */
export class S3Blobs implements BlobStore {
  readonly #client: Client
  readonly #bucket: string
  readonly #prefix: string
  readonly #folders: boolean

  constructor({ client, bucket, prefix, folders }: Bucket) {
    this.#client = client
    this.#bucket = bucket
    this.#prefix = prefix
    this.#folders = folders
  }

  beside(name: string): S3Blobs {
    const prefix = `${this.#prefix}${name}/`
    return new S3Blobs({ client: this.#client, bucket: this.#bucket, prefix, folders: true })
  }

  async putFile(key: string, path: string): Promise<void> {
    if ((await this.size(key)) === null) await this.#client.fPutObject(this.#bucket, this.#prefix + key, path)
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    if ((await this.size(key)) === null)
      await this.#client.putObject(this.#bucket, this.#prefix + key, Buffer.from(bytes), bytes.length)
  }

  async size(key: string): Promise<number | null> {
    try {
      return (await this.#client.statObject(this.#bucket, this.#prefix + key)).size
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null
      if (code === 'NotFound' || code === 'NoSuchKey') return null
      throw error
    }
  }

  read(key: string, range?: ByteRange): Promise<Readable> {
    const name = this.#prefix + key
    if (range === undefined) return this.#client.getObject(this.#bucket, name)
    return this.#client.getPartialObject(this.#bucket, name, range.start, range.end - range.start + 1)
  }

  async remove(key: string): Promise<void> {
    await this.#client.removeObject(this.#bucket, this.#prefix + key)
  }

  async *keys(prefix = ''): AsyncIterable<string> {
    const objects = this.#client.listObjectsV2(this.#bucket, this.#prefix + prefix, this.#folders)
    for await (const { name } of objects as AsyncIterable<{ name?: string }>)
      if (name !== undefined) yield name.slice(this.#prefix.length)
  }

  /** Parts of objects that were never completed are the business of the bucket's lifecycle. */
  async tidy(): Promise<void> {}
}
