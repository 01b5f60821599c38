import { EventEmitter } from 'node:events'
import { record } from '../host/recorder.ts'
import type { Menu } from './menu.ts'
import { NativeImage } from './native-image.ts'

let nextId = 1
const trays = new Map<number, Tray>()

/** An invisible tray icon: records what is set; tests click it. */
export class Tray extends EventEmitter {
  readonly id = nextId++
  menu: Menu | null = null
  #title = ''
  #destroyed = false

  constructor(image: NativeImage | string, _guid?: string) {
    super()
    trays.set(this.id, this)
    this.#note('create', describeImage(image))
  }

  static all(): Tray[] {
    return [...trays.values()]
  }

  setImage(image: NativeImage | string): void {
    this.#note('setImage', describeImage(image))
  }

  setPressedImage(image: NativeImage | string): void {
    this.#note('setPressedImage', describeImage(image))
  }

  setToolTip(toolTip: string): void {
    this.#note('setToolTip', toolTip)
  }

  setTitle(title: string, _options?: unknown): void {
    this.#title = title
    this.#note('setTitle', title)
  }

  getTitle(): string {
    return this.#title
  }

  setContextMenu(menu: Menu | null): void {
    this.menu = menu
    this.#note('setContextMenu', menu?.describe() ?? null)
  }

  popUpContextMenu(menu?: Menu): void {
    this.#note('popUpContextMenu', (menu ?? this.menu)?.describe() ?? null)
  }

  closeContextMenu(): void {
    this.#note('closeContextMenu')
  }

  displayBalloon(options: { title: string; content: string }): void {
    this.#note('displayBalloon', { title: options.title, content: options.content })
  }

  removeBalloon(): void {
    this.#note('removeBalloon')
  }

  focus(): void {
    this.#note('focus')
  }

  getBounds() {
    return { x: 0, y: 0, width: 24, height: 24 }
  }

  setIgnoreDoubleClickEvents(ignore: boolean): void {
    this.#note('setIgnoreDoubleClickEvents', ignore)
  }

  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    trays.delete(this.id)
    this.#note('destroy')
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  #note(call: string, value?: unknown): void {
    record('tray', { id: this.id, call, value })
  }
}

/** For tests: a click as the system tells it. macOS opens the menu for it too. */
export function clickTray(
  tray: Tray,
  event: 'click' | 'double-click' | 'right-click',
  platform: NodeJS.Platform,
): void {
  tray.emit(event, { altKey: false, shiftKey: false, ctrlKey: false, metaKey: false }, tray.getBounds())
  if (platform === 'darwin' && event === 'click' && tray.menu) tray.popUpContextMenu()
}

function describeImage(image: NativeImage | string): unknown {
  return image instanceof NativeImage ? { empty: image.isEmpty(), ...image.getSize() } : { path: image }
}
