import { runtime } from '../host/runtime.ts'
import { screen } from './desktop.ts'
import { WindowDecoration } from './window-decoration.ts'
import type { Rectangle, WindowOptions } from './window-options.ts'

/** Wayland tells no program where its windows are. */
const tellsPlaces = process.env.ELECTRON_STANDIN_WAYLAND !== '1'

/** The part of the screen for windows. */
export const screenArea = (): Rectangle => screen.getPrimaryDisplay().workArea

/** Place and size of a window. They are a model, independent of the desktop. */
export abstract class WindowBounds extends WindowDecoration {
  #bounds: Rectangle
  #minimum: [number, number]

  constructor(options: WindowOptions) {
    super()
    const { width = 800, height = 600, x = 0, y = 0 } = options
    this.#minimum = [options.minWidth ?? 0, options.minHeight ?? 0]
    this.#bounds = this.#fit(scaled({ x, y, width, height }))
  }

  /** The bounds in the state that the window is in. */
  abstract getBounds(): Rectangle

  /** The size has changed. */
  protected abstract resized(): void

  protected get normalBounds(): Rectangle {
    return this.#bounds
  }

  getNormalBounds(): Rectangle {
    return tellsPlaces ? { ...this.#bounds } : { ...this.#bounds, x: 0, y: 0 }
  }

  setBounds(bounds: Partial<Rectangle>): void {
    const before = this.#bounds
    this.#bounds = this.#fit({ ...before, ...bounds })
    if (before.x !== this.#bounds.x || before.y !== this.#bounds.y) {
      this.emit('move')
      this.emit('moved')
    }
    if (before.width !== this.#bounds.width || before.height !== this.#bounds.height) this.resized()
  }

  #fit(bounds: Rectangle): Rectangle {
    return {
      ...bounds,
      width: Math.max(bounds.width, this.#minimum[0]),
      height: Math.max(bounds.height, this.#minimum[1]),
    }
  }

  getContentBounds(): Rectangle {
    return this.getBounds()
  }

  setContentBounds(bounds: Rectangle): void {
    this.setBounds(bounds)
  }

  getContentSize(): [number, number] {
    return this.getSize()
  }

  setContentSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  getSize(): [number, number] {
    const { width, height } = this.getBounds()
    return [width, height]
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  getPosition(): [number, number] {
    const { x, y } = this.getNormalBounds()
    return [x, y]
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y })
  }

  setMinimumSize(width: number, height: number): void {
    this.#minimum = [width, height]
    this.setBounds({})
  }

  getMinimumSize(): [number, number] {
    return [...this.#minimum]
  }

  center(): void {
    const { width, height } = this.#bounds
    const area = screenArea()
    this.setBounds({ x: Math.round((area.width - width) / 2), y: Math.round((area.height - height) / 2) })
  }
}

/** Windows takes the first size in the scale of the primary display, wherever the window is. */
function scaled(bounds: Rectangle): Rectangle {
  if (runtime.options.platform !== 'win32') return bounds
  const factor = screen.getDisplayMatching(bounds).scaleFactor / screen.getPrimaryDisplay().scaleFactor
  return { ...bounds, width: Math.round(bounds.width * factor), height: Math.round(bounds.height * factor) }
}
