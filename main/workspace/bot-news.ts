import { type Card, type Content, deadCard, type EventParams, isContent } from '@lianqun/protocol'
import type { DesktopEvent } from '../../preload/contract/index.ts'
import type { Cache } from '../cache/api.ts'

/** What a bot whispers as the window shows it. Nothing of it is kept, so nothing in it can be answered. */
export async function whisperItem(
  cache: Pick<Cache, 'messageItems'>,
  { id, botId, conversationId, at, content, thread }: EventParams<'bot.whisper'>,
): Promise<DesktopEvent<'bots.whisper'> | null> {
  const message = {
    conversationId,
    // It is no message of the conversation: none has this seq.
    seq: 0,
    ordinal: 0,
    revision: 0,
    clientId: null,
    senderId: botId,
    sentAt: at,
    content: unanswerable(content),
    ...(thread !== undefined && { attributes: { thread } }),
  }
  const [item] = await cache.messageItems(conversationId, [message])
  return item === undefined ? null : { id, message: item }
}

function unanswerable(content: Content): Content {
  return isContent(content, 'card') ? { type: 'card', card: deadCard(content.card as Card) } : content
}

/** A form that a bot opens, with the name of the bot. */
export async function formItem(
  cache: Pick<Cache, 'peopleNames'>,
  { view }: EventParams<'bot.view'>,
): Promise<DesktopEvent<'bots.form'>> {
  const [bot] = await cache.peopleNames([view.botId])
  return { view, bot: bot ?? { id: view.botId, name: '', latinName: '' } }
}
