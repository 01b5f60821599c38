import { createCipheriv, createHmac } from 'node:crypto'
import { Transform } from 'node:stream'
import { ProtocolError } from '@lianqun/protocol'
import type { FastifyInstance } from 'fastify'
import { visibleFile } from '../../../files/index.ts'
import { botById } from '../../domain.ts'
import type { BotRow } from '../../tables.ts'
import type { VendorParts } from '../index.ts'

/*
 * The files of messages as WeCom gives them to bots: by an address that is good for five minutes, encrypted with the key
 * that stands beside it. https://developer.work.weixin.qq.com/document/path/101463
 */

const path = '/api/bots/aibot/files'
const use = 'aibot-file'
/** Bytes to a multiple of which a file is filled up (PKCS #7). */
const block = 32

/** The key of a file for a bot, 32 bytes; the first 16 are the IV. */
export function keyOf(bot: Pick<BotRow, 'secret'>, fileId: string): Buffer {
  return createHmac('sha256', bot.secret).update(`${use} ${fileId}`).digest()
}

/** Where a bot loads a file, and the key in base64. */
export async function linkOf(
  { services }: VendorParts,
  bot: BotRow,
  fileId: string,
  address: string,
): Promise<{ url: string; aeskey: string }> {
  const ticket = await services.tokens.ticket({ use, botId: bot.id, of: fileId })
  return { url: `${address}${path}?ticket=${ticket}`, aeskey: keyOf(bot, fileId).toString('base64') }
}

/** AES-256-CBC with padding to whole blocks of 32 bytes, as it comes. */
export function encrypting(key: Buffer): Transform {
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  let size = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      done(null, cipher.update(chunk))
    },
    flush(done) {
      const fill = block - (size % block)
      done(null, Buffer.concat([cipher.update(Buffer.alloc(fill, fill)), cipher.final()]))
    },
  })
}

/** Where bots load files; the ticket in the address says who and which. */
export function registerAibotFiles(app: FastifyInstance, { services }: VendorParts): void {
  app.get<{ Querystring: { ticket?: string } }>(path, async (request, reply) => {
    const { botId, of } = await services.tokens.verifyTicket(String(request.query.ticket ?? ''), use)
    const { bot, row } = await services.store.read(async db => ({
      bot: await botById(db, botId),
      row: await visibleFile(db, botId, of),
    }))
    if (row === undefined || bot.enabled === 0) throw new ProtocolError('not_found')
    const name = encodeURIComponent(row.name).replace(/['()*]/g, found => `%${found.charCodeAt(0).toString(16)}`)
    reply.headers({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    const bytes = await services.blobs.read(row.sha256)
    const encrypted = encrypting(keyOf(bot, row.id))
    bytes.on('error', error => encrypted.destroy(error))
    return reply.send(bytes.pipe(encrypted))
  })
}
