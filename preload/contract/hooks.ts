import {
  type botIcons,
  type hookDeliveryDetailSchema,
  type hookDeliverySchema,
  hookMethods,
  hookSchema,
} from '@lianqun/protocol'
import { z } from 'zod'
import type { Calls } from './shared.ts'
import { conversationId, namedSchema, none, text } from './shared.ts'

const {
  'hook.create': create,
  'hook.deliveries': deliveries,
  'hook.delivery': delivery,
  'hook.events': events,
  'hook.renew': renew,
  'hook.resend': resend,
  'hook.secrets': secrets,
  'hook.test': test,
  'hook.update': update,
} = hookMethods

/** A hook of a group, with the name of who made it. */
export const hookItemSchema = hookSchema.omit({ createdBy: true }).extend({ by: namedSchema })
const one = z.object({ hook: hookItemSchema })

export const hookCalls = {
  /** The hooks of a group, the oldest first. @throws offline */
  'hooks.list': {
    args: z.object({ id: conversationId }),
    result: z.object({ hooks: z.array(hookItemSchema), mayAdd: z.boolean() }),
  },
  'hooks.create': { args: create.params, result: one },
  /** Where a hook is posted to, by dialect as whole addresses, and its options. @throws forbidden, offline */
  'hooks.secrets': {
    args: secrets.params,
    result: secrets.result.omit({ paths: true }).extend({ addresses: z.record(text, text) }),
  },
  'hooks.update': { args: update.params, result: one },
  'hooks.renew': { args: renew.params, result: none },
  'hooks.remove': { args: renew.params, result: none },
  'hooks.deliveries': { args: deliveries.params, result: deliveries.result },
  'hooks.delivery': { args: delivery.params, result: delivery.result },
  'hooks.events': { args: events.params, result: events.result },
  'hooks.resend': { args: resend.params, result: resend.result },
  'hooks.test': { args: test.params, result: test.result },
} as const satisfies Calls

export type HookItem = z.infer<typeof hookItemSchema>
export type HookDeliveryItem = z.infer<typeof hookDeliverySchema>
export type HookDeliveryDetailItem = z.infer<typeof hookDeliveryDetailSchema>
/** As the wire has it. */
export type WireHook = z.infer<typeof hookSchema>
export type BotIcon = (typeof botIcons)[number]
