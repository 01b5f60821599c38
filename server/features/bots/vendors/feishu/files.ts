import { contentFiles, limits } from '@lianqun/protocol'
import type { FastifyReply } from 'fastify'
import { visibleFile } from '../../../files/index.ts'
import type { BotRow } from '../../tables.ts'
import { ownFile } from '../converted.ts'
import type { VendorParts } from '../index.ts'
import type { Call, Routes } from './calls.ts'
import { FeishuError, feishuErrors } from './errors.ts'
import { fileKeyOf, fileOf, imageKeyOf, messageOf } from './ids.ts'

/* Pictures and files: https://open.feishu.cn/document/server-docs/im-v1/image/create and …/im-v1/file/create */

/** Bytes, as the vendor's. */
const most = { image: 10 * 1_048_576, file: 30 * 1_048_576 }

const wrong = (message: string) => new FeishuError(feishuErrors.wrongUpload, message)

function partOf({ form }: Call, kind: 'image' | 'file'): { bytes: Buffer; name: string } {
  const parts = form()
  const part = parts.find(({ name }) => name === kind)
  if (part === undefined) throw wrong(`${kind} is missing`)
  const { bytes, fileName } = part
  if (bytes.length === 0 || bytes.length > most[kind])
    throw wrong(`${kind} has at most ${most[kind]} bytes, and at least one`)
  const given = parts.find(({ name }) => name === 'file_name')?.bytes.toString() || fileName || kind
  return { bytes, name: [...given.replace(/^.*[/\\]/, '')].slice(0, limits.fileNameChars).join('') || kind }
}

export function fileRoutes({ service, services }: VendorParts): Routes {
  async function sendFile(reply: FastifyReply, bot: BotRow, fileId: string | null): Promise<FastifyReply> {
    const row = fileId === null ? undefined : await services.store.read(db => visibleFile(db, bot.id, fileId))
    if (row === undefined) throw new FeishuError(feishuErrors.wrongUpload, 'there is no such file')
    const name = encodeURIComponent(row.name).replace(/['()*]/g, found => `%${found.charCodeAt(0).toString(16)}`)
    return reply
      .headers({
        'content-type': 'application/octet-stream',
        'content-length': Number(row.size),
        'content-disposition': `attachment; filename*=UTF-8''${name}`,
      })
      .send(await services.blobs.read(row.sha256))
  }

  async function ownOf({ bot, reply }: Call, key: string): Promise<FastifyReply> {
    const id = fileOf(key)
    const own = id === null ? null : await services.store.read(db => ownFile(db, bot.id, id))
    return sendFile(reply, bot, own?.id ?? null)
  }

  return {
    'POST /im/v1/images': {
      form: async call => {
        const { bytes, name } = partOf(call, 'image')
        const file = await service.addFile(call.bot, bytes, name)
        if (file.width === undefined) throw wrong('this is no picture that can be shown')
        return { image_key: imageKeyOf(file.id) }
      },
    },
    'POST /im/v1/files': {
      form: async call => {
        const { bytes, name } = partOf(call, 'file')
        return { file_key: fileKeyOf((await service.addFile(call.bot, bytes, name)).id) }
      },
    },
    // Without a message, a bot gets what it has uploaded itself.
    'GET /im/v1/images/:image_key': call => ownOf(call, call.path('image_key')),
    'GET /im/v1/files/:file_key': call => ownOf(call, call.path('file_key')),
    'GET /im/v1/messages/:message_id/resources/:file_key': async ({ bot, path, reply }) => {
      const on = messageOf(path('message_id'))
      if (on === null) throw new FeishuError(feishuErrors.wrongParameter, 'invalid message_id')
      const { content } = await service.message(bot, on.conversationId, on.seq)
      const id = fileOf(path('file_key'))
      return sendFile(reply, bot, contentFiles(content).find(file => file.id === id)?.id ?? null)
    },
  }
}
