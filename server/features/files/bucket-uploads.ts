import { createWriteStream, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ProtocolError } from '@lianqun/protocol'
import { DataStore, Upload } from '@tus/server'
import { limitConcurrency } from '../../../common/limit-concurrency.ts'
import type { ObjectStore } from '../../storage/blobs.ts'
import { idList } from '../../storage/id-list.ts'
import { randomId } from '../../storage/random-id.ts'
import type { Store } from '../../storage/store.ts'
import type { UploadPartRow, UploadRow } from '../../storage/tables.ts'
import { UploadLeases } from './upload-leases.ts'
import {
  orFull,
  requireSpace,
  type Unfinished,
  type UploadRules,
  type UploadStore,
  uploadId,
  writeAll,
} from './upload-store.ts'

/** Bytes of one object at most, but for the last piece that came from the line: as a client's request has. */
const partBytes = 4 * 1_048_576

export interface BucketUploadsOptions {
  store: Store
  parts: ObjectStore
  /** Of this process alone: for bytes that are on their way to the bucket, or out of it to be looked at. */
  folder: string
  expiryMs: number
  rules: UploadRules
}

/**
 * Unfinished uploads in a bucket, for any number of processes: an object for each piece, `<upload>/<start>-<random>`, and
 * rows that say which of them count. What was acknowledged is in both. An object without a row, of a process that died or
 * had its upload taken away, is part of nothing, and goes with its upload.
 */
export class BucketUploads extends DataStore implements UploadStore {
  readonly locks: UploadLeases
  override readonly extensions = ['creation', 'creation-with-upload', 'termination', 'expiration']
  readonly #store: Store
  readonly #parts: ObjectStore
  readonly #folder: string
  readonly #expiryMs: number
  readonly #rules: UploadRules
  /** Of each that is put at the same time the bytes are in memory. */
  readonly #putting = limitConcurrency(8)

  constructor({ store, parts, folder, expiryMs, rules }: BucketUploadsOptions) {
    super()
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    // What a kill left of another life of this process.
    for (const name of readdirSync(folder)) if (name.startsWith('.')) rmSync(join(folder, name), { force: true })
    this.#store = store
    this.#parts = parts
    this.#folder = folder
    this.#expiryMs = expiryMs
    this.#rules = rules
    this.locks = new UploadLeases(store)
  }

  override getExpiration(): number {
    return this.#expiryMs
  }

  requireSpace(bytes: number): Promise<void> {
    return requireSpace(this.#folder, this.#rules, bytes)
  }

  #row(id: string): Promise<UploadRow | undefined> {
    return this.#store.read(db => db.selectFrom('uploads').selectAll().where('id', '=', id).executeTakeFirst())
  }

  async owned(id: string, owner: string): Promise<Upload> {
    const row = await this.#row(id)
    if (row?.user_id !== owner) throw new ProtocolError('not_found')
    return toUpload(row)
  }

  override async getUpload(id: string): Promise<Upload> {
    const row = await this.#row(id)
    if (row === undefined) throw new ProtocolError('not_found')
    return toUpload(row)
  }

  /** Makes its row, so that it counts at all processes. */
  reserve({ id, size = 0, metadata = {} }: Upload, owner: string): Promise<Unfinished> {
    return this.#store.write(`user:${owner}`, async ({ db }) => {
      const made = { id, user_id: owner, size, received: 0, metadata: JSON.stringify(metadata), created_at: Date.now() }
      await db
        .insertInto('uploads')
        .values({ ...made, holder: null, held_until: 0, wanted: 0 })
        .execute()
      const { count, bytes } = await db
        .selectFrom('uploads')
        .select(eb => [eb.fn.countAll<number>().as('count'), eb.fn.sum<number>('size').as('bytes')])
        .where('user_id', '=', owner)
        .executeTakeFirstOrThrow()
      return { count: Number(count), bytes: Number(bytes) }
    })
  }

  override async remove(id: string): Promise<void> {
    if (!uploadId.test(id)) throw new ProtocolError('not_found')
    await this.#store.write([], async ({ db }) => {
      await db.deleteFrom('uploads').where('id', '=', id).execute()
      await db.deleteFrom('upload_parts').where('upload_id', '=', id).execute()
    })
    for await (const key of this.#parts.keys(`${id}/`)) await this.#parts.remove(key)
  }

  override write(readable: Readable, id: string, offset: number): Promise<number> {
    return this.locks.run(id, token =>
      this.#inSpool((path, file) => this.#writeFrom(readable, { id, offset, token, path, file })),
    )
  }

  async #writeFrom(readable: Readable, { id, offset, token, path, file }: Writing): Promise<number> {
    const owner = (await this.#row(id))?.user_id ?? ''
    let at = offset
    let filled = 0
    const put = async () => {
      const bytes = filled
      filled = 0
      if (bytes === 0) return
      await file.truncate(bytes)
      await this.#keep({ upload_id: id, start: at, bytes, name: `${at}-${randomId()}` }, token, path)
      at += bytes
    }
    try {
      for await (const chunk of readable as AsyncIterable<Buffer>) {
        if (filled === 0) await this.requireSpace(partBytes)
        await this.#rules.pace(owner, chunk.length)
        await writeAll(file, chunk, filled)
        filled += chunk.length
        if (filled >= partBytes) await put()
      }
      await put()
    } catch (error) {
      // What came before the line broke counts too; why it broke is what is told.
      await put().catch(() => undefined)
      throw error
    }
    return at
  }

  /** Puts a piece into the bucket, and then its row. @throws unavailable when another has the upload meanwhile */
  async #keep(part: UploadPartRow, token: string, path: string): Promise<void> {
    const { upload_id: id, start, bytes, name } = part
    await this.#putting(() => this.#parts.putFile(`${id}/${name}`, path))
    const kept = await this.#store.write([], async ({ db }) => {
      const { numUpdatedRows } = await db
        .updateTable('uploads')
        .set({ received: start + bytes })
        .where('id', '=', id)
        .where('holder', '=', token)
        .where('received', '=', start)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) return false
      await db.insertInto('upload_parts').values(part).execute()
      return true
    })
    if (kept) return
    await this.#parts.remove(`${id}/${name}`)
    throw new ProtocolError('unavailable', { message: 'The upload goes on elsewhere. Ask how far it is.' })
  }

  /** The bytes come out of the bucket, into a file of this machine. */
  withBytes<T>(id: string, fn: (path: string) => Promise<T>): Promise<T> {
    return this.locks.hold(id, () =>
      this.#inSpool(async path => {
        const parts = await this.#store.read(db =>
          db.selectFrom('upload_parts').selectAll().where('upload_id', '=', id).orderBy('start').execute(),
        )
        const few = limitConcurrency(4)
        const get = async ({ start, name }: UploadPartRow) => {
          const to = createWriteStream(path, { flags: 'r+', start: Number(start) })
          await orFull(pipeline(await this.#parts.read(`${id}/${name}`), to))
        }
        await Promise.all(parts.map(part => few(() => get(part))))
        return fn(path)
      }),
    )
  }

  /** Runs something with a file of the folder, which goes afterwards. */
  async #inSpool<T>(fn: (path: string, file: FileHandle) => Promise<T>): Promise<T> {
    const path = join(this.#folder, `.${randomId()}`)
    const file = await orFull(open(path, 'wx', 0o600))
    try {
      return await fn(path, file)
    } finally {
      await file.close()
      await rm(path, { force: true })
    }
  }

  /** Removes what nobody goes on with any more; also what a kill left in the bucket. */
  override async deleteExpired(): Promise<number> {
    const now = Date.now()
    const old = await this.#store.read(db =>
      db
        .selectFrom('uploads')
        .select('id')
        .where('created_at', '<', now - this.#expiryMs)
        .where('held_until', '<', now)
        .execute(),
    )
    for (const { id } of old) await this.remove(id)
    await this.#sweep()
    return old.length
  }

  /** Removes objects of uploads that are gone. One that is under way has its row before the first of them. */
  async #sweep(): Promise<void> {
    const keys = new Map<string, string[]>()
    for await (const key of this.#parts.keys()) {
      const [id = '', name] = key.split('/')
      if (uploadId.test(id) && name !== undefined) keys.set(id, [...(keys.get(id) ?? []), key])
    }
    const there = await this.#store.read(db =>
      db
        .selectFrom('uploads')
        .select('id')
        .where('id', 'in', idList([...keys.keys()]))
        .execute(),
    )
    for (const { id } of there) keys.delete(id)
    for (const key of [...keys.values()].flat()) await this.#parts.remove(key)
  }
}

/** What is being written of an upload: from where on, under which token, by way of which file. */
interface Writing {
  id: string
  offset: number
  token: string
  path: string
  file: FileHandle
}

function toUpload(row: UploadRow): Upload {
  return new Upload({
    id: row.id,
    size: Number(row.size),
    offset: Number(row.received),
    metadata: { ...(JSON.parse(row.metadata) as Record<string, string | null>), owner: row.user_id },
    creation_date: new Date(Number(row.created_at)).toISOString(),
  })
}
