import { create } from 'zustand'
import type { ConnectionState, PersonName, SessionState } from '../../preload/contract.ts'
import { call, on } from '../desktop.ts'

/** Who is signed in to which workspace; null until it is known. */
export const useSession = create<{ session: SessionState | null }>(() => ({ session: null }))

/** Whether the workspace is reached, and when it last was. */
export const useConnection = create<ConnectionState>(() => ({
  status: 'connecting',
  reason: 'none',
  lastSyncedAt: null,
  retryAt: null,
  progress: null,
}))

/** Loads session and connection and follows them. */
export async function startSession(): Promise<void> {
  on('session.changed', session => useSession.setState({ session }))
  on('connection.changed', connection => useConnection.setState(connection))
  const [session, connection] = await Promise.all([call('session.get', {}), call('connection.get', {})])
  useSession.setState({ session })
  useConnection.setState(connection)
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
