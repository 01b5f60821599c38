import { z } from 'zod'
import type { NotificationDef } from './core/feature.ts'
import { returnWindowSchema } from './core/fields.ts'

/** What a server says of itself. */
export const serverEvents = {
  'server.ending': {
    summary:
      'The server stops and closes the connection next. Each client comes back at a random moment of the next `returnWithinMs`, so that not all come at once.',
    params: z.object({ returnWithinMs: returnWindowSchema }),
  },
} as const satisfies Record<string, NotificationDef>
