import type { Department, Employee } from '@lianqun/protocol'
import { parseIds } from '../../storage/rows.ts'

declare module '../../storage/tables.ts' {
  interface Tables {
    organisation: { id: string; name: string; latin_name: string; revision: number }
    departments: DepartmentRow
    employees: EmployeeRow
  }
}

export interface DepartmentRow {
  id: string
  parent_id: string | null
  name: string
  latin_name: string
  sort_order: number
  leader_ids: string
  deleted: number
  revision: number
}

export interface EmployeeRow {
  id: string
  name: string
  latin_name: string
  department_ids: string
  title: string
  phone: string
  mail: string
  staff_no: string
  place: string
  external: number
  bot: string | null
  icon: string
  deleted: number
  revision: number
}

export function toDepartment(row: DepartmentRow): Department {
  return {
    id: row.id,
    parentId: row.parent_id,
    name: row.name,
    latinName: row.latin_name,
    sortOrder: row.sort_order,
    leaderIds: parseIds(row.leader_ids),
    deleted: row.deleted !== 0,
    revision: Number(row.revision),
  }
}

export function toEmployee(row: EmployeeRow): Employee {
  return {
    id: row.id,
    name: row.name,
    latinName: row.latin_name,
    departmentIds: parseIds(row.department_ids),
    title: row.title,
    phone: row.phone,
    mail: row.mail,
    staffNo: row.staff_no,
    place: row.place,
    external: row.external !== 0,
    ...(row.bot !== null && { bot: row.bot, icon: row.icon }),
    deleted: row.deleted !== 0,
    revision: Number(row.revision),
  }
}
