import type { Employee, Organisation } from '@lianqun/protocol'
import { type Found, readCounter, type ScopeInput, type SingleScopeReader } from '../../core/scopes.ts'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'
import { toDepartment, toEmployee } from './tables.ts'

/** The organisation, its departments and its employees. */
export const directoryScope: SingleScopeReader<'directory'> = { read, head: db => readCounter(db, 'directory') }

async function read(db: Reader, input: ScopeInput): Promise<Found<'directory'>> {
  const take = input.limit + 1
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
  return {
    rows: {
      organisation: await readOrganisation(db, input.since),
      department: departments.map(toDepartment),
      employee: employees.map(toEmployee),
    },
    head: await readCounter(db, 'directory'),
  }
}

async function readOrganisation(db: Reader, since: number): Promise<Organisation[]> {
  const row = await db.selectFrom('organisation').selectAll().where('revision', '>', since).executeTakeFirst()
  return row ? [{ name: row.name, latinName: row.latin_name, revision: Number(row.revision) }] : []
}

/** Employees by id, including those who left. Unknown ids are left out. */
export async function readEmployees(db: Reader, ids: readonly string[]): Promise<Employee[]> {
  const rows = await db.selectFrom('employees').selectAll().where('id', 'in', idList(ids)).execute()
  return rows.map(toEmployee)
}
