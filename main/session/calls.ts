import type { connectionCalls } from '../../preload/contract/connection.ts'
import type { sessionCalls } from '../../preload/contract/session.ts'
import type { CallHandlers } from '../ipc/calls.ts'
import type { Parts } from '../ipc/parts.ts'
import { access } from '../ipc/parts.ts'

export function sessionHandlers(
  parts: Parts,
): Pick<CallHandlers, keyof typeof sessionCalls | keyof typeof connectionCalls> {
  const { account } = parts
  const { workspace } = access(parts)
  return {
    'session.get': () => {
      parts.onListening()
      return account.state
    },
    'session.signIn': async args => {
      parts.network.allowQuestions()
      await account.signIn(args)
      return {}
    },
    'session.signInDemo': async () => {
      await account.signInDemo()
      return {}
    },
    'session.signOut': args => account.signOut(args),
    'session.recover': async args => {
      await account.recover(args)
      return {}
    },
    'session.changePassword': args => workspace().request('auth.changePassword', args),
    'devices.list': async () => (await workspace().request('device.list', {})).devices,
    'devices.revoke': ({ deviceId }) => workspace().request('device.revoke', { deviceId }),
    'devices.revokeOthers': () => workspace().request('device.revokeOthers', {}),
    'connection.get': () => account.connection,
    'connection.retry': () => {
      parts.network.allowQuestions()
      workspace().wake()
      return {}
    },
  }
}
