import { join } from 'node:path'
import type { App, BrowserWindow, NativeImage } from 'electron'
import { type Language, strings } from './strings.ts'

/** File name of the overlay image for a count, or null for none. */
export function overlayName(count: number): string | null {
  if (count <= 0) return null
  return count > 9 ? 'more.png' : `${count}.png`
}

/** Windows makes the button of a shown window in the task bar some time later (ms). */
const buttonMs = 500

export interface Badge {
  set(count: number): void
  /** Draws it again each time the window is shown: Windows loses the overlay of a window without a button. */
  follow(window: Pick<BrowserWindow, 'on'>): void
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
  /** Calls `draw` once after `ms` milliseconds. */
  later?: (draw: () => void, ms: number) => void
}): Badge {
  const { later = (draw, ms) => setTimeout(draw, ms).unref() } = options
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
    follow(window) {
      if (options.platform !== 'win32') return
      const again = (): void => {
        draw()
        later(draw, buttonMs)
      }
      window.on('show', again)
      window.on('restore', again)
    },
  }
}
