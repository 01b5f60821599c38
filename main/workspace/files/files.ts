import { createReadStream } from 'node:fs'
import { type Content, type FileRef, fileVariants, idSchema, sendableContentSchema } from '@lianqun/protocol'
import { throttle } from '../../../common/throttle.ts'
import type { CallArgs, CallResult, StagedFile, StageRequest } from '../../../preload/contract/index.ts'
import type { QueuedFile } from '../../cache/api.ts'
import { DesktopError } from '../errors.ts'
import { Blobs, fileError } from './blobs.ts'
import { bodyOf } from './body.ts'
import { Downloads, type DownloadsOptions } from './downloads.ts'
import { readEncrypted } from './encrypted-file.ts'
import { FilesHttp, type FilesHttpOptions } from './http-files.ts'
import { shownType } from './names.ts'
import { readRange } from './range.ts'
import { Staging } from './staging.ts'
import { Uploads, type UploadsOptions } from './uploads.ts'

export interface FilesOptions
  extends Omit<UploadsOptions, 'blobs' | 'http' | 'onProgress'>,
    Omit<FilesHttpOptions, 'token'> {
  token: FilesHttpOptions['token']
  /** Of the account, for the encrypted bytes. */
  folder: string
  onProgress: DownloadsOptions['onProgress']
}

/** The most bytes of loaded files that are kept, unless the person says otherwise. */
const defaultLimit = 5 * 1_073_741_824
const limitKey = 'filesLimit'
/** A part that begins this far behind what is here is asked of the server by itself. */
const aheadBytes = 4 * 1_048_576
/** What was recalled goes from the disk at most this late, milliseconds. */
const trashEveryMs = 200

/** What a page gets of a file. */
export interface FileAnswer {
  status: number
  headers: Record<string, string>
  body: ReadableStream | null
}

interface Shown {
  size: number
  mediaType: string
  /** `signal` is aborted when nobody wants the bytes any more. */
  read(start: number, end: number, signal: AbortSignal): AsyncIterable<Uint8Array>
}

/** The files of an account on this device: those to be sent, and those that were loaded. */
export class WorkspaceFiles {
  readonly staging: Staging
  readonly uploads: Uploads
  readonly downloads: Downloads
  readonly #options: FilesOptions
  readonly #blobs: Blobs
  readonly #emptyTrash: () => void

  constructor(options: FilesOptions) {
    const { cache, folder, log, transport, origin, token } = options
    this.#options = options
    this.#blobs = new Blobs({ folder, cache, log })
    const http = new FilesHttp({ transport, origin, token })
    this.staging = new Staging(this.#blobs)
    this.uploads = new Uploads({ ...options, blobs: this.#blobs, http })
    this.downloads = new Downloads({ ...options, blobs: this.#blobs, http })
    this.#emptyTrash = throttle(() => {
      this.downloads.emptyTrash().catch(error => log('files could not be deleted', { error: String(error) }))
    }, trashEveryMs)
  }

  async start(): Promise<void> {
    await this.#blobs.start()
    await this.downloads.setLimit(await this.limit())
    await this.uploads.known()
  }

  async stop(): Promise<void> {
    this.uploads.stop()
    await this.downloads.stop()
    await this.staging.stop()
    await this.downloads.emptyTrash()
  }

  /** Something changed in the cache: messages may have gone, with their files. */
  changed(): void {
    this.#emptyTrash()
  }

  async limit(): Promise<number> {
    const stored = Number(await this.#options.cache.meta(limitKey))
    return stored > 0 ? stored : defaultLimit
  }

  async setLimit(limit: number): Promise<void> {
    await this.#options.cache.setMeta(limitKey, String(limit))
    await this.downloads.setLimit(limit)
  }

  async usage(): Promise<CallResult<'files.usage'>> {
    const kinds = await this.#options.cache.fileUsage()
    return { total: kinds.reduce((sum, { size }) => sum + size, 0), limit: await this.limit(), kinds }
  }

  async clear(kind: CallArgs<'files.clear'>['kind']): Promise<void> {
    await this.#options.cache.forgetFiles(kind)
    await this.downloads.emptyTrash()
  }

  stage(request: StageRequest): Promise<{ id: string; file: StagedFile | null }> {
    return this.staging.step(request)
  }

  /**
   * Sends a staged file to the server now, for what is no message, and drops it here.
   * @throws DesktopError `file_gone`, `offline`, ProtocolError as of an upload
   */
  async upload(staged: string): Promise<FileRef> {
    const [file] = this.staging.all([staged])
    if (file === undefined) throw new DesktopError('file_gone', 'the file is not staged')
    const sent = await this.uploads.sendNow(file)
    await this.staging.remove([staged])
    return sent
  }

  /** Answers a page's request for `app://lianqun/files/<id>[/<variant>]` or `app://lianqun/staged/<id>`. */
  async serve(path: string, headers: Headers): Promise<FileAnswer> {
    const [, kind = '', id = '', variant] = path.split('/')
    if (!idSchema.safeParse(id).success) return refusal(404)
    if (variant !== undefined && !Object.hasOwn(fileVariants, variant)) return refusal(404)
    const own = kind === 'staged' ? this.staging.get(id) : this.uploads.queued(id)
    try {
      const shown =
        own !== undefined
          ? this.#ownFile(own)
          : kind === 'files'
            ? await this.#loaded(variant === undefined ? id : `${id}/${variant}`)
            : null
      return shown === null ? refusal(404) : answer(shown, headers.get('range'))
    } catch (error) {
      this.#options.log('a file cannot be shown', { error: String(error) })
      return refusal(error instanceof Error && 'errorName' in error && error.errorName === 'not_found' ? 404 : 503)
    }
  }

  #ownFile({ source, size, mediaType }: QueuedFile): Shown {
    if ('blob' in source)
      return {
        size,
        mediaType,
        read: (start, end) => readEncrypted(this.#blobs.path(source.blob), source.key, start, end),
      }
    return { size, mediaType, read: (start, end) => readPlain(source.path, start, end) }
  }

  async #loaded(id: string): Promise<Shown> {
    const { file, here, read } = await this.downloads.open(id)
    return {
      size: file.size,
      mediaType: file.mediaType,
      read: (start, end, signal) =>
        start > here() + aheadBytes ? passOn(() => this.downloads.pass(id, start, end, signal)) : read(start, end),
    }
  }

  /** Queues a message of staged files; it is on the disk when this resolves. */
  async enqueue(args: CallArgs<'messages.sendFiles'>, message: { clientId: string; createdAt: number }): Promise<void> {
    const { id, items, replyTo, ask } = args
    const ids = items.map(({ staged }) => staged)
    const files = this.staging.all(ids)
    const content = sendableContentSchema.safeParse(contentOf(args, files))
    if (!content.success) throw new DesktopError('bad_arguments', String(content.error.issues[0]?.message))
    const reply = replyTo === undefined ? {} : { replyTo }
    const item = { ...message, conversationId: id, content: content.data, ask, ...reply }
    await this.#options.cache.enqueueFiles(item, files)
    this.staging.sent(ids)
    this.uploads.pump()
    await this.uploads.known()
  }
}

/** The content of a message, in which the ids of queued files stand for those of the server. */
function contentOf(
  { items, as, caption, waveform = [] }: CallArgs<'messages.sendFiles'>,
  files: readonly QueuedFile[],
): Content {
  const refs = files.map(({ id, name, size, mediaType }, i) => {
    const { width, height, durationMs } = items[i] ?? {}
    return Object.fromEntries(
      Object.entries({ id, name, size, mediaType, width, height, durationMs }).filter(
        ([, value]) => value !== undefined,
      ),
    )
  })
  const words = caption === undefined || caption.trim() === '' ? {} : { caption }
  const [file, poster] = refs
  if (as === 'image') return { type: as, images: refs, ...words }
  if (as === 'voice') return { type: as, file, waveform }
  if (as === 'video') return { type: as, file, ...(poster === undefined ? {} : { poster }), ...words }
  if (refs.length > 1) throw new DesktopError('bad_arguments', 'one message shows one file')
  return { type: as, file }
}

function refusal(status: number): FileAnswer {
  return { status, headers: { 'cache-control': 'no-store' }, body: null }
}

function answer({ size, mediaType, read }: Shown, asked: string | null): FileAnswer {
  const headers = { 'content-type': shownType(mediaType), 'accept-ranges': 'bytes', 'cache-control': 'no-store' }
  const range = readRange(asked, size)
  if (range === 'unsatisfiable')
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` }, body: null }
  const { start, end } = range ?? { start: 0, end: size }
  const part: Record<string, string> = range === null ? {} : { 'content-range': `bytes ${start}-${end - 1}/${size}` }
  return {
    status: range === null ? 200 : 206,
    headers: { ...headers, ...part, 'content-length': String(end - start) },
    body: bodyOf(signal => read(start, end, signal)),
  }
}

async function* readPlain(path: string, start: number, end: number): AsyncGenerator<Uint8Array> {
  if (start >= end) return
  try {
    yield* createReadStream(path, { start, end: end - 1 })
  } catch (error) {
    throw fileError(error)
  }
}

async function* passOn(get: () => Promise<AsyncIterable<Uint8Array>>): AsyncGenerator<Uint8Array> {
  yield* await get()
}
