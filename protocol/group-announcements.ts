import { z } from 'zod'
import { richDocSchema } from './contents/rich.ts'
import type { MethodDef } from './core/feature.ts'
import { clientIdSchema, emptySchema, idSchema } from './core/fields.ts'
import { limits } from './core/limits.ts'
import { messageSchema } from './messages.ts'

/*
 * The announcement of one group (群公告), which its members read above the messages. What the whole workspace is told
 * is another thing: see http/announcements.ts.
 */

/** What a group's announcement says, as its author writes it. */
export const writtenAnnouncementSchema = z.object({
  doc: richDocSchema(limits.announcementChars),
  mentionAll: z.boolean(),
  /** Each member is asked to say that they have read it. */
  confirm: z.boolean(),
})

export const groupAnnouncementMethods = {
  'groupAnnouncement.publish': {
    summary:
      'Posts an announcement of a group, which is in force in place of the one before. With `confirm` all members there are asked to confirm it, as by `message.request`. The same client id again gives the same message.',
    auth: true,
    params: writtenAnnouncementSchema.extend({ conversationId: idSchema, clientId: clientIdSchema }),
    result: z.object({ message: messageSchema }),
  },
  'groupAnnouncement.withdraw': {
    summary: 'Ends the announcement that is in force; its message stays.',
    auth: true,
    params: z.object({ conversationId: idSchema }),
    result: emptySchema,
  },
} as const satisfies Record<string, MethodDef>
