import type { PageLink } from '../host/page-link.ts'
import { runtime } from '../host/runtime.ts'
import type { ContentsOptions } from './web-contents.ts'

/** The size and the zoom of a page, which stay over a new page of the same contents. */
export class ContentsSize {
  readonly #options: Pick<ContentsOptions, 'size' | 'type'>
  #zoom = 1
  /** The size is set together with the zoom from then on. */
  #wasZoomed = false

  constructor(options: Pick<ContentsOptions, 'size' | 'type'>) {
    this.#options = options
  }

  get zoom(): number {
    return this.#zoom
  }

  set(width: number, height: number): void {
    this.#options.size = { width, height }
  }

  /** Returns whether it is another zoom than before. */
  setZoom(factor: number): boolean {
    if (factor === this.#zoom) return false
    this.#zoom = factor
    this.#wasZoomed = true
    return true
  }

  /** Gives a page its size. BrowserWindow sizes real windows; a guest's own window is only moved off the screen. */
  async apply({ cdp, page }: PageLink): Promise<void> {
    const { size, type } = this.#options
    const isHeaded = runtime.current?.headless === false
    if (size.width <= 0 || size.height <= 0 || (isHeaded && type === 'window')) return
    if (isHeaded || !this.#wasZoomed) await page.setViewportSize(size)
    else {
      // As a page sees its zoom: fewer and larger pixels.
      const zoom = this.#zoom
      const [width, height] = [Math.round(size.width / zoom), Math.round(size.height / zoom)]
      await cdp.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: zoom, mobile: false })
    }
    if (!isHeaded) return
    const { windowId } = await cdp.send('Browser.getWindowForTarget')
    await cdp.send('Browser.setWindowBounds', { windowId, bounds: { left: -20_000, top: -20_000 } })
  }

  /** Gives a page its zoom. A real window is not scaled, only what is drawn in it. */
  async applyZoom(link: PageLink): Promise<void> {
    if (runtime.current?.headless) return this.apply(link)
    await link.page.evaluate(factor => {
      document.documentElement.style.setProperty('zoom', String(factor))
    }, this.#zoom)
  }
}
