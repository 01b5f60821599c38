import { conversationKinds, idSchema, limits } from '@lianqun/protocol'
import { z } from 'zod'
import type { Calls } from './shared.ts'
import { conversationId, count, namedSchema, none, querySchema, text, titleFields } from './shared.ts'

export const personItemSchema = namedSchema.extend({
  title: text,
  departmentId: text,
  /** Names of the department of `departmentId`. */
  departmentName: text,
  departmentLatinName: text,
  leader: z.boolean(),
  phone: text,
  /** Is of another organisation. */
  external: z.boolean(),
  deleted: z.boolean(),
})

export const departmentItemSchema = z.object({
  id: idSchema,
  parentId: idSchema.nullable(),
  name: text,
  latinName: text,
  /** People in the department and in those below it. */
  headcount: count,
  depth: count,
  hasChildren: z.boolean(),
})

export const personDetailSchema = personItemSchema.extend({
  mail: text,
  staffNo: text,
  place: text,
  /** For each department of the person, the departments from the top down to it. */
  paths: z.array(z.array(namedSchema)),
  manager: namedSchema.nullable(),
  groupsInCommon: z.array(
    z.object({
      id: conversationId,
      name: text,
      avatarPeople: z.array(namedSchema),
      ...titleFields,
      external: z.boolean(),
    }),
  ),
})

export const directoryCalls = {
  'directory.departments': {
    args: none,
    result: z.object({
      organisation: z.object({ name: text, latinName: text }),
      departments: z.array(departmentItemSchema),
    }),
  },
  'directory.people': {
    args: z.object({ departmentId: idSchema.nullable(), offset: count, limit: z.number().int().min(1).max(500) }),
    result: z.object({ total: count, items: z.array(personItemSchema) }),
  },
  /** Everyone in a department and in those below it, each once; `total` may be more than the `limit` given. */
  'directory.everyoneIn': {
    args: z.object({ departmentId: idSchema, limit: z.number().int().min(1).max(limits.members) }),
    result: z.object({ total: count, people: z.array(namedSchema) }),
  },
  /** The group that follows a department, if the user is in it, and whether they may make it where there is none. */
  'directory.departmentGroup': {
    args: z.object({ departmentId: idSchema }),
    result: z.object({ id: conversationId.nullable(), mayMake: z.boolean() }),
  },
  /** Makes the group that follows a department; `id`: null where the user is not in it. */
  'directory.makeDepartmentGroup': {
    args: z.object({ departmentId: idSchema }),
    result: z.object({ id: conversationId.nullable() }),
  },
  'directory.person': { args: z.object({ userId: idSchema }), result: personDetailSchema.nullable() },
  'directory.search': {
    args: z.object({ query: querySchema.max(100), limit: z.number().int().min(1).max(100) }),
    result: z.object({
      people: z.array(personItemSchema),
      departments: z.array(departmentItemSchema),
      conversations: z.array(
        z.object({
          id: conversationId,
          kind: z.enum(conversationKinds),
          name: text,
          avatarPeople: z.array(namedSchema),
          ...titleFields,
          memberCount: count,
          /** A group with people of other organisations. */
          external: z.boolean(),
        }),
      ),
    }),
  },
} as const satisfies Calls

export type PersonItem = z.infer<typeof personItemSchema>
export type PersonDetail = z.infer<typeof personDetailSchema>
export type DepartmentItem = z.infer<typeof departmentItemSchema>
