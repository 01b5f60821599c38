import { openCache, readUnsent } from '../../main/cache/client.ts'
import type { AccountOptions } from '../../main/workspace/account.ts'
import { directNetwork } from '../../main/workspace/transport/network.ts'
import { patient } from './person.ts'

const workerUrl = new URL('../../main/cache/worker.ts', import.meta.url)

/**
 * What an account needs on a test's machine, with real cache threads and the real network. It has no window: give it
 * `emit`, and the key store. `forget` empties what is remembered of the last sign-in.
 */
export function accountOptions(
  userDataDir: string,
  id: string,
): { options: Omit<AccountOptions, 'secrets' | 'emit' | 'onUnsentLost'>; forget: () => void } {
  const nothing = { address: '', account: '' }
  let remembered = nothing
  return {
    options: {
      appVersion: '1',
      userDataDir,
      remembered: {
        get: () => remembered,
        set: value => {
          remembered = value
        },
      },
      openCache: (path, key) => openCache({ path, key, workerUrl }),
      readUnsent: (path, key) => readUnsent({ path, key, workerUrl }),
      device: { id: `device-${id}`, name: 'test', platform: 'test' },
      demo: null,
      transport: directNetwork(),
      timings: patient,
      notifier: { arrived: () => {}, read: () => {}, recalled: () => {} },
      reminders: { remind: () => true, reminded: () => {} },
      requests: { remind: () => true, reminded: () => {} },
      onSignedOut: async () => {},
      log: () => {},
    },
    forget: () => {
      remembered = nothing
    },
  }
}
