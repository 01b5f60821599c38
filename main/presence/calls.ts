import type { presenceCalls } from '../../preload/contract/presence.ts'
import type { CallHandlers } from '../ipc/calls.ts'
import { access, type Parts } from '../ipc/parts.ts'

export function presenceHandlers(parts: Parts): Pick<CallHandlers, keyof typeof presenceCalls> {
  const { workspace } = access(parts)
  return {
    'presence.watch': ({ userIds }) => {
      workspace().presence.watch(userIds)
      return {}
    },
  }
}
