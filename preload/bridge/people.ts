import { idSchema } from '@lianqun/protocol'
import { z } from 'zod'
import { type BridgeCallDefs, none } from './shared.ts'

export const peopleBridgeCalls = {
  'conversation.open': {
    permission: 'conversation.open',
    pressOnly: true,
    args: z.union([z.strictObject({ userId: idSchema }), z.strictObject({ conversationId: idSchema })]),
    result: none,
  },
  'profile.open': { permission: 'profile.open', pressOnly: true, args: z.object({ userId: idSchema }), result: none },
} as const satisfies BridgeCallDefs
