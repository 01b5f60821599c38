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
 * the size of that display. All in device-independent pixels.
 */
export function placeWindow(last: WindowPlace | null, workAreas: Rectangle[]): Placement {
  const area = last === null ? undefined : workAreas.find(candidate => reachable(last, candidate))
  if (last === null || area === undefined) {
    const home = workAreas[0]
    return {
      width: Math.min(defaultSize.width, home?.width ?? defaultSize.width),
      height: Math.min(defaultSize.height, home?.height ?? defaultSize.height),
      maximized: last?.maximized ?? false,
    }
  }
  return {
    x: last.x,
    y: last.y,
    width: Math.max(minimumSize.width, Math.min(last.width, area.width)),
    height: Math.max(minimumSize.height, Math.min(last.height, area.height)),
    maximized: last.maximized,
  }
}

function reachable(place: Rectangle, area: Rectangle): boolean {
  const across = Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x)
  const titleBarOnIt = place.y >= area.y && place.y + grip.height <= area.y + area.height
  return across >= grip.width && titleBarOnIt
}
