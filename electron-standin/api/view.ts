import { EventEmitter } from 'node:events'
import { recordCall } from '../host/recorder.ts'
import { Mirror } from './mirror.ts'
import { WebContents } from './web-contents.ts'
import { contentsOptions, type WebPreferences } from './web-preferences.ts'
import type { Rectangle } from './window-options.ts'

/** A guest page: its own page in Chromium, shown at its bounds in the window by a `Mirror`. */
export class WebContentsView extends EventEmitter {
  readonly webContents: WebContents
  readonly children: WebContentsView[] = []
  radius = 0
  #bounds: Rectangle = { x: 0, y: 0, width: 0, height: 0 }
  #visible = true

  constructor(options: { webPreferences?: WebPreferences; webContents?: WebContents } = {}) {
    super()
    this.webContents =
      options.webContents ?? new WebContents(contentsOptions('browserView', options.webPreferences, this.#bounds))
  }

  setBounds(bounds: Rectangle): void {
    const before = this.#bounds
    this.#bounds = { ...bounds }
    if (before.width !== bounds.width || before.height !== bounds.height)
      this.webContents.setSize(bounds.width, bounds.height)
    this.emit('bounds-changed')
    this.emit('standin-changed')
  }

  getBounds(): Rectangle {
    return { ...this.#bounds }
  }

  setVisible(visible: boolean): void {
    this.#visible = visible
    this.emit('standin-changed')
  }

  getVisible(): boolean {
    return this.#visible
  }

  setBackgroundColor(color: string): void {
    recordCall('WebContentsView.setBackgroundColor', this.webContents.id, color)
  }

  setBorderRadius(radius: number): void {
    this.radius = radius
    this.emit('standin-changed')
  }
}

/** A window's contentView: the guest views above the window's page, last one on top. */
export class ContentView {
  readonly #host: WebContents
  readonly #mirrors = new Map<WebContentsView, Mirror>()
  #children: WebContentsView[] = []

  constructor(host: WebContents) {
    this.#host = host
  }

  get children(): WebContentsView[] {
    return [...this.#children]
  }

  addChildView(view: WebContentsView, index?: number): void {
    if (view.webContents.isDestroyed()) throw new Error("Can't add a destroyed child view to a parent view")
    this.#children = this.#children.filter(item => item !== view)
    this.#children.splice(index ?? this.#children.length, 0, view)
    if (!this.#mirrors.has(view)) this.#mirrors.set(view, new Mirror(this.#host, view))
    for (const [at, child] of this.#children.entries()) this.#mirrors.get(child)?.setOrder(at)
    view.webContents.once('destroyed', () => this.removeChildView(view))
  }

  removeChildView(view: WebContentsView): void {
    this.#children = this.#children.filter(item => item !== view)
    this.#mirrors.get(view)?.dispose()
    this.#mirrors.delete(view)
  }

  setBackgroundColor(color: string): void {
    recordCall('contentView.setBackgroundColor', color)
  }

  getBounds(): Rectangle {
    return { x: 0, y: 0, ...this.#host.options.size }
  }

  holds(contents: WebContents): boolean {
    return this.#children.some(view => view.webContents === contents)
  }
}
