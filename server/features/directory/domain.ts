import {
  cleanName,
  type Department,
  departmentSchema,
  type Employee,
  employeeSchema,
  type Organisation,
  ProtocolError,
  writableDepartmentSchema,
  writableEmployeeSchema,
  writableOrganisationSchema,
} from '@lianqun/protocol'
import { parseInput } from '../../core/parse.ts'
import type { Writer } from '../../core/writer.ts'
import { randomId } from '../../storage/random-id.ts'
import { countConfirmations } from '../announcements/index.ts'
import { setDisabled } from '../auth/index.ts'
import { botsAmong } from '../conversations/index.ts'
import { followDirectory } from '../groups/index.ts'
import { toDepartment, toEmployee } from './tables.ts'

/** Sets the organisation's names. @throws invalid_params */
export async function setOrganisation(w: Writer, names: { name: string; latinName: string }): Promise<Organisation> {
  const input = parseInput(writableOrganisationSchema, names)
  const revision = await w.sharedNext('directory')
  const values = { name: input.name, latin_name: input.latinName, revision }
  await w.db
    .insertInto('organisation')
    .values({ id: 'organisation', ...values })
    .onConflict(oc => oc.column('id').doUpdateSet(values))
    .execute()
  const value = { ...input, revision }
  w.sharedAdd('directory', { entity: 'organisation', value })
  return value
}

export type DepartmentInput = Pick<Department, 'name'> & Partial<Omit<Department, 'revision' | 'deleted'>>

/** @throws invalid_params */
export async function createDepartment(w: Writer, input: DepartmentInput): Promise<Department> {
  const written = parseInput(writableDepartmentSchema, { latinName: '', ...input })
  return saveDepartment(w, {
    id: input.id ?? randomId(),
    parentId: input.parentId ?? null,
    ...written,
    sortOrder: input.sortOrder ?? 0,
    leaderIds: input.leaderIds ?? [],
    deleted: false,
    revision: await w.sharedNext('directory'),
  })
}

/** Changes fields of a department; `deleted: true` removes it. @throws not_found, invalid_params */
export async function updateDepartment(
  w: Writer,
  id: string,
  values: Partial<Omit<Department, 'id' | 'revision'>>,
): Promise<Department> {
  const row = await w.db.selectFrom('departments').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new ProtocolError('not_found')
  const written = parseInput(writableDepartmentSchema.partial(), values)
  return saveDepartment(w, { ...toDepartment(row), ...values, ...written, revision: await w.sharedNext('directory') })
}

async function saveDepartment(w: Writer, department: Department): Promise<Department> {
  const value = departmentSchema.parse(department)
  const row = {
    parent_id: value.parentId,
    name: value.name,
    latin_name: value.latinName,
    sort_order: value.sortOrder,
    leader_ids: JSON.stringify(value.leaderIds),
    deleted: value.deleted ? 1 : 0,
    revision: value.revision,
  }
  await w.db
    .insertInto('departments')
    .values({ id: value.id, ...row })
    .onConflict(oc => oc.column('id').doUpdateSet(row))
    .execute()
  w.sharedAdd('directory', { entity: 'department', value })
  followDirectory(w, 'departments')
  return value
}

export interface EmployeeInput extends Partial<Omit<Employee, 'revision' | 'deleted' | 'name'>> {
  name: string
  /** The account name; without one the person cannot sign in. */
  account?: string
  /** From `hashPassword`. Seeds share one hash among many people. */
  passwordHash?: string
  admin?: boolean
  /** May publish announcements. */
  publisher?: boolean
}

const noDetails = { latinName: '', title: '', phone: '', mail: '', staffNo: '', place: '' }

/** Creates an employee with their account (same id). @throws conflict when the id or account is taken, invalid_params */
export async function createEmployee(w: Writer, input: EmployeeInput): Promise<Employee> {
  const id = input.id ?? randomId()
  const account = input.account === undefined ? null : cleanName(input.account).toLowerCase()
  const written = parseInput(writableEmployeeSchema, { ...noDetails, ...input })
  const taken = await w.db
    .selectFrom('users')
    .select('id')
    .where(eb => eb.or([eb('id', '=', id), eb('account', '=', account ?? '')]))
    .executeTakeFirst()
  if (taken) throw new ProtocolError('conflict', { message: `The id ${id} or the account is taken.` })
  const employee = await saveEmployee(w, {
    id,
    ...written,
    departmentIds: input.departmentIds ?? [],
    external: input.external ?? false,
    ...(input.bot !== undefined && { bot: input.bot, icon: input.icon ?? '' }),
    deleted: false,
    revision: await w.sharedNext('directory'),
  })
  await w.db
    .insertInto('users')
    .values({
      id,
      account,
      password_hash: input.passwordHash ?? null,
      admin: input.admin ? 1 : 0,
      publisher: input.publisher ? 1 : 0,
      disabled: 0,
      me_revision: 0,
    })
    .execute()
  return employee
}

/** Changes fields of an employee. `deleted: true`: left; the account is disabled. @throws not_found, invalid_params */
export async function updateEmployee(
  w: Writer,
  id: string,
  values: Partial<Omit<Employee, 'id' | 'revision'>>,
): Promise<Employee> {
  const row = await w.db.selectFrom('employees').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new ProtocolError('not_found')
  const written = parseInput(writableEmployeeSchema.partial(), values)
  const employee = { ...toEmployee(row), ...values, ...written, revision: await w.sharedNext('directory') }
  if (employee.deleted) await setDisabled(w, id, true)
  if (employee.deleted !== (row.deleted !== 0)) await countConfirmations(w, id, employee.deleted ? -1 : 1)
  return saveEmployee(w, employee)
}

async function saveEmployee(w: Writer, employee: Employee): Promise<Employee> {
  const value = employeeSchema.parse(employee)
  const row = {
    name: value.name,
    latin_name: value.latinName,
    department_ids: JSON.stringify(value.departmentIds),
    title: value.title,
    phone: value.phone,
    mail: value.mail,
    staff_no: value.staffNo,
    place: value.place,
    external: value.external ? 1 : 0,
    bot: value.bot ?? null,
    icon: value.icon ?? '',
    deleted: value.deleted ? 1 : 0,
    revision: value.revision,
  }
  await w.db
    .insertInto('employees')
    .values({ id: value.id, ...row })
    .onConflict(oc => oc.column('id').doUpdateSet(row))
    .execute()
  w.sharedAdd('directory', { entity: 'employee', value })
  if (value.bot === undefined) followDirectory(w, { employeeId: value.id })
  return value
}

/** Sets the roles of a user. @throws forbidden for a bot */
export async function setRoles(w: Writer, userId: string, roles: { admin?: boolean; publisher?: boolean }) {
  const values: { admin?: number; publisher?: number } = {}
  if (roles.admin !== undefined) values.admin = roles.admin ? 1 : 0
  if (roles.publisher !== undefined) values.publisher = roles.publisher ? 1 : 0
  if (Object.keys(values).length === 0) return
  if ((await botsAmong(w.db, [userId])).size > 0)
    throw new ProtocolError('forbidden', { message: 'A bot has no role in the workspace.' })
  await w.db.updateTable('users').set(values).where('id', '=', userId).execute()
}
