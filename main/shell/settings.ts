import { randomUUID } from 'node:crypto'
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
/** Values by name as the file holds them: read one by one, for a later version may have written among them. */
type Named = Record<string, unknown>
const namedSchema = z.custom<Named>(isNamed, 'not an object')

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
  /** What a person has allowed a mini-app, as far as this version knows it. */
  allowed(accountKey: string, appId: string): AppPermission[]
  /** What only a later version knows stays allowed, unless all is taken back with an empty list. */
  setAllowed(accountKey: string, appId: string, permissions: AppPermission[]): void
  /** The mini-apps this account has opened on this machine. */
  usedApps(accountKey: string): string[]
}

/**
 * Settings over a file. What the file holds wrongly counts as never set; a copy of it is kept first. A key or a word of
 * a later version is not wrong: it has no effect here, and is there again when that version comes back.
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

  /** Writes over what the file holds under this name, and leaves what this version does not know. */
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
  /** By account key, then app id. An app that was opened is there even if nothing was allowed. */
  let apps = read<Named>('apps', namedSchema, {})
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
    allowed: (accountKey, appId) => [...new Set(wordsOf(accountKey, appId).filter(isAppPermission))],
    setAllowed(accountKey, appId, permissions) {
      const later = permissions.length === 0 ? [] : wordsOf(accountKey, appId).filter(word => !isAppPermission(word))
      const account = { ...appsOf(accountKey), [appId]: [...new Set([...permissions, ...later])] }
      const next = { ...apps, [accountKey]: account }
      file.set('apps', next)
      apps = next
    },
    usedApps: accountKey => Object.keys(appsOf(accountKey)).filter(appId => idSchema.safeParse(appId).success),
  }

  function appsOf(accountKey: string): Named {
    const account = ownOf(apps, accountKey)
    return isNamed(account) ? account : {}
  }

  function wordsOf(accountKey: string, appId: string): string[] {
    const words = ownOf(appsOf(accountKey), appId)
    return Array.isArray(words) ? words.filter(word => typeof word === 'string') : []
  }
}

/** A value of the object's own: an app may be called `constructor`. */
function ownOf(object: Named, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

function isNamed(value: unknown): value is Named {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
