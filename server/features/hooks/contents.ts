import { createHash } from 'node:crypto'
import {
  type Card,
  type Column,
  type Content,
  type FileRef,
  limits,
  mapCard,
  textContentSchema,
  visitWhole,
} from '@lianqun/protocol'
import type { Buckets } from '../../core/rate-limits.ts'
import type { Reader } from '../../storage/database.ts'
import { toFileRef } from '../../storage/rows.ts'
import { type ConvertedMessage, callOf, type OwnAction, PayloadError } from '../cards/index.ts'
import { type FileKeeper, uploadedBytes } from '../files/index.ts'
import { fetchPicture, type LinkPolicy } from '../links/index.ts'
import { type FoundPeople, withPeople } from './people.ts'
import { Refuse } from './refuse.ts'

/** What a bot posts: a card to be sealed, with the buttons that the server answers, or another content as it is. */
export type Postable =
  | { type: 'card'; card: Card; own?: readonly OwnAction[]; original?: string }
  | { type: 'other'; content: Content }

export interface ContentParts {
  read: <T>(fn: (db: Reader) => Promise<T>) => Promise<T>
  files: FileKeeper
  policy: LinkPolicy | null
  /** Pictures of each bot that are loaded from elsewhere. */
  pictures: Buckets
}

/** Largest picture that stands in a payload, in bytes: 2 MB as with WeCom. */
const pictureBytes = 2 * 1_048_576
const patienceMs = 5_000

/** For which hook something is posted. `mayCall`: whether buttons of its cards call other systems. */
export interface PostedFor {
  hookId: string
  botId: string
  people: FoundPeople
  mayCall: boolean
  lost: string[]
}

/** What is posted for a message of a payload; `lost` takes what cannot be shown. @throws PayloadError */
export async function postableOf(
  message: ConvertedMessage,
  parts: ContentParts,
  { hookId, botId, ...shown }: PostedFor,
): Promise<Postable> {
  switch (message.type) {
    case 'text':
    case 'card':
      return spokenOf(message, shown)
    case 'image': {
      const file =
        'base64' in message ? await pictureIn(message, parts, botId) : await pictureAt(message.url, parts, botId)
      return { type: 'other', content: { type: 'image', images: [file] } }
    }
    case 'media': {
      const file = await parts.read(db => uploadedFile(db, hookId, message.mediaId))
      if (file === null)
        throw new PayloadError(
          'malformed',
          'media_id',
          'is not of a file that was uploaded to this hook within three days',
        )
      if (message.kind === 'image' && file.width !== undefined)
        return { type: 'other', content: { type: 'image', images: [file] } }
      return { type: 'other', content: { type: 'file', file } }
    }
  }
}

/** What is posted for a text or a card, which needs no files. @throws PayloadError */
export function spokenOf(
  message: Extract<ConvertedMessage, { type: 'text' | 'card' }>,
  { people, mayCall, lost }: Pick<PostedFor, 'people' | 'mayCall' | 'lost'>,
): Postable {
  if (message.type === 'text') return { type: 'other', content: textWith(message, people, lost) }
  return { type: 'card', card: withoutUnanswered(withPeople(message.card, people), mayCall, lost) }
}

/** The text with the names of those who are meant. @throws PayloadError */
export function textWith(
  message: Extract<ConvertedMessage, { type: 'text' }>,
  people: FoundPeople,
  lost: string[],
): Content {
  let text = ''
  let at = 0
  const mentions: { userId: string; offset: number; length: number }[] = []
  for (const { person, offset, length } of [...message.mentions].sort((a, b) => a.offset - b.offset)) {
    const found = people.get(person)
    if (found === undefined || offset < at || mentions.length >= limits.mentions) continue
    text += message.text.slice(at, offset)
    const words = person === 'all' ? message.text.slice(offset, offset + length) : `@${found.name}`
    mentions.push({ userId: found.id, offset: text.length, length: words.length })
    text += words
    at = offset + length
  }
  text += message.text.slice(at)
  if (text.length > limits.textChars) {
    lost.push(`text: cut to ${limits.textChars} characters`)
    text = text.slice(0, limits.textChars).replace(/[\uD800-\uDBFF]$/, '')
  }
  const kept = mentions.filter(({ offset, length }) => offset + length <= text.length)
  const read = textContentSchema.safeParse({ type: 'text', text, mentions: kept })
  if (!read.success) throw new PayloadError('empty', 'text', 'has no character that can be seen')
  return read.data
}

/** A card without the buttons that nobody would answer, and without the fields that are only for those. */
function withoutUnanswered(card: Card, mayCall: boolean, lost: string[]): Card {
  const { refresh, ...written } = card
  let buttons = 0
  let fields = 0
  let calls = false
  visitWhole(written, ({ type, data }) => {
    if (type === 'Action.Submit' && mayCall && callOf(data) !== null) calls = true
  })
  const kept = mapCard(written, node => {
    const { type } = node
    if (type === 'Action.Submit' || type === 'Action.Execute') {
      if (calls && type === 'Action.Submit' && callOf(node.data) !== null) return node
      buttons++
      return null
    }
    if (!calls && typeof type === 'string' && type.startsWith('Input.')) {
      fields++
      return null
    }
    if (type === 'ActionSet') return isFilled(node.actions) ? node : null
    if (type === 'Action.ShowCard') return isFilled((node.card as Card).body) ? node : null
    // As it stood around a field and its button.
    if (type === 'ColumnSet') return (node.columns as Column[]).some(({ items }) => items?.length !== 0) ? node : null
    return node
  })
  const nobody = mayCall
    ? 'they call no address of the web; make a bot that answers them'
    : 'this hook calls no other systems; make a bot that answers them'
  if (buttons > 0) lost.push(`${buttons} buttons left out: ${nobody}`)
  if (fields > 0) lost.push(`${fields} fields to fill in left out: ${nobody}`)
  if (refresh !== undefined) lost.push('refresh left out: a hook has nobody who would answer it')
  return kept ?? { type: 'AdaptiveCard' }
}

const isFilled = (list: unknown): boolean => Array.isArray(list) && list.length > 0

/** @throws PayloadError, Refuse */
async function pictureIn(
  { base64, md5 }: { base64: string; md5?: string },
  { files, read }: ContentParts,
  uploaderId: string,
): Promise<FileRef> {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length === 0) throw new PayloadError('malformed', 'image.base64', 'is no picture in base64')
  if (bytes.length > pictureBytes)
    throw new PayloadError('too_long', 'image', `has ${bytes.length} bytes, at most ${pictureBytes}`)
  if (md5 !== undefined && createHash('md5').update(bytes).digest('hex') !== md5.toLowerCase())
    throw new PayloadError('malformed', 'image.md5', 'does not fit the picture')
  if ((await read(db => uploadedBytes(db, uploaderId, Date.now()))) + bytes.length > limits.hookMediaBytes)
    throw new Refuse('rate', `More than ${limits.hookMediaBytes} bytes of files within a day.`)
  const file = await files.addBytes(bytes, { name: 'image.png', uploaderId, uploaded: true })
  if (file.width === undefined) throw new PayloadError('unsupported', 'image', 'is no picture that can be shown')
  return file
}

/** @throws PayloadError, Refuse */
async function pictureAt(url: string, { files, policy, pictures }: ContentParts, uploaderId: string): Promise<FileRef> {
  if (policy === null) throw new PayloadError('unsupported', 'image', 'This workspace loads no pictures of the web.')
  const wait = pictures.take(uploaderId)
  if (wait > 0) throw new Refuse('rate', 'Too many pictures are to be loaded.', { retryAfterMs: wait })
  try {
    const signal = AbortSignal.timeout(patienceMs)
    return await fetchPicture(url, { policy, files, uploaderId, name: 'image.webp', signal })
  } catch {
    throw new PayloadError('unsupported', 'image', 'cannot be loaded')
  }
}

/** As `randomId` writes them. Other texts are asked for nowhere: PostgreSQL refuses some of them. */
const mediaForm = /^[\w-]{1,64}$/

/** A file that was uploaded for a hook, by its media id. */
async function uploadedFile(db: Reader, hookId: string, mediaId: string): Promise<FileRef | null> {
  if (!mediaForm.test(mediaId)) return null
  const row = await db
    .selectFrom('hook_media')
    .innerJoin('files', 'files.id', 'hook_media.file_id')
    .selectAll('files')
    .where('hook_media.id', '=', mediaId)
    .where('hook_media.hook_id', '=', hookId)
    .executeTakeFirst()
  return row === undefined ? null : toFileRef(row)
}
