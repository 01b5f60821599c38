import { z } from 'zod'
import { type BridgeCallDefs, none } from './shared.ts'

export const tabBridgeCalls = {
  /** The title of the app's tab; empty goes back to the app's name. */
  'title.set': { permission: null, pressOnly: false, args: z.object({ title: z.string().max(100) }), result: none },
  /** Closes the app's tab. */
  'app.close': { permission: null, pressOnly: false, args: none, result: none },
} as const satisfies BridgeCallDefs
