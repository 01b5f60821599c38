import type { Handlers, Owned } from '../../core/feature.ts'
import type { Services } from '../../core/services.ts'
import { readEmployees } from './scope.ts'

/** Names people by id, before a client holds the whole directory. */
export function directoryHandlers({ store }: Services): Handlers<Owned<'directory'>> {
  return {
    async 'directory.employees'({ userIds }) {
      return { employees: await store.read(db => readEmployees(db, userIds)) }
    },
  }
}
