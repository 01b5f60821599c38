import type { z } from 'zod'
import type { AppPermission, ErrorName } from '../index.ts'

/** Defines a request of the mini-apps' HTTP API. Its key is method and path: `GET /announcements/:id`. */
export interface Endpoint {
  summary: string
  permission: AppPermission
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  result: z.ZodType
  /** HTTP status of success; 200 when left out. */
  status?: 201
  /** In addition to those of every request: wrong token, missing permission, wrong parameter, too many requests. */
  errors: readonly ErrorName[]
  example: { input: Record<string, unknown>; result: unknown }
}
