import { z } from 'zod'
import { openEnum } from './core/fields.ts'

/**
 * Permissions of mini-apps, with the text of the consent question, which completes "The app may …". Manifest, consent,
 * bridge and docs are derived from this list.
 */
export const permissions = {
  'user.read': { zh: '知道你的姓名和账号', en: 'know your name and account' },
  'directory.read': { zh: '查询公司通讯录', en: 'look people up in the company directory' },
  'conversation.open': { zh: '打开与同事的会话', en: 'open conversations with colleagues' },
  'profile.open': { zh: '打开同事的名片', en: 'open profiles of colleagues' },
  'clipboard.write': { zh: '写入剪贴板', en: 'write to the clipboard' },
  announcements: {
    zh: '阅读和确认公告，代你发布你写的公告',
    en: 'read and confirm announcements, and publish those you write',
  },
} as const satisfies Record<string, Record<'zh' | 'en', string>>

export type AppPermission = keyof typeof permissions
export const appPermissions = Object.keys(permissions) as [AppPermission, ...AppPermission[]]

/** A permission as a manifest names it. An unknown one is kept, but cannot be granted. */
export const appPermissionSchema = openEnum(appPermissions)
/** A permission that this version can grant. */
export const grantablePermissionSchema = z.enum(appPermissions)

/** Whether this version knows a permission. */
export function isAppPermission(permission: string): permission is AppPermission {
  return Object.hasOwn(permissions, permission)
}
