import { type FileRef, fileRefSchema, limits } from '@lianqun/protocol'
import { parseInput } from '../../../../core/parse.ts'
import { randomId } from '../../../../storage/random-id.ts'
import { objectsOf, textOf } from '../../../cards/index.ts'
import { requireScope } from '../../domain.ts'
import type { BotRow } from '../../tables.ts'
import { listValues, putValue, readValue } from '../../values.ts'
import { SlackError } from './errors.ts'
import { fromChannelId, fromFileId, toFileId } from './ids.ts'
import type { Call, SlackMethod } from './methods.ts'
import { defined, type SlackParts, slackPath } from './parts.ts'
import { slackSaid } from './say.ts'

/*
 * Uploads in three steps: https://docs.slack.dev/messaging/working-with-files#uploading_files. What came and is not said yet
 * is kept among the values of the bot, so that each step may come to another process.
 */

/** Largest file, in bytes: it is held in memory. */
export const mostFileBytes = 50 * 1_048_576
/** How long an upload may take, and until when it has to be completed, milliseconds. */
const uploadMs = 10 * 60_000
const keptMs = 3_600_000
const prefix = 'slack.file.'

async function getUrl({ parts, bot, args, base }: Call): Promise<Record<string, unknown>> {
  const name = args.text('filename').slice(0, limits.fileNameChars)
  const length = Number(args.text('length'))
  if (name === '' || !(length > 0)) throw new SlackError('invalid_arguments')
  if (length > mostFileBytes) throw new SlackError('file_upload_size_restricted')
  await forgetOld(parts, bot)
  const fileId = randomId()
  const token = await parts.services.tokens.ofBot(bot.id, 'slack-file', { fileId, name, length }, Date.now(), uploadMs)
  return { upload_url: `${base}${slackPath}/upload/${token}`, file_id: toFileId(fileId) }
}

/** Forgets files that were never completed. */
async function forgetOld({ services }: SlackParts, bot: BotRow): Promise<void> {
  const { values } = await services.store.read(db => listValues(db, bot.id, { prefix, limit: 100 }))
  const old = values.filter(({ value }) => !(keptAt(value) > Date.now() - keptMs))
  if (old.length === 0) return
  await services.write([`bot:${bot.id}`], async w => {
    for (const { key } of old) await putValue(w, bot.id, key, { value: null })
  })
}

const keptAt = (value: unknown): number => Number((value as { at?: unknown } | null)?.at)

/** Takes the bytes of an upload. @throws too_late, SlackError */
export async function takeUpload(
  { services, service }: SlackParts,
  bot: BotRow,
  { fileId, name, length }: Record<string, unknown>,
  bytes: Buffer,
): Promise<void> {
  if (bytes.length !== length) throw new SlackError('length_mismatch')
  const file = await service.addFile(bot, bytes, textOf(name))
  await services.write([`bot:${bot.id}`], w =>
    putValue(w, bot.id, `${prefix}${textOf(fileId)}`, { value: { at: w.now, file } }),
  )
}

/** Says the files that came in a conversation. */
async function complete({ parts, bot, args }: Call): Promise<Record<string, unknown>> {
  const { services, service } = parts
  const wanted = objectsOf(args.json('files'))
  if (wanted.length === 0) throw new SlackError('invalid_arguments')
  const files: { key: string; title: string; file: FileRef }[] = []
  for (const { id, title } of wanted) {
    const key = `${prefix}${fromFileId(textOf(id)) ?? '-'}`
    const { value, version } = await services.store.read(db => readValue(db, bot.id, key))
    if (version === 0) throw new SlackError('file_not_found')
    files.push({
      key,
      title: textOf(title),
      file: parseInput(fileRefSchema, (value as { file: unknown }).file, 'file'),
    })
  }
  const named = [args.text('channel_id'), ...args.list('channels')].filter(text => text !== '')
  const replyTo = args.optionalSeq('thread_ts')
  for (const text of named) {
    const conversationId = fromChannelId(text)
    if (conversationId === null) throw new SlackError('channel_not_found')
    const comment = args.text('initial_comment')
    if (comment.trim() !== '' || args.json('blocks') !== undefined) {
      const said = await services.store.read(db =>
        slackSaid(db, defined({ text: comment, blocks: args.json('blocks') }), { conversationId }),
      )
      await service.send(bot, { conversationId, content: said.content, original: said.original, replyTo })
    }
    for (const { file } of files) {
      const sent = { ...file, name: file.name }
      const content =
        file.width !== undefined && file.mediaType.startsWith('image/')
          ? { type: 'image' as const, images: [sent] }
          : { type: 'file' as const, file: sent }
      await service.send(bot, { conversationId, content: content as never, replyTo })
    }
  }
  await services.write([`bot:${bot.id}`], async w => {
    for (const { key } of files) await putValue(w, bot.id, key, { value: null })
  })
  return {
    files: files.map(({ title, file }, n) => ({
      id: textOf(wanted[n]?.id),
      title: title || file.name,
      name: file.name,
      mimetype: file.mediaType,
      size: file.size,
    })),
  }
}

export const fileMethods: Record<string, SlackMethod> = {
  'files.getUploadURLExternal': {
    scope: 'files',
    run: async call => {
      requireScope(call.bot, 'files')
      return getUrl(call)
    },
  },
  'files.completeUploadExternal': { scope: 'files', run: complete, notFound: 'file_not_found' },
}
