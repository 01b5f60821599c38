import { type EventName, type EventParams, encode, type RpcErrorBody } from '@lianqun/protocol'
import type { ScopeRows } from './change-set.ts'
import { pageChars } from './sync/fitting.ts'

/** One outgoing message; its frame is built at most once and shared by all sockets. */
export class Outgoing {
  readonly text: string
  #frame: Buffer | null = null

  constructor(text: string) {
    this.text = text
  }

  /** The message as a whole WebSocket text frame. */
  get frame(): Buffer {
    this.#frame ??= frameText(this.text)
    return this.#frame
  }
}

/** A result whose value, or one field of it, is already encoded as JSON. */
export class EncodedResult {
  readonly json: string

  constructor(json: string) {
    this.json = json
  }
}

/** Encodes an event. */
export function eventMessage<E extends EventName>(event: E, params: EventParams<E>): Outgoing {
  return new Outgoing(encode.notification(event, params))
}

/** The answer to a request. */
export function resultMessage(id: number, result: unknown): Outgoing {
  const json = result instanceof EncodedResult ? result.json : JSON.stringify(result)
  return new Outgoing(`{"jsonrpc":"2.0","id":${id},"result":${json}}`)
}

/** The error answer to a request. */
export function errorMessage(id: number | null, body: RpcErrorBody): Outgoing {
  return new Outgoing(encode.error(id, body))
}

/** Most rows in one push. */
const pushRows = 2_000

/** The pushes of a scope's encoded rows; more than one when they exceed the limits. An empty row is left out. */
export function pushMessages(scope: string, epoch: string, { from, rows }: ScopeRows): Outgoing[] {
  const messages: Outgoing[] = []
  for (let start = 0; start < rows.length; ) {
    let end = start
    let chars = 0
    while (end < rows.length && end - start < pushRows && (end === start || chars < pageChars)) {
      chars += rows[end]?.length ?? 0
      end += 1
    }
    const part = rows
      .slice(start, end)
      .filter(row => row !== '')
      .join(',')
    const params = `{"scope":"${scope}","epoch":"${epoch}","from":${from + start},"to":${from + end - 1},"changes":[${part}]}`
    messages.push(new Outgoing(`{"jsonrpc":"2.0","method":"sync.push","params":${params}}`))
    start = end
  }
  return messages
}

/** Most characters in one frame: at three bytes per character still far below `limits.frameBytes`. */
const frameChars = 250_000

/** Joins messages into frames. */
export function* joinFrames(messages: readonly Outgoing[]): Generator<Buffer> {
  let part: string[] = []
  let size = 0
  for (const { text } of messages) {
    if (part.length > 0 && size + text.length > frameChars) {
      yield frameText(encode.batch(part))
      part = []
      size = 0
    }
    part.push(text)
    size += text.length
  }
  if (part.length > 0) yield frameText(encode.batch(part))
}

/** An unmasked text frame (RFC 6455, 5.2) in one buffer. */
function frameText(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(header + length)
  frame[0] = 0x81
  if (header === 2) frame[1] = length
  else if (header === 4) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeUInt32BE(0, 2)
    frame.writeUInt32BE(length, 6)
  }
  frame.write(text, header)
  return frame
}
