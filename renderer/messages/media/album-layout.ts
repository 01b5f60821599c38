/** A place of an album, in pixels of an album that is `albumWidth` wide. */
export interface Cell {
  x: number
  y: number
  width: number
  height: number
}

export const albumWidth = 364
const gap = 4
/** Pictures that an album shows; more are counted on the last of them. */
export const albumShown = 9

/** The pictures in each row, by their number. */
const rowsBy: Record<number, readonly number[]> = {
  2: [2],
  4: [2, 2],
  5: [2, 3],
  6: [3, 3],
  7: [2, 2, 3],
  8: [2, 3, 3],
  9: [3, 3, 3],
}

/**
 * Where the pictures of an album lie, whatever their own shapes: they are cut to their cells. `hidden`: how many are
 * not shown.
 */
export function albumLayout(count: number): { cells: Cell[]; height: number; hidden: number } {
  const shown = Math.min(count, albumShown)
  const hidden = count - shown
  if (shown === 3) {
    const side = (albumWidth - 2 * gap) / 3
    const large = 2 * side + gap
    const x = large + gap
    return {
      cells: [
        { x: 0, y: 0, width: large, height: large },
        { x, y: 0, width: side, height: side },
        { x, y: side + gap, width: side, height: side },
      ],
      height: large,
      hidden,
    }
  }
  const cells: Cell[] = []
  let y = 0
  for (const columns of rowsBy[shown] ?? [1]) {
    const width = (albumWidth - (columns - 1) * gap) / columns
    const height = columns === 2 ? Math.round(width * (shown === 2 ? 1 : 0.67)) : width
    for (let column = 0; column < columns; column++) cells.push({ x: column * (width + gap), y, width, height })
    y += height + gap
  }
  return { cells, height: y - gap, hidden }
}

const most = 320
const least = 96

/**
 * The size at which one picture is shown, in pixels: its own shape within bounds, never larger than it is. A very long
 * or wide one is cut (`cut`), so that it can be seen and pressed.
 */
export function pictureBox(picture: { width?: number | undefined; height?: number | undefined }): {
  width: number
  height: number
  cut: boolean
} {
  const { width = 240, height = 180 } = picture
  const scale = Math.min(1, most / width, most / height)
  const shown = { width: Math.round(width * scale), height: Math.round(height * scale) }
  const box = { width: Math.max(least, shown.width), height: Math.max(least, shown.height) }
  return { ...box, cut: box.width !== shown.width || box.height !== shown.height }
}
