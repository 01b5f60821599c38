import type { Department, Employee, Organisation } from '@lianqun/protocol'
import type { EntityHandlers } from '../core/feature.ts'
import { readMeta, writeMeta } from '../core/meta.ts'
import type { WriteContext } from '../core/write-context.ts'
import { nameTerms, personTerms, sortKey, termsVersion } from './search-terms.ts'

function upsertOrganisation(context: WriteContext, value: Organisation): void {
  context.sql.run(
    `INSERT INTO organisation (one, name, latin_name, revision) VALUES (1, ?, ?, ?) ON CONFLICT (one) DO UPDATE SET
       name = excluded.name, latin_name = excluded.latin_name, revision = excluded.revision
     WHERE excluded.revision > organisation.revision`,
    value.name,
    value.latinName,
    value.revision,
  )
  context.changes.scope('directory')
}

function upsertDepartment(context: WriteContext, value: Department): void {
  context.sql.run(
    `INSERT INTO department (id, parent_id, name, latin_name, sort_order, leader_ids, deleted, terms, revision)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id,
       name = excluded.name, latin_name = excluded.latin_name, sort_order = excluded.sort_order,
       leader_ids = excluded.leader_ids, deleted = excluded.deleted, terms = excluded.terms,
       revision = excluded.revision WHERE excluded.revision > department.revision`,
    value.id,
    value.parentId,
    value.name,
    value.latinName,
    value.sortOrder,
    JSON.stringify(value.leaderIds),
    value.deleted ? 1 : 0,
    nameTerms(value.name, value.latinName),
    value.revision,
  )
  context.changes.scope('directory')
}

function upsertEmployee(context: WriteContext, value: Employee): void {
  const { sql } = context
  const { bot = null, icon = '' } = value
  const held = sql.get<{
    revision: number
    name: string
    latinName: string
    external: number
    deleted: number
    bot: string | null
    icon: string
  }>(
    'SELECT revision, name, latin_name AS latinName, external, deleted, bot, icon FROM employee WHERE id = ?',
    value.id,
  )
  // The list of conversations marks those with people of other organisations.
  if (held === undefined && value.external) context.changes.renamed = true
  if (held !== undefined) {
    if (held.revision >= value.revision) return
    if (
      held.name !== value.name ||
      held.latinName !== value.latinName ||
      (held.external === 1) !== value.external ||
      (held.deleted === 1) !== value.deleted ||
      held.bot !== bot ||
      held.icon !== icon
    )
      context.changes.renamed = true
  }
  const sort = sortKey(value.name)
  sql.run(
    `INSERT INTO employee (id, name, latin_name, department_ids, title, phone, mail, staff_no, place, external,
       deleted, bot, icon, sort, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,
       latin_name = excluded.latin_name, department_ids = excluded.department_ids, title = excluded.title,
       phone = excluded.phone, mail = excluded.mail, staff_no = excluded.staff_no, place = excluded.place,
       external = excluded.external, deleted = excluded.deleted, bot = excluded.bot, icon = excluded.icon,
       sort = excluded.sort, revision = excluded.revision`,
    value.id,
    value.name,
    value.latinName,
    JSON.stringify(value.departmentIds),
    value.title,
    value.phone,
    value.mail,
    value.staffNo,
    value.place,
    value.external ? 1 : 0,
    value.deleted ? 1 : 0,
    bot,
    icon,
    sort,
    value.revision,
  )
  context.changes.scope('directory')
  const key = sql.get<{ key: number }>('SELECT key FROM employee WHERE id = ?', value.id)?.key
  if (key === undefined) return
  if (held !== undefined) {
    sql.run('DELETE FROM employee_text WHERE rowid = ?', key)
    sql.run('DELETE FROM employee_department WHERE employee = ?', key)
  }
  // A bot is no colleague: it is not found among them, and in no department.
  if (value.deleted || bot !== null) return
  sql.run('INSERT INTO employee_text (rowid, tokens) VALUES (?, ?)', key, personTerms(value))
  const departments = [...new Set(value.departmentIds)]
  for (const id of departments) {
    sql.run(
      'INSERT INTO employee_department (department_id, sort, employee, only_one) VALUES (?, ?, ?, ?)',
      id,
      sort,
      key,
      departments.length === 1 ? 1 : 0,
    )
  }
}

function clear(context: WriteContext, ...tables: string[]): void {
  context.sql.exec(tables.map(table => `DELETE FROM ${table}`).join('; '))
  context.changes.scope('directory')
}

export const directoryEntities: EntityHandlers<'organisation' | 'department' | 'employee'> = {
  organisation: {
    apply: (context, rows) => {
      for (const row of rows) upsertOrganisation(context, row)
    },
    reset: context => clear(context, 'organisation'),
  },
  department: {
    apply: (context, rows) => {
      for (const row of rows) upsertDepartment(context, row)
    },
    reset: context => clear(context, 'department'),
  },
  employee: {
    apply: (context, rows) => {
      for (const row of rows) upsertEmployee(context, row)
    },
    // Employees who have left are removed too; the server sends them again, for the names in old messages.
    reset: context => clear(context, 'employee_text', 'employee_department', 'employee'),
  },
}

/** Stores employees that were requested by id before the whole directory was read. */
export function applyEmployees(context: WriteContext, employees: readonly Employee[]): void {
  for (const employee of employees) upsertEmployee(context, employee)
  context.changes.anyConversation()
}

const versionKey = 'terms'
const doneKey = 'termsUpTo'

/** Starts to compute the search terms anew when this version makes others than the last one. */
export function startRenewTerms({ sql, changes }: WriteContext): void {
  if (readMeta(sql, versionKey) === termsVersion) return
  writeMeta(sql, versionKey, termsVersion)
  for (const { id, name, latinName } of sql.all<{ id: string; name: string; latinName: string }>(
    'SELECT id, name, latin_name AS latinName FROM department',
  ))
    sql.run('UPDATE department SET terms = ? WHERE id = ?', nameTerms(name, latinName), id)
  for (const { key, name } of sql.all<{ key: number; name: string }>('SELECT key, name FROM conversation'))
    sql.run('UPDATE conversation SET terms = ? WHERE key = ?', nameTerms(name), key)
  writeMeta(sql, doneKey, '0')
  changes.scope('directory')
}

interface NamedRow {
  key: number
  name: string
  latinName: string
  staffNo: string
  mail: string
  phone: string
  /** 1: not to be found, as it has left or is a bot. */
  hidden: number
  sort: string
}

/** Computes the terms of the next `limit` people anew. Returns whether there are more. */
export function renewTerms({ sql }: WriteContext, limit: number): boolean {
  const done = readMeta(sql, doneKey)
  if (done === null || done === '') return false
  const rows = sql.all<NamedRow>(
    `SELECT key, name, latin_name AS latinName, staff_no AS staffNo, mail, phone,
       deleted OR bot IS NOT NULL AS hidden, sort FROM employee
     WHERE key > ? ORDER BY key LIMIT ?`,
    Number(done),
    limit,
  )
  for (const row of rows) {
    const sort = sortKey(row.name)
    if (sort !== row.sort) {
      sql.run('UPDATE employee SET sort = ? WHERE key = ?', sort, row.key)
      sql.run('UPDATE employee_department SET sort = ? WHERE employee = ?', sort, row.key)
    }
    if (row.hidden === 1) continue
    sql.run('DELETE FROM employee_text WHERE rowid = ?', row.key)
    sql.run('INSERT INTO employee_text (rowid, tokens) VALUES (?, ?)', row.key, personTerms(row))
  }
  const more = rows.length === limit
  writeMeta(sql, doneKey, more ? String(rows.at(-1)?.key ?? 0) : '')
  return more
}
