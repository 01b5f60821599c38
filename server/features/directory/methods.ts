import type { Handlers, Owned } from '../../core/feature.ts'
import type { Services } from '../../core/services.ts'
import { readEmployees } from './scope.ts'

/** Returns employees by id, for a client that has not synced the directory yet. */
export function directoryHandlers({ store }: Services): Handlers<Owned<'directory'>> {
  return {
    async 'directory.employees'({ userIds }) {
      return { employees: await store.read(db => readEmployees(db, userIds)) }
    },
  }
}
