import { useEffect } from 'react'
import { create } from 'zustand'
import type { BotHere } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useOnline, useSession } from '../../stores/session.ts'
import { useDesktopEvent } from '../../ui/index.ts'

/** The bots of conversations, as far as they were asked for. */
const useKnown = create<{ of: ReadonlyMap<string, readonly BotHere[]> }>(() => ({ of: new Map() }))
const asking = new Map<string, Promise<readonly BotHere[]>>()
const none: readonly BotHere[] = []

/** Asks for the bots of a conversation; once for all that ask at a time. @throws DesktopError */
function askBots(id: string): Promise<readonly BotHere[]> {
  const running = asking.get(id)
  if (running !== undefined) return running
  const user = useSession.getState().session?.user?.id
  const asked = call('bots.here', { id })
    .then(({ bots }) => {
      if (useSession.getState().session?.user?.id === user)
        useKnown.setState(({ of }) => ({ of: new Map(of).set(id, bots) }))
      return bots
    })
    .finally(() => asking.delete(id))
  asking.set(id, asked)
  return asked
}

/** The bots of a conversation: those that are known, else the server is asked; none where it cannot be. */
export async function botsOf(id: string): Promise<readonly BotHere[]> {
  const known = useKnown.getState().of.get(id)
  if (known !== undefined) return known
  return askBots(id).catch(() => none)
}

/** Asks anew what the bots of a conversation offer, which they change without a word. */
export function refreshBots(id: string): void {
  askBots(id).catch(error => console.error('bots.here', error))
}

/** The bots of a conversation, asked for when it opens and when its members change. `wanted`: it may have some. */
export function useBots(id: string, wanted: boolean): readonly BotHere[] {
  const online = useOnline()
  const bots = useKnown(state => state.of.get(id))
  useEffect(() => {
    if (wanted && online) refreshBots(id)
  }, [id, wanted, online])
  useDesktopEvent('cache.changed', change => {
    if (wanted && online && change.members.includes(id)) refreshBots(id)
  })
  return wanted ? (bots ?? none) : none
}

// Do not show one user's data to the next user.
useSession.subscribe((now, before) => {
  if (now.session?.user?.id === before.session?.user?.id) return
  asking.clear()
  useKnown.setState({ of: new Map() })
})
