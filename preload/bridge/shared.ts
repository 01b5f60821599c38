import type { AppPermission } from '@lianqun/protocol'
import { z } from 'zod'

export const none = z.object({})

/** Calls with the permission that the app must declare and the person allow (null: none). */
export type BridgeCallDefs = Record<string, { permission: AppPermission | null; args: z.ZodType; result: z.ZodType }>
export type BridgeEventDefs = Record<string, z.ZodType>
