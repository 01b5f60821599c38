import { randomUUID } from 'node:crypto'
import type { Message } from '@lianqun/protocol'
import { requireMember } from '../../../conversations/index.ts'
import { requireScope } from '../../domain.ts'
import { membersOf } from '../../people.ts'
import { channelObject } from './channels.ts'
import { SlackError } from './errors.ts'
import { fromUserId, toUserId } from './ids.ts'
import { messageObjects } from './messages.ts'
import type { Call, SlackMethod } from './methods.ts'
import { pointOf } from './times.ts'

/** Where the next page begins; empty: nowhere. */
function nextCursor(cursor: string | undefined): Record<string, unknown> {
  return { response_metadata: { next_cursor: cursor === undefined ? '' : Buffer.from(cursor).toString('base64url') } }
}

/** @throws SlackError */
function cursorOf({ args }: Call): string | undefined {
  const text = args.text('cursor')
  if (text === '') return undefined
  const cursor = Buffer.from(text, 'base64url').toString('utf8')
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(cursor)) throw new SlackError('invalid_cursor')
  return cursor
}

/** The conversations of the bot, by pages. */
async function list(call: Call): Promise<Record<string, unknown>> {
  const { parts, bot, args } = call
  const types = args.list('types')
  const directs = types.includes('im')
  const groups = types.length === 0 || types.some(type => type === 'public_channel' || type === 'private_channel')
  const page = await parts.service.conversations(bot, {
    after: cursorOf(call),
    limit: args.number('limit', { or: 100, most: 1_000 }),
  })
  const channels = page.conversations
    .filter(({ kind }) => (kind === 'direct' ? directs : groups))
    .map(conversation => channelObject(parts, bot.id, conversation))
  return { channels, ...nextCursor(page.more ? page.conversations.at(-1)?.id : undefined) }
}

/** A cursor that goes on towards what is newer. */
const newer = 'newer-'

/** Messages, newest first, by pages: from the newest to the oldest, and where only the oldest is named from that on. */
async function history(call: Call): Promise<Record<string, unknown>> {
  const { parts, bot, args } = call
  const conversationId = args.channel()
  const limit = args.number('limit', { or: 100, most: 200 })
  const inclusive = args.flag('inclusive')
  const cursor = cursorOf(call) ?? ''
  const { oldest, latest } = await parts.services.store.read(async db => {
    await requireMember(db, conversationId, bot.id)
    return {
      oldest: await pointOf(db, conversationId, args.text('oldest')),
      latest: await pointOf(db, conversationId, args.text('latest')),
    }
  })
  const least = oldest === null ? 1 : oldest.seq + (oldest.exact && !inclusive ? 1 : 0)
  if (oldest !== null && latest === null) {
    const after = cursor.startsWith(newer) ? Number(cursor.slice(newer.length)) || 0 : least - 1
    const page = await parts.service.history(bot, { conversationId, limit, after })
    const last = page.messages.at(-1)?.seq
    const messages = await messageObjects(parts, bot, page.messages.reverse())
    return { messages, has_more: page.more, ...nextCursor(page.more && last ? `${newer}${last}` : undefined) }
  }
  const before = Number(cursor) || (latest === null ? undefined : latest.seq + (latest.exact && inclusive ? 1 : 0))
  const page = await parts.service.history(bot, { conversationId, limit, ...(before !== undefined && { before }) })
  const first = page.messages[0]?.seq ?? 0
  const within = page.messages.filter(({ seq }) => seq >= least)
  const more = page.more && first > least
  const messages = await messageObjects(parts, bot, within.reverse())
  return { messages, has_more: more, ...nextCursor(more ? String(first) : undefined) }
}

/** A message and the replies to it. */
async function replies(call: Call): Promise<Record<string, unknown>> {
  const { parts, bot, args } = call
  const conversationId = args.channel()
  const root = await parts.service.message(bot, conversationId, args.seq('ts', 'thread_not_found'))
  const limit = args.number('limit', { or: 200, most: 1_000 })
  const after = Number(cursorOf(call) ?? 0)
  const page = await parts.service.thread(bot, { conversationId, seq: root.seq, after, limit })
  const all: Message[] = after === 0 ? [root, ...page.messages] : page.messages
  const last = page.messages.at(-1)
  return {
    messages: await messageObjects(parts, bot, all),
    has_more: page.more,
    ...nextCursor(page.more && last !== undefined ? String(last.seq) : undefined),
  }
}

/** Opens the conversation with a person. */
async function open({ parts, bot, args }: Call): Promise<Record<string, unknown>> {
  if (args.text('channel') !== '') {
    const conversation = await parts.service.conversation(bot, args.channel())
    return { channel: channelObject(parts, bot.id, conversation) }
  }
  const [userId, ...others] = args.list('users').map(id => fromUserId(id))
  if (userId === undefined || userId === null) throw new SlackError('user_not_found')
  if (others.length > 0) throw new SlackError('method_not_supported_for_channel_type')
  const conversation = await parts.service.direct(bot, userId)
  return { channel: channelObject(parts, bot.id, conversation) }
}

/** Makes a group, which the owner of the bot owns: a bot owns none. */
async function create({ parts, bot, args }: Call): Promise<Record<string, unknown>> {
  const name = args.text('name').trim()
  if (name === '') throw new SlackError('invalid_name_required')
  const conversation = await parts.service.createGroup(bot, {
    name: name.slice(0, 60),
    ownerId: bot.owner_id,
    userIds: [],
    clientId: randomUUID(),
  })
  return { channel: channelObject(parts, bot.id, conversation) }
}

async function invite({ parts, bot, args }: Call): Promise<Record<string, unknown>> {
  const conversationId = args.channel()
  const userIds = args.list('users').map(id => {
    const userId = fromUserId(id)
    if (userId === null) throw new SlackError('user_not_found')
    return userId
  })
  if (userIds.length === 0) throw new SlackError('no_user')
  await parts.service.addMembers(bot, conversationId, userIds)
  return { channel: channelObject(parts, bot.id, await parts.service.conversation(bot, conversationId)) }
}

export const conversationMethods: Record<string, SlackMethod> = {
  'conversations.list': { run: list },
  'users.conversations': { run: list },
  'conversations.info': {
    run: async ({ parts, bot, args }) => ({
      channel: channelObject(parts, bot.id, await parts.service.conversation(bot, args.channel())),
    }),
  },
  'conversations.history': { run: history },
  'conversations.replies': { run: replies, notFound: 'thread_not_found' },
  'conversations.members': {
    scope: 'members.read',
    run: async call => {
      const { parts, bot, args } = call
      const conversationId = args.channel()
      requireScope(bot, 'members.read')
      const limit = args.number('limit', { or: 100, most: 1_000 })
      const page = await parts.services.store.read(async db => {
        await requireMember(db, conversationId, bot.id)
        return membersOf(db, { conversationId, after: cursorOf(call), limit })
      })
      return {
        members: page.people.map(({ id }) => toUserId(id)),
        ...nextCursor(page.more ? page.people.at(-1)?.id : undefined),
      }
    },
  },
  'conversations.open': { run: open, notFound: 'user_not_found' },
  'conversations.create': { run: create },
  'conversations.invite': { run: invite, notFound: 'user_not_found' },
  'conversations.leave': {
    run: async ({ parts, bot, args }) => {
      await parts.service.leave(bot, args.channel())
      return {}
    },
  },
  // A group is joined by being added to it.
  'conversations.join': {
    run: async ({ parts, bot, args }) => {
      const conversation = await parts.service.conversation(bot, args.channel()).catch(() => null)
      if (conversation === null) throw new SlackError('method_not_supported_for_channel_type')
      return { channel: channelObject(parts, bot.id, conversation), warning: 'already_in_channel' }
    },
  },
}
