import type { z } from 'zod'
import type { AppPermission, ErrorName } from '../index.ts'

/** One request of the mini-apps' HTTP API. Its key is the method and the path: `GET /announcements/:id`. */
export interface Endpoint {
  summary: string
  permission: AppPermission
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  result: z.ZodType
  /** Of success; 200 when left out. */
  status?: 201
  /** Besides those of every request: a wrong token, a missing permission, a wrong parameter, too many requests. */
  errors: readonly ErrorName[]
  example: { input: Record<string, unknown>; result: unknown }
}
