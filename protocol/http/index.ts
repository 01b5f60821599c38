import type { z } from 'zod'
import { announcementEndpoints } from './announcements.ts'
import { directoryEndpoints } from './directory.ts'
import type { Endpoint, InputOf, RequestOf } from './endpoint.ts'
import { meEndpoints } from './me.ts'

export type { Endpoint }

/** Every request of the API that mini-apps call, by method and path below `/api/apps`. */
export const httpEndpoints = { ...meEndpoints, ...directoryEndpoints, ...announcementEndpoints } as const

export type HttpApi = typeof httpEndpoints
export type HttpResult<K extends keyof HttpApi> = z.infer<HttpApi[K]['result']>
export type HttpInput<K extends keyof HttpApi> = InputOf<HttpApi[K]>
export type HttpRequest<K extends keyof HttpApi> = RequestOf<HttpApi[K]>
