import { type FileHandle, open } from 'node:fs/promises'

/*
 * Removes what a file of boxes (ISO/IEC 14496-12: MP4, MOV, M4A, 3GP, HEIC, AVIF) says about where and with what it was
 * taken. What plays is found by its place in the file, so nothing moves: boxes that say so become free space, and the
 * words in them zeros.
 */

/** Bytes of a file that become others: zeros, after what is written over their beginning. */
export interface Erasure {
  at: number
  length: number
  /** What every byte becomes. */
  fill: number
  start?: Buffer
}

/** Media types of files of boxes. */
export const boxed = /^(?:(?:video|audio)\/(?:mp4|quicktime|x-m4[av]|3gpp2?)|image\/(?:hei[cf]|avif))(?:-sequence)?$/

interface Box {
  type: string
  /** Where it begins, its content begins, and it ends. */
  at: number
  body: number
  end: number
}

/** Boxes at the top that what plays or shows needs. Others, such as the trailers of phones, are erased. */
const needed = new Set('ftyp styp moov moof mdat mfra sidx ssix prft emsg pdin wide meta'.split(' '))
/** Boxes in a film and in its tracks that only tell of it. */
const telling = new Set(['udta', 'meta', 'uuid', 'free', 'skip'])
/** The list of what a picture consists of is read into memory up to this size, bytes. */
const mostItems = 4 * 1_048_576
/** More boxes in one file than any camera writes. */
const mostBoxes = 100_000

/** What is to be erased of a file. @throws RangeError where its boxes are none */
export async function erasuresOf(path: string, size: number): Promise<Erasure[]> {
  await using file = await open(path)
  const boxes = new Boxes(file)
  const all: Erasure[] = []
  for (const box of await boxes.within(0, size)) {
    if (!needed.has(box.type)) all.push(...freed(box))
    else if (box.type === 'moov') all.push(...(await tellingIn(boxes, box)))
    else if (box.type === 'meta') all.push(...(await itemsIn(file, box)))
  }
  const bytes = all.reduce((sum, { length }) => sum + length, 0)
  // Each of its bytes is written over once at most, and none behind its end.
  if (bytes > size || all.some(({ at, length }) => at + length > size)) throw new RangeError('items outside the file')
  return all
}

/** Writes over a file what is erased of it. */
export async function erase(path: string, erasures: readonly Erasure[]): Promise<void> {
  await using file = await open(path, 'r+')
  for (const { at, length, fill, start } of erasures) {
    const zeros = Buffer.alloc(Math.min(length, 1_048_576), fill)
    for (let done = 0; done < length; done += zeros.length)
      await file.write(zeros, 0, Math.min(zeros.length, length - done), at + done)
    if (start !== undefined) await file.write(start, 0, Math.min(start.length, length), at)
  }
  await file.datasync()
}

/** The same bytes, erased. */
export function erased(bytes: Buffer, erasures: readonly Erasure[]): Buffer {
  for (const { at, length, fill, start } of erasures) {
    bytes.fill(fill, at, at + length)
    start?.copy(bytes, at, 0, Math.min(start.length, length))
  }
  return bytes
}

/** A box as free space of the same size. */
function freed({ at, body, end }: Box): Erasure[] {
  const named = at < body ? [{ at: at + 4, length: 4, fill: 0, start: Buffer.from('free') }] : []
  return end === body ? named : [...named, { at: body, length: end - body, fill: 0 }]
}

async function tellingIn(boxes: Boxes, film: Box): Promise<Erasure[]> {
  const all: Erasure[] = []
  for (const box of await boxes.within(film.body, film.end)) {
    if (telling.has(box.type)) all.push(...freed(box))
    // Tracks stand in the film alone.
    else if (box.type === 'trak' && film.type === 'moov') all.push(...(await tellingIn(boxes, box)))
  }
  return all
}

/** Reads the boxes of a file, of which it reads only so many. */
class Boxes {
  readonly #file: FileHandle
  #left = mostBoxes

  constructor(file: FileHandle) {
    this.#file = file
  }

  /** The boxes from `from` to `to`. What is none at the end is one without a name. @throws RangeError for too many */
  async within(from: number, to: number): Promise<Box[]> {
    const boxes: Box[] = []
    for (let at = from; at < to; ) {
      if (--this.#left < 0) throw new RangeError('too many boxes')
      const box = readBox(await readAt(this.#file, at, Math.min(16, to - at)), at, to)
      boxes.push(box)
      at = box.end
    }
    return boxes
  }
}

function readBox(head: Buffer, at: number, to: number): Box {
  const none = { type: '', at, body: at, end: to }
  if (head.length < 8) return none
  const long = head.readUInt32BE(0) === 1 && head.length >= 16
  const size = long ? Number(head.readBigUInt64BE(8)) : head.readUInt32BE(0) || to - at
  const body = at + (long ? 16 : 8)
  if (at + size < body) return none
  return { type: head.toString('latin1', 4, 8), at, body, end: Math.min(at + size, to) }
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, at)
  return bytes.subarray(0, bytesRead)
}

/** EXIF that says nothing, as a picture has it: where its head is, and a list without entries. */
const nothing = Buffer.from('000000004d4d002a00000008000000000000', 'hex')

/** What is erased of the items of a picture: EXIF, XMP and whatever else is text about it. */
async function itemsIn(file: FileHandle, { at, body, end }: Box): Promise<Erasure[]> {
  if (end - body > mostItems) throw new RangeError('too many items')
  const bytes = await readAt(file, at, end - at)
  const children = boxesOf(bytes, body - at + 4)
  const list = children.find(({ type }) => type === 'iinf')
  const places = children.find(({ type }) => type === 'iloc')
  // A list of no items tells of a film alone.
  if (list === undefined || places === undefined) return freed({ type: 'meta', at, body, end })
  const types = typesOf(bytes, list)
  const data = children.find(({ type }) => type === 'idat')
  return placesOf(bytes, places).flatMap(({ item, inData, offset, length }) => {
    const type = types.get(item)
    if (type !== 'Exif' && type !== 'mime' && type !== 'uri ') return []
    if (inData && (data === undefined || offset + length > data.end - data.body)) return []
    const from = inData && data ? at + data.body + offset : offset
    return type === 'Exif'
      ? { at: from, length, fill: 0, start: nothing }
      : { at: from, length, fill: type === 'mime' ? 0x20 : 0 }
  })
}

/** The boxes of a list that is in memory. @throws RangeError when it is cut off */
function boxesOf(bytes: Buffer, from: number, to = bytes.length): Box[] {
  const boxes: Box[] = []
  for (let at = from; at + 8 <= to; ) {
    const size = bytes.readUInt32BE(at) || to - at
    if (size < 8 || at + size > to) throw new RangeError('a box is cut off')
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), at, body: at + 8, end: at + size })
    at += size
  }
  return boxes
}

/** The types of items, by their ids. */
function typesOf(bytes: Buffer, { body, end }: Box): Map<number, string> {
  const version = bytes.readUInt8(body)
  const types = new Map<number, string>()
  for (const entry of boxesOf(bytes, body + (version === 0 ? 6 : 8), end)) {
    const wide = bytes.readUInt8(entry.body) >= 3
    const id = wide ? bytes.readUInt32BE(entry.body + 4) : bytes.readUInt16BE(entry.body + 4)
    const type = entry.body + (wide ? 10 : 8)
    types.set(id, bytes.toString('latin1', type, type + 4))
  }
  return types
}

/** Where the bytes of an item are: in the file, or in the data beside the list. */
interface Place {
  item: number
  inData: boolean
  offset: number
  length: number
}

function placesOf(bytes: Buffer, { body }: Box): Place[] {
  const version = bytes.readUInt8(body)
  let at = body + 4
  const next = (size: number): number => {
    at += size
    if (size === 0) return 0
    return size === 8 ? Number(bytes.readBigUInt64BE(at - 8)) : bytes.readUIntBE(at - size, size)
  }
  const sizes = next(2)
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15]
  const indexSize = version === 0 ? 0 : sizes & 15
  if (offsetSize + lengthSize === 0) throw new RangeError('items without a place')
  const places: Place[] = []
  for (let left = next(version < 2 ? 2 : 4); left > 0; left--) {
    const item = next(version < 2 ? 2 : 4)
    const method = version === 0 ? 0 : next(2) & 15
    next(2)
    const base = next(baseSize)
    for (let extents = next(2); extents > 0; extents--) {
      next(indexSize)
      const offset = base + next(offsetSize)
      places.push({ item, inData: method === 1, offset, length: next(lengthSize) })
    }
  }
  return places
}
