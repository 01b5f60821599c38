import { useEffect, useState } from 'react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'

/**
 * The user's own answer to a message: from the row where it names everyone, else asked for. Undefined: not known yet.
 * `fromRow` is undefined where the row does not say.
 */
export function useOwnAnswer<A>(
  { conversationId, seq, revision }: MessageItem,
  meId: string,
  fromRow: A | null | undefined,
): A | null | undefined {
  const [asked, setAsked] = useState<A | null | undefined>(undefined)
  const asks = fromRow === undefined && seq > 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision may bring another answer, from another device
  useEffect(() => {
    if (!asks) return
    let current = true
    call('messages.answers', { id: conversationId, seq }).then(
      answers => {
        const own = answers.find(({ person }) => person.id === meId)
        if (current) setAsked((own?.answer as A | undefined) ?? null)
      },
      // Offline it is not known, and the card shows the results alone.
      () => {},
    )
    return () => {
      current = false
    }
  }, [asks, conversationId, seq, revision, meId])
  return fromRow === undefined ? asked : fromRow
}
