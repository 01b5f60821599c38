import { isContent, type Message, ProtocolError } from '@lianqun/protocol'
import type { Reader } from '../../../../storage/database.ts'
import { feishuEmoji, feishuEmojiType, objectOf, textOf } from '../../../cards/index.ts'
import { peopleByMail } from '../../people.ts'
import type { BotRow } from '../../tables.ts'
import { clientIdOf } from '../converted.ts'
import type { VendorParts } from '../index.ts'
import type { Call, Routes } from './calls.ts'
import { FeishuError, feishuErrors } from './errors.ts'
import { conversationOf, idOfType, messageIdOf, messageOf, userOf } from './ids.ts'
import { contentOf } from './saying.ts'
import { messageView, type Place } from './words.ts'

/* Messages and reactions: https://open.feishu.cn/document/server-docs/im-v1/message/intro */

const wrong = (message: string) => new FeishuError(feishuErrors.wrongParameter, message)
const mostOfPage = 50

/** The message that a path names. @throws FeishuError */
function onMessage({ path }: Call): { conversationId: string; seq: number } {
  const on = messageOf(path('message_id'))
  if (on === null) throw wrong('invalid message_id')
  return on
}

/** The number that a page begins behind; 0: at the beginning. */
const pageOf = (token: string): number => Number(/^[1-9]\d{0,9}$/.exec(token)?.[0] ?? 0)

const sizeOf = (size: string, most: number): number =>
  Math.min(most, Math.max(1, Number(/^\d{1,4}$/.exec(size)?.[0] ?? 20)))

export function messageRoutes(parts: VendorParts, placeOf: (bot: BotRow) => Omit<Place, 'isBot'>): Routes {
  const { service, services } = parts
  const view = (bot: BotRow, message: Message) => messageView(message, bot, placeOf(bot))

  /** The conversation of `receive_id`. @throws FeishuError, not_member */
  async function receiver(bot: BotRow, type: string, id: string): Promise<string> {
    if (type === 'chat_id') {
      const conversationId = conversationOf(id)
      if (conversationId === null) throw wrong('invalid receive_id')
      return conversationId
    }
    const userId = type === 'email' ? await services.store.read(db => onlyOfMail(db, id)) : userOf(id)
    if (userId === null || !['open_id', 'user_id', 'union_id', 'email'].includes(type))
      throw wrong('invalid receive_id')
    try {
      return (await service.direct(bot, userId)).id
    } catch (error) {
      if (error instanceof ProtocolError && error.errorName === 'not_found') throw wrong('invalid receive_id')
      throw error
    }
  }

  /** What the body of a call says. @throws PayloadError */
  const said = (bot: BotRow, conversationId: string, msg_type: unknown, content: unknown) =>
    contentOf(parts, bot, conversationId, { msg_type: textOf(msg_type), content: textOf(content) })

  async function send({ bot, body }: Call, conversationId: string, replyTo?: number): Promise<object> {
    await service.conversation(bot, conversationId)
    const uuid = textOf(body.uuid)
    const message = await service.send(bot, {
      conversationId,
      ...(await said(bot, conversationId, body.msg_type, body.content)),
      replyTo,
      ...(uuid !== '' && { clientId: clientIdOf('feishu', bot.id, conversationId, uuid) }),
    })
    return view(bot, message)
  }

  async function change({ bot, body }: Call, on: { conversationId: string; seq: number }, kind: string) {
    await service.conversation(bot, on.conversationId)
    return service.change(bot, { ...on, ...(await said(bot, on.conversationId, kind, body.content)) })
  }

  return {
    'POST /im/v1/messages': async call => {
      const { bot, body, query } = call
      return send(call, await receiver(bot, query('receive_id_type'), textOf(body.receive_id)))
    },
    'POST /im/v1/messages/:message_id/reply': async call => {
      const { conversationId, seq } = onMessage(call)
      return send(call, conversationId, seq)
    },
    'PUT /im/v1/messages/:message_id': async call => {
      const kind = textOf(call.body.msg_type)
      if (kind !== 'text' && kind !== 'post')
        throw new FeishuError(feishuErrors.wrongKind, 'text and post can be edited')
      return view(call.bot, await change(call, onMessage(call), kind))
    },
    'PATCH /im/v1/messages/:message_id': async call => {
      await change(call, onMessage(call), 'interactive')
      return {}
    },
    'DELETE /im/v1/messages/:message_id': async call => {
      const { conversationId, seq } = onMessage(call)
      await service.recall(call.bot, conversationId, seq)
      return {}
    },
    'GET /im/v1/messages/:message_id': async call => {
      const { conversationId, seq } = onMessage(call)
      const message = await service.message(call.bot, conversationId, seq)
      if (isContent(message.content, 'recalled')) throw new FeishuError(feishuErrors.gone, 'the message was recalled')
      return { items: [view(call.bot, message)] }
    },
    'GET /im/v1/messages': async ({ bot, query }) => {
      const conversationId = conversationOf(query('container_id'))
      if (query('container_id_type') !== 'chat' || conversationId === null) throw wrong('invalid container_id')
      const down = query('sort_type') === 'ByCreateTimeDesc'
      const token = pageOf(query('page_token'))
      const limit = sizeOf(query('page_size'), mostOfPage)
      const { messages, more } = await service.history(bot, {
        conversationId,
        limit,
        ...(down ? token > 0 && { before: token } : { after: token }),
      })
      const last = down ? messages[0] : messages.at(-1)
      const shown = messages.filter(({ content }) => !isContent(content, 'system'))
      const items = (down ? shown.reverse() : shown).map(message => view(bot, message))
      return { items, has_more: more, page_token: more && last !== undefined ? String(last.seq) : '' }
    },
    'POST /im/v1/messages/:message_id/reactions': async call => {
      const on = onMessage(call)
      const type = textOf(objectOf(call.body.reaction_type).emoji_type)
      const emoji = feishuEmoji(type)
      if (emoji === undefined) throw new FeishuError(feishuErrors.wrongReaction, 'reaction type is invalid.')
      await service.react(call.bot, { ...on, emoji, on: true })
      return {
        reaction_id: `${type}_${messageIdOf(on)}`,
        operator: { operator_id: placeOf(call.bot).appId, operator_type: 'app' },
        action_time: String(Date.now()),
        reaction_type: { emoji_type: type },
      }
    },
    'GET /im/v1/messages/:message_id/reactions': async call => {
      const on = onMessage(call)
      const { attributes } = await service.message(call.bot, on.conversationId, on.seq)
      const wanted = call.query('reaction_type')
      const items = (attributes?.reactions ?? []).flatMap(({ emoji, userIds }) => {
        const type = feishuEmojiType(emoji)
        if (type === undefined || (wanted !== '' && feishuEmoji(wanted) !== emoji)) return []
        return userIds.map(userId => ({
          reaction_id: `${type}_${messageIdOf(on)}`,
          operator:
            userId === call.bot.id
              ? { operator_id: placeOf(call.bot).appId, operator_type: 'app' }
              : { operator_id: idOfType(userId, call.query('user_id_type')), operator_type: 'user' },
          reaction_type: { emoji_type: type },
        }))
      })
      return { items, has_more: false, page_token: '' }
    },
    'DELETE /im/v1/messages/:message_id/reactions/:reaction_id': async call => {
      const on = onMessage(call)
      const type = call.path('reaction_id').split('_om_', 1)[0] ?? ''
      const emoji = feishuEmoji(type)
      if (emoji === undefined) throw new FeishuError(feishuErrors.wrongReaction, 'reaction_id is invalid')
      await service.react(call.bot, { ...on, emoji, on: false })
      return { reaction_id: call.path('reaction_id'), reaction_type: { emoji_type: type } }
    },
  }
}

async function onlyOfMail(db: Reader, mail: string): Promise<string | null> {
  const people = await peopleByMail(db, mail)
  return people.length === 1 ? (people[0]?.id ?? null) : null
}
