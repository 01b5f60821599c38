import type { Content } from '@lianqun/protocol'
import { create } from 'zustand'
import type { CallArgs } from '../../../preload/contract/index.ts'
import { useSession } from '../../stores/session.ts'
import { mentionedIn } from '../mentioned.ts'

export type Ask = NonNullable<CallArgs<'messages.send'>['ask']>

/** What the next message of each composer asks for, by the composer's key. */
const useAsks = create<{ asks: ReadonlyMap<string, Ask> }>(() => ({ asks: new Map() }))

export function setAsk(composer: string, ask: Ask | null): void {
  useAsks.setState(({ asks }) => {
    const next = new Map(asks)
    if (ask === null) next.delete(composer)
    else next.set(composer, ask)
    return { asks: next }
  })
}

export function useAsk(composer: string): Ask | null {
  return useAsks(state => state.asks.get(composer) ?? null)
}

/** What a message that is being sent asks for; the composer asks for it no more. */
export function takeAsk(composer: string, content: Content): Ask | null {
  const ask = useAsks.getState().asks.get(composer) ?? null
  if (ask === null) return null
  setAsk(composer, null)
  return { ...ask, ...addressees(content) }
}

/** Those whom a message mentions, when it mentions anybody in particular: only they are asked. */
export function addressees(content: Content): { userIds?: string[] } {
  const userIds = mentionedIn(content)
  return userIds.length === 0 || userIds.includes('all') ? {} : { userIds }
}

// Do not show one user's data to the next user.
useSession.subscribe((now, before) => {
  if (now.session?.user?.id !== before.session?.user?.id) useAsks.setState({ asks: new Map() })
})
