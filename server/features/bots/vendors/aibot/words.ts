import {
  type AnyBotEvent,
  type BotEventOf,
  type Content,
  contentMentions,
  contentText,
  type FileRef,
  isContent,
  type Message,
} from '@lianqun/protocol'
import { isObject, textOf } from '../../../cards/index.ts'

/* What bots of WeCom are told: https://developer.work.weixin.qq.com/document/path/101463 */

/** A frame that tells a bot something. What it says to it names the `req_id`. */
export interface Callback {
  cmd: 'aibot_msg_callback' | 'aibot_event_callback'
  headers: { req_id: string }
  body: Record<string, unknown>
}

/** What the words need besides the event. */
export interface Place {
  botId: string
  /** Whether a conversation is one of two. */
  isDirect(conversationId: string): Promise<boolean>
  /** Where the bot loads a file. */
  link(fileId: string): Promise<{ url: string; aeskey: string }>
  /** A message that is replied to, if the bot may read it. */
  message(conversationId: string, seq: number): Promise<Message | null>
}

const seconds = (at: number) => Math.floor(at / 1_000)
const reqIdOf = (id: number) => `event_${id}`

/** The id of the event that a `req_id` names, or null. */
export function eventOf(reqId: string): number | null {
  const id = Number(/^event_([1-9]\d{0,15})$/.exec(reqId)?.[1])
  return Number.isSafeInteger(id) ? id : null
}

/** An event in the vendor's words; null: it has none for it. */
export async function callbackOf(event: AnyBotEvent, place: Place): Promise<Callback | null> {
  const headers = { req_id: reqIdOf(event.id) }
  const base = { create_time: seconds(event.at), aibotid: place.botId }
  switch (event.type) {
    case 'message': {
      const { message, direct, mentioned } = event.data
      if (!direct && !mentioned) return null
      const said = await saidIn(message.content, place)
      if (said === null) return null
      const body = {
        msgid: `${message.conversationId}_${message.seq}`,
        ...base,
        ...chatOf(message.conversationId, direct),
        from: { userid: message.senderId },
        ...said,
        ...(await quoteOf(message, place)),
      }
      return { cmd: 'aibot_msg_callback', headers, body }
    }
    case 'card.action': {
      const { conversationId, userId } = event.data
      const direct = await place.isDirect(conversationId)
      const body = {
        msgid: `click_${event.id}`,
        ...base,
        ...chatOf(conversationId, direct),
        from: { userid: userId },
        msgtype: 'event',
        event: clickOf(event.data),
      }
      return { cmd: 'aibot_event_callback', headers, body }
    }
    case 'home.opened': {
      const body = {
        msgid: `home_${event.id}`,
        ...base,
        chattype: 'single',
        from: { userid: event.data.userId },
        msgtype: 'event',
        event: { eventtype: 'enter_chat' },
      }
      return { cmd: 'aibot_event_callback', headers, body }
    }
    default:
      return null
  }
}

const chatOf = (conversationId: string, direct: boolean) =>
  direct ? { chattype: 'single' } : { chatid: conversationId, chattype: 'group' }

/** The key of a button of `template_card`, and what was chosen. */
function clickOf({ data, verb, inputs }: BotEventOf<'card.action'>): Record<string, unknown> {
  const written = isObject(data) ? data : {}
  const what = {
    event_key: textOf(written.key) || verb || '',
    task_id: textOf(written.task_id),
  }
  const selected = Object.entries(inputs).map(([question_key, value]) => ({
    question_key,
    option_ids: { option_id: value === '' ? [] : value.split(',') },
  }))
  return {
    eventtype: 'template_card_event',
    ...what,
    template_card_event: {
      card_type: textOf(written.card_type),
      ...what,
      ...(selected.length > 0 && { selected_items: { selected_item: selected } }),
    },
  }
}

/** The text of a message without the name of the bot that it calls. */
export function textFor(content: Content, botId: string): string {
  const text = contentText(content)
  if (!isContent(content, 'text')) return text
  let rest = ''
  let at = 0
  for (const { userId, offset, length } of [...contentMentions(content)].sort((a, b) => a.offset - b.offset)) {
    if (userId !== botId || offset < at) continue
    rest += text.slice(at, offset).replace(/ $/, '')
    at = offset + length
  }
  return (rest + text.slice(at)).trim()
}

/** What a message says: its `msgtype` and the field of that name; null: nothing. */
async function saidIn(content: Content, place: Place): Promise<Record<string, unknown> | null> {
  const file = async (kind: 'image' | 'file' | 'video', { id }: FileRef) => ({
    msgtype: kind,
    [kind]: await place.link(id),
  })
  if (isContent(content, 'image')) {
    const { images, caption = '' } = content
    const pictures = await Promise.all(images.map(image => file('image', image)))
    const [only] = pictures
    if (caption === '' && pictures.length === 1 && only !== undefined) return only
    const words = caption === '' ? [] : [{ msgtype: 'text', text: { content: caption } }]
    return { msgtype: 'mixed', mixed: { msg_item: [...words, ...pictures] } }
  }
  if (isContent(content, 'file')) return file('file', content.file)
  if (isContent(content, 'voice')) return file('file', content.file)
  if (isContent(content, 'video')) return file('video', content.file)
  return { msgtype: 'text', text: { content: textFor(content, place.botId) } }
}

/** What a message replies to. */
async function quoteOf({ conversationId, attributes }: Message, place: Place): Promise<Record<string, unknown>> {
  if (attributes?.replyTo === undefined) return {}
  const quoted = await place.message(conversationId, attributes.replyTo)
  const said = quoted === null ? null : await saidIn(quoted.content, place)
  return said === null ? {} : { quote: said }
}
