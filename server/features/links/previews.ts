import { type FileRef, type LinkPreview, limits, type Message } from '@lianqun/protocol'
import type { Job, JobSpecs, NewJob } from '../../core/jobs/jobs.ts'
import { Buckets, remember } from '../../core/rate-limits.ts'
import type { Write } from '../../core/services.ts'
import { messageOf } from '../../storage/startup-error.ts'
import type { Store } from '../../storage/store.ts'
import type { FileKeeper } from '../files/index.ts'
import { changeMessage, firstLink, storedMessage } from '../messages/index.ts'
import { fetchBounded } from './fetch.ts'
import { readPage } from './page.ts'
import { fetchPicture } from './picture.ts'
import { type LinkPolicy, Refused } from './policy.ts'

/** The head of a page is read, not its end. */
const pageBytes = 512 * 1_024
/** A page and its picture must be here within this time, milliseconds. */
const patienceMs = 8_000
/** How long a page is not fetched again, milliseconds: one that could be read, and one that could not. */
const keptMs = { found: 3_600_000, nothing: 60_000 }
const mostKept = 2_000
/** Pages that are fetched at once; of one person it is one, so that slow sites hold up nobody else. */
const atOnce = 4
const attempts = 5
/** A link that waited for longer stays as it is, milliseconds. */
const patientMs = 3_600_000

declare module '../../core/jobs/jobs.ts' {
  interface JobPayloads {
    linkPreview: { conversationId: string; seq: number }
  }
}

type Found = Omit<LinkPreview, 'url'> | null
interface Kept {
  found: Promise<Found>
  until: number
}

export interface LinkPreviewOptions {
  read: Store['read']
  write: Write
  files: FileKeeper
  policy: LinkPolicy
  /** Why a link has no preview, for the log. */
  refused?: (url: string, reason: string) => void
}

/** Looks at the first link of each message after it was sent, and attaches what its page says of itself. */
export class LinkPreviews {
  readonly #options: LinkPreviewOptions
  readonly #kept = new Map<string, Kept>()
  /** Of one person: a server must not be made to knock at many doors. */
  readonly #rates = new Buckets(1, 30)

  constructor(options: LinkPreviewOptions) {
    this.#options = options
  }

  /** The pages to look at for messages that are stored or edited. */
  follow(messages: readonly Message[]): NewJob[] {
    return messages
      .filter(({ content, attributes, senderId }) => {
        const url = firstLink(content)
        if (url === null || url.length > limits.linkChars || attributes?.preview?.url === url) return false
        return this.#rates.take(senderId) === 0
      })
      .map(({ conversationId, seq, senderId }) => ({
        kind: 'linkPreview',
        key: `${conversationId} ${seq}`,
        lane: senderId,
        payload: { conversationId, seq },
      }))
  }

  async preview({ payload, createdAt, signal }: Job<'linkPreview'>): Promise<void> {
    if (Date.now() - createdAt > patientMs) return
    const message = await this.#options.read(db => storedMessage(db, payload))
    const url = message && firstLink(message.content)
    if (!url || message.attributes?.preview?.url === url) return
    const found = await this.#find(url, message.senderId, signal)
    if (found === null || (await this.#attach(message, { url, ...found }))) return
    // Its picture was collected meanwhile.
    this.#kept.delete(url)
    const again = await this.#find(url, message.senderId, signal)
    if (again !== null) await this.#attach(message, { url, ...again })
  }

  #find(url: string, senderId: string, signal: AbortSignal): Promise<Found> {
    const now = Date.now()
    const known = this.#kept.get(url)
    if (known !== undefined && known.until > now) return known.found
    const kept: Kept = { found: this.#read(url, senderId, signal), until: now + keptMs.found }
    remember(this.#kept, url, kept, mostKept)
    kept.found.then(
      found => {
        if (found === null) kept.until = now + keptMs.nothing
      },
      () => this.#kept.delete(url),
    )
    return kept.found
  }

  /** @throws when the job is ended from outside */
  async #read(url: string, senderId: string, ended: AbortSignal): Promise<Found> {
    const signal = AbortSignal.any([ended, AbortSignal.timeout(patienceMs)])
    try {
      const page = await fetchBounded(url, this.#options.policy, {
        accept: 'text/html,application/xhtml+xml;q=0.9',
        types: ['text/html', 'application/xhtml+xml'],
        bytes: pageBytes,
        beginning: true,
        signal,
      })
      const { title, description, siteName, image } = readPage(page.bytes, page.charset)
      if (title === '') throw new Refused('no title')
      const source = image === '' ? null : URL.parse(image, page.url)
      const picture = source === null ? null : await this.#picture(source, senderId, signal)
      return {
        title,
        ...(description === '' ? {} : { description }),
        ...(siteName === '' ? {} : { siteName }),
        ...(picture === null ? {} : { image: picture }),
      }
    } catch (error) {
      ended.throwIfAborted()
      this.#options.refused?.(url, messageOf(error))
      return null
    }
  }

  /** The picture of a page, small, as a file; null where it cannot be had: the words do without. */
  async #picture(source: URL, uploaderId: string, signal: AbortSignal): Promise<FileRef | null> {
    const { files, policy } = this.#options
    return fetchPicture(source.href, { files, policy, uploaderId, name: 'preview.webp', signal }).catch(() => null)
  }

  /** Gives the message its preview, unless it is another message by now. Returns false when the picture is gone. */
  #attach({ conversationId, seq }: Message, preview: LinkPreview): Promise<boolean> {
    return this.#options.write(`conversation:${conversationId}`, async w => {
      const message = await storedMessage(w.db, { conversationId, seq })
      if (!message || firstLink(message.content) !== preview.url || message.attributes?.preview?.url === preview.url)
        return true
      if (preview.image !== undefined) {
        const file = await w.db.selectFrom('files').select('id').where('id', '=', preview.image.id).executeTakeFirst()
        if (!file) return false
        await w.db
          .insertInto('file_refs')
          .values({ conversation_id: conversationId, seq, file_id: preview.image.id })
          .execute()
      }
      await changeMessage(w, message, { attributes: { preview } })
      return true
    })
  }
}

/** The job of previews; where the workspace has none, what waits is done with. */
export function linkJobs(previews: LinkPreviews | null): JobSpecs<'linkPreview'> {
  return { linkPreview: { atOnce, attempts, run: async job => previews?.preview(job) } }
}
