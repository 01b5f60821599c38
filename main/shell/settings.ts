import { randomUUID } from 'node:crypto'
import { type AppPermission, grantablePermissionSchema, idSchema } from '@lianqun/protocol'
import { z } from 'zod'
import { type Settings, settingsSchema } from '../../preload/contract/index.ts'
import type { StoreFile } from './store-file.ts'

export const defaultSettings: Settings = {
  theme: 'system',
  language: 'system',
  closeToTray: true,
  notifications: true,
  notificationPrivacy: false,
  doNotDisturb: false,
  listWidth: 300,
  sidePanel: false,
}

/** Where the window was, in device-independent pixels of the whole desktop. */
const windowPlaceSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
  maximized: z.boolean(),
})
export type WindowPlace = z.infer<typeof windowPlaceSchema>

const lastSignInSchema = z.object({ address: z.string().max(300), account: z.string().max(100) })
/** By account key, then app id. An app that was opened is there even if nothing was allowed. */
const appsSchema = z.record(z.string(), z.record(idSchema, z.array(grantablePermissionSchema)))

/** What the app remembers on this machine that is neither secret nor the server's. */
export interface SettingsStore {
  /** Where the damaged file is kept when the settings had to start anew, else null. */
  readonly damagedCopy: string | null
  get(): Settings
  /** @throws what the file system throws when it can't be written; then nothing has changed */
  set(change: Partial<Settings>): Settings
  /** Called after each change that changed something. Returns the function that ends it. */
  onChange(listener: (settings: Settings, before: Settings) => void): () => void
  windowPlace(): WindowPlace | null
  setWindowPlace(place: WindowPlace): void
  /** Prefills the sign-in form; empty texts before the first sign-in. */
  lastSignIn(): { address: string; account: string }
  setLastSignIn(last: { address: string; account: string }): void
  /** Names this machine to the workspace; made on first use and kept. */
  deviceId(): string
  /** What a person has allowed a mini-app. */
  allowed(accountKey: string, appId: string): AppPermission[]
  setAllowed(accountKey: string, appId: string, permissions: AppPermission[]): void
  /** The mini-apps this account has opened on this machine. */
  usedApps(accountKey: string): string[]
}

/** Settings over a file. What the file holds wrongly counts as never set; a copy of it is kept first. */
export function createSettings(file: StoreFile): SettingsStore {
  function read<T>(key: string, schema: z.ZodType<T>, fallback: T): T {
    const value = file.get(key)
    if (value === undefined) return fallback
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    file.keepCopy()
    return fallback
  }

  function readSettings(): Settings {
    const stored = read<Record<string, unknown>>('settings', z.record(z.string(), z.unknown()), {})
    const good = Object.entries(settingsSchema.shape).flatMap(([key, schema]) => {
      if (stored[key] === undefined) return []
      const parsed = schema.safeParse(stored[key])
      if (!parsed.success) file.keepCopy()
      return parsed.success ? [[key, parsed.data]] : []
    })
    return settingsSchema.parse({ ...defaultSettings, ...Object.fromEntries(good) })
  }

  const listeners = new Set<(settings: Settings, before: Settings) => void>()
  let settings = readSettings()
  let place = read('window', windowPlaceSchema.nullable(), null)
  let last = read('lastSignIn', lastSignInSchema, { address: '', account: '' })
  let apps = read('apps', appsSchema, {})
  let device = read('deviceId', idSchema.nullable(), null)

  return {
    get damagedCopy() {
      return file.keptCopy
    },
    get: () => settings,
    set(change) {
      const before = settings
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      const next = settingsSchema.parse({ ...before, ...given })
      if (Object.entries(next).every(([key, value]) => before[key as keyof Settings] === value)) return before
      file.set('settings', next)
      settings = next
      for (const listener of listeners) listener(next, before)
      return next
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    windowPlace: () => place,
    setWindowPlace(next) {
      file.set('window', next)
      place = next
    },
    lastSignIn: () => last,
    setLastSignIn(next) {
      file.set('lastSignIn', next)
      last = next
    },
    deviceId() {
      if (device === null) {
        const id = randomUUID()
        file.set('deviceId', id)
        device = id
      }
      return device
    },
    allowed: (accountKey, appId) => apps[accountKey]?.[appId] ?? [],
    setAllowed(accountKey, appId, permissions) {
      const next = { ...apps, [accountKey]: { ...apps[accountKey], [appId]: [...new Set(permissions)] } }
      file.set('apps', next)
      apps = next
    },
    usedApps: accountKey => Object.keys(apps[accountKey] ?? {}),
  }
}
