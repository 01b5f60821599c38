import { z } from 'zod'
import { type BridgeCallDefs, none } from './shared.ts'

export const systemBridgeCalls = {
  'clipboard.write': {
    permission: 'clipboard.write',
    pressOnly: true,
    args: z.object({ text: z.string().max(100_000) }),
    result: none,
  },
  /** Opens an http or https address in the system's browser. */
  'link.open': {
    permission: null,
    pressOnly: true,
    args: z.object({ url: z.url({ protocol: /^https?$/ }).max(4_000) }),
    result: none,
  },
} as const satisfies BridgeCallDefs
