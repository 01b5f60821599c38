import { type Conversation, limits } from '@lianqun/protocol'
import type { JsonObject } from '../../../cards/index.ts'
import { toChannelId, toUserId } from './ids.ts'
import { type SlackParts, teamOf } from './parts.ts'

/** A conversation by its id in Slack's form, and what it is called. */
export interface Channel {
  id: string
  name: string
  direct: boolean
}

/** The conversation of an event, which may be gone. */
export async function channelOf({ services }: SlackParts, conversationId: string): Promise<Channel> {
  const row = await services.store.read(db =>
    db.selectFrom('conversations').select(['kind', 'name']).where('id', '=', conversationId).executeTakeFirst(),
  )
  const direct = row?.kind === 'direct'
  return { id: toChannelId(conversationId, direct), direct, name: direct ? 'directmessage' : (row?.name ?? '') }
}

/** A conversation as Slack has channels. Groups are private, and directs are those of the bot with one person. */
export function channelObject(parts: SlackParts, botId: string, conversation: Conversation): JsonObject {
  const { id, kind, name, ownerId, memberCount, avatarUserIds, createdAt } = conversation
  const direct = kind === 'direct'
  const created = Math.floor(createdAt / 1_000)
  const common = { id: toChannelId(id, direct), created, updated: createdAt, is_archived: false, is_org_shared: false }
  if (direct) {
    const other = avatarUserIds.find(userId => userId !== botId)
    return { ...common, is_im: true, is_open: true, ...(other !== undefined && { user: toUserId(other) }) }
  }
  return {
    ...common,
    name: name.slice(0, limits.nameChars),
    name_normalized: name.slice(0, limits.nameChars),
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: true,
    is_general: false,
    is_member: true,
    is_shared: false,
    is_ext_shared: false,
    creator: ownerId === null ? '' : toUserId(ownerId),
    num_members: memberCount,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    context_team_id: teamOf(parts),
  }
}
