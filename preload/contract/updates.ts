import { z } from 'zod'
import type { Calls, Events } from './shared.ts'
import { empty, none, text } from './shared.ts'

/**
 * What is known of a newer version. `off`: this build does not look. `current`: there is none. `ready`: it is installed
 * when the app quits. `elsewhere`: it has to be fetched from `page`. `failed`: to be tried again.
 */
export const updateStateSchema = z.object({
  status: z.enum(['off', 'current', 'checking', 'downloading', 'ready', 'elsewhere', 'failed']),
  /** The newer version, where it is known. */
  version: text.nullable(),
  /** Where people get the app. */
  page: text.nullable(),
})

export const updateCalls = {
  'updates.get': { args: none, result: updateStateSchema },
  /** Looks for a newer version now, and fetches it. Resolves when it began. */
  'updates.check': empty,
  /** Quits, installs what is `ready`, and starts it where the system lets us. */
  'updates.install': empty,
} as const satisfies Calls

export const updateEvents = {
  'updates.changed': updateStateSchema,
} as const satisfies Events

export type UpdateState = z.infer<typeof updateStateSchema>
