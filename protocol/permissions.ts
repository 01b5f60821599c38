import { z } from 'zod'
import { openEnum } from './core/fields.ts'

export const appPermissions = [
  'user.read',
  'directory.read',
  'conversation.open',
  'profile.open',
  'clipboard.write',
  'announcements',
] as const
export type AppPermission = (typeof appPermissions)[number]
/** A permission as a manifest names it: one of a later version is kept, and cannot be given. */
export const appPermissionSchema = openEnum(appPermissions)
/** A permission that can be given. */
export const grantablePermissionSchema = z.enum(appPermissions)

/** Whether this version knows a permission. */
export function isAppPermission(permission: string): permission is AppPermission {
  return (appPermissions as readonly string[]).includes(permission)
}
