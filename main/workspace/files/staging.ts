import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { limits, ProtocolError } from '@lianqun/protocol'
import type { StagedFile, StageRequest } from '../../../preload/contract/index.ts'
import type { QueuedFile } from '../../cache/api.ts'
import { DesktopError } from '../errors.ts'
import { type Blobs, fileError } from './blobs.ts'
import { EncryptedWriter, newFileKey } from './encrypted-file.ts'
import { sentName, typeOfName } from './names.ts'

/** Files that wait for what the person writes to them are dropped, the oldest first, above this number. */
const maxStaged = 500

interface Incoming {
  writer: EncryptedWriter
  file: QueuedFile
  received: number
}

/** Files that a person has chosen and not sent yet. They are in memory: after a crash they are chosen anew. */
export class Staging {
  readonly #blobs: Blobs
  readonly #staged = new Map<string, QueuedFile>()
  readonly #incoming = new Map<string, Incoming>()

  constructor(blobs: Blobs) {
    this.#blobs = blobs
  }

  /** One step of the preload script. @throws DesktopError, ProtocolError `too_large` */
  async step(request: StageRequest): Promise<{ id: string; file: StagedFile | null }> {
    try {
      switch (request.step) {
        case 'path':
          return await this.addPath(request.path, request.mediaType)
        case 'begin':
          return await this.#begin(request)
        case 'piece':
          return await this.#piece(request.id, request.bytes)
        case 'end':
          return await this.#end(request.id)
      }
    } catch (error) {
      throw fileError(error)
    }
  }

  /** A file of the disk: only its path is kept. */
  async addPath(path: string, mediaType = ''): Promise<{ id: string; file: StagedFile }> {
    try {
      const found = await stat(path)
      const { size, mtimeMs } = found
      if (!found.isFile()) throw new DesktopError('file_unreadable', 'only files can be sent')
      checkSize(size)
      const name = sentName(basename(path))
      const type = mediaType === '' ? typeOfName(name) : mediaType
      return this.#add({ id: randomUUID(), name, size, mediaType: type, source: { path, mtime: mtimeMs } })
    } catch (error) {
      throw fileError(error)
    }
  }

  async #begin({ name, mediaType, size }: Extract<StageRequest, { step: 'begin' }>) {
    checkSize(size)
    const [id, blob, key] = [randomUUID(), this.#blobs.newName(), newFileKey()]
    const clean = sentName(name)
    const file = { id, name: clean, size, mediaType: mediaType || typeOfName(clean), source: { blob, key } }
    const writer = await EncryptedWriter.open(this.#blobs.path(blob), key)
    this.#incoming.set(id, { writer, file, received: 0 })
    return { id, file: null }
  }

  async #piece(id: string, bytes: Uint8Array) {
    const incoming = this.#incomingOf(id)
    incoming.received += bytes.byteLength
    try {
      if (incoming.received > incoming.file.size) throw new DesktopError('bad_arguments', 'more bytes than were said')
      await incoming.writer.write(bytes)
    } catch (error) {
      await this.#drop(id, incoming)
      throw error
    }
    return { id, file: null }
  }

  async #end(id: string) {
    const incoming = this.#incomingOf(id)
    if (incoming.received !== incoming.file.size) {
      await this.#drop(id, incoming)
      throw new DesktopError('bad_arguments', 'fewer bytes than were said')
    }
    this.#incoming.delete(id)
    await incoming.writer.finish()
    return this.#add(incoming.file)
  }

  #incomingOf(id: string): Incoming {
    const incoming = this.#incoming.get(id)
    if (incoming === undefined) throw new DesktopError('bad_arguments', 'no such file is coming')
    return incoming
  }

  async #drop(id: string, { writer, file }: Incoming): Promise<void> {
    this.#incoming.delete(id)
    await writer.close()
    if ('blob' in file.source) await this.#blobs.remove(file.source.blob)
  }

  #add(file: QueuedFile): { id: string; file: StagedFile } {
    this.#staged.set(file.id, file)
    const oldest = this.#staged.keys().next().value
    if (this.#staged.size > maxStaged && oldest !== undefined) void this.remove([oldest])
    const { id, name, size, mediaType } = file
    return { id, file: { id, name, size, mediaType, url: `app://lianqun/staged/${id}` } }
  }

  get(id: string): QueuedFile | undefined {
    return this.#staged.get(id)
  }

  /** The files by their ids. @throws DesktopError `file_gone` when one is not staged (any more) */
  all(ids: readonly string[]): QueuedFile[] {
    return ids.map(id => {
      const file = this.#staged.get(id)
      if (file === undefined) throw new DesktopError('file_gone', 'the file is not staged')
      return file
    })
  }

  /** They are in the outbox now, with their bytes. */
  sent(ids: readonly string[]): void {
    for (const id of ids) this.#staged.delete(id)
  }

  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const file = this.#staged.get(id)
      this.#staged.delete(id)
      if (file !== undefined && 'blob' in file.source) await this.#blobs.remove(file.source.blob)
    }
  }

  /** Drops all that was not sent. */
  async stop(): Promise<void> {
    for (const [id, incoming] of this.#incoming) await this.#drop(id, incoming)
    await this.remove([...this.#staged.keys()])
  }
}

function checkSize(size: number): void {
  if (size > limits.fileBytes) throw new ProtocolError('too_large')
}
