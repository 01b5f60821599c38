import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { type AppPermission, idSchema, isAppPermission } from '@lianqun/protocol'
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
  sendKey: 'enter',
  formatBar: false,
  recentEmoji: [],
  skinTone: 0,
}

/** Bounds of the window, in device-independent pixels of the whole desktop. */
const windowPlaceSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
  maximized: z.boolean(),
})
export type WindowPlace = z.infer<typeof windowPlaceSchema>

const lastSignInSchema = z.object({ address: z.string().max(300), account: z.string().max(100) })
/** Unvalidated values of the file by name. They are read one by one, as a later version may have written some. */
type Named = Record<string, unknown>
const namedSchema = z.custom<Named>(isNamed, 'not an object')

/** Data that the app stores on this machine and that is neither secret nor on the server. */
export interface SettingsStore {
  /** Path of the copy of a damaged settings file, or null when it was not damaged. */
  readonly damagedCopy: string | null
  get(): Settings
  /** @throws errors of the file system, and of zod for invalid values; the settings are then unchanged */
  set(change: Partial<Settings>): Settings
  /** Subscribes to effective changes; returns a function that unsubscribes. */
  onChange(listener: (settings: Settings, before: Settings) => void): () => void
  windowPlace(): WindowPlace | null
  setWindowPlace(place: WindowPlace): void
  /** Prefills the sign-in form; empty strings before the first sign-in. */
  lastSignIn(): { address: string; account: string }
  setLastSignIn(last: { address: string; account: string }): void
  /** Id of this machine for the workspace; created on first use and stored. */
  deviceId(): string
  /**
   * Permissions that the user has granted to a mini-app that starts at `origin`, without those that this version does
   * not know. A grant is for the origin that the user saw: one that the app moved to later has none.
   */
  allowed(accountKey: string, appId: string, origin: string): AppPermission[]
  /** Sets the granted permissions. Unknown ones stay granted, unless the list is empty, which revokes all. */
  setAllowed(accountKey: string, appId: string, origin: string, permissions: AppPermission[]): void
  /** The mini-apps this account has opened on this machine. */
  usedApps(accountKey: string): string[]
  /** Removes what is kept of an account: its grants. */
  forgetAccount(accountKey: string): void
}

/**
 * Settings in a file. Invalid values count as not set, after a copy of the file was made. Keys and values of a later
 * version are not invalid: they have no effect, but stay in the file for that version.
 */
export function createSettings(file: StoreFile): SettingsStore {
  function read<T>(key: string, schema: z.ZodType<T>, fallback: T): T {
    const value = file.get(key)
    if (value === undefined) return fallback
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    file.keepCopy()
    return fallback
  }

  /** Updates the value of a key; unknown fields of it stay. */
  function merge(key: string, change: object): void {
    const stored = file.get(key)
    file.set(key, { ...(isNamed(stored) ? stored : {}), ...change })
  }

  function readSettings(stored: Named): Settings {
    const understood = Object.entries(settingsSchema.shape).flatMap(([key, schema]) => {
      const value = ownOf(stored, key)
      if (value === undefined) return []
      const parsed = schema.safeParse(value)
      if (parsed.success) return [[key, parsed.data]]
      if (typeof value !== typeof defaultSettings[key as keyof Settings]) file.keepCopy()
      return []
    })
    return settingsSchema.parse({ ...defaultSettings, ...Object.fromEntries(understood) })
  }

  const listeners = new Set<(settings: Settings, before: Settings) => void>()
  let settings = readSettings(read<Named>('settings', namedSchema, {}))
  let place = read('window', windowPlaceSchema.nullable(), null)
  let last = read('lastSignIn', lastSignInSchema, { address: '', account: '' })
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
      if (isDeepStrictEqual(next, before)) return before
      merge('settings', given)
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
      merge('window', next)
      place = next
    },
    lastSignIn: () => last,
    setLastSignIn(next) {
      merge('lastSignIn', next)
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
    ...createAppGrants(file, read<Named>('apps', namedSchema, {})),
  }
}

/** @param apps by account key, then app id: an origin and names of permissions. An opened app has an entry, even without any */
function createAppGrants(
  file: StoreFile,
  apps: Named,
): Pick<SettingsStore, 'allowed' | 'setAllowed' | 'usedApps' | 'forgetAccount'> {
  return {
    allowed: (accountKey, appId, origin) => [...new Set(grantsOf(accountKey, appId, origin).filter(isAppPermission))],
    setAllowed(accountKey, appId, origin, permissions) {
      const before = permissions.length === 0 ? [] : grantsOf(accountKey, appId, origin)
      const unknown = before.filter(name => !isAppPermission(name))
      const entry = { origin, permissions: [...new Set([...permissions, ...unknown])] }
      const next = { ...apps, [accountKey]: { ...appsOf(accountKey), [appId]: entry } }
      file.set('apps', next)
      apps = next
    },
    forgetAccount(accountKey) {
      if (!Object.hasOwn(apps, accountKey)) return
      const next = Object.fromEntries(Object.entries(apps).filter(([key]) => key !== accountKey))
      file.set('apps', next)
      apps = next
    },
    usedApps: accountKey => Object.keys(appsOf(accountKey)).filter(appId => idSchema.safeParse(appId).success),
  }

  function appsOf(accountKey: string): Named {
    const account = ownOf(apps, accountKey)
    return isNamed(account) ? account : {}
  }

  function grantsOf(accountKey: string, appId: string, origin: string): string[] {
    const entry = ownOf(appsOf(accountKey), appId)
    if (!isNamed(entry) || entry.origin !== origin || !Array.isArray(entry.permissions)) return []
    return entry.permissions.filter(name => typeof name === 'string')
  }
}

/** An own property: an app id may be `constructor`. */
function ownOf(object: Named, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

function isNamed(value: unknown): value is Named {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
