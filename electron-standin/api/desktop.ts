import { EventEmitter } from 'node:events'
import type { Display, Rectangle } from 'electron'
import { record, recordCall, refuse } from '../host/recorder.ts'
import { onlyOn } from './only-on.ts'

/* The small desktop modules: kept in memory and recorded. */

export const shell = {
  async openExternal(url: string, _options?: unknown): Promise<void> {
    record('opened', { kind: 'external', target: url })
  },
  async openPath(path: string): Promise<string> {
    record('opened', { kind: 'path', target: path })
    return ''
  },
  showItemInFolder(path: string): void {
    record('opened', { kind: 'folder', target: path })
  },
  async trashItem(path: string): Promise<void> {
    refuse(`shell.trashItem (${path})`)
  },
  beep(): void {
    recordCall('shell.beep')
  },
}

let clipboardText = ''

/** What `clipboard.write` takes. */
export class ClipboardItem {
  readonly #items: Record<string, unknown>

  constructor(items: Record<string, unknown>) {
    this.#items = items
  }

  get types(): string[] {
    return Object.keys(this.#items)
  }

  async getType(type: string): Promise<Blob> {
    const value = await this.#items[type]
    if (typeof value === 'string') return new Blob([value], { type })
    if (value instanceof Blob) return value
    return refuse(`ClipboardItem.getType (${type})`)
  }
}

/** Holds text only, and is not shared with other apps. */
export const clipboard = {
  readText: async () => clipboardText,
  async writeText(text: string): Promise<void> {
    clipboardText = text
    record('clipboard', { call: 'writeText', text })
  },
  async write(items: Electron.ClipboardItem[]): Promise<void> {
    const textOf = async (type: string): Promise<string | undefined> => {
      const value = items[0]?.types.includes(type) ? await items[0].getType(type) : undefined
      return value instanceof Blob ? await value.text() : undefined
    }
    const text = await textOf('text/plain')
    const html = await textOf('text/html')
    clipboardText = text ?? ''
    record('clipboard', { call: 'write', ...(text !== undefined && { text }), ...(html !== undefined && { html }) })
  },
  has: async (mimetype: string) => mimetype === 'text/plain' && clipboardText !== '',
  clear(): void {
    clipboardText = ''
    record('clipboard', { call: 'clear' })
  },
}

const onlyDisplay = { x: 0, y: 0, width: 1920, height: 1080 }

/** A display with these bounds; without `workArea` no panel takes a part of it. */
export interface DisplayModel {
  bounds: Rectangle
  workArea?: Rectangle
  scaleFactor?: number
}

let displays = [displayOf({ bounds: onlyDisplay }, 0)]

function displayOf({ bounds, workArea = bounds, scaleFactor = 1 }: DisplayModel, index: number): Display {
  return {
    id: index + 1,
    label: 'electron-standin',
    bounds,
    workArea,
    size: { width: bounds.width, height: bounds.height },
    workAreaSize: { width: workArea.width, height: workArea.height },
    scaleFactor,
    rotation: 0,
    internal: false,
    detected: true,
    accelerometerSupport: 'unknown',
    touchSupport: 'unknown',
    colorDepth: 24,
    colorSpace: 'srgb',
    depthPerComponent: 8,
    displayFrequency: 60,
    maximumCursorSize: { width: 128, height: 128 },
    monochrome: false,
    nativeOrigin: { x: bounds.x, y: bounds.y },
  }
}

const primary = (): Display => displays[0] ?? displayOf({ bounds: onlyDisplay }, 0)
const contains = ({ bounds }: Display, { x, y }: { x: number; y: number }): boolean =>
  x >= bounds.x && x < bounds.x + bounds.width && y >= bounds.y && y < bounds.y + bounds.height
const displayAt = (point: { x: number; y: number }): Display => displays.find(d => contains(d, point)) ?? primary()

export const screen = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: primary,
  getAllDisplays: () => [...displays],
  getDisplayMatching: ({ x, y, width, height }: Rectangle) => displayAt({ x: x + width / 2, y: y + height / 2 }),
  getDisplayNearestPoint: displayAt,
  getCursorScreenPoint: () => ({ x: 0, y: 0 }),
})

/** For tests: the displays of the machine, the primary one first. */
export function setDisplays(models: DisplayModel[]): void {
  const removed = displays.slice(models.length)
  displays = models.map(displayOf)
  for (const display of removed) screen.emit('display-removed', {}, display)
  screen.emit('display-metrics-changed', {}, primary(), ['bounds', 'workArea'])
}

const shortcuts = new Map<string, () => void>()

export const globalShortcut = {
  register(accelerator: string, callback: () => void): boolean {
    if (shortcuts.has(accelerator)) return false
    shortcuts.set(accelerator, callback)
    record('shortcuts', { call: 'register', accelerator })
    return true
  },
  registerAll(accelerators: string[], callback: () => void): void {
    for (const accelerator of accelerators) globalShortcut.register(accelerator, callback)
  },
  isRegistered: (accelerator: string) => shortcuts.has(accelerator),
  unregister(accelerator: string): void {
    shortcuts.delete(accelerator)
    record('shortcuts', { call: 'unregister', accelerator })
  },
  unregisterAll(): void {
    shortcuts.clear()
    record('shortcuts', { call: 'unregisterAll' })
  },
}

/** For tests: presses a global shortcut. */
export function pressShortcut(accelerator: string): void {
  const callback = shortcuts.get(accelerator)
  if (!callback) throw new Error(`No global shortcut ${accelerator} is registered.`)
  callback()
}

export const powerMonitor = Object.assign(new EventEmitter(), {
  getSystemIdleTime: () => 0,
  getSystemIdleState: (_threshold: number) => 'active' as const,
  getCurrentThermalState: () => 'unknown' as const,
  isOnBatteryPower: () => false,
  onBatteryPower: false,
})

let nextBlocker = 1
const blockers = new Set<number>()

export const powerSaveBlocker = {
  start(type: string): number {
    blockers.add(nextBlocker)
    recordCall('powerSaveBlocker.start', type)
    return nextBlocker++
  },
  stop(id: number): boolean {
    return blockers.delete(id)
  },
  isStarted: (id: number) => blockers.has(id),
}

export const crashReporter = {
  start: (options: unknown) => recordCall('crashReporter.start', options),
  addExtraParameter: (key: string, value: string) => recordCall('crashReporter.addExtraParameter', key, value),
  getUploadToServer: () => false,
}

export const systemPreferences = Object.assign(new EventEmitter(), {
  getAnimationSettings: () => ({
    shouldRenderRichAnimation: true,
    scrollAnimationsEnabledBySystem: true,
    prefersReducedMotion: false,
  }),
  getAccentColor: () => '0078d4ff',
  getColor(name: string): string {
    onlyOn('getColor', 'darwin', 'win32')
    return name.endsWith('text') ? '#ffffffff' : '#2d3236ff'
  },
  getMediaAccessStatus(_type: string) {
    onlyOn('getMediaAccessStatus', 'darwin', 'win32')
    return 'granted' as const
  },
  async askForMediaAccess(type: string): Promise<boolean> {
    onlyOn('askForMediaAccess', 'darwin')
    recordCall('systemPreferences.askForMediaAccess', type)
    return true
  },
})

/** A module of Electron that is not implemented: each use throws. */
function refused(name: string): Record<string, unknown> {
  return new Proxy(
    {},
    {
      get(_target, key) {
        if (typeof key === 'symbol' || key === 'then') return undefined
        return refuse(`${name}.${key}`)
      },
    },
  )
}

export const autoUpdater = refused('autoUpdater')
export const utilityProcess = refused('utilityProcess')
export const contentTracing = refused('contentTracing')
export const desktopCapturer = refused('desktopCapturer')
export const inAppPurchase = refused('inAppPurchase')

export class MessageChannelMain {
  constructor() {
    refuse('MessageChannelMain')
  }
}
