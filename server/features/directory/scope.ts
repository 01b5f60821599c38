import type { Change, Employee } from '@lianqun/protocol'
import { type Found, readCounter, type ScopeInput, type ScopeReader } from '../../core/scopes.ts'
import type { Reader } from '../../storage/database.ts'
import { toDepartment, toEmployee } from './tables.ts'

/** The organisation, its departments and its employees. */
export const directoryScope: Required<ScopeReader> = { read, head: db => readCounter(db, 'directory') }

async function read(db: Reader, input: ScopeInput): Promise<Found> {
  const take = input.limit + 1
  const changes: Change[] = []
  const organisation = await db
    .selectFrom('organisation')
    .selectAll()
    .where('revision', '>', input.since)
    .executeTakeFirst()
  if (organisation) {
    const { name, latin_name: latinName } = organisation
    changes.push({ entity: 'organisation', value: { name, latinName, revision: Number(organisation.revision) } })
  }
  const departments = await db
    .selectFrom('departments')
    .selectAll()
    .where('revision', '>', input.since)
    .orderBy('revision')
    .limit(take)
    .execute()
  const employees = await db
    .selectFrom('employees')
    .selectAll()
    .where('revision', '>', input.since)
    .orderBy('revision')
    .limit(take)
    .execute()
  for (const row of departments) changes.push({ entity: 'department', value: toDepartment(row) })
  for (const row of employees) changes.push({ entity: 'employee', value: toEmployee(row) })
  return { changes, head: await readCounter(db, 'directory') }
}

/** Some people of the directory as they stand, those who left included; ids that nobody has are left out. */
export async function readEmployees(db: Reader, ids: readonly string[]): Promise<Employee[]> {
  const rows = await db.selectFrom('employees').selectAll().where('id', 'in', ids).execute()
  return rows.map(toEmployee)
}
