import { z } from 'zod'
import { clientIdSchema, idSchema, pageLimit, requiredNameSchema, timeSchema, writtenTextSchema } from '../index.ts'
import type { Endpoint } from './endpoint.ts'

const titleChars = 100
const bodyChars = 10_000
const announcementSchema = z.object({
  id: idSchema,
  title: z.string().max(titleChars),
  body: z.string().max(bodyChars),
  authorId: idSchema,
  authorName: z.string().max(200),
  authorLatinName: z.string().max(200),
  createdAt: timeSchema,
  confirmedCount: z.number().int().min(0),
  /** Number of employees who should confirm it: all but its author. */
  audienceCount: z.number().int().min(0),
  /** When the caller confirmed it, or null. */
  confirmedAt: timeSchema.nullable(),
  /** When its text was last changed, or null. */
  editedAt: timeSchema.nullable(),
  /** When those who have not confirmed it were last reminded, or null. */
  remindedAt: timeSchema.nullable(),
  /** Whether the caller may edit and withdraw it and remind through this app: its author and administrators. */
  canManage: z.boolean(),
})
const titleSchema = requiredNameSchema(titleChars)
const bodySchema = writtenTextSchema(bodyChars).trim()
const params = z.object({ id: idSchema })

const example = {
  id: 'a1',
  title: '放假通知',
  body: '国庆节放假七天。',
  authorId: 'u_lin',
  authorName: '林晚',
  authorLatinName: 'Wan Lin',
  createdAt: 1_790_000_000_000,
  confirmedCount: 12,
  audienceCount: 48,
  confirmedAt: null,
  editedAt: null,
  remindedAt: null,
  canManage: false,
}
const managed = { ...example, canManage: true }

export const announcementEndpoints = {
  'GET /announcements': {
    summary: 'The announcements, newest first, and whether the caller may publish through this app.',
    permission: 'announcements',
    query: z.object({ limit: pageLimit(100, z.coerce.number()).default(50) }),
    result: z.object({ announcements: z.array(announcementSchema), canPublish: z.boolean() }),
    errors: [],
    example: { input: { query: { limit: 50 } }, result: { announcements: [example], canPublish: false } },
  },
  'GET /announcements/:id': {
    summary: 'One announcement.',
    permission: 'announcements',
    params,
    result: announcementSchema,
    errors: ['not_found'],
    example: { input: { params: { id: 'a1' } }, result: example },
  },
  'POST /announcements': {
    summary:
      'Publishes an announcement; administrators and publishers only. The same `clientId` (a UUID that the caller creates) again returns the same announcement.',
    permission: 'announcements.publish',
    body: z.object({
      clientId: clientIdSchema,
      title: titleSchema,
      body: bodySchema,
    }),
    result: announcementSchema,
    status: 201,
    errors: ['forbidden', 'conflict'],
    example: {
      input: {
        body: { clientId: '0199b6f0-0000-7000-8000-000000000001', title: '放假通知', body: '国庆节放假七天。' },
      },
      result: managed,
    },
  },
  'POST /announcements/:id/edit': {
    summary:
      'Changes the text; its author and administrators only. `editedAt` is that of the text which was changed: when somebody else changed it meanwhile, the answer is `conflict`. With `confirmAgain`, all confirmations are taken back.',
    permission: 'announcements.publish',
    params,
    body: z.object({
      title: titleSchema,
      body: bodySchema,
      editedAt: timeSchema.nullable(),
      confirmAgain: z.boolean().default(false),
    }),
    result: announcementSchema,
    errors: ['forbidden', 'not_found', 'conflict'],
    example: {
      input: {
        params: { id: 'a1' },
        body: { title: '放假通知', body: '国庆节放假八天。', editedAt: null, confirmAgain: true },
      },
      result: { ...managed, body: '国庆节放假八天。', confirmedCount: 0, editedAt: 1_790_000_200_000 },
    },
  },
  'POST /announcements/:id/withdraw': {
    summary:
      'Withdraws it for everybody; its author and administrators only. The server keeps the text and who withdrew it. Withdrawing it again answers `not_found`.',
    permission: 'announcements.publish',
    params,
    body: z.object({}).nullish(),
    result: z.object({}),
    errors: ['forbidden', 'not_found'],
    example: { input: { params: { id: 'a1' } }, result: {} },
  },
  'POST /announcements/:id/remind': {
    summary:
      'Puts it first, as a reminder, in the lists of those who have not confirmed it; its author and administrators only.',
    permission: 'announcements.publish',
    params,
    body: z.object({}).nullish(),
    result: announcementSchema,
    errors: ['forbidden', 'not_found'],
    example: { input: { params: { id: 'a1' } }, result: { ...managed, remindedAt: 1_790_000_200_000 } },
  },
  'GET /announcements/:id/unconfirmed': {
    summary:
      'Who has not confirmed it, by name; its author and administrators only. `total` counts also those beyond the limit.',
    permission: 'announcements.publish',
    params,
    query: z.object({ limit: pageLimit(200, z.coerce.number()).default(100) }),
    result: z.object({
      people: z.array(z.object({ id: idSchema, name: z.string().max(200), latinName: z.string().max(200) })),
      total: z.number().int().min(0),
    }),
    errors: ['forbidden', 'not_found'],
    example: {
      input: { params: { id: 'a1' }, query: { limit: 100 } },
      result: { people: [{ id: 'u_zhou', name: '周野', latinName: 'Ye Zhou' }], total: 1 },
    },
  },
  'POST /announcements/:id/confirm': {
    summary: 'Records that the caller has read it; a second call, or one by its author, changes nothing.',
    permission: 'announcements',
    params,
    body: z.object({}).nullish(),
    result: announcementSchema,
    errors: ['not_found'],
    example: { input: { params: { id: 'a1' } }, result: { ...example, confirmedAt: 1_790_000_100_000 } },
  },
} as const satisfies Record<string, Endpoint>
