/** A message to go to. `offset`: pixels from its top to that of the list; left out, it is in the middle and lit up. */
export interface Place {
  seq: number
  offset?: number
}

/** The list while it is mounted. */
export interface MountedList {
  /** The first message in view, or the end that it follows; null while it shows nothing. */
  place(): Place | 'end' | null
  /** Resolves once it took notice of where it is scrolled to. */
  placeKnown(): Promise<void>
}

let mounted: MountedList | null = null

/** Where the list is now; null where no list is shown. */
export function placeInList(): Place | 'end' | null {
  return mounted?.place() ?? null
}

/** Resolves once the list took notice of where it is scrolled to; at once where no list is shown. */
export async function listKnowsPlace(): Promise<void> {
  await mounted?.placeKnown()
}

/** Lets the others ask a list that is mounted; returns what ends that. */
export function mountList(list: MountedList): () => void {
  mounted = list
  return () => {
    if (mounted === list) mounted = null
  }
}
