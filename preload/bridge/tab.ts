import { z } from 'zod'
import { type BridgeCallDefs, none } from './shared.ts'

export const tabBridgeCalls = {
  /** Sets the title of the app's tab; empty restores the app's name. */
  'title.set': { permission: null, pressOnly: false, args: z.object({ title: z.string().max(100) }), result: none },
  /** Closes the app's tab. */
  'app.close': { permission: null, pressOnly: false, args: none, result: none },
} as const satisfies BridgeCallDefs
