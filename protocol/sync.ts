import { z } from 'zod'
import {
  type ConversationHead,
  conversationHeadSchema,
  receivedHeadSchema,
  type UnreadableHead,
} from './conversations.ts'
import type { MethodDef, NotificationDef } from './core/feature.ts'
import {
  checkpointSchema,
  countedItems,
  epochSchema,
  idSchema,
  openEnum,
  ordinalSchema,
  placeSchema,
  readableItems,
  returnWindowSchema,
  revisionSchema,
  timeSchema,
} from './core/fields.ts'
import { limits } from './core/limits.ts'
import { pageLimit } from './core/page-limit.ts'
import { changeSchema, revisionsSchema, scopeSchema } from './entities.ts'
import { messageSchema } from './messages.ts'

/** Digest of the heads of a user's conversations: their number, and the XOR of their `headHash`. */
export const digestSchema = z.object({ count: z.number().int().min(0), hash: z.number().int().min(0).max(0xffff_ffff) })
export type HeadsDigest = z.infer<typeof digestSchema>

/** What an administrator turned on; later versions add some. */
export const workspaceFeatures = ['translation'] as const
const featureSchema = openEnum(workspaceFeatures)

const sentHeadsSchema = z.object({
  epoch: epochSchema,
  heads: countedItems(receivedHeadSchema),
  cursor: z.string().max(200),
  more: z.boolean(),
  /** Number of conversations after this page, for a progress bar. */
  remaining: z.number().int().min(0),
})

/**
 * A page of heads. `unreadable`: those of which this version can read only where they stand; `unnamed`: how many it
 * cannot even name. Neither is sent.
 */
export type ReceivedHeads = Omit<z.infer<typeof sentHeadsSchema>, 'heads'> & {
  heads: ConversationHead[]
  unreadable?: UnreadableHead[]
  unnamed?: number
}
const headsPageSchema = sentHeadsSchema.transform((page): ReceivedHeads => {
  const heads: ConversationHead[] = []
  const unreadable: UnreadableHead[] = []
  for (const head of page.heads.items) {
    if ('unreadable' in head) unreadable.push(head)
    else heads.push(head)
  }
  return {
    ...page,
    heads,
    ...(unreadable.length === 0 ? {} : { unreadable }),
    ...(page.heads.unread === 0 ? {} : { unnamed: page.heads.unread }),
  }
})

export const syncMethods = {
  'sync.hello': {
    summary: 'Subscribes the connection to pushes and returns the revisions of the scopes.',
    auth: true,
    params: z.object({
      /** The client's `protocolVersion`; missing from the first version. */
      protocol: z.number().int().min(1).optional(),
      /** The last checkpoint that the client was sent, if any. */
      seen: checkpointSchema.optional(),
    }),
    result: z.object({
      userId: idSchema,
      epoch: epochSchema,
      serverTime: timeSchema,
      /** The server's `protocolVersion`. */
      protocol: z.number().int().min(1).default(1),
      revisions: revisionsSchema,
      /** Missing from an earlier server. */
      checkpoint: checkpointSchema.optional(),
      /** True: the server's data was never at `seen`, as after a backup was restored; it may lack what the client has. */
      lost: z.boolean().optional(),
      /** What not every workspace has. Missing from an earlier server. */
      features: readableItems(featureSchema).optional().catch(undefined),
      /** When the connection breaks off without a close frame: the time over which clients come back. Missing from an earlier server. */
      reconnectWithinMs: returnWindowSchema.optional().catch(undefined),
    }),
  },
  'sync.heads': {
    summary:
      'Returns the heads of the conversations that changed since an opaque cursor (null: all), oldest change first. Pass the returned cursor next time.',
    auth: true,
    params: z.object({
      cursor: z.string().max(200).nullable(),
      limit: pageLimit(limits.headsPage),
    }),
    result: headsPageSchema,
  },
  'sync.changes': {
    summary:
      'Returns the rows of a scope that changed after `since`, in their current state, in revision order, with tombstones. `upTo` is the cursor after the page.',
    auth: true,
    params: z.object({
      scope: scopeSchema,
      since: revisionSchema,
      limit: pageLimit(limits.changesPage),
      /** Leaves out messages created after this seq: a client far behind reads the newest page from history. */
      messagesUpTo: revisionSchema.optional(),
    }),
    result: z.object({
      scope: scopeSchema,
      epoch: epochSchema,
      changes: z.array(changeSchema),
      upTo: revisionSchema,
      head: revisionSchema,
      more: z.boolean(),
    }),
  },
  'sync.heartbeat': {
    summary: 'Keeps the connection alive and compares the heads; the answer shows what to catch up with.',
    auth: true,
    params: z.object({ heads: digestSchema }),
    result: z.object({
      serverTime: timeSchema,
      revisions: revisionsSchema,
      /** False: the heads differ; call sync.heads. */
      headsAgree: z.boolean(),
      checkpoint: checkpointSchema.optional(),
    }),
  },
} as const satisfies Record<string, MethodDef>

export const syncEvents = {
  'sync.push': {
    summary: 'The rows of the revisions `from` to `to` of a scope, without messages from before the user joined.',
    params: z.object({
      /** An unknown scope is ignored. */
      scope: z.string().max(80),
      epoch: epochSchema,
      from: revisionSchema.min(1),
      to: revisionSchema.min(1),
      changes: z.array(changeSchema),
    }),
  },
  'sync.head': {
    summary: 'A conversation changed; bodies are left out: it is large and not open, or the client reads too slowly.',
    params: z.object({
      conversationId: idSchema,
      epoch: epochSchema,
      revision: placeSchema,
      lastOrdinal: ordinalSchema,
      lastMessage: messageSchema.nullable().catch(null),
    }),
  },
  'sync.joined': {
    summary: 'The user became a member of a conversation.',
    params: z.object({ epoch: epochSchema, head: conversationHeadSchema }),
  },
} as const satisfies Record<string, NotificationDef>
