import { startList } from './list-store.ts'
import { startStream } from './stream-store.ts'

/** Follows the conversations for as long as somebody is signed in, whichever section shows. Returns what stops it. */
export function startMessages(): () => void {
  const stops = [startList(), startStream()]
  return () => {
    for (const stop of stops) stop()
  }
}
