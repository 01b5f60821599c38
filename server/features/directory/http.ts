import { ProtocolError } from '@lianqun/protocol'
import type { directoryEndpoints } from '../../../protocol/http/directory.ts'
import type { HttpHandlers } from '../../core/feature.ts'
import type { Services } from '../../core/services.ts'
import type { Reader } from '../../storage/database.ts'
import { DirectorySearch, readDepartments } from './search.ts'
import { toEmployee } from './tables.ts'

/** Finds and shows employees. */
export function directoryHttp({ store }: Services): HttpHandlers<keyof typeof directoryEndpoints> {
  const search = new DirectorySearch(store)
  return {
    'GET /directory/search': async ({ query }) => ({ people: await search.find(query.q, query.limit) }),
    'GET /directory/people/:id': ({ params }) => store.read(db => readPerson(db, params.id)),
  }
}

/** An employee with the names of their departments. @throws not_found */
export async function readPerson(db: Reader, id: string) {
  const row = await db
    .selectFrom('employees')
    .selectAll()
    .where('id', '=', id)
    .where('deleted', '=', 0)
    .where('bot', 'is', null)
    .executeTakeFirst()
  if (!row) throw new ProtocolError('not_found')
  const { deleted: _deleted, revision: _revision, ...person } = toEmployee(row)
  return { ...person, departments: await readDepartments(db, person.departmentIds) }
}
