import { z } from 'zod'
import type { EntityDef, MethodDef } from './core/feature.ts'
import { idSchema, openEnum, readableItems, referenceSchema, revisionSchema } from './core/fields.ts'
import { limits } from './core/limits.ts'
import { lineSchema, requiredNameSchema, writtenNameSchema } from './core/text.ts'

/** The organisation, a row of the directory. */
export const organisationSchema = z.object({ name: z.string(), latinName: z.string(), revision: revisionSchema })
export type Organisation = z.infer<typeof organisationSchema>

export const departmentSchema = z.object({
  id: idSchema,
  parentId: referenceSchema.nullable(),
  name: z.string(),
  latinName: z.string(),
  sortOrder: z.number().int().default(0),
  leaderIds: readableItems(referenceSchema),
  deleted: z.boolean(),
  revision: revisionSchema,
})
export type Department = z.infer<typeof departmentSchema>

export const employeeSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** The name in Latin script, or empty. */
  latinName: z.string(),
  /** The first is the main one. */
  departmentIds: readableItems(referenceSchema),
  title: z.string(),
  phone: z.string(),
  mail: z.string(),
  staffNo: z.string(),
  place: z.string(),
  /** Is of another organisation: a supplier, a customer. */
  external: z.boolean().default(false),
  /** Is no person: a hook of a group, or a bot that somebody made. */
  bot: openEnum(['hook', 'app']).optional(),
  /** The name of the icon that is a bot's picture. */
  icon: z.string().optional(),
  /** Has left the organisation: kept for the names in old messages. */
  deleted: z.boolean(),
  revision: revisionSchema,
})
export type Employee = z.infer<typeof employeeSchema>

const departmentTombstoneSchema = z
  .object({ id: idSchema, deleted: z.literal(true), revision: revisionSchema })
  .transform((row): Department => ({ parentId: null, name: '', latinName: '', sortOrder: 0, leaderIds: [], ...row }))

const lineChars = 500
/** The names of an organisation as a server writes them. */
export const writableOrganisationSchema = z.object({
  name: requiredNameSchema(limits.nameChars),
  latinName: writtenNameSchema(limits.nameChars),
})
/** What is written of a department, and what of an employee: names that can be seen, other texts in one line. */
export const writableDepartmentSchema = writableOrganisationSchema
export const writableEmployeeSchema = writableOrganisationSchema.extend({
  title: lineSchema(lineChars),
  phone: lineSchema(lineChars),
  mail: lineSchema(lineChars),
  staffNo: lineSchema(lineChars),
  place: lineSchema(lineChars),
})

export const directoryEntities = {
  organisation: { scope: 'directory', schema: organisationSchema },
  department: { scope: 'directory', schema: departmentSchema, tombstone: departmentTombstoneSchema },
  employee: { scope: 'directory', schema: employeeSchema },
} as const satisfies Record<string, EntityDef>

export const directoryMethods = {
  'directory.employees': {
    summary:
      'Returns employees by id, for a client that needs their names before it has the whole directory. Unknown ids are left out.',
    auth: true,
    params: z.object({ userIds: z.array(idSchema).min(1).max(limits.employees) }),
    result: z.object({ employees: readableItems(employeeSchema) }),
  },
} as const satisfies Record<string, MethodDef>
