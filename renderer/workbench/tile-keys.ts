/** Where a tile lies on the page, in CSS pixels. */
export type Place = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>

const middle = ({ left, right }: Place): number => (left + right) / 2

/**
 * The tile that a key leads to from the tile `at`, by their places, which are in reading order: the neighbour with Left
 * and Right, the nearest of the next row with Up and Down, across the sections. Null for other keys, and beyond the
 * first and last row.
 */
export function tileAfter(places: readonly Place[], at: number, key: string): number | null {
  const from = places[at]
  if (from === undefined) return null
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, at - 1)
    case 'ArrowRight':
      return Math.min(places.length - 1, at + 1)
    case 'Home':
      return 0
    case 'End':
      return places.length - 1
    case 'ArrowDown':
      return nearest(places, from, places.find(place => place.top >= from.bottom)?.top)
    case 'ArrowUp':
      return nearest(places, from, places.findLast(place => place.bottom <= from.top)?.top)
    default:
      return null
  }
}

/** The tile of the row at `top` whose middle is nearest. */
function nearest(places: readonly Place[], from: Place, top: number | undefined): number | null {
  let found: number | null = null
  let least = Number.POSITIVE_INFINITY
  for (const [index, place] of places.entries()) {
    const distance = Math.abs(middle(place) - middle(from))
    if (place.top !== top || distance >= least) continue
    found = index
    least = distance
  }
  return found
}
