import type { AppPermission } from '@lianqun/protocol'
import { z } from 'zod'

export const none = z.object({})

/** One call of the bridge, with what must be so before it is answered. */
export interface BridgeCallDef {
  /** What the app must declare and the person allow; null: nothing. */
  permission: AppPermission | null
  /**
   * True for what takes the person elsewhere, or their clipboard: it is answered only when they have just pressed
   * something in an app that they see, so that no app does it by itself.
   */
  pressOnly: boolean
  args: z.ZodType
  result: z.ZodType
}
export type BridgeCallDefs = Record<string, BridgeCallDef>
export type BridgeEventDefs = Record<string, z.ZodType>
