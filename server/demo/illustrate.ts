import { type Content, type FileRef, isContent, limits } from '@lianqun/protocol'
import type { Domain } from '../domain.ts'
import { squareOf } from '../features/files/index.ts'
import { showAvatar } from '../features/groups/index.ts'
import { changeMessage } from '../features/messages/index.ts'
import { detailsOf } from '../storage/rows.ts'
import { type DemoConversation, storedLine } from './dress.ts'
import { textOf, userIdOf } from './ids.ts'
import { film, type Media, papers, photo, spreadsheet, voice } from './media/index.ts'
import { chance } from './story.ts'
import type { DemoCompany, DemoMessage } from './types.ts'

/**
 * Makes the pictures, videos, voice notes and files of what has been said, one message after the other. Until its own
 * are there, a message is its words, so nobody waits for them; one that has them already is left as it is, so this goes
 * on where an earlier start ended.
 */
export async function illustrate(
  domain: Domain,
  company: DemoCompany,
  conversations: readonly DemoConversation[],
  signal: AbortSignal,
): Promise<void> {
  for (const conversation of conversations) {
    if (!signal.aborted) await pictureGroup(domain, company, conversation)
    for (const [index, message] of conversation.messages.entries()) {
      if (signal.aborted) return
      if (message.extra?.media) await illustrateLine(domain, company, conversation, index)
    }
  }
}

/** Gives a group the picture that it has of its own, unless it has one. */
async function pictureGroup(domain: Domain, company: DemoCompany, { id, key }: DemoConversation): Promise<void> {
  const group = company.groups.find(one => one.key === key)
  if (group?.picture === undefined) return
  const lock = `conversation:${id}` as const
  const has = await domain.write(lock, async w => detailsOf((await w.conversation(id)).row).avatar !== undefined)
  if (has) return
  const from = await squareOf(await photo(group.picture), limits.avatarPixels)
  const avatar = await domain.addFile({ from, name: 'avatar.webp', uploaderId: userIdOf(group.owner) })
  await domain.write(lock, async w => showAvatar(w, await w.conversation(id), avatar))
}

/** Gives one line its picture or file, if it is said and has none yet. */
export async function illustrateLine(
  domain: Domain,
  company: DemoCompany,
  conversation: DemoConversation,
  index: number,
): Promise<void> {
  const message = conversation.messages[index]
  const media = message?.extra?.media
  if (message === undefined || media === undefined) return
  const lock = `conversation:${conversation.id}` as const
  const plain = await domain.write(lock, async w => isPlain(await storedLine(w, conversation, index)))
  if (!plain) return
  const { content, files } = await contentOf(domain, company, message, media)
  await domain.write(lock, async w => {
    const stored = await storedLine(w, conversation, index)
    if (stored === undefined || !isPlain(stored)) return
    await changeMessage(w, stored, { content })
    const rows = files.map(({ id }) => ({ conversation_id: conversation.id, seq: stored.seq, file_id: id }))
    await w.db.insertInto('file_refs').values(rows).execute()
  })
}

function isPlain(message: { content: Content } | undefined): boolean {
  return message !== undefined && (isContent(message.content, 'text') || isContent(message.content, 'rich'))
}

async function contentOf(
  domain: Domain,
  company: DemoCompany,
  { from, text }: DemoMessage,
  media: Media,
): Promise<{ content: Content; files: FileRef[] }> {
  const uploaderId = userIdOf(from)
  const add = (name: string, bytes: Buffer, known = {}) => domain.addFile({ from: bytes, name, uploaderId, ...known })
  const caption = textOf(company, text, '').text
  if ('photos' in media) {
    const images: FileRef[] = []
    for (const each of media.photos) images.push(await add(each.name, await photo(each)))
    return { content: { type: 'image', images, caption }, files: images }
  }
  if ('sheets' in media) {
    const file = await add(media.name, spreadsheet(media))
    return { content: { type: 'file', file }, files: [file] }
  }
  if ('pages' in media) {
    const file = await add(media.name, await papers(media.pages))
    return { content: { type: 'file', file }, files: [file] }
  }
  if ('video' in media) {
    const { bytes, poster: still, ...known } = await film(media.video, media.seconds)
    const file = await add(media.name, bytes, known)
    const poster = await add('poster.jpg', still)
    return { content: { type: 'video', file, poster, caption }, files: [file, poster] }
  }
  const { seconds, pitch } = media.voice
  const { bytes, waveform, durationMs } = voice(seconds, pitch, Math.floor(chance(text, from) * 1_000))
  const file = await add('voice.wav', bytes, { durationMs })
  return { content: { type: 'voice', file, waveform }, files: [file] }
}
