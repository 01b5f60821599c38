import { type FileHandle, statfs } from 'node:fs/promises'
import { ProtocolError } from '@lianqun/protocol'
import type { DataStore, Locker, Upload } from '@tus/server'

/** Unfinished uploads of one person. */
export interface Unfinished {
  count: number
  bytes: number
}

/** What uploads may take. */
export interface UploadRules {
  /** Waits until a person may send so many bytes more. */
  pace: (owner: string, bytes: number) => Promise<void>
  /** Uploads wait while less is free on the disk than these bytes, and than this share of it. */
  minFreeBytes: number
  minFreeShare: number
}

/** Where unfinished uploads are: what was acknowledged of them outlives the process. */
export interface UploadStore extends DataStore {
  /** One request at a time for an upload. */
  readonly locks: Locker
  /** An upload of a person. Another's is not there for them. @throws not_found */
  owned(id: string, owner: string): Promise<Upload>
  /**
   * Notes an upload that is about to be made. The answer is what the person has unfinished with it, those included that
   * are about to be made: so of many at once not all find room.
   */
  reserve(upload: Upload, owner: string): Promise<Unfinished>
  /** Whether the disk has room for so many bytes, and for what else the server does. @throws storage_full */
  requireSpace(bytes: number): Promise<void>
  /**
   * Runs something with the path of a file of all its bytes, which it may change; the upload stays.
   * @throws not_found when it was finished or cancelled meanwhile, unavailable while another process finishes it
   */
  withBytes<T>(id: string, fn: (path: string) => Promise<T>): Promise<T>
}

/** An upload has 128 random bits as name, so that nothing else beside it is one. */
export const uploadId = /^[0-9a-f]{32}$/

/** Whether the disk of a folder has room for so many bytes, and for what else the server does. @throws storage_full */
export async function requireSpace(
  folder: string,
  { minFreeBytes, minFreeShare }: UploadRules,
  bytes: number,
): Promise<void> {
  const { bavail, blocks, bsize } = await statfs(folder)
  const left = bavail * bsize - bytes
  if (left < minFreeBytes && left < minFreeShare * blocks * bsize) throw new ProtocolError('storage_full')
}

/** Writes all of the bytes, at a place of the file. @throws storage_full */
export async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await orFull(file.write(bytes, done, bytes.length - done, position + done))
    done += bytesWritten
  }
}

/** A full disk, or a person's share of it, in the protocol's words. @throws storage_full */
export async function orFull<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new ProtocolError('storage_full')
    throw error
  }
}
