import { type FileRef, isContent, visitCard } from '@lianqun/protocol'
import type { Job, JobSpecs } from '../../core/jobs/jobs.ts'
import type { Write } from '../../core/services.ts'
import { messageOf } from '../../storage/startup-error.ts'
import type { Store } from '../../storage/store.ts'
import type { FileKeeper } from '../files/index.ts'
import { fetchPicture, keepPicture, type LinkPolicy } from '../links/index.ts'
import { changeMessage, storedMessage } from '../messages/index.ts'
import { addFileRefs } from './post.ts'

/** All pictures of a card must be here within this time, milliseconds. */
const patienceMs = 20_000
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
  async function load(url: string, uploaderId: string, signal: AbortSignal): Promise<FileRef | null> {
    try {
      const inline = /^data:image\/[a-z+.-]{1,20};base64,([A-Za-z0-9+/=\s]*)$/i.exec(url)
      if (inline) return await keepPicture(Buffer.from(inline[1] ?? '', 'base64'), { files, uploaderId, name })
      return policy && (await fetchPicture(url, { policy, files, uploaderId, name, signal }))
    } catch (error) {
      refused(url, messageOf(error))
      return null
    }
  }

  async function run({ payload, signal: ended }: Job<'cardPictures'>): Promise<void> {
    const message = await read(db => storedMessage(db, payload))
    if (!message || !isContent(message.content, 'card')) return
    const urls = new Set<string>()
    visitCard(message.content.card, ({ type, url, file }) => {
      if (type === 'Image' && file === undefined && typeof url === 'string') urls.add(url)
    })
    const signal = AbortSignal.any([ended, AbortSignal.timeout(patienceMs)])
    const loaded = new Map<string, FileRef>()
    for (const url of [...urls].slice(0, mostPictures)) {
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
      visitCard(content.card, node => {
        const file = node.type === 'Image' && node.file === undefined ? loaded.get(String(node.url)) : undefined
        if (file === undefined) return
        node.file = file
        if (/^data:/i.test(String(node.url))) delete node.url
        changed = true
      })
      if (changed) await addFileRefs(w, await changeMessage(w, now, { content }))
    })
  }

  return { cardPictures: { atOnce: 2, attempts: 2, run } }
}
