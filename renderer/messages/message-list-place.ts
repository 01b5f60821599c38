/** A message to go to. `offset`: pixels from its top to that of the list; left out, it is in the middle and lit up. */
export interface Place {
  seq: number
  offset?: number
}

const nowhere = (): null => null
let readPlace: () => Place | 'end' | null = nowhere

/** Where the list is now: the first message in view, or the end that it follows; null where no list is shown. */
export function placeInList(): Place | 'end' | null {
  return readPlace()
}

/** Reads the place of the mounted list; returns what ends that. */
export function readPlaceWith(read: () => Place | 'end' | null): () => void {
  readPlace = read
  return () => {
    if (readPlace === read) readPlace = nowhere
  }
}

const atOnce = (): Promise<void> => Promise.resolve()
let takePlace: () => Promise<void> = atOnce

/** Resolves once the mounted list knows where it is scrolled to; at once where no list is shown. */
export function listKnowsPlace(): Promise<void> {
  return takePlace()
}

/** Asks the mounted list; returns what ends that. */
export function knowPlaceWith(take: () => Promise<void>): () => void {
  takePlace = take
  return () => {
    if (takePlace === take) takePlace = atOnce
  }
}
