import { useEffect } from 'react'
import { create } from 'zustand'
import { throttle } from '../../common/throttle.ts'
import { call, on } from '../desktop.ts'
import type { PresenceState } from '../ui/index.ts'
import { useSession } from './session.ts'

/** So many people are watched at once; those that came on the screen last. */
const mostWatched = 200
/** A list that is scrolled is told at most this often (ms). */
const watchEveryMs = 500

/** Who is there, of those on the screen. */
const usePeople = create<{ states: ReadonlyMap<string, string> }>(() => ({ states: new Map() }))

/** How often each person is on the screen. */
const shown = new Map<string, number>()
let told = ''

const tell = throttle(() => {
  const userIds = [...shown.keys()].slice(-mostWatched)
  const now = userIds.toSorted().join()
  if (now === told) return
  told = now
  call('presence.watch', { userIds }).catch(() => {
    // Signed out meanwhile: it is told anew by the next list.
    told = ''
  })
}, watchEveryMs)

/** Follows who is there. */
export function startPresence(): void {
  on('presence.changed', ({ people, whole }) =>
    usePeople.setState(({ states }) => {
      const next = new Map(whole ? [] : states)
      for (const { userId, state } of people) {
        if (state === 'offline') next.delete(userId)
        else next.set(userId, state)
      }
      return { states: next }
    }),
  )
  // Another person, or another workspace, has other people.
  useSession.subscribe((now, before) => {
    if (now.session?.user?.id === before.session?.user?.id) return
    told = ''
    tell()
  })
}

/**
 * Whether a person on the screen is there; null: not, or it is not known. They are watched while the component is
 * mounted. Undefined: nobody.
 */
export function usePresence(userId: string | undefined): PresenceState | null {
  const own = useSession(({ session }) => session?.user?.id === userId)
  const watched = own ? undefined : userId
  useEffect(() => {
    if (watched === undefined) return
    shown.set(watched, (shown.get(watched) ?? 0) + 1)
    tell()
    return () => {
      const count = (shown.get(watched) ?? 1) - 1
      if (count > 0) shown.set(watched, count)
      else shown.delete(watched)
      tell()
    }
  }, [watched])
  const state = usePeople(({ states }) => (watched === undefined ? undefined : states.get(watched)))
  return state === 'online' || state === 'away' ? state : null
}
