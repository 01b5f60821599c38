import type { Rectangle } from 'electron'
import type { WindowPlace } from './settings.ts'

export const minimumSize = { width: 880, height: 560 }
export const defaultSize = { width: 1280, height: 832 }
/** The part of the title bar that must be on a display, so that the user can drag the window. */
const grip = { width: 120, height: 36 }

export interface Placement {
  width: number
  height: number
  /** Missing when the system is to place the window. */
  x?: number
  y?: number
  maximized: boolean
}

/**
 * The bounds in which the window opens: the last ones, if the title bar can be reached on a present display, reduced to
 * the size of that display. Where it cannot be reached, or the system does not tell places (Wayland), the size is kept.
 * All in device-independent pixels.
 */
export function placeWindow(last: WindowPlace | null, workAreas: Rectangle[]): Placement {
  const area = last === null ? undefined : workAreas.find(candidate => reachable(last, candidate))
  const home = area ?? workAreas[0]
  const { width, height } = last ?? defaultSize
  return {
    ...(last === null || area === undefined ? {} : { x: last.x, y: last.y }),
    width: Math.max(minimumSize.width, Math.min(width, home?.width ?? width)),
    height: Math.max(minimumSize.height, Math.min(height, home?.height ?? height)),
    maximized: last?.maximized ?? false,
  }
}

/**
 * Where a window comes back to whose title bar cannot be reached on any display, because its own was taken away: the
 * middle of the first display. Null when it can be reached.
 */
export function bringBack(bounds: Rectangle, displays: readonly { bounds: Rectangle; workArea: Rectangle }[]) {
  const [home] = displays
  if (home === undefined || displays.some(display => reachable(bounds, display.bounds))) return null
  const area = home.workArea
  const width = Math.max(minimumSize.width, Math.min(bounds.width, area.width))
  const height = Math.max(minimumSize.height, Math.min(bounds.height, area.height))
  return {
    x: area.x + Math.max(0, Math.round((area.width - width) / 2)),
    y: area.y + Math.max(0, Math.round((area.height - height) / 2)),
    width,
    height,
  }
}

function reachable(place: Rectangle, area: Rectangle): boolean {
  const across = Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x)
  const titleBarOnIt = place.y >= area.y && place.y + grip.height <= area.y + area.height
  return across >= grip.width && titleBarOnIt
}
