import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'

/*
 * A file of records of 64 KiB, each by AES-256-GCM with its number as nonce: any range can be read, and what a crash
 * left half written is found. A key serves one content alone, so no nonce is used for two of them.
 */

/** Bytes of a file in one record. */
export const recordBytes = 65_536
const tagBytes = 16
const storedBytes = recordBytes + tagBytes

/** A new key, base64. */
export function newFileKey(): string {
  return randomBytes(32).toString('base64')
}

function nonce(index: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeBigUInt64BE(BigInt(index), 4)
  return bytes
}

function seal(key: Buffer, index: number, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce(index))
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** @throws when the record is damaged */
function unseal(key: Buffer, index: number, stored: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(index))
  decipher.setAuthTag(stored.subarray(-tagBytes))
  return Buffer.concat([decipher.update(stored.subarray(0, -tagBytes)), decipher.final()])
}

async function readStored(handle: FileHandle, index: number): Promise<Buffer> {
  const stored = Buffer.alloc(storedBytes)
  let length = 0
  while (length < storedBytes) {
    const { bytesRead } = await handle.read(stored, length, storedBytes - length, index * storedBytes + length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return stored.subarray(0, length)
}

/** Writes a file from its start, or from where one that was interrupted can go on. */
export class EncryptedWriter {
  readonly #handle: FileHandle
  readonly #key: Buffer
  #index: number
  #rest: Buffer[] = []
  #restBytes = 0

  private constructor(handle: FileHandle, key: Buffer, index: number) {
    this.#handle = handle
    this.#key = key
    this.#index = index
  }

  /** Opens or creates a file; its whole records that can be read are kept, the rest is cut off. */
  static async open(path: string, key: string): Promise<EncryptedWriter> {
    const handle = await openOrCreate(path)
    try {
      const bytes = Buffer.from(key, 'base64')
      let index = 0
      for (; ; index++) {
        const stored = await readStored(handle, index)
        if (stored.length < storedBytes || !canUnseal(bytes, index, stored)) break
      }
      await handle.truncate(index * storedBytes)
      return new EncryptedWriter(handle, bytes, index)
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  /** Bytes that can be read from the file. */
  get written(): number {
    return this.#index * recordBytes
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#rest.push(Buffer.from(chunk))
    this.#restBytes += chunk.byteLength
    if (this.#restBytes < recordBytes) return
    const all = Buffer.concat(this.#rest)
    let start = 0
    for (; all.length - start >= recordBytes; start += recordBytes)
      await this.#put(all.subarray(start, start + recordBytes))
    this.#rest = [all.subarray(start)]
    this.#restBytes = all.length - start
  }

  /** Writes the rest; when it resolves, all is on the disk. */
  async finish(): Promise<void> {
    if (this.#restBytes > 0) await this.#put(Buffer.concat(this.#rest))
    this.#rest = []
    this.#restBytes = 0
    await this.#handle.datasync()
    await this.#handle.close()
  }

  /** Leaves the file as it is. */
  close(): Promise<void> {
    return this.#handle.close()
  }

  async #put(plain: Buffer): Promise<void> {
    const sealed = seal(this.#key, this.#index, plain)
    let at = 0
    while (at < sealed.length) {
      const position = this.#index * storedBytes + at
      at += (await this.#handle.write(sealed, at, sealed.length - at, position)).bytesWritten
    }
    this.#index++
  }
}

async function openOrCreate(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return open(path, 'w+', 0o600)
    throw error
  }
}

function canUnseal(key: Buffer, index: number, stored: Buffer): boolean {
  try {
    unseal(key, index, stored)
    return true
  } catch {
    // Half written: the file goes on before it.
    return false
  }
}

/** Reads `start` to `end` (exclusive), in pieces of a record. @throws when the file is damaged, shorter or gone */
export async function* readEncrypted(path: string, key: string, start: number, end: number): AsyncGenerator<Buffer> {
  if (start >= end) return
  const handle = await open(path, 'r')
  const bytes = Buffer.from(key, 'base64')
  try {
    for (let index = Math.floor(start / recordBytes); index * recordBytes < end; index++) {
      const plain = unseal(bytes, index, await readStored(handle, index))
      const from = index * recordBytes
      const part = plain.subarray(Math.max(start - from, 0), Math.min(end - from, plain.length))
      if (part.length === 0 || (from + plain.length < end && plain.length < recordBytes))
        throw new Error('the file is shorter than it should be')
      yield part
    }
  } finally {
    await handle.close()
  }
}
