import type { MessageHit } from '../../../preload/contract/index.ts'
import { useDesktopEvent } from '../../ui/index.ts'

/** Runs when something changed in a message that was found: what was recalled must not stay readable there. */
export function useHitsChanged(hits: readonly MessageHit[], run: () => void): void {
  useDesktopEvent('cache.changed', ({ messages }) => {
    const changed = (hit: MessageHit) => messages.some(({ id, from }) => id === hit.conversation.id && from <= hit.seq)
    if (hits.some(changed)) run()
  })
}
