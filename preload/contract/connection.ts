import { timeSchema } from '@lianqun/protocol'
import { z } from 'zod'
import type { Calls, Events } from './shared.ts'
import { count, empty, none, text } from './shared.ts'

export const connectionStateSchema = z.object({
  status: z.enum(['online', 'connecting', 'offline']),
  /** Why it is not online; a key of the message catalogue. */
  reason: z
    .enum([
      'none',
      'network',
      'unreachable',
      'address_unknown',
      'certificate',
      'client_certificate',
      'proxy_unreachable',
      'proxy_refused',
      'proxy_password',
      'server_closing',
      'not_a_workspace',
      'slow',
    ])
    .default('none'),
  lastSyncedAt: timeSchema.nullable(),
  retryAt: timeSchema.nullable(),
  /** Milliseconds that the server's clock is ahead of this device's, as far as it is known. */
  clockOffset: z.number().int(),
  /** What is being fetched in the background. */
  progress: z.object({ kind: z.enum(['heads', 'directory', 'history']), done: count, total: count }).nullable(),
  /** The server has a later protocol version, or sent something that this app cannot read. */
  updateNeeded: z.boolean(),
  /** What the workspace has that not every one has, as it last said: `translation`. */
  features: z.array(text),
})

export const connectionCalls = {
  'connection.get': { args: none, result: connectionStateSchema },
  'connection.retry': empty,
} as const satisfies Calls

export const connectionEvents = {
  'connection.changed': connectionStateSchema,
} as const satisfies Events

export type ConnectionState = z.infer<typeof connectionStateSchema>
