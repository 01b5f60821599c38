import { z } from 'zod'
import { openEnum } from './core/fields.ts'

/**
 * Permissions of mini-apps, with the text of the consent question, which completes "The app may …". Manifest, consent,
 * bridge and docs are derived from this list.
 */
export const permissions = {
  'user.read': { zh: '获取你的姓名和账号', en: 'see your name and account' },
  'directory.read': { zh: '查询公司通讯录', en: 'search the company directory' },
  'conversation.open': { zh: '打开与同事的会话', en: 'open conversations with colleagues' },
  'profile.open': { zh: '打开同事的名片', en: 'open colleagues’ profiles' },
  'clipboard.write': { zh: '复制内容到剪贴板', en: 'copy to the clipboard' },
  announcements: { zh: '查看和确认公告', en: 'read and acknowledge announcements' },
  'announcements.publish': { zh: '以你的名义发布公告', en: 'publish announcements on your behalf' },
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
