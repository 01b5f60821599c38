import { idSchema, limits } from '@lianqun/protocol'
import { z } from 'zod'
import type { Calls, Events } from './shared.ts'
import { none, text } from './shared.ts'

export const presenceCalls = {
  /** Says who is on the screen: of them `presence.changed` tells from now on, first of all who is there. */
  'presence.watch': { args: z.object({ userIds: z.array(idSchema).max(limits.watchedPeople) }), result: none },
} as const satisfies Calls

export const presenceEvents = {
  /**
   * How people are there: `online`, `away`, `offline`, or something that a later version says. `whole`: nobody else is
   * known to be there.
   */
  'presence.changed': z.object({ people: z.array(z.object({ userId: text, state: text })), whole: z.boolean() }),
} as const satisfies Events
