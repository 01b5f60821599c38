import { z } from 'zod'
import type { Calls, Events } from './shared.ts'
import { none } from './shared.ts'

export const themeSchema = z.enum(['system', 'light', 'dark'])

export const languageSchema = z.enum(['system', 'zh', 'en'])

export const settingsSchema = z.object({
  theme: themeSchema,
  language: languageSchema,
  /** Closing the window hides it; the app keeps running in the tray. */
  closeToTray: z.boolean(),
  notifications: z.boolean(),
  /** Notifications show neither the sender nor the text. */
  notificationPrivacy: z.boolean(),
  doNotDisturb: z.boolean(),
  /** Width of the list column in CSS pixels. */
  listWidth: z.number().min(200).max(1_200),
  sidePanel: z.boolean(),
  /** What sends a message: Enter, or Ctrl+Enter (⌘+Enter). */
  sendKey: z.enum(['enter', 'mod-enter']),
  /** The composer shows its bar with formats. */
  formatBar: z.boolean(),
  /** Emojis that were chosen last, the newest first. */
  recentEmoji: z.array(z.string().min(1).max(40)).max(48),
  /** The skin tone of emojis: 0 is the yellow one, 1 the lightest, 5 the darkest. */
  skinTone: z.number().int().min(0).max(5),
})

export const settingsCalls = {
  'settings.get': { args: none, result: settingsSchema },
  'settings.set': { args: settingsSchema.partial(), result: settingsSchema },
} as const satisfies Calls

export const settingsEvents = {
  'settings.changed': settingsSchema,
} as const satisfies Events

export type Settings = z.infer<typeof settingsSchema>
