import type { BrowserWindowConstructorOptions, Point, TitleBarOverlayOptions } from 'electron'

/** Height of the title bar, which the page draws, in CSS pixels. */
const titleBarHeight = 36
/** `--bg-chrome` and `--fg-2` of the design tokens. */
const colours = {
  light: { ground: '#e7edeb', symbols: '#44534f' },
  dark: { ground: '#0e1413', symbols: '#b3c0bc' },
}
const contrastColours = {
  light: { ground: '#ffffff', symbols: '#000000' },
  dark: { ground: '#000000', symbols: '#ffffff' },
}
/** macOS: the left edge and the height of the window's buttons. */
const buttons = { x: 14, height: 14 }

export interface FrameLook {
  dark: boolean
  highContrast: boolean
  /** The colours of windows in the system's high contrast theme, where it tells them (Windows). */
  systemColours?: { ground: string; symbols: string } | undefined
}

/** The colours of the window's frame. */
export function frameColours({ dark, highContrast, systemColours }: FrameLook): { ground: string; symbols: string } {
  const shade = dark ? 'dark' : 'light'
  return highContrast ? (systemColours ?? contrastColours[shade]) : colours[shade]
}

/** The buttons that the system draws into the page's title bar. Their height follows the page's zoom. */
export function titleBarOverlay(look: FrameLook, zoom: number): TitleBarOverlayOptions {
  const { ground, symbols } = frameColours(look)
  return { color: ground, symbolColor: symbols, height: Math.round(titleBarHeight * zoom) }
}

/**
 * The window's frame when it is created: the page draws the title bar, and learns where the buttons are. On macOS they
 * keep their size when the page is zoomed, so the page has to know there too.
 */
export function windowFrame(
  platform: NodeJS.Platform,
  look: FrameLook,
): Pick<BrowserWindowConstructorOptions, 'titleBarStyle' | 'titleBarOverlay' | 'trafficLightPosition'> {
  return platform === 'darwin'
    ? { titleBarStyle: 'hidden', titleBarOverlay: true, trafficLightPosition: windowButtonPosition(1) }
    : { titleBarStyle: 'hidden', titleBarOverlay: titleBarOverlay(look, 1) }
}

/** macOS: where the window's buttons are, so that they are in the middle of the title bar at each zoom. */
export function windowButtonPosition(zoom: number): Point {
  return { x: buttons.x, y: Math.round((titleBarHeight * zoom - buttons.height) / 2) }
}

/** One press of the zoom keys, as in browsers: each level is a factor of 1.2. */
const zoomStep = 0.5
const zoomLimit = 3

export type ZoomChange = 'in' | 'out' | 'reset'

/** The zoom level after a press of the zoom keys. */
export function nextZoomLevel(level: number, change: ZoomChange): number {
  if (change === 'reset') return 0
  const next = level + (change === 'in' ? zoomStep : -zoomStep)
  return Math.max(-zoomLimit, Math.min(zoomLimit, next))
}
