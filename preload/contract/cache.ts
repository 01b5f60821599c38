import { revisionSchema, type SingleScope, singleScopes } from '@lianqun/protocol'
import { z } from 'zod'
import type { Events } from './shared.ts'
import { conversationId } from './shared.ts'

/** What one commit changed in the cache, in one event, so that a page asks for all of it at once. */
const cacheChangeSchema = z.object({
  /** Rows of the list; null: any may have changed (a catch-up). */
  conversations: z.array(conversationId).nullable(),
  /** Of each conversation, messages from `from` on changed (added, recalled, outbox); 0: any of it. */
  messages: z.array(z.object({ id: conversationId, from: revisionSchema })),
  /** Conversations whose members changed. */
  members: z.array(conversationId),
  /** Scopes of the person or the workspace of which something changed: the directory, the apps. */
  scopes: z.array(z.enum(singleScopes as readonly [SingleScope, ...SingleScope[]])),
})

export const cacheEvents = {
  'cache.changed': cacheChangeSchema,
} as const satisfies Events
