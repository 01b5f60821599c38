import { Inflate } from 'fflate'
import { Unshowable } from './problem.ts'

/*
 * Reads an archive that may be hostile: within limits, whatever its directory says.
 */

export interface ZipLimits {
  entries: number
  /** Bytes of all entries together, unpacked. */
  totalBytes: number
}

const defaults: ZipLimits = { entries: 4_000, totalBytes: 150_000_000 }

interface Entry {
  name: string
  method: number
  packed: number
  size: number
  offset: number
}

const endMark = 0x06054b50
const directoryMark = 0x02014b50
const localMark = 0x04034b50

/**
 * The entries of an archive by name, unpacked.
 * @throws Unshowable
 */
export function unzip(bytes: Uint8Array<ArrayBuffer>, limits: ZipLimits = defaults): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // An office document with a password is in an old container of its own.
  if (bytes.length >= 4 && view.getUint32(0) === 0xd0cf11e0) throw new Unshowable('password', 'an encrypted document')
  try {
    const files = new Map<string, Uint8Array>()
    for (const entry of directory(view, limits)) {
      if (!entry.name.endsWith('/')) files.set(entry.name, unpack(view, bytes, entry))
    }
    return files
  } catch (error) {
    if (error instanceof Unshowable) throw error
    // Reading beyond the end, or data that do not inflate.
    throw new Unshowable('damaged', String(error))
  }
}

function directory(view: DataView, limits: ZipLimits): Entry[] {
  let end = view.byteLength - 22
  const stop = Math.max(0, end - 65_535)
  while (end >= stop && view.getUint32(end, true) !== endMark) end--
  if (end < stop) throw new Unshowable('damaged', 'no directory')
  const count = view.getUint16(end + 10, true)
  if (count > limits.entries) throw new Unshowable('too_large', 'too many entries')
  let at = view.getUint32(end + 16, true)
  const entries: Entry[] = []
  let total = 0
  for (let i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== directoryMark) throw new Unshowable('damaged', 'a directory that ends')
    const nameLength = view.getUint16(at + 28, true)
    const raw = new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength)
    const entry = {
      name: new TextDecoder().decode(raw),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    }
    if ((view.getUint16(at + 8, true) & 1) !== 0) throw new Unshowable('password', 'an encrypted entry')
    if (!isPlainName(entry.name)) throw new Unshowable('unsafe', 'a name that leaves the archive')
    total += entry.size
    if (total > limits.totalBytes) throw new Unshowable('too_large', 'too much when unpacked')
    entries.push(entry)
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  refuseOverlaps(entries)
  return entries
}

function isPlainName(name: string): boolean {
  return (
    name !== '' &&
    !name.startsWith('/') &&
    !/[\\\0]|^[A-Za-z]:/.test(name) &&
    !name.split('/').some(part => part === '..' || part === '__proto__')
  )
}

/** Entries that share their bytes unpack to far more than the archive holds. */
function refuseOverlaps(entries: readonly Entry[]): void {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset)
  for (const [index, entry] of sorted.entries()) {
    const next = sorted[index + 1]
    if (next !== undefined && entry.offset + 30 + entry.packed > next.offset)
      throw new Unshowable('unsafe', 'entries that overlap')
  }
}

function unpack(view: DataView, bytes: Uint8Array<ArrayBuffer>, entry: Entry): Uint8Array {
  const { offset, packed, size, method } = entry
  if (view.getUint32(offset, true) !== localMark) throw new Unshowable('damaged', 'an entry without a header')
  const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (from + packed > bytes.length) throw new Unshowable('damaged', 'an entry beyond the end')
  const data = bytes.subarray(from, from + packed)
  if (method === 0) {
    if (packed !== size) throw new Unshowable('damaged', 'an entry of two sizes')
    return data
  }
  if (method !== 8) throw new Unshowable('unknown', 'a method of packing that is not known')
  const whole = new Uint8Array(size)
  let at = 0
  const inflate = new Inflate(piece => {
    // The directory said less than there is.
    if (at + piece.length > size) throw new Unshowable('unsafe', 'more than an entry says')
    whole.set(piece, at)
    at += piece.length
  })
  const step = 65_536
  for (let i = 0; i < data.length || i === 0; i += step)
    inflate.push(data.subarray(i, i + step), i + step >= data.length)
  if (at !== size) throw new Unshowable('damaged', 'less than an entry says')
  return whole
}

/** A part of an office document as XML. One that declares entities is refused: they can grow without end. */
export function xmlText(part: Uint8Array): string {
  const text = new TextDecoder().decode(part)
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new Unshowable('unsafe', 'a document type in XML')
  return text
}
