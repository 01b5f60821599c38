import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FileRef } from '@lianqun/protocol'
import type { BotContent } from '../../../../protocol/http/bots.ts'
import type { Reader } from '../../../storage/database.ts'
import { toFileRef } from '../../../storage/rows.ts'
import { type ConvertedMessage, PayloadError } from '../../cards/index.ts'
import { findPeople, textWith, withPeople } from '../../hooks/index.ts'
import type { BotRow } from '../tables.ts'
import type { VendorParts } from './index.ts'

/* What bots that speak the words of another system say and load, in ours. */

/** A file that a bot has made; null for any other. */
export async function ownFile(db: Reader, botId: string, fileId: string): Promise<FileRef | null> {
  const row = await db
    .selectFrom('files')
    .selectAll()
    .where('id', '=', fileId)
    .where('uploader_id', '=', botId)
    .executeTakeFirst()
  return row === undefined ? null : toFileRef(row)
}

interface Said {
  bot: BotRow
  conversationId: string
  /** The id of the file that a media id of the system means. */
  fileIdOf(mediaId: string): string
}

/** Messages of a payload as the bot says them: who is named is looked up among the members. @throws PayloadError, forbidden */
export async function contentsOf(
  parts: VendorParts,
  messages: readonly ConvertedMessage[],
  said: Said,
): Promise<BotContent[]> {
  const { bot, conversationId } = said
  const people = await parts.services.store.read(db => findPeople(db, { conversationId, createdBy: bot.id }, messages))
  const contents: BotContent[] = []
  for (const message of messages) {
    if (message.type === 'text') contents.push(textWith(message, people, []) as BotContent)
    else if (message.type === 'card') contents.push({ type: 'card', card: withPeople(message.card, people) })
    else contents.push(await fileContent(parts, message, said))
  }
  return contents
}

async function fileContent(
  { services, service }: VendorParts,
  message: Extract<ConvertedMessage, { type: 'image' | 'media' }>,
  { bot, fileIdOf }: Said,
): Promise<BotContent> {
  if (message.type === 'media') {
    const file = await services.store.read(db => ownFile(db, bot.id, fileIdOf(message.mediaId)))
    if (file === null) throw new PayloadError('malformed', 'media_id', 'is not of a file that this bot has uploaded')
    return message.kind === 'image' ? pictureOf(file) : ({ type: 'file', file } as BotContent)
  }
  if (!('base64' in message)) throw new PayloadError('unsupported', 'image', 'has to be uploaded')
  return pictureOf(await service.addFile(bot, Buffer.from(message.base64, 'base64'), 'image.png'))
}

/** A picture as a message; what is no picture is a file. */
function pictureOf(file: FileRef): BotContent {
  return (file.width === undefined ? { type: 'file', file } : { type: 'image', images: [file] }) as BotContent
}

/** A client id of a message that is said once, whoever is asked to say it again. */
export function clientIdOf(...of: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(of)).digest('hex')
  const group = (from: number, to: number) => hash.slice(from, to)
  return `${group(0, 8)}-${group(8, 12)}-8${group(13, 16)}-8${group(17, 20)}-${group(20, 32)}`
}

/** The address of the server as a bot reached it: `https://chat.example.com`. It is told to nobody else. */
export function addressOf({ headers, socket }: IncomingMessage): string {
  const forwarded = [headers['x-forwarded-proto']].flat()[0]?.split(',', 1)[0]?.trim()
  const secure = forwarded === 'https' || (forwarded === undefined && 'encrypted' in socket)
  const host = /^[\w.:[\]-]{1,255}$/.test(headers.host ?? '') ? headers.host : 'localhost'
  return `${secure ? 'https' : 'http'}://${host}`
}
