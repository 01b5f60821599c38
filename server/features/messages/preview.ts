import { type Content, isContent, type Message, ProtocolError } from '@lianqun/protocol'
import { firstLinkOfDoc, firstLinkOfText } from '../../../common/first-link.ts'
import type { Writer } from '../../core/writer.ts'
import { changeMessage, liveMessage, type OnMessage } from './change-message.ts'

/** The first address of the web in what a person wrote, or null. */
export function firstLink(content: Content): string | null {
  if (isContent(content, 'text')) return firstLinkOfText(content.text)
  return isContent(content, 'rich') ? firstLinkOfDoc(content.doc) : null
}

/**
 * Takes the preview away from the user's own message, so that an edit that keeps the link does not bring it back.
 * @throws not_member, not_found, forbidden for another's message
 */
export async function removePreview(w: Writer, on: OnMessage): Promise<Message> {
  const { message } = await liveMessage(w.db, on)
  if (message.senderId !== on.userId) throw new ProtocolError('forbidden')
  const preview = message.attributes?.preview
  if (preview === undefined || preview.removed) return message
  await forgetPicture(w, message)
  return changeMessage(w, message, { attributes: { preview: { url: preview.url, removed: true } } })
}

/** The preview of a message that now says something else: gone when its link is. */
export async function previewAfterEdit(w: Writer, message: Message, content: Content) {
  const preview = message.attributes?.preview
  if (preview === undefined || preview.url === firstLink(content)) return preview
  await forgetPicture(w, message)
  return undefined
}

/** A text shows no file but the picture of its preview. */
async function forgetPicture(w: Writer, { conversationId, seq }: Message): Promise<void> {
  await w.db.deleteFrom('file_refs').where('conversation_id', '=', conversationId).where('seq', '=', seq).execute()
}
