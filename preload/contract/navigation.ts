import { idSchema, linkTokenSchema, revisionSchema } from '@lianqun/protocol'
import { z } from 'zod'
import { sectionIds } from './sections.ts'
import type { Events } from './shared.ts'
import { conversationId } from './shared.ts'

/** Commands of the menu that move the user within the window. */
const commands = ['search', 'back', 'forward'] as const
export type NavigationCommand = (typeof commands)[number]

export const navigationEvents = {
  /** A notification, the menu, the tray or a mini-app asks the window to show a conversation, a person or a section. */
  navigate: z.union([
    z.object({ to: z.literal('conversation'), id: conversationId, seq: revisionSchema.nullable() }),
    z.object({ to: z.literal('person'), userId: idSchema }),
    /** A link by which one joins a group. */
    z.object({ to: z.literal('join'), token: linkTokenSchema }),
    /** What others ask of the user, of which the answer is owed. */
    z.object({ to: z.literal('requests') }),
    z.object({ to: z.enum(sectionIds) }),
    z.object({ to: z.enum(commands) }),
  ]),
} as const satisfies Events
