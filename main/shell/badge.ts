import { join } from 'node:path'
import type { App, BrowserWindow, NativeImage } from 'electron'
import { type Language, strings } from './strings.ts'

/** File name of the overlay image for a count, or null for none. */
export function overlayName(count: number): string | null {
  if (count <= 0) return null
  return count > 9 ? 'more.png' : `${count}.png`
}

/** Shows the number of unread messages on the app's icon: dock (macOS), launcher (Linux), task bar (Windows). */
export function createBadge(options: {
  app: Pick<App, 'setBadgeCount'>
  window: () => Pick<BrowserWindow, 'setOverlayIcon'> | null
  imageFrom: (path: string) => NativeImage
  /** The folder of the overlays (assets/badge). */
  images: string
  platform: NodeJS.Platform
  language: () => Language
}): { set(count: number): void /** Draws it again, for a new window. */; refresh(): void } {
  let shown = 0
  const draw = (): void => {
    if (options.platform !== 'win32') {
      options.app.setBadgeCount(shown)
      return
    }
    const name = overlayName(shown)
    options
      .window()
      ?.setOverlayIcon(
        name === null ? null : options.imageFrom(join(options.images, name)),
        name === null ? '' : strings(options.language()).badge(shown),
      )
  }
  return {
    set(count) {
      if (count === shown) return
      shown = count
      draw()
    },
    refresh: draw,
  }
}
