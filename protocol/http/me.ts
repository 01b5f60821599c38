import { z } from 'zod'
import { idSchema } from '../index.ts'
import type { Endpoint } from './endpoint.ts'

const nameSchema = z.string().max(200)

export const meEndpoints = {
  'GET /me': {
    summary: 'The person who uses the app.',
    permission: 'user.read',
    result: z.object({ id: idSchema, name: nameSchema, latinName: nameSchema, title: nameSchema, mail: nameSchema }),
    errors: [],
    example: {
      input: {},
      result: { id: 'u_lin', name: '林晚', latinName: 'Wan Lin', title: '设计师', mail: 'lin@example.com' },
    },
  },
} as const satisfies Record<string, Endpoint>
