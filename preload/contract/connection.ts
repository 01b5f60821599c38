import { timeSchema } from '@lianqun/protocol'
import { z } from 'zod'
import type { Calls, Events } from './shared.ts'
import { count, empty, none } from './shared.ts'

export const connectionStateSchema = z.object({
  status: z.enum(['online', 'connecting', 'offline']),
  /** Why it is not online: the message catalogue's key. */
  reason: z
    .enum(['none', 'network', 'unreachable', 'certificate', 'server_closing', 'not_a_workspace', 'slow'])
    .default('none'),
  lastSyncedAt: timeSchema.nullable(),
  retryAt: timeSchema.nullable(),
  /** Heads being fetched, or history being completed in the background. */
  progress: z.object({ kind: z.enum(['heads', 'directory', 'history']), done: count, total: count }).nullable(),
  /** The workspace is of a later version: it knows things that this app does not show. */
  updateNeeded: z.boolean(),
})

export const connectionCalls = {
  'connection.get': { args: none, result: connectionStateSchema },
  'connection.retry': empty,
} as const satisfies Calls

export const connectionEvents = {
  'connection.changed': connectionStateSchema,
} as const satisfies Events

export type ConnectionState = z.infer<typeof connectionStateSchema>
