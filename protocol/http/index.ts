import type { z } from 'zod'
import { announcementEndpoints } from './announcements.ts'
import { directoryEndpoints } from './directory.ts'
import type { Endpoint } from './endpoint.ts'
import { meEndpoints } from './me.ts'

export type { Endpoint }

/** Every request of the API that mini-apps call, by method and path below `/api/apps`. */
export const httpEndpoints = { ...meEndpoints, ...directoryEndpoints, ...announcementEndpoints } as const

export type HttpApi = typeof httpEndpoints
export type HttpResult<K extends keyof HttpApi> = z.infer<HttpApi[K]['result']>
type Part<K extends keyof HttpApi, P extends string> =
  HttpApi[K] extends Record<P, infer S extends z.ZodType> ? z.output<S> : undefined
/** Input of a handler: each part validated, or undefined where the endpoint has none. */
export interface HttpInput<K extends keyof HttpApi> {
  params: Part<K, 'params'>
  query: Part<K, 'query'>
  body: Part<K, 'body'>
}

type Sent<K extends keyof HttpApi, P extends string> =
  HttpApi[K] extends Record<P, infer S extends z.ZodType>
    ? undefined extends z.input<S>
      ? { [N in P]?: z.input<S> }
      : { [N in P]: z.input<S> }
    : unknown
/** Arguments of a caller: the parts that the endpoint has. */
export type HttpRequest<K extends keyof HttpApi> = Sent<K, 'params'> & Sent<K, 'query'> & Sent<K, 'body'>
