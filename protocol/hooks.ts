import { z } from 'zod'
import { botIcons } from './cards/icons.ts'
import { mappingSchema } from './cards/mapping.ts'
import { contentSchema } from './contents/index.ts'
import { dropControls } from './core/characters.ts'
import type { MethodDef } from './core/feature.ts'
import {
  clientIdSchema,
  emptySchema,
  idSchema,
  openEnum,
  readableItems,
  referenceSchema,
  seqSchema,
  timeSchema,
} from './core/fields.ts'
import { limits } from './core/limits.ts'
import { pageLimit } from './core/page-limit.ts'
import { lineSchema, requiredNameSchema } from './core/text.ts'

/** The ways of writing that a hook understands, each at an address of its own; `any` recognises them all. */
export const hookDialects = [
  'any',
  'wecom',
  'dingtalk',
  'feishu',
  'slack',
  'teams',
  'mattermost',
  'rocketchat',
] as const
export type HookDialect = (typeof hookDialects)[number]

/** A network as `10.20.0.0/16` or one address, IPv4 or IPv6. */
const networkSchema = lineSchema(50).refine(
  text => z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()]).safeParse(text).success,
  'an address or a network, such as 10.20.0.0/16',
)

/** A condition on a payload: what stands at a path, such as `severity`. */
const conditionSchema = z.object({
  path: requiredNameSchema(limits.hookPathChars),
  is: z.enum(['equals', 'not', 'contains']),
  value: lineSchema(limits.hookValueChars),
})

/** What a hook lets into its group, and from whom it takes it. */
export const hookOptionsSchema = z.object({
  /** Whether a payload has to be signed with the secret, as its dialect or tool signs. */
  signed: z.boolean(),
  /** Where payloads may come from; empty: from anywhere. */
  networks: z.array(networkSchema).max(limits.hookNetworks),
  /** Words of which a payload has to have one; empty: none. */
  keywords: z.array(requiredNameSchema(limits.hookValueChars)).max(limits.hookNetworks),
  /** Kinds of event that do not go into the group, such as `alert.resolved`. */
  muted: z.array(requiredNameSchema(limits.hookPathChars)).max(limits.hookEvents),
  /** All of which a payload has to meet. */
  conditions: z.array(conditionSchema).max(limits.hookNetworks),
  /** What JSON becomes that no dialect or tool is known by; null: what its fields are called decides. */
  mapping: mappingSchema.nullable(),
  /** Of the words that the server adds to what tools post. */
  language: z.enum(['zh', 'en']),
  /** Whether buttons of its cards may call addresses that the workspace reaches; left out: they may. */
  calls: z.boolean().optional(),
})
export type HookOptions = z.infer<typeof hookOptionsSchema>

/** A hook: where other systems post into a group. It speaks as a bot of its own. */
export const hookSchema = z.object({
  id: idSchema,
  conversationId: referenceSchema,
  /** Whose name, picture and mark its messages have. */
  botId: referenceSchema,
  name: z.string(),
  icon: z.string(),
  enabled: z.boolean(),
  createdBy: referenceSchema,
  createdAt: timeSchema,
  /** When the last payload came, or null. */
  lastAt: timeSchema.nullable(),
  /** Payloads of the last 24 hours, and those of them that failed. */
  today: z.number().int().min(0),
  failedToday: z.number().int().min(0),
  /** Whether the caller may see its addresses and change it: who made it, and the owner and admins of the group. */
  manages: z.boolean(),
})
export type Hook = z.infer<typeof hookSchema>

/** What became of a payload, or of a call: `called` where it was taken. */
export const hookVerdicts = ['shown', 'updated', 'filtered', 'repeated', 'refused', 'failed', 'called'] as const

/** What the signature of a payload was found to be: `unchecked` where the hook asks for none. */
export const hookSignatures = ['unchecked', 'fits', 'wrong'] as const
export type HookSignature = (typeof hookSignatures)[number]

/** A payload in the log of a hook. */
export const hookDeliverySchema = z.object({
  id: idSchema,
  at: timeSchema,
  /** How long it took, milliseconds. */
  ms: z.number().min(0),
  /** How it was written, or whose payload it is, such as `wecom` or `github`. */
  dialect: z.string(),
  /** The kind of event; may be empty. */
  event: z.string(),
  title: z.string(),
  verdict: openEnum(hookVerdicts),
  /** The status that was answered. */
  status: z.number().int(),
  /** Why it was not shown, in a sentence; empty when it was. */
  problem: z.string(),
  /** It was sent again from the log. */
  resent: z.boolean(),
  /** How often the same was refused within the hour: it is told once, as it came last. */
  times: z.number().int().min(1).optional(),
  /** It is no payload, but what a button of a card sent: its body is what was sent, its answer what came back. */
  outgoing: z.boolean().optional(),
})
export type HookDelivery = z.infer<typeof hookDeliverySchema>

export const hookDeliveryDetailSchema = hookDeliverySchema.extend({
  source: z.string(),
  /** Headers without what proves who sent it. */
  headers: z.record(z.string(), z.string()),
  /** What came, up to a limit. */
  body: z.string(),
  cut: z.boolean(),
  /** What was answered. */
  answer: z.string(),
  /** What is not shown as it was meant. */
  lost: readableItems(z.string()),
  /** The message that it made or changed, or null. */
  seq: seqSchema.nullable(),
  signature: openEnum(hookSignatures).optional(),
})
export type HookDeliveryDetail = z.infer<typeof hookDeliveryDetailSchema>

const onHook = { hookId: idSchema }
const name = requiredNameSchema(limits.hookNameChars)
const icon = z.enum(botIcons)

export const hookMethods = {
  'hook.list': {
    summary: 'The hooks of a group, for its members; the oldest first.',
    auth: true,
    params: z.object({ conversationId: idSchema }),
    result: z.object({ hooks: readableItems(hookSchema), mayAdd: z.boolean() }),
  },
  'hook.create': {
    summary:
      'Makes a hook of a group, whose bot joins it. Members may who may add people. The same client id again returns the same hook.',
    auth: true,
    params: z.object({
      conversationId: idSchema,
      clientId: clientIdSchema,
      name,
      icon,
      language: z.enum(['zh', 'en']),
    }),
    result: z.object({ hook: hookSchema }),
  },
  'hook.secrets': {
    summary:
      'Where a hook is posted to, by dialect, as a path below the address of the workspace, with the secret for signatures; who manages it may see them.',
    auth: true,
    params: z.object(onHook),
    result: z.object({
      paths: z.record(z.string(), z.string()),
      secret: z.string(),
      options: hookOptionsSchema,
    }),
  },
  'hook.update': {
    summary: 'Changes a hook; what is left out stays. Switched off, it refuses what comes.',
    auth: true,
    params: z.object({
      ...onHook,
      name: name.optional(),
      icon: icon.optional(),
      enabled: z.boolean().optional(),
      options: hookOptionsSchema.partial().optional(),
    }),
    result: z.object({ hook: hookSchema }),
  },
  'hook.renew': {
    summary: 'Gives a hook new addresses and a new secret. The old ones are refused from then on.',
    auth: true,
    params: z.object(onHook),
    result: emptySchema,
  },
  'hook.remove': {
    summary: 'Ends a hook; its bot leaves the group, and what it said stays.',
    auth: true,
    params: z.object(onHook),
    result: emptySchema,
  },
  'hook.deliveries': {
    summary: 'The log of a hook, newest first, before a delivery (exclusive). `failed`: only what was not shown.',
    auth: true,
    params: z.object({
      ...onHook,
      failed: z.boolean(),
      before: idSchema.optional(),
      limit: pageLimit(limits.hookDeliveriesPage),
    }),
    result: z.object({ deliveries: readableItems(hookDeliverySchema), more: z.boolean() }),
  },
  'hook.delivery': {
    summary: 'One delivery with what came and what was answered.',
    auth: true,
    params: z.object({ ...onHook, deliveryId: idSchema }),
    result: z.object({ delivery: hookDeliveryDetailSchema }),
  },
  'hook.events': {
    summary: 'The kinds of event that came within seven days, how many of each, and how many of all were shown.',
    auth: true,
    params: z.object(onHook),
    result: z.object({
      events: readableItems(z.object({ event: z.string(), count: z.number().int().min(0) })),
      total: z.number().int().min(0),
      shown: z.number().int().min(0),
    }),
  },
  'hook.resend': {
    summary: 'Takes a delivery of the log once more, as if it came now.',
    auth: true,
    params: z.object({ ...onHook, deliveryId: idSchema }),
    result: z.object({ delivery: hookDeliverySchema }),
  },
  'hook.test': {
    summary: 'What a payload would look like, for the caller alone: nothing is sent into the group.',
    auth: true,
    params: z.object({
      ...onHook,
      body: z.string().overwrite(dropControls).min(1).max(limits.hookTestChars),
      /** In place of that of the hook; null: none. */
      mapping: mappingSchema.nullable().optional(),
    }),
    result: z.object({
      dialect: z.string(),
      event: z.string(),
      contents: readableItems(contentSchema),
      lost: readableItems(z.string()),
      /** Why it would not be shown; empty when it would. */
      problem: z.string(),
      /** A mapping that may do for it, where nobody knows whose it is. */
      suggestion: mappingSchema.nullable().optional(),
    }),
  },
} as const satisfies Record<string, MethodDef>
