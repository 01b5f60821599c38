import { type FileRef, isContent, visitWhole } from '@lianqun/protocol'
import type { Job, JobSpecs } from '../../core/jobs/jobs.ts'
import { Buckets, remember } from '../../core/rate-limits.ts'
import type { Write } from '../../core/services.ts'
import { messageOf } from '../../storage/startup-error.ts'
import type { Store } from '../../storage/store.ts'
import type { FileKeeper } from '../files/index.ts'
import { fetchPicture, keepPicture, type LinkPolicy } from '../links/index.ts'
import { changeMessage, storedMessage } from '../messages/index.ts'
import { addFileRefs } from './post.ts'

/** A picture must be here within this time, and all of a card, milliseconds. */
const pictureMs = 5_000
const patienceMs = 20_000
/** A host that was not in time is not asked for so long, milliseconds, and so many of them are remembered. */
const restMs = 60_000
const mostResting = 1_000
/** Cards whose pictures are loaded at once; of one bot it is one, so that slow hosts hold up nobody else. */
const atOnce = 16
/** Pictures of one bot, per second and at once: a server must not be made to knock at many doors. */
const rate = { perSecond: 1, burst: 60 }
/** So many pictures of one card are loaded; of the others their words are shown. */
const mostPictures = 20
const name = 'card.webp'

/** Whether a picture is of the web, or stands in its address itself. */
export function isPictureAddress(url: string): boolean {
  return /^https?:\/\//i.test(url) || /^data:image\/(png|jpeg|gif|webp|avif);base64,/i.test(url)
}

declare module '../../core/jobs/jobs.ts' {
  interface JobPayloads {
    cardPictures: { conversationId: string; seq: number }
  }
}

export interface CardPictureOptions {
  read: Store['read']
  write: Write
  files: FileKeeper
  /** Which addresses are loaded; null: none, and only pictures that stand in the card itself are shown. */
  policy: LinkPolicy | null
  /** Why a picture is not shown, for the log. */
  refused: (url: string, reason: string) => void
}

/** Loads the pictures of cards on the server, once and for all who see the card: no client asks somebody's server. */
export function cardJobs({ read, write, files, policy, refused }: CardPictureOptions): JobSpecs<'cardPictures'> {
  const rates = new Buckets(rate.perSecond, rate.burst)
  const resting = new Map<string, number>()

  /** A picture of the web. @throws Error where it cannot be had */
  async function fetched(url: string, uploaderId: string, policy: LinkPolicy, signal: AbortSignal): Promise<FileRef> {
    const host = URL.parse(url)?.host ?? ''
    if ((resting.get(host) ?? 0) > Date.now()) throw new Error('its host was not in time a moment ago')
    const late = AbortSignal.timeout(pictureMs)
    try {
      return await fetchPicture(url, { policy, files, uploaderId, name, signal: AbortSignal.any([signal, late]) })
    } catch (error) {
      if (late.aborted) remember(resting, host, Date.now() + restMs, mostResting)
      throw error
    }
  }

  async function load(url: string, uploaderId: string, signal: AbortSignal): Promise<FileRef | null> {
    try {
      const inline = /^data:image\/[a-z+.-]{1,20};base64,([A-Za-z0-9+/=\s]*)$/i.exec(url)
      if (inline) return await keepPicture(Buffer.from(inline[1] ?? '', 'base64'), { files, uploaderId, name })
      return policy && (await fetched(url, uploaderId, policy, signal))
    } catch (error) {
      refused(url, messageOf(error))
      return null
    }
  }

  async function run({ payload, signal: ended }: Job<'cardPictures'>): Promise<void> {
    const message = await read(db => storedMessage(db, payload))
    if (!message || !isContent(message.content, 'card')) return
    const urls = new Set<string>()
    visitWhole(message.content.card, ({ type, url, file }) => {
      if (type === 'Image' && file === undefined && typeof url === 'string') urls.add(url)
    })
    const signal = AbortSignal.any([ended, AbortSignal.timeout(patienceMs)])
    const loaded = new Map<string, FileRef>()
    for (const url of [...urls].slice(0, mostPictures)) {
      if (signal.aborted) break
      if (rates.take(message.senderId) > 0) {
        refused(url, 'too many pictures of one bot')
        continue
      }
      const file = await load(url, message.senderId, signal)
      if (file !== null) loaded.set(url, file)
    }
    ended.throwIfAborted()
    if (loaded.size === 0) return
    await write(`conversation:${payload.conversationId}`, async w => {
      // The card may have another face by now, with some of the pictures.
      const now = await storedMessage(w.db, payload)
      if (!now || !isContent(now.content, 'card')) return
      const content = structuredClone(now.content)
      let changed = false
      visitWhole(content.card, node => {
        const file = node.type === 'Image' && node.file === undefined ? loaded.get(String(node.url)) : undefined
        if (file === undefined) return
        node.file = file
        if (/^data:/i.test(String(node.url))) delete node.url
        changed = true
      })
      if (changed) await addFileRefs(w, await changeMessage(w, now, { content }))
    })
  }

  return { cardPictures: { atOnce, attempts: 2, run } }
}
