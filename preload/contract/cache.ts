import { revisionSchema, type SingleScope, singleScopes } from '@lianqun/protocol'
import { z } from 'zod'
import type { Events } from './shared.ts'
import { conversationId } from './shared.ts'

/** What one commit changed in the cache, in one event, so that a page can request all of it at once. */
const cacheChangeSchema = z.object({
  /** Conversations whose list row changed; null: any may have. */
  conversations: z.array(conversationId).nullable(),
  /** For each conversation the lowest changed seq (`from`): added, recalled, outbox; 0: any message. */
  messages: z.array(z.object({ id: conversationId, from: revisionSchema })),
  /** Conversations whose members changed. */
  members: z.array(conversationId),
  /** Single scopes with changes: the directory, the apps. */
  scopes: z.array(z.enum(singleScopes as readonly [SingleScope, ...SingleScope[]])),
})

export const cacheEvents = {
  'cache.changed': cacheChangeSchema,
} as const satisfies Events
