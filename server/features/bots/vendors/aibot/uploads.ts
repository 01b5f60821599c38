import { createHash } from 'node:crypto'
import type { FileRef } from '@lianqun/protocol'
import { randomId } from '../../../../storage/random-id.ts'
import { type JsonObject, textOf } from '../../../cards/index.ts'
import { AibotError, aibotCodes } from './errors.ts'

/** Bytes of a piece and pieces of a file, as the vendor's; files that one bot sends at a time. */
const most = { chunk: 512 * 1_024, chunks: 100, uploads: 2 }
const kinds = ['file', 'image', 'voice', 'video']

interface Upload {
  type: string
  name: string
  size: number
  md5: string
  /** By their index. */
  chunks: (Buffer | undefined)[]
}

const wrong = (message: string) => new AibotError(aibotCodes.wrongParameter, message)

/** The files that come by one socket in pieces, held in memory until they are whole. */
export class AibotUploads {
  readonly #uploads = new Map<string, Upload>()
  readonly #keep: (bytes: Buffer, name: string) => Promise<FileRef>

  constructor(keep: (bytes: Buffer, name: string) => Promise<FileRef>) {
    this.#keep = keep
  }

  /** `aibot_upload_media_init`. A file that was begun and not ended gives way. @throws AibotError */
  begin(body: JsonObject): JsonObject {
    const { total_size: size, total_chunks: count } = body
    const type = textOf(body.type)
    const name = textOf(body.filename)
    if (!kinds.includes(type)) throw wrong('type has to be file, image, voice or video')
    if (name === '') throw wrong('filename is missing')
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > most.chunks)
      throw wrong(`total_chunks has to be 1 to ${most.chunks}`)
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > count * most.chunk)
      throw wrong('total_size does not fit total_chunks')
    const [oldest] = this.#uploads.keys()
    if (oldest !== undefined && this.#uploads.size >= most.uploads) this.#uploads.delete(oldest)
    const id = randomId(32)
    this.#uploads.set(id, { type, name, size, md5: textOf(body.md5).toLowerCase(), chunks: new Array(count) })
    return { upload_id: id }
  }

  #upload(body: JsonObject): Upload {
    const upload = this.#uploads.get(textOf(body.upload_id))
    if (upload === undefined) throw wrong('upload_id is not of an upload of this connection')
    return upload
  }

  /** `aibot_upload_media_chunk`: the pieces come in any order, counted from 0. @throws AibotError */
  add(body: JsonObject): void {
    const { chunks } = this.#upload(body)
    const index = body.chunk_index
    const base64 = textOf(body.base64_data)
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= chunks.length)
      throw wrong('chunk_index is out of range')
    const bytes = Buffer.from(base64, 'base64')
    if (bytes.length === 0 || bytes.length > most.chunk) throw wrong(`base64_data has at most ${most.chunk} bytes`)
    chunks[index] = bytes
  }

  /** `aibot_upload_media_finish`. @throws AibotError, and what keeping a file throws */
  async finish(body: JsonObject): Promise<JsonObject> {
    const { type, name, size, md5, chunks } = this.#upload(body)
    this.#uploads.delete(textOf(body.upload_id))
    const whole = Buffer.concat(chunks.filter(chunk => chunk !== undefined))
    if (whole.length !== size) throw wrong('pieces are missing')
    if (md5 !== '' && createHash('md5').update(whole).digest('hex') !== md5) throw wrong('md5 is not that of what came')
    const file = await this.#keep(whole, name)
    return { type, media_id: file.id, created_at: String(Math.floor(Date.now() / 1_000)) }
  }
}
