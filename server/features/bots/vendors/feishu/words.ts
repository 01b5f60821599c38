import {
  type AnyBotEvent,
  type BotEventOf,
  type Content,
  contentMentions,
  contentText,
  isContent,
  type Message,
} from '@lianqun/protocol'
import { feishuEmojiType, isObject, type JsonObject, listOf, textOf } from '../../../cards/index.ts'
import { feishuAppId } from '../../domain.ts'
import { chatIdOf, fileKeyOf, idsOf, imageKeyOf, messageIdOf, openIdOf } from './ids.ts'

/* What bots of Feishu are told: https://open.feishu.cn/document/server-docs/im-v1/message/events/receive */

/** Whom a message names, by the key that stands in its text. */
interface Mentioned {
  key: string
  userId: string
  name: string
}

/** What a message says. */
export interface Words {
  type: string
  /** JSON. */
  content: string
  mentions: Mentioned[]
}

type Piece = string | Mentioned

/** The text of a message, with a key in the place of each name. */
function piecesOf(content: Content): Piece[] {
  const text = contentText(content)
  const pieces: Piece[] = []
  let at = 0
  for (const { userId, offset, length } of [...contentMentions(content)].sort((a, b) => a.offset - b.offset)) {
    if (offset < at || text[offset] !== '@') continue
    if (offset > at) pieces.push(text.slice(at, offset))
    const name = text.slice(offset + 1, offset + length)
    const count = pieces.filter(piece => typeof piece !== 'string').length
    pieces.push({ key: userId === 'all' ? '@_all' : `@_user_${count + 1}`, userId, name })
    at = offset + length
  }
  if (at < text.length) pieces.push(text.slice(at))
  return pieces
}

const mentionsIn = (pieces: readonly Piece[]) => pieces.filter(piece => typeof piece !== 'string')

function postOf(rows: readonly (readonly object[])[], mentions: Mentioned[] = []): Words {
  return { type: 'post', content: JSON.stringify({ title: '', content: rows }), mentions }
}

/** A text with formats, as lines of pieces. */
function linesOf(pieces: readonly Piece[]): object[][] {
  const lines: object[][] = [[]]
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      lines.at(-1)?.push({ tag: 'at', user_id: piece.key, user_name: piece.name })
      continue
    }
    piece.split('\n').forEach((text, index) => {
      if (index > 0) lines.push([])
      if (text !== '') lines.at(-1)?.push({ tag: 'text', text })
    })
  }
  return lines
}

export function wordsOf(content: Content): Words {
  const said = (type: string, value: object): Words => ({ type, content: JSON.stringify(value), mentions: [] })
  if (isContent(content, 'image')) {
    const { images, caption = '' } = content
    const [only] = images
    if (images.length === 1 && caption === '' && only !== undefined)
      return said('image', { image_key: imageKeyOf(only.id) })
    const words = caption === '' ? [] : [[{ tag: 'text', text: caption }]]
    return postOf([...images.map(({ id }) => [{ tag: 'img', image_key: imageKeyOf(id) }]), ...words])
  }
  if (isContent(content, 'file'))
    return said('file', { file_key: fileKeyOf(content.file.id), file_name: content.file.name })
  if (isContent(content, 'voice') || isContent(content, 'video')) {
    const { id, name, durationMs = 0 } = content.file
    const file = { file_key: fileKeyOf(id), duration: durationMs }
    return content.type === 'voice' ? said('audio', file) : said('media', { ...file, file_name: name })
  }
  if (isContent(content, 'card'))
    return said('interactive', { title: null, elements: [[{ tag: 'text', text: contentText(content) }]] })
  const pieces = piecesOf(content)
  if (isContent(content, 'rich')) return postOf(linesOf(pieces), mentionsIn(pieces))
  const text = pieces.map(piece => (typeof piece === 'string' ? piece : piece.key)).join('')
  return { type: 'text', content: JSON.stringify({ text }), mentions: mentionsIn(pieces) }
}

/** Where a message stands in its thread. */
export function threadOf({ conversationId, attributes }: Message): { root_id?: string; parent_id?: string } {
  const { replyTo, thread } = attributes ?? {}
  return {
    ...(thread !== undefined && { root_id: messageIdOf({ conversationId, seq: thread }) }),
    ...(replyTo !== undefined && { parent_id: messageIdOf({ conversationId, seq: replyTo }) }),
  }
}

/** An event as the vendor has it. */
export interface Told {
  type: string
  event: Record<string, unknown>
}

/** What the words need besides the event. */
export interface Place {
  tenantKey: string
  appId: string
  isBot(userId: string): Promise<boolean>
}

/** An event in the vendor's words; null: it has none for it. */
export async function toldOf(event: AnyBotEvent, place: Place): Promise<Told | null> {
  const { tenantKey } = place
  switch (event.type) {
    case 'message': {
      const { message, direct } = event.data
      const { type, content, mentions } = wordsOf(message.content)
      const sender = {
        sender_id: idsOf(message.senderId),
        sender_type: (await place.isBot(message.senderId)) ? 'app' : 'user',
        tenant_key: tenantKey,
      }
      const said = {
        message_id: messageIdOf(message),
        ...threadOf(message),
        create_time: String(message.sentAt),
        update_time: String(message.sentAt),
        chat_id: chatIdOf(message.conversationId),
        chat_type: direct ? 'p2p' : 'group',
        message_type: type,
        content,
        ...(mentions.length > 0 && {
          mentions: mentions
            .filter(({ userId }) => userId !== 'all')
            .map(({ key, userId, name }) => ({ key, id: idsOf(userId), name, tenant_key: tenantKey })),
        }),
      }
      return { type: 'im.message.receive_v1', event: { sender, message: said } }
    }
    case 'message.changed': {
      const { message } = event.data
      if (!isContent(message.content, 'recalled')) return null
      const recalled = {
        message_id: messageIdOf(message),
        chat_id: chatIdOf(message.conversationId),
        recall_time: String(event.at),
        recall_type: message.content.byId === message.senderId ? 'message_owner' : 'group_manager',
      }
      return { type: 'im.message.recalled_v1', event: recalled }
    }
    case 'reaction':
      return reactionOf(event.data, event.at, place)
    case 'card.action':
      return { type: 'card.action.trigger', event: clickOf(event.data, tenantKey) }
    case 'conversation.joined': {
      const { conversation, actorId } = event.data
      const added = { chat_id: chatIdOf(conversation.id), name: conversation.name, external: false }
      return {
        type: 'im.chat.member.bot.added_v1',
        event: { ...added, ...(actorId !== null && { operator_id: idsOf(actorId) }), operator_tenant_key: tenantKey },
      }
    }
    case 'conversation.left':
      return {
        type: 'im.chat.member.bot.deleted_v1',
        event: { chat_id: chatIdOf(event.data.conversationId), external: false, operator_tenant_key: tenantKey },
      }
    default:
      return null
  }
}

/** A reaction; null: one that the vendor does not have. https://open.feishu.cn/document/server-docs/im-v1/message-reaction/events/created */
async function reactionOf(
  { message, userId, emoji, added }: BotEventOf<'reaction'>,
  at: number,
  place: Place,
): Promise<Told | null> {
  const emoji_type = feishuEmojiType(emoji)
  if (emoji_type === undefined) return null
  const by = (await place.isBot(userId))
    ? { operator_type: 'app', app_id: feishuAppId(userId) }
    : { operator_type: 'user', user_id: idsOf(userId) }
  return {
    type: added ? 'im.message.reaction.created_v1' : 'im.message.reaction.deleted_v1',
    event: { message_id: messageIdOf(message), reaction_type: { emoji_type }, ...by, action_time: String(at) },
  }
}

/** What was done on a card: https://open.feishu.cn/document/feishu-cards/card-callback-communication */
function clickOf(click: BotEventOf<'card.action'>, tenantKey: string): Record<string, unknown> {
  const { conversationId, seq, userId, data } = click
  return {
    operator: { ...idsOf(userId), tenant_key: tenantKey },
    token: `c-${messageIdOf({ conversationId, seq })}`,
    action: actionOf(isObject(data) ? data : {}, click),
    host: 'im_message',
    context: { open_message_id: messageIdOf({ conversationId, seq }), open_chat_id: chatIdOf(conversationId) },
  }
}

/** The time zone in which people choose days and times, and what stands behind each of them. */
const timezone = 'Asia/Shanghai'
const offset = ' +0800'

/** `action` of a click; of the data the shape is `FeishuActionData` of the converter. */
function actionOf(data: JsonObject, { inputs }: BotEventOf<'card.action'>): Record<string, unknown> {
  const tag = textOf(data.tag) || 'button'
  const name = textOf(data.name)
  const form = textOf(data.form)
  const asked = data.input === undefined ? undefined : chosenIn(listOf(data.input), inputs)
  return {
    tag,
    timezone,
    ...(data.value !== undefined && { value: data.value }),
    ...(name !== '' && { name }),
    ...(data.option !== undefined && { option: data.option }),
    ...(asked !== undefined && { [fieldOf(tag, asked)]: asked }),
    ...(form !== '' && {
      form_value: Object.fromEntries(
        fieldsOf(data, inputs).flatMap(field => {
          const value = chosenIn(listOf(field), inputs)
          return value === undefined ? [] : [[textOf(listOf(field)[0]), value]]
        }),
      ),
    }),
  }
}

/** What a form asks for; where it asks for too much to be kept, all that was filled in, as it is. */
function fieldsOf(data: JsonObject, inputs: Readonly<Record<string, string>>): readonly unknown[] {
  const fields = listOf(data.fields)
  return fields.length > 0 ? fields : Object.keys(inputs).map(id => [id])
}

type Chosen = string | string[] | boolean

/**
 * What was filled in or chosen in a field (`FeishuField`), as its element sends it; undefined: it was not sent.
 * https://open.feishu.cn/document/feishu-cards/card-callback-communication
 */
function chosenIn(field: readonly unknown[], inputs: Readonly<Record<string, string>>): Chosen | undefined {
  const [id = '', tag = '', time = ''] = field.map(textOf)
  const value = Object.hasOwn(inputs, id) ? inputs[id] : undefined
  if (value === undefined) return undefined
  if (tag === 'checker') return value === 'true'
  const several = value === '' ? [] : value.split(',')
  if (tag === 'multi_select_person') return several.map(openIdOf)
  if (tag === 'select_person') return several[0] === undefined ? '' : openIdOf(several[0])
  if (tag.startsWith('multi_')) return several
  if (value === '' || !['date_picker', 'picker_time', 'picker_datetime'].includes(tag)) return value
  const hour = Object.hasOwn(inputs, time) ? inputs[time] || '00:00' : undefined
  return `${hour === undefined ? value : `${value} ${hour}`}${offset}`
}

/** In which field an element that asks by itself sends what was chosen. */
function fieldOf(tag: string, chosen: Chosen): string {
  if (tag === 'input') return 'input_value'
  if (tag === 'checker') return 'checked'
  return Array.isArray(chosen) ? 'options' : 'option'
}

/** A message as a call answers it. */
export function messageView(message: Message, bot: { id: string }, { tenantKey, appId }: Omit<Place, 'isBot'>) {
  const { type, content, mentions } = wordsOf(message.content)
  const own = message.senderId === bot.id
  return {
    message_id: messageIdOf(message),
    ...threadOf(message),
    msg_type: type,
    create_time: String(message.sentAt),
    update_time: String(message.attributes?.edited?.at ?? message.sentAt),
    deleted: isContent(message.content, 'recalled'),
    updated: message.attributes?.edited !== undefined,
    chat_id: chatIdOf(message.conversationId),
    sender: own
      ? { id: appId, id_type: 'app_id', sender_type: 'app', tenant_key: tenantKey }
      : { id: openIdOf(message.senderId), id_type: 'open_id', sender_type: 'user', tenant_key: tenantKey },
    body: { content },
    ...(mentions.length > 0 && {
      mentions: mentions.map(({ key, userId, name }) => ({
        key,
        id: openIdOf(userId),
        id_type: 'open_id',
        name,
        tenant_key: tenantKey,
      })),
    }),
  }
}
