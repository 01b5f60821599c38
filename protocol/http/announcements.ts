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
  /** Number of employees who should confirm it. */
  audienceCount: z.number().int().min(0),
  /** When the caller confirmed it, or null. */
  confirmedAt: timeSchema.nullable(),
})
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
}

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
      title: requiredNameSchema(titleChars),
      body: writtenTextSchema(bodyChars).trim(),
    }),
    result: announcementSchema,
    status: 201,
    errors: ['forbidden', 'conflict'],
    example: {
      input: {
        body: { clientId: '0199b6f0-0000-7000-8000-000000000001', title: '放假通知', body: '国庆节放假七天。' },
      },
      result: example,
    },
  },
  'POST /announcements/:id/confirm': {
    summary: 'Records that the caller has read it; a second call changes nothing.',
    permission: 'announcements',
    params,
    body: z.object({}).nullish(),
    result: announcementSchema,
    errors: ['not_found'],
    example: { input: { params: { id: 'a1' } }, result: { ...example, confirmedAt: 1_790_000_100_000 } },
  },
} as const satisfies Record<string, Endpoint>
