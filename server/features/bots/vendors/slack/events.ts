import { type AnyBotEvent, isContent, type Message } from '@lianqun/protocol'
import { emojiName, type JsonObject } from '../../../cards/index.ts'
import { scopesOf } from '../../domain.ts'
import { toEvent } from '../../queue.ts'
import type { BotEventRow, BotRow } from '../../tables.ts'
import { type Channel, channelOf } from './channels.ts'
import { toChannelId, toTs, toUserId } from './ids.ts'
import { interactionOf } from './interactions.ts'
import { messageObjects } from './messages.ts'
import { asJson, idsOf, type SlackParts, teamOf } from './parts.ts'

/** One thing that a bot is told in Slack's words. */
export interface Delivery {
  kind: 'events_api' | 'interactive' | 'slash_commands'
  payload: JsonObject
}

/**
 * What a bot is told of an event of ours; none: Slack has no words for it. `base`: the address of the workspace as the bot
 * knows it, or null.
 */
export async function deliveriesOf(
  parts: SlackParts,
  bot: BotRow,
  row: BotEventRow,
  base: string | null,
): Promise<Delivery[]> {
  const event = toEvent(row)
  const told = await interactionOf(parts, bot, event, base)
  if (told !== null) return [told]
  const events = await eventsOf(parts, bot, event)
  return events.map((inner, n) => ({ kind: 'events_api', payload: envelopeOf(parts, bot, event, inner, n) }))
}

function envelopeOf(parts: SlackParts, bot: BotRow, event: AnyBotEvent, inner: JsonObject, n: number): JsonObject {
  const ids = idsOf(bot)
  const team_id = teamOf(parts)
  return {
    token: '',
    team_id,
    context_team_id: team_id,
    api_app_id: ids.app,
    event: inner,
    type: 'event_callback',
    event_id: `Ev${String(event.id).padStart(8, '0')}${n === 0 ? '' : `N${n}`}`,
    event_time: Math.floor(event.at / 1_000),
    authorizations: [{ enterprise_id: null, team_id, user_id: ids.user, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: false,
    event_context: `${event.id}`,
  }
}

async function eventsOf(parts: SlackParts, bot: BotRow, event: AnyBotEvent): Promise<JsonObject[]> {
  const event_ts = `${Math.floor(event.at / 1_000)}.${String(event.id % 1_000_000).padStart(6, '0')}`
  switch (event.type) {
    case 'message': {
      const { message, direct, mentioned } = event.data
      const [said] = await messageObjects(parts, bot, [message])
      const channel = toChannelId(message.conversationId, direct)
      const told: JsonObject = { ...said, channel, event_ts: toTs(message) }
      const plain: JsonObject = { ...told, channel_type: direct ? 'im' : 'channel' }
      if (direct || !mentioned) return [plain]
      const named: JsonObject = { ...told, type: 'app_mention' }
      return scopesOf(bot).includes('messages.read') ? [plain, named] : [named]
    }
    case 'message.changed':
      return changedOf(parts, bot, event.data.message, event_ts)
    case 'reaction': {
      const { message, userId, emoji, added } = event.data
      const channel = await channelOf(parts, message.conversationId)
      return [
        {
          type: added ? 'reaction_added' : 'reaction_removed',
          user: toUserId(userId),
          reaction: emojiName(emoji) ?? emoji,
          item_user: toUserId(message.senderId),
          item: { type: 'message', channel: channel.id, ts: toTs(message) },
          event_ts,
        },
      ]
    }
    case 'members.changed': {
      const channel = await channelOf(parts, event.data.conversationId)
      return [
        ...event.data.joined.map(id => memberEvent(parts, 'member_joined_channel', channel, id, event_ts)),
        ...event.data.left.map(id => memberEvent(parts, 'member_left_channel', channel, id, event_ts)),
      ]
    }
    case 'conversation.joined': {
      const { conversation, actorId } = event.data
      const channel = await channelOf(parts, conversation.id)
      const joined = memberEvent(parts, 'member_joined_channel', channel, bot.id, event_ts)
      return [actorId === null ? joined : { ...joined, inviter: toUserId(actorId) }]
    }
    case 'conversation.left': {
      const channel = await channelOf(parts, event.data.conversationId)
      return [{ type: 'channel_left', channel: channel.id, actor_id: '', event_ts }]
    }
    case 'home.opened': {
      // A person stands where their conversation with the bot does: `chat.postMessage` takes both.
      const user = toUserId(event.data.userId)
      return [{ type: 'app_home_opened', user, channel: user, tab: 'home', event_ts }]
    }
    case 'links.shared': {
      const { conversationId, seq, userId, urls } = event.data
      const channel = await channelOf(parts, conversationId)
      const links = urls.map(url => ({ url, domain: URL.parse(url)?.hostname ?? '' }))
      return [
        {
          type: 'link_shared',
          channel: channel.id,
          is_bot_user_member: true,
          user: toUserId(userId),
          message_ts: toTs({ seq, sentAt: event.at }),
          links,
          unfurl_id: `${conversationId}.${seq}`,
          source: 'conversations_history',
          event_ts,
        },
      ]
    }
    default:
      return []
  }
}

function memberEvent(
  parts: SlackParts,
  type: 'member_joined_channel' | 'member_left_channel',
  channel: Channel,
  userId: string,
  event_ts: string,
): JsonObject {
  return {
    type,
    user: toUserId(userId),
    channel: channel.id,
    channel_type: channel.direct ? 'D' : 'C',
    team: teamOf(parts),
    event_ts,
  }
}

/** What a message says otherwise now. What changed is not known: what only others reacted to is not told. */
async function changedOf(parts: SlackParts, bot: BotRow, message: Message, event_ts: string): Promise<JsonObject[]> {
  const { conversationId, senderId, content, attributes } = message
  const channel = await channelOf(parts, conversationId)
  const ts = toTs(message)
  const common = {
    type: 'message',
    hidden: true,
    channel: channel.id,
    channel_type: channel.direct ? 'im' : 'channel',
    ts: event_ts,
    event_ts,
  }
  const previous_message = { type: 'message', user: toUserId(senderId), ts, text: '' }
  if (isContent(content, 'recalled'))
    return [{ ...common, subtype: 'message_deleted', deleted_ts: ts, previous_message }]
  if (attributes?.edited === undefined && !isContent(content, 'card')) return []
  const [said] = await messageObjects(parts, bot, [message])
  return [{ ...common, subtype: 'message_changed', message: asJson(said), previous_message }]
}
