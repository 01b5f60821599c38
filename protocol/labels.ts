import { z } from 'zod'
import type { EntityDef, MethodDef } from './core/feature.ts'
import {
  idSchema,
  keepable,
  keptObject,
  openEnum,
  readableItems,
  referenceSchema,
  revisionSchema,
} from './core/fields.ts'
import { limits } from './core/limits.ts'
import { requiredNameSchema } from './core/text.ts'

/**
 * What gives a conversation a label by itself: its name contains `value`, the person `value` is a member, or it is of
 * the kind `value`.
 */
export const labelRuleKinds = ['name', 'member', 'kind'] as const

const ruleSchema = z.object({ kind: openEnum(labelRuleKinds), value: z.string().min(1).max(200) })
export type LabelRule = z.infer<typeof ruleSchema>

/** A label of a user for their conversations; a row of the scope `me`. A conversation has it by any of its rules. */
export const labelSchema = keptObject({
  id: referenceSchema,
  name: z.string().max(200),
  /** 1 to 8; others are of a later version. */
  hue: z.number().int().min(0).catch(0),
  rules: readableItems(ruleSchema).catch([]),
  /** True is the tombstone. */
  deleted: z.boolean(),
  revision: revisionSchema,
})
export type Label = z.infer<typeof labelSchema>

const labelTombstoneSchema = z
  .object({ id: referenceSchema, deleted: z.literal(true), revision: revisionSchema })
  .transform((row): Label => ({ name: '', hue: 0, rules: [], ...row }))

export const labelEntities = {
  label: { scope: 'me', schema: keepable(labelSchema), tombstone: labelTombstoneSchema },
} as const satisfies Record<string, EntityDef>

/** A rule as a client may write it. */
export const writtenRuleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('name'), value: requiredNameSchema(limits.listLabelRuleChars) }),
  z.object({ kind: z.literal('member'), value: idSchema }),
  z.object({ kind: z.literal('kind'), value: z.enum(['direct', 'group']) }),
])

/** A label as a client may write it. The client makes the id, so that the same request twice makes one label. */
export const writtenLabelSchema = z.object({
  id: idSchema,
  name: requiredNameSchema(limits.listLabelChars),
  hue: z.number().int().min(1).max(8),
  rules: z.array(writtenRuleSchema).max(limits.listLabelRules),
})
export type WrittenLabel = z.infer<typeof writtenLabelSchema>

export const labelMethods = {
  'label.set': {
    summary: "Makes or changes one of the caller's labels for conversations. A deleted one does not come back.",
    auth: true,
    params: writtenLabelSchema,
    result: z.object({ label: labelSchema }),
  },
  'label.delete': {
    summary: "Deletes one of the caller's labels.",
    auth: true,
    params: z.object({ id: idSchema }),
    result: z.object({ label: labelSchema }),
  },
} as const satisfies Record<string, MethodDef>
