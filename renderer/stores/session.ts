import { create } from 'zustand'
import type { ConnectionState, PersonName, SessionState } from '../../preload/contract/index.ts'
import { call, on } from '../desktop.ts'
import { lookAtClock, setClockOffset } from '../ui/index.ts'

/** The session; null until it is known. */
export const useSession = create<{ session: SessionState | null }>(() => ({ session: null }))

/** The connection state. `down`: it went offline and has not been online since. */
export const useConnection = create<ConnectionState & { down: boolean }>(() => ({
  status: 'connecting',
  reason: 'none',
  lastSyncedAt: null,
  retryAt: null,
  clockOffset: 0,
  progress: null,
  updateNeeded: false,
  features: [],
  down: false,
}))

function follow(connection: ConnectionState): void {
  setClockOffset(connection.clockOffset)
  lookAtClock()
  useConnection.setState(before => ({
    ...connection,
    // Each attempt sets "connecting", so `down` stays until the connection is online.
    down: connection.status === 'offline' || (connection.status === 'connecting' && before.down),
  }))
}

/** Loads session and connection, then follows their changes. */
export async function startSession(): Promise<void> {
  on('session.changed', session => useSession.setState({ session }))
  on('connection.changed', follow)
  const [session, connection] = await Promise.all([call('session.get', {}), call('connection.get', {})])
  useSession.setState({ session })
  follow(connection)
}

/** The signed-in user; an empty name while signed out. */
export function useMe(): PersonName {
  return useSession(state => state.session?.user) ?? nobody
}
const nobody: PersonName = { id: '-', name: '', latinName: '' }

/** Whether the server is reachable now. */
export function useOnline(): boolean {
  return useConnection(state => state.status === 'online')
}
