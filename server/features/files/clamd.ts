import { createReadStream } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ProtocolError } from '@lianqun/protocol'
import { messageOf } from '../../storage/startup-error.ts'
import type { Scan } from './keeper.ts'

/** The scanner unpacks archives and says nothing until it has; after this time it is given up, milliseconds. */
const silentMs = 300_000

/**
 * Scans with ClamAV's daemon, by its command INSTREAM.
 * @param address `host:port`, or the path of its socket
 * @throws RangeError for any other address
 */
export function clamdScan(address: string): Scan {
  const where = parseAddress(address)
  return async path => {
    const verdict = await ask(connect(where), path).catch(error => {
      const cause = messageOf(error)
      throw new ProtocolError('unavailable', { message: `The file cannot be checked for malware now (${cause}).` })
    })
    if (verdict === 'stream: OK') return
    const found = /^stream: (.+) FOUND$/.exec(verdict)?.[1]
    if (found !== undefined)
      throw new ProtocolError('forbidden', { message: `The file contains malware (${found}) and was not kept.` })
    if (verdict.includes('size limit exceeded'))
      throw new ProtocolError('too_large', { message: 'The file is larger than the scanner of the server takes.' })
    throw new ProtocolError('unavailable', { message: 'The file cannot be checked for malware now.' })
  }
}

function parseAddress(address: string): { path: string } | { host: string; port: number } {
  if (address.startsWith('/')) return { path: address }
  const [, host, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(address)?.filter(part => part !== undefined) ?? []
  if (host === undefined || port === undefined || Number(port) > 65_535)
    throw new RangeError(`"${address}" is no address of clamd: write host:port, or the path of its socket.`)
  return { host, port: Number(port) }
}

/** Sends a file and reads the verdict. clamd may answer, and close, before it has read all. */
async function ask(socket: Socket, path: string): Promise<string> {
  const answer = new Promise<string>((resolve, reject) => {
    let text = ''
    socket.setTimeout(silentMs, () => socket.destroy(new Error('no answer')))
    socket.on('data', data => {
      text += data.toString('utf8')
    })
    socket.on('error', error => (text === '' ? reject(error) : undefined))
    socket.on('close', () => (text === '' ? reject(new Error('no answer')) : resolve(text.replace(/\0.*$/s, ''))))
  })
  answer.catch(() => undefined)
  try {
    // A failure to send shows in the answer.
    await pipeline(Readable.from(chunks(path)), socket, { end: false }).catch(() => undefined)
    return await answer
  } finally {
    socket.destroy()
  }
}

async function* chunks(path: string): AsyncIterable<Buffer> {
  yield Buffer.from('zINSTREAM\0')
  for await (const chunk of createReadStream(path, { highWaterMark: 262_144 }) as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(chunk.length)
    yield Buffer.concat([length, chunk])
  }
  yield Buffer.alloc(4)
}
