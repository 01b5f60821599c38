import { create } from 'zustand'
import type { ConnectionState, PersonName, SessionState } from '../../preload/contract/index.ts'
import { call, on } from '../desktop.ts'

/** Who is signed in to which workspace; null until it is known. */
export const useSession = create<{ session: SessionState | null }>(() => ({ session: null }))

/** Whether the workspace is reached, and when it last was. `down`: offline, and not online again since. */
export const useConnection = create<ConnectionState & { down: boolean }>(() => ({
  status: 'connecting',
  reason: 'none',
  lastSyncedAt: null,
  retryAt: null,
  progress: null,
  updateNeeded: false,
  down: false,
}))

function follow(connection: ConnectionState): void {
  useConnection.setState(before => ({
    ...connection,
    // Each attempt says "connecting": what was told of the lost line stays until there is a new one.
    down: connection.status === 'offline' || (connection.status === 'connecting' && before.down),
  }))
}

/** Loads session and connection and follows them. */
export async function startSession(): Promise<void> {
  on('session.changed', session => useSession.setState({ session }))
  on('connection.changed', follow)
  const [session, connection] = await Promise.all([call('session.get', {}), call('connection.get', {})])
  useSession.setState({ session })
  follow(connection)
}

/** The person who is signed in; a nameless one while nobody is. */
export function useMe(): PersonName {
  return useSession(state => state.session?.user) ?? nobody
}
const nobody: PersonName = { id: '-', name: '', latinName: '' }

/** Whether what needs the server can work now. */
export function useOnline(): boolean {
  return useConnection(state => state.status === 'online')
}
