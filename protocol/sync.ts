import { z } from 'zod'
import {
  type ConversationHead,
  conversationHeadSchema,
  receivedHeadSchema,
  type UnreadableHead,
} from './conversations.ts'
import type { MethodDef, NotificationDef } from './core/feature.ts'
import {
  countedItems,
  epochSchema,
  idSchema,
  ordinalSchema,
  placeSchema,
  revisionSchema,
  timeSchema,
} from './core/fields.ts'
import { limits } from './core/limits.ts'
import { pageLimit } from './core/page-limit.ts'
import { changeSchema, revisionsSchema, scopeSchema } from './entities.ts'
import { messageSchema } from './messages.ts'

/** The heads of a person's conversations in 32 bits: XOR of `headHash` over all they are a member of. */
export const digestSchema = z.object({ count: z.number().int().min(0), hash: z.number().int().min(0).max(0xffff_ffff) })
export type HeadsDigest = z.infer<typeof digestSchema>

const sentHeadsSchema = z.object({
  epoch: epochSchema,
  heads: countedItems(receivedHeadSchema),
  cursor: z.string().max(200),
  more: z.boolean(),
  /** How many conversations are still to come, for a progress bar. */
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
    summary: 'Subscribes the connection to pushes and says where the scopes stand.',
    auth: true,
    params: z.object({
      /** The client's `protocolVersion`; none from one that does not say it yet. */
      protocol: z.number().int().min(1).optional(),
    }),
    result: z.object({
      userId: idSchema,
      epoch: epochSchema,
      serverTime: timeSchema,
      /** The server's `protocolVersion`. */
      protocol: z.number().int().min(1).default(1),
      revisions: revisionsSchema,
    }),
  },
  'sync.heads': {
    summary:
      'The heads of the conversations that moved since an opaque cursor (null: all), oldest movement first. Give the returned cursor next time.',
    auth: true,
    params: z.object({
      cursor: z.string().max(200).nullable(),
      limit: pageLimit(limits.headsPage),
    }),
    result: headsPageSchema,
  },
  'sync.changes': {
    summary:
      'The rows of a scope that changed after `since`, as they stand now, in revision order, with tombstones. `upTo` is the cursor after the page.',
    auth: true,
    params: z.object({
      scope: scopeSchema,
      since: revisionSchema,
      limit: pageLimit(limits.changesPage),
      /** Leave out messages created after this seq: for a client far behind, which takes the newest page from history. */
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
    summary: 'Says the client lives and how it stands; the answer says what to catch up with.',
    auth: true,
    params: z.object({ heads: digestSchema }),
    result: z.object({
      serverTime: timeSchema,
      revisions: revisionsSchema,
      /** False: the heads differ, ask sync.heads. */
      headsAgree: z.boolean(),
    }),
  },
} as const satisfies Record<string, MethodDef>

export const syncEvents = {
  'sync.push': {
    summary: 'The rows of the revisions `from` to `to` of a scope, none missing.',
    params: z.object({
      /** One that this version does not know is passed over. */
      scope: z.string().max(80),
      epoch: epochSchema,
      from: revisionSchema.min(1),
      to: revisionSchema.min(1),
      changes: z.array(changeSchema).min(1),
    }),
  },
  'sync.head': {
    summary: 'A conversation moved, bodies left out: it is large and not open, or the client reads too slowly.',
    params: z.object({
      conversationId: idSchema,
      epoch: epochSchema,
      revision: placeSchema,
      lastOrdinal: ordinalSchema,
      lastMessage: messageSchema.nullable().catch(null),
    }),
  },
  'sync.joined': {
    summary: 'The person became a member of a conversation.',
    params: z.object({ epoch: epochSchema, head: conversationHeadSchema }),
  },
} as const satisfies Record<string, NotificationDef>
