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
