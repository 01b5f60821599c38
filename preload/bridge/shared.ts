import type { AppPermission } from '@lianqun/protocol'
import { z } from 'zod'

export const none = z.object({})

/** One call of the bridge, with the conditions for answering it. */
export interface BridgeCallDef {
  /** The permission that the app must declare and the user allow; null: none needed. */
  permission: AppPermission | null
  /**
   * True for calls that navigate or write the clipboard. They are answered only right after the user clicked or pressed
   * a key in the visible app, so that no app does this by itself.
   */
  pressOnly: boolean
  args: z.ZodType
  result: z.ZodType
}
export type BridgeCallDefs = Record<string, BridgeCallDef>
export type BridgeEventDefs = Record<string, z.ZodType>
