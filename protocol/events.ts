import { z } from 'zod'
import {
  changeSchema,
  conversationHeadSchema,
  idSchema,
  messageSchema,
  receiptSchema,
  revisionSchema,
  scopeSchema,
} from './entities.ts'
import { limits } from './limits.ts'

/** What the server tells without being asked. */
export const events = {
  'sync.push': {
    summary: 'The rows of the revisions `from` to `to` of a scope, none missing.',
    params: z.object({
      scope: scopeSchema,
      epoch: z.string().min(1).max(64),
      from: revisionSchema.min(1),
      to: revisionSchema.min(1),
      changes: z
        .array(changeSchema)
        .min(1)
        .max(limits.changesPage * 2),
    }),
  },
  'sync.head': {
    summary: 'A conversation moved, bodies left out: it is large and not open, or the client reads too slowly.',
    params: z.object({
      conversationId: idSchema,
      epoch: z.string().min(1).max(64),
      revision: revisionSchema,
      lastOrdinal: z.number().int().min(0),
      lastMessage: messageSchema.nullable(),
    }),
  },
  'sync.joined': {
    summary: 'The person became a member of a conversation.',
    params: z.object({ epoch: z.string().min(1).max(64), head: conversationHeadSchema }),
  },
  'conversation.receipts': {
    summary: 'Read marks that moved.',
    params: z.object({ conversationId: idSchema, receipts: z.array(receiptSchema).min(1).max(limits.members) }),
  },
  'conversation.typing': {
    summary: 'Somebody is typing.',
    params: z.object({ conversationId: idSchema, userId: idSchema }),
  },
  'session.ended': {
    summary: 'The session of this device is over; the connection is closed next.',
    params: z.object({ reason: z.enum(['revoked', 'signed_out', 'account_disabled']) }),
  },
} as const satisfies Record<string, { summary: string; params: z.ZodType }>

export type EventName = keyof typeof events
export type EventParams<E extends EventName> = z.infer<(typeof events)[E]['params']>
export type Push = EventParams<'sync.push'>
export type HeadPush = EventParams<'sync.head'>

/** What the client tells without wanting an answer. */
export const notices = {
  'conversation.typing': {
    summary: 'The person is typing in a conversation.',
    params: z.object({ conversationId: idSchema }),
  },
} as const satisfies Record<string, { summary: string; params: z.ZodType }>

export type NoticeName = keyof typeof notices
export type NoticeParams<N extends NoticeName> = z.infer<(typeof notices)[N]['params']>
