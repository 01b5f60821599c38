import type { Handlers, Owned } from '../../core/feature.ts'
import { identityOf } from '../../core/gateway/connection.ts'
import type { Services } from '../../core/services.ts'
import { readEmployees } from './scope.ts'

/** Returns employees by id, for a client that has not synced the directory yet. */
export function directoryHandlers({ store, persons }: Services): Handlers<Owned<'directory'>> {
  return {
    async 'directory.employees'({ userIds }, connection) {
      const { userId } = identityOf(connection)
      const read = () => store.read(db => readEmployees(db, userIds))
      return { employees: await persons.page(userId, read, employees => employees.length) }
    },
  }
}
