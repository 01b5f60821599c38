import { cleanName, limits } from '@lianqun/protocol'
import type { Services } from '../../core/services.ts'
import { randomId } from '../../storage/random-id.ts'
import { type FileKeeper, uploadedBytes } from '../files/index.ts'
import { type Answer, answerIn, jsonAnswer, type Refusal } from './answers.ts'
import { formOf, type HookRequest } from './request.ts'
import type { HookRow } from './tables.ts'

const kinds = ['file', 'voice', 'image'] as const
/** Bytes, as with WeCom: more than five and at most 20 MB, of a voice note 2 MB. */
const least = 6
const most = { file: 20 * 1_048_576, voice: 2 * 1_048_576, image: 2 * 1_048_576 }

/** Takes files for messages of hooks, as WeCom's `upload_media` does; they are kept for three days. */
export class HookUploads {
  readonly #services: Pick<Services, 'store' | 'write' | 'failed'>
  readonly #files: FileKeeper

  constructor(services: Pick<Services, 'store' | 'write' | 'failed'>, files: FileKeeper) {
    this.#services = services
    this.#files = files
  }

  /** Keeps the file of a request that was let in. */
  async take(hook: HookRow, type: string, request: HookRequest): Promise<Answer> {
    const refuse = (refusal: Refusal, message: string) => answerIn('wecom', { refusal, message })
    const kind = kinds.find(known => known === type)
    if (kind === undefined) return refuse('malformed', 'type has to be file, voice or image.')
    const part = await mediaIn(request)
    if (part === null) return refuse('malformed', 'The body has to be multipart/form-data with a file named media.')
    if (part.bytes.length < least) return refuse('empty', `A file has at least ${least} bytes.`)
    if (part.bytes.length > most[kind]) return refuse('too_long', `A ${kind} has at most ${most[kind]} bytes.`)
    const before = await this.#services.store.read(db => uploadedBytes(db, hook.bot_id, Date.now()))
    if (before + part.bytes.length > limits.hookMediaBytes)
      return refuse('rate', `More than ${limits.hookMediaBytes} bytes of files within a day.`)
    try {
      const file = await this.#files.addBytes(part.bytes, { name: part.name, uploaderId: hook.bot_id, uploaded: true })
      const id = randomId(32)
      const now = Date.now()
      await this.#services.write(`hook:${hook.id}`, w =>
        w.db.insertInto('hook_media').values({ id, hook_id: hook.id, kind, file_id: file.id, at: now }).execute(),
      )
      const createdAt = String(Math.floor(now / 1_000))
      return jsonAnswer(200, { errcode: 0, errmsg: 'ok', type: kind, media_id: id, created_at: createdAt })
    } catch (error) {
      this.#services.failed(error)
      return refuse('failed', 'The file could not be kept.')
    }
  }
}

/** The part `media` of a form, or null. */
async function mediaIn(request: HookRequest): Promise<{ name: string; bytes: Uint8Array } | null> {
  const media = (await formOf(request))?.get('media')
  if (media == null || typeof media === 'string') return null
  const name = [...cleanName(media.name.replace(/^.*[/\\]/, ''))].slice(0, limits.fileNameChars).join('') || 'file'
  return { name, bytes: new Uint8Array(await media.arrayBuffer()) }
}
