import { idSchema, revisionSchema } from '@lianqun/protocol'
import { z } from 'zod'
import type { Events } from './shared.ts'
import { conversationId } from './shared.ts'

/** The sections of the window: one for each folder of `renderer/` with a `section.ts`. */
export const sectionIds = ['messages', 'directory', 'workbench', 'settings'] as const
export type SectionId = (typeof sectionIds)[number]

export const navigationEvents = {
  /** A notification, the tray or a mini-app asks for a place in the window. */
  navigate: z.union([
    z.object({ to: z.literal('conversation'), id: conversationId, seq: revisionSchema.nullable() }),
    z.object({ to: z.literal('person'), userId: idSchema }),
    z.object({ to: z.enum(sectionIds) }),
  ]),
} as const satisfies Events
