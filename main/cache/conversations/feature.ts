import type { CallArgs } from '../../../preload/contract/index.ts'
import { defineFeature, type ReadContext } from '../core/feature.ts'
import { directoryOf } from '../directory/index.ts'
import { whoLeft } from './2026-11-29-who-left.ts'
import { groups } from './2026-11-30-groups.ts'
import { listState } from './2026-11-30-list-state.ts'
import { clock } from './2026-12-02-clock.ts'
import { removeLeftConversation } from './left.ts'
import { changeConversation, markAllRead, movePinned } from './listing.ts'
import { conversationMembers, memberIds, memberPage } from './member-reads.ts'
import {
  conversationIds,
  conversationItem,
  conversationPosition,
  conversationsPage,
  conversationsSummary,
  departmentGroup,
  directsWith,
  lastOpened,
} from './reads.ts'
import { conversationEntities, leaveConversations, noteOpened } from './writes.ts'

/** The list of conversations, their members, and the user's memberships. */
export const conversations = defineFeature({
  entities: conversationEntities,
  reads: (context: ReadContext) => ({
    conversationsPage: (args: CallArgs<'conversations.page'>) => conversationsPage(context.sql, context.self, args),
    conversationPosition: (args: CallArgs<'conversations.position'>) => conversationPosition(context.sql, args),
    lastOpened: () => lastOpened(context.sql),
    conversation: (id: string) => conversationItem(context.sql, context.self, id),
    directsWith: (userIds: readonly string[]) => directsWith(context.sql, context.self, userIds),
    conversationsSummary: () => conversationsSummary(context.sql),
    /** Ids of the conversations that the user is a member of. */
    conversationIds: () => conversationIds(context.sql),
    departmentGroup: (departmentId: string) => departmentGroup(context.sql, departmentId),
    conversationMembers: (id: string) => conversationMembers(context.sql, directoryOf(context), id),
    memberIds: (id: string) => memberIds(context.sql, id),
    memberPage: (args: CallArgs<'conversations.memberPage'>) => memberPage(context.sql, directoryOf(context), args),
  }),
  writes: { leaveConversations, noteOpened, removeLeftConversation, changeConversation, movePinned, markAllRead },
  migrations: {
    '2026-11-29-who-left': whoLeft,
    '2026-11-30-groups': groups,
    '2026-11-30-list-state': listState,
    '2026-12-02-clock': clock,
  },
  durable: ['removeLeftConversation', 'changeConversation', 'movePinned', 'markAllRead'],
})
