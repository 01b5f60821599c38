import { idSchema, revisionSchema } from '@lianqun/protocol'
import { z } from 'zod'
import { sectionIds } from './sections.ts'
import type { Events } from './shared.ts'
import { conversationId } from './shared.ts'

export const navigationEvents = {
  /** A notification, the menu, the tray or a mini-app asks the window to show a conversation, a person or a section. */
  navigate: z.union([
    z.object({ to: z.literal('conversation'), id: conversationId, seq: revisionSchema.nullable() }),
    z.object({ to: z.literal('person'), userId: idSchema }),
    z.object({ to: z.enum(sectionIds) }),
  ]),
} as const satisfies Events
