/*
 * How a picture lies on the stage of the viewer: pure, in CSS pixels.
 */

export interface Size {
  width: number
  height: number
}

export interface View {
  /** CSS pixels for each pixel of the picture; null: all of it is seen, whatever the size of the stage. */
  scale: number | null
  /** The middle of the picture from the middle of the stage. */
  x: number
  y: number
  /** Degrees clockwise: 0, 90, 180 or 270. */
  rotation: number
}

export const startView: View = { scale: null, x: 0, y: 0, rotation: 0 }
const largestScale = 8
const smallestScale = 0.05

/** The picture's size as it is turned. */
export function turned({ width, height }: Size, rotation: number): Size {
  return rotation % 180 === 0 ? { width, height } : { width: height, height: width }
}

/** The scale at which all of it is seen; a small picture keeps its size. */
export function fitScale(picture: Size, stage: Size, rotation: number): number {
  const { width, height } = turned(picture, rotation)
  return Math.min(1, stage.width / width, stage.height / height)
}

export function scaleOf(view: View, picture: Size, stage: Size): number {
  return view.scale ?? fitScale(picture, stage, view.rotation)
}

/** Keeps the picture on the stage: it cannot be dragged beyond its edges, and where it has room it is in the middle. */
export function clamped(view: View, picture: Size, stage: Size): View {
  const scale = scaleOf(view, picture, stage)
  const { width, height } = turned(picture, view.rotation)
  const most = (length: number, room: number) => Math.max(0, (length * scale - room) / 2)
  const within = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value)) || 0
  return { ...view, x: within(view.x, most(width, stage.width)), y: within(view.y, most(height, stage.height)) }
}

/** Zooms by a factor; the point of the picture at `at` (from the middle of the stage) stays there. */
export function zoomed(view: View, factor: number, picture: Size, stage: Size, at = { x: 0, y: 0 }): View {
  const before = scaleOf(view, picture, stage)
  const fit = fitScale(picture, stage, view.rotation)
  const scale = Math.min(largestScale, Math.max(Math.min(smallestScale, fit), before * factor))
  const ratio = scale / before
  const next = { ...view, scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio }
  return clamped(next, picture, stage)
}

/** Between all of it and its actual size, or twice that where the actual size fits. */
export function toggled(view: View, picture: Size, stage: Size, at = { x: 0, y: 0 }): View {
  if (view.scale !== null) return { ...view, scale: null, x: 0, y: 0 }
  const fit = fitScale(picture, stage, view.rotation)
  return zoomed(view, (fit < 1 ? 1 : 2) / fit, picture, stage, at)
}

export function rotated(view: View, by: 90 | -90): View {
  return { scale: null, x: 0, y: 0, rotation: (view.rotation + by + 360) % 360 }
}

export function moved(view: View, by: { x: number; y: number }, picture: Size, stage: Size): View {
  return clamped({ ...view, x: view.x + by.x, y: view.y + by.y }, picture, stage)
}
