/*
 * The frames of the long connection, in the wire format of Protocol Buffers (https://protobuf.dev/programming-guides/encoding):
 * message Frame { uint64 SeqID = 1; uint64 LogID = 2; int32 service = 3; int32 method = 4; repeated Header headers = 5;
 *   string payload_encoding = 6; string payload_type = 7; bytes payload = 8; string LogIDNew = 9; }
 * message Header { string key = 1; string value = 2; }
 */

/** `method` of a frame. */
export const frameKinds = { control: 0, data: 1 } as const

export interface Frame {
  seqId: number
  logId: number
  service: number
  method: number
  headers: Record<string, string>
  payload: Uint8Array
}

/** Headers of one frame. */
const mostHeaders = 100
const varintType = 0
const bytesType = 2

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  bytes.push(rest)
  return bytes
}

const numberField = (field: number, value: number): Buffer => Buffer.from([(field << 3) | varintType, ...varint(value)])

function bytesField(field: number, value: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([(field << 3) | bytesType, ...varint(value.length)]), value])
}

const textField = (field: number, value: string) => bytesField(field, Buffer.from(value))

export function encodeFrame({ seqId, logId, service, method, headers, payload }: Frame): Buffer {
  return Buffer.concat([
    numberField(1, seqId),
    numberField(2, logId),
    numberField(3, service),
    numberField(4, method),
    ...Object.entries(headers).map(([key, value]) =>
      bytesField(5, Buffer.concat([textField(1, key), textField(2, value)])),
    ),
    bytesField(8, payload),
  ])
}

/** A field of a message: its number, and what it holds. */
type Field = [field: number, value: number | Buffer]

/** The fields of a message; null where it is none. Numbers beyond 2^53 lose their last digits. */
function fieldsOf(bytes: Buffer): Field[] | null {
  const fields: Field[] = []
  let at = 0
  const number = (): number | null => {
    let value = 0
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[at++]
      if (byte === undefined) return null
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    return null
  }
  while (at < bytes.length) {
    const tag = number()
    if (tag === null) return null
    const type = tag % 8
    const field = Math.floor(tag / 8)
    if (type === varintType) {
      const value = number()
      if (value === null) return null
      fields.push([field, value])
      continue
    }
    const length = type === bytesType ? number() : type === 1 ? 8 : type === 5 ? 4 : null
    if (length === null || at + length > bytes.length) return null
    if (type === bytesType) fields.push([field, bytes.subarray(at, at + length)])
    at += length
  }
  return fields
}

/** Reads a frame; null where the bytes are none. Fields that are not known are passed over. */
export function decodeFrame(bytes: Buffer): Frame | null {
  const fields = fieldsOf(bytes)
  if (fields === null) return null
  const frame: Frame = { seqId: 0, logId: 0, service: 0, method: 0, headers: {}, payload: Buffer.alloc(0) }
  const headers: [string, string][] = []
  for (const [field, value] of fields) {
    if (typeof value === 'number') {
      if (field === 1) frame.seqId = value
      if (field === 2) frame.logId = value
      if (field === 3) frame.service = value
      if (field === 4) frame.method = value
    } else if (field === 8) frame.payload = value
    else if (field === 5) {
      const header = fieldsOf(value)
      if (header === null || headers.length >= mostHeaders) return null
      const text = (wanted: number) => header.findLast(([one]) => one === wanted)?.[1]
      const key = text(1)
      const content = text(2)
      if (Buffer.isBuffer(key)) headers.push([key.toString(), Buffer.isBuffer(content) ? content.toString() : ''])
    }
  }
  // `__proto__` too becomes a header like others.
  return { ...frame, headers: Object.fromEntries(headers) }
}
