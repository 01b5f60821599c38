import type { z } from 'zod'
import type { AppPermission, ErrorName } from '../index.ts'

/** The parts in which input comes. */
interface Parts {
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
}
type Part<E, P extends string> = E extends Record<P, infer S extends z.ZodType> ? z.output<S> : undefined
/** Input of a handler: each part validated, or undefined where the endpoint has none. */
export type InputOf<E> = { [P in keyof Required<Parts>]: Part<E, P> }

type Sent<E, P extends string> =
  E extends Record<P, infer S extends z.ZodType>
    ? undefined extends z.input<S>
      ? { [N in P]?: z.input<S> }
      : { [N in P]: z.input<S> }
    : unknown
/** Arguments of a caller: the parts that the endpoint has. */
export type RequestOf<E> = Sent<E, 'params'> & Sent<E, 'query'> & Sent<E, 'body'>

/** Defines a request of the mini-apps' HTTP API. Its key is method and path: `GET /announcements/:id`. */
export interface Endpoint extends Parts {
  summary: string
  permission: AppPermission
  result: z.ZodType
  /** HTTP status of success; 200 when left out. */
  status?: 201
  /** In addition to those of every request: wrong token, missing permission, wrong parameter, too many requests. */
  errors: readonly ErrorName[]
  example: { input: Record<string, unknown>; result: unknown }
}
