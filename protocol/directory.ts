import { z } from 'zod'
import type { EntityDef, MethodDef } from './core/feature.ts'
import { idSchema, nameSchema, revisionSchema } from './core/fields.ts'
import { limits } from './core/limits.ts'

/** The company, a row of the directory. */
export const organisationSchema = z.object({ name: nameSchema, latinName: nameSchema, revision: revisionSchema })
export type Organisation = z.infer<typeof organisationSchema>

export const departmentSchema = z.object({
  id: idSchema,
  parentId: idSchema.nullable(),
  name: nameSchema,
  latinName: nameSchema,
  sortOrder: z.number().int(),
  leaderIds: z.array(idSchema).max(50),
  deleted: z.boolean(),
  revision: revisionSchema,
})
export type Department = z.infer<typeof departmentSchema>

export const employeeSchema = z.object({
  id: idSchema,
  name: nameSchema,
  /** The name in Latin script, or empty. */
  latinName: nameSchema,
  /** The first is the main one. */
  departmentIds: z.array(idSchema).max(20),
  title: nameSchema,
  phone: z.string().max(40),
  mail: z.string().max(200),
  staffNo: z.string().max(40),
  place: nameSchema,
  /** Left the company: kept for the names of old messages. */
  deleted: z.boolean(),
  revision: revisionSchema,
})
export type Employee = z.infer<typeof employeeSchema>

export const directoryEntities = {
  organisation: { scope: 'directory', schema: organisationSchema },
  department: { scope: 'directory', schema: departmentSchema },
  employee: { scope: 'directory', schema: employeeSchema },
} as const satisfies Record<string, EntityDef>

export const directoryMethods = {
  'directory.employees': {
    summary:
      'Some people of the directory, for a client that has to name them before it holds the whole directory. Ids that nobody has are left out.',
    auth: true,
    params: z.object({ userIds: z.array(idSchema).min(1).max(limits.employees) }),
    result: z.object({ employees: z.array(employeeSchema).max(limits.employees) }),
  },
} as const satisfies Record<string, MethodDef>
