import { randomBytes } from 'node:crypto'

/* As much of HTTP and WebSocket (RFC 6455) as the client's end of a simulated socket needs. */

const text = 1
const close = 8
const ping = 9
const pong = 10

/** What a server says on a socket. */
export type Said =
  | { kind: 'answer'; status: number; retryAfterMs: number | undefined }
  | { kind: 'text'; text: string }
  | { kind: 'ping'; payload: Buffer }
  | { kind: 'close'; code: number; reason: string }

/** The head of a client's request for a WebSocket, as the server gets it. */
export function upgradeRequest(path: string, subprotocol: string, remoteAddress: string) {
  const headers = {
    host: 'workspace',
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
    'sec-websocket-protocol': subprotocol,
  }
  return { method: 'GET', url: path, headers, socket: { remoteAddress } }
}

function clientFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload
  const extra = length < 126 ? 0 : length < 65_536 ? 2 : 8
  const head = Buffer.alloc(6 + extra)
  head[0] = 0x80 | opcode
  // The mask that follows the length is zero: the payload stays as it is.
  head[1] = 0x80 | (extra === 0 ? length : extra === 2 ? 126 : 127)
  if (extra === 2) head.writeUInt16BE(length, 2)
  if (extra === 8) head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, payload])
}

export const textFrame = (message: string): Buffer => clientFrame(text, Buffer.from(message))
export const pongFrame = (payload: Buffer): Buffer => clientFrame(pong, payload)
export const closeFrame = (code: number): Buffer => {
  const payload = Buffer.alloc(2)
  payload.writeUInt16BE(code)
  return clientFrame(close, payload)
}

/** Reads what a server writes, piece by piece. */
export class ServerReader {
  #rest: Buffer = Buffer.alloc(0)
  #answered = false

  /** What has become whole with these bytes. @throws for what no server of ours sends */
  read(chunk: Buffer): Said[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    const said: Said[] = []
    for (let next = this.#next(); next !== null; next = this.#next()) said.push(next)
    return said
  }

  #next(): Said | null {
    return this.#answered ? this.#frame() : this.#answer()
  }

  #answer(): Said | null {
    const end = this.#rest.indexOf('\r\n\r\n')
    if (end < 0) return null
    const head = this.#rest.toString('latin1', 0, end)
    this.#rest = this.#rest.subarray(end + 4)
    this.#answered = true
    const seconds = /^retry-after: (\d+)$/im.exec(head)?.[1]
    return {
      kind: 'answer',
      status: Number(head.split(' ')[1]),
      retryAfterMs: seconds === undefined ? undefined : Number(seconds) * 1_000,
    }
  }

  #frame(): Said | null {
    const bytes = this.#rest
    if (bytes.length < 2) return null
    const short = (bytes[1] as number) & 0x7f
    const start = short === 126 ? 4 : short === 127 ? 10 : 2
    if (bytes.length < start) return null
    const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
    if (bytes.length < start + length) return null
    const payload = bytes.subarray(start, start + length)
    this.#rest = bytes.subarray(start + length)
    const first = bytes[0] as number
    if (first === (0x80 | text)) return { kind: 'text', text: payload.toString() }
    if (first === (0x80 | ping)) return { kind: 'ping', payload }
    if (first === (0x80 | close)) {
      const code = length >= 2 ? payload.readUInt16BE(0) : 1005
      return { kind: 'close', code, reason: payload.toString('utf8', 2) }
    }
    throw new Error(`a server sent a frame that begins with ${first}`)
  }
}
