import { EventEmitter } from 'node:events'

/** Recorded calls to the desktop that have no real effect, for tests. */
export interface RecordedEntries {
  notifications: RecordedNotification[]
  tray: { id: number; call: string; value?: unknown }[]
  badge: { count: number }[]
  menus: { call: string; items: RecordedMenuItem[] }[]
  dialogs: { kind: string; options: unknown; answer: unknown }[]
  opened: { kind: string; target: string }[]
  clipboard: { call: string; text?: string; html?: string }[]
  shortcuts: { call: string; accelerator?: string }[]
  downloads: { url: string; filename: string }[]
  popups: { url: string; action: string }[]
  permissions: { permission: string; origin: string; granted: boolean }[]
  windows: { id: number; call: string; value?: unknown }[]
  calls: { api: string; args: unknown[] }[]
}

export interface RecordedNotification {
  id: number
  /** `failed`: the system refused it. */
  call: 'show' | 'close' | 'failed'
  title: string
  body: string
  /** The body as the system shows it: on Linux it is read as markup. */
  text: string
  /** The one that it replaces, on systems that know ids. */
  key: string
  hasIcon: boolean
  silent: boolean
  actions: string[]
  hasReply: boolean
}

export interface RecordedMenuItem {
  id: string
  label: string
  type: string
  role?: string
  enabled: boolean
  visible: boolean
  checked: boolean
  accelerator?: string
  submenu?: RecordedMenuItem[]
}

export type RecordedKind = keyof RecordedEntries

const entries: RecordedEntries = {
  notifications: [],
  tray: [],
  badge: [],
  menus: [],
  dialogs: [],
  opened: [],
  clipboard: [],
  shortcuts: [],
  downloads: [],
  popups: [],
  permissions: [],
  windows: [],
  calls: [],
}

export const recorder = new EventEmitter()

/** Records one entry and emits it. */
export function record<K extends RecordedKind>(kind: K, entry: RecordedEntries[K][number]): void {
  const list: unknown[] = entries[kind]
  list.push(entry)
  recorder.emit('record', kind, entry)
}

/** Records a call that has no list of its own. */
export function recordCall(api: string, ...args: unknown[]): void {
  record('calls', { api, args })
}

export function recorded(): RecordedEntries {
  return entries
}

/** @throws Error always: an unsupported call must not look successful */
export function refuse(api: string): never {
  throw new Error(`electron-standin does not implement ${api}. Run the app on Electron for it.`)
}
