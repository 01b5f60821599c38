import { type FileRef, type LinkPreview, limits, type Message } from '@lianqun/protocol'
import { fileTypeFromBuffer } from 'file-type'
import sharp from 'sharp'
import { limitConcurrency } from '../../../common/limit-concurrency.ts'
import { Buckets, remember } from '../../core/rate-limits.ts'
import type { Write } from '../../core/services.ts'
import type { Reader } from '../../storage/database.ts'
import { lastStored } from '../../storage/message-index.ts'
import { toMessage } from '../../storage/rows.ts'
import type { FileKeeper } from '../files/index.ts'
import { changeMessage, firstLink, storedMessage } from '../messages/index.ts'
import { fetchBounded } from './fetch.ts'
import { readPage } from './page.ts'
import { type LinkPolicy, Refused } from './policy.ts'

/** The head of a page is read, not its end. */
const pageBytes = 512 * 1_024
const imageBytes = 5 * 1_048_576
/** Pixels of the picture that is decoded, and the longer side of what is kept of it. */
const limitInputPixels = 40_000_000
const keptSide = 800
const pictures = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'])
/** A page and its picture must be here within this time, milliseconds. */
const patienceMs = 8_000
/** How long a page is not fetched again, milliseconds: one that could be read, and one that could not. */
const keptMs = { found: 3_600_000, nothing: 60_000 }
const mostKept = 2_000
/** Links that wait, of all and of one person; later ones get no preview. */
const mostWaiting = 500
const mostWaitingOfPerson = 20
/** Pages that are fetched at once, of all and of one person: slow sites hold up nobody else. */
const atOnce = { all: 4, person: 1 }
/** Messages that are looked through at the start for links that waited, and how old they may be, milliseconds. */
const resumed = { messages: 1_000, ageMs: 3_600_000 }

type Found = Omit<LinkPreview, 'url'> | null
interface Kept {
  found: Promise<Found>
  until: number
}

export interface LinkPreviewOptions {
  write: Write
  files: FileKeeper
  policy: LinkPolicy
  /** An error of the server itself; that a page cannot be had is none. */
  failed: (error: unknown) => void
  /** Why a link has no preview, for the log. */
  refused?: (url: string, reason: string) => void
}

/** Looks at the first link of each message after it was sent, and attaches what its page says of itself. */
export class LinkPreviews {
  readonly #options: LinkPreviewOptions
  readonly #kept = new Map<string, Kept>()
  readonly #fetching = limitConcurrency(atOnce.all)
  /** Links of each person that are under way, and how these take turns. */
  readonly #persons = new Map<string, { links: number; turns: ReturnType<typeof limitConcurrency> }>()
  /** Of one person: a server must not be made to knock at many doors. */
  readonly #rates = new Buckets(1, 30)
  readonly #stopping = new AbortController()
  readonly #running = new Set<Promise<void>>()

  constructor(options: LinkPreviewOptions) {
    this.#options = options
  }

  /** Messages that were stored or edited. Returns at once. */
  offer(messages: readonly Message[]): void {
    for (const message of messages) {
      const url = firstLink(message.content)
      if (url === null || url.length > limits.linkChars || message.attributes?.preview?.url === url) continue
      if (this.#stopping.signal.aborted || this.#running.size >= mostWaiting) continue
      const person = this.#persons.get(message.senderId) ?? { links: 0, turns: limitConcurrency(atOnce.person) }
      if (person.links >= mostWaitingOfPerson) continue
      if (this.#rates.take(message.senderId) > 0) continue
      person.links++
      this.#persons.set(message.senderId, person)
      const work = this.#preview(message, url)
        .catch(error => {
          if (!this.#stopping.signal.aborted) this.#options.failed(error)
        })
        .finally(() => {
          this.#running.delete(work)
          if (--person.links === 0) this.#persons.delete(message.senderId)
        })
      this.#running.add(work)
    }
  }

  /**
   * Takes up what waited when the server ended: links of recent messages that have no preview, the newest first. Those
   * from before a long stop are left, as they are.
   */
  async resume(db: Reader): Promise<void> {
    const since = Date.now() - resumed.ageMs
    const rows = await lastStored(db, resumed.messages)
    this.offer(rows.filter(row => Number(row.sent_at) >= since).map(toMessage))
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  /** Ends what is under way; the next start takes it up. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.settled()
  }

  async #preview(message: Message, url: string): Promise<void> {
    const found = await this.#find(url, message.senderId)
    if (found === null || this.#stopping.signal.aborted) return
    if (await this.#attach(message, { url, ...found })) return
    // Its picture was collected meanwhile.
    this.#kept.delete(url)
    const again = await this.#find(url, message.senderId)
    if (again !== null) await this.#attach(message, { url, ...again })
  }

  #find(url: string, senderId: string): Promise<Found> {
    const now = Date.now()
    const known = this.#kept.get(url)
    if (known !== undefined && known.until > now) return known.found
    const kept: Kept = { found: this.#turn(senderId, () => this.#read(url, senderId)), until: now + keptMs.found }
    remember(this.#kept, url, kept, mostKept)
    kept.found.then(
      found => {
        if (found === null) kept.until = now + keptMs.nothing
      },
      () => this.#kept.delete(url),
    )
    return kept.found
  }

  #turn<T>(senderId: string, read: () => Promise<T>): Promise<T> {
    const turns = this.#persons.get(senderId)?.turns
    return turns === undefined ? this.#fetching(read) : turns(() => this.#fetching(read))
  }

  async #read(url: string, senderId: string): Promise<Found> {
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(patienceMs)])
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
      this.#options.refused?.(url, error instanceof Error ? error.message : String(error))
      return null
    }
  }

  /** The picture of a page, small, as a file; null where it cannot be had: the words do without. */
  async #picture(source: URL, senderId: string, signal: AbortSignal): Promise<FileRef | null> {
    try {
      const { bytes } = await fetchBounded(source.href, this.#options.policy, {
        accept: 'image/webp,image/png,image/jpeg,image/*;q=0.5',
        types: ['image/'],
        bytes: imageBytes,
        beginning: false,
        signal,
      })
      // By its bytes: what draws by instructions, as SVG does, is not decoded.
      if (!pictures.has((await fileTypeFromBuffer(bytes))?.mime ?? '')) return null
      const small = await sharp(bytes, { limitInputPixels, failOn: 'error' })
        .autoOrient()
        .resize(keptSide, keptSide, { fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 80 })
        .toBuffer()
      return await this.#options.files.addBytes(small, { name: 'preview.webp', uploaderId: senderId })
    } catch {
      return null
    }
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
