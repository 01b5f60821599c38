import { type GroupDetails, limits, ProtocolError, type SystemContent } from '@lianqun/protocol'
import type { ConversationWriter, Writer } from '../../core/writer.ts'
import type { Reader } from '../../storage/database.ts'
import { idList } from '../../storage/id-list.ts'
import { randomId } from '../../storage/random-id.ts'
import {
  addSystemMessage,
  addToGroup,
  asLeft,
  audit,
  changeDetails,
  createGroup,
  heirOf,
  peopleRows,
  standing,
  touchMembers,
} from '../conversations/index.ts'

/* Groups that follow a department: its people, and those of the departments below it, are the members. */

/** A notice names so many people; of the others it says how many there are. */
const named = 4

interface DepartmentGroup {
  conversation_id: string
  department_id: string
  name: string
}

/** What of the directory a transaction changed: these employees, or the departments too, so that anybody may have moved. */
interface Moved {
  employees: Set<string>
  departments: boolean
}
const moves = new WeakMap<Writer, Moved>()

/** Groups follow what changes in the directory, once at the end of the transaction. */
export function followDirectory(w: Writer, change: { employeeId: string } | 'departments'): void {
  const moved = moves.get(w) ?? { employees: new Set(), departments: false }
  moves.set(w, moved)
  if (change === 'departments') moved.departments = true
  else moved.employees.add(change.employeeId)
  w.followUp(moves, () => follow(w, moved))
}

interface DepartmentGroupInput {
  departmentId: string
  name?: string
  id?: string
  /** Who makes it; its owner when left out. */
  actorId?: string
}

/**
 * Makes the group of a department; whoever leads it owns the group, or else the first of its people. A department has one.
 * @throws not_found, conflict where there is one, limit_reached
 */
export async function createDepartmentGroup(
  w: Writer,
  input: DepartmentGroupInput,
  maxMembers: number,
): Promise<{ id: string }> {
  const tree = await readTree(w.db)
  const department = departmentOf(tree, input.departmentId)
  if ((await groupOf(w.db, department.id)) !== undefined)
    throw new ProtocolError('conflict', { message: `${department.name} has a group already.` })
  return create(w, tree, department, input, maxMembers)
}

/** Whether somebody may make the group of a department, which has none yet. @throws not_found */
export async function mayFollowDepartment(db: Reader, departmentId: string, userId: string): Promise<boolean> {
  const tree = await readTree(db)
  const department = departmentOf(tree, departmentId)
  return (await groupOf(db, department.id)) === undefined && (await mayMake(db, tree, department, userId))
}

/**
 * Makes the group of a department for somebody who may, or finds the one that there is.
 * @throws not_found, forbidden, limit_reached
 */
export async function followDepartment(
  w: Writer,
  input: { departmentId: string; actorId: string },
  maxMembers: number,
): Promise<{ id: string }> {
  const tree = await readTree(w.db)
  const department = departmentOf(tree, input.departmentId)
  if (!(await mayMake(w.db, tree, department, input.actorId)))
    throw new ProtocolError('forbidden', {
      message: 'Only administrators of the workspace and who leads the department or one above it make its group.',
    })
  const known = await groupOf(w.db, department.id)
  return known === undefined ? create(w, tree, department, input, maxMembers) : { id: known }
}

/** Administrators of the workspace may make the group of a department, and who leads it or one above it. */
async function mayMake(db: Reader, tree: DepartmentTree, department: Department, userId: string): Promise<boolean> {
  if (tree.leadersOver(department.id).has(userId)) return true
  const user = await db.selectFrom('users').select('admin').where('id', '=', userId).executeTakeFirst()
  return user !== undefined && user.admin !== 0
}

function departmentOf(tree: DepartmentTree, id: string): Department {
  const department = tree.get(id)
  if (!department) throw new ProtocolError('not_found', { message: 'There is no such department.' })
  return department
}

/** The group that follows a department. */
async function groupOf(db: Reader, departmentId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('department_groups')
    .select('conversation_id')
    .where('department_id', '=', departmentId)
    .executeTakeFirst()
  return row?.conversation_id
}

async function create(
  w: Writer,
  tree: DepartmentTree,
  department: Department,
  input: DepartmentGroupInput,
  maxMembers: number,
): Promise<{ id: string }> {
  const people = tree.peopleOf(department.id, await readPeople(w, null))
  const ownerId = department.leaderIds.find(id => people.has(id)) ?? [...people][0]
  if (ownerId === undefined) throw new ProtocolError('not_found', { message: `Nobody is in ${department.name}.` })
  if (people.size > maxMembers)
    throw new ProtocolError('limit_reached', {
      message: `${department.name} has ${people.size} people, and a group at most ${maxMembers} members.`,
    })
  const id = input.id ?? randomId()
  const name = input.name ?? groupName(department.name)
  const { actorId } = input
  await createGroup(w, { id, ownerId, userIds: [...people], name, departmentId: department.id, actorId }, maxMembers)
  const row = { conversation_id: id, department_id: department.id, name: department.name }
  await w.db.insertInto('department_groups').values(row).execute()
  return { id }
}

async function follow(w: Writer, moved: Moved): Promise<void> {
  const groups = await w.db.selectFrom('department_groups').selectAll().execute()
  if (groups.length === 0) return
  const tree = await readTree(w.db)
  const only = moved.departments ? null : [...moved.employees]
  const people = await readPeople(w, only)
  for (const group of groups) {
    const c = await w.conversation(group.conversation_id)
    const department = tree.get(group.department_id)
    if (!department) await end(w, c, group)
    else {
      await followMembers(w, c, department, { wanted: tree.peopleOf(department.id, people), only })
      await followName(w, c, group, department.name)
    }
  }
}

/** Brings the members up to the people who are `wanted`; `only`: those of all who can have moved, null for anybody. */
async function followMembers(
  w: Writer,
  c: ConversationWriter,
  department: Department,
  { wanted, only }: { wanted: ReadonlySet<string>; only: readonly string[] | null },
): Promise<void> {
  const members =
    only === null
      ? await standing(w.db, c.row.id, c.row.member_count)
      : [...(await peopleRows(w.db, c.row.id, only)).values()]
  const present = new Set(members.map(row => row.user_id))
  const gone = members.filter(row => !wanted.has(row.user_id))
  const come = [...wanted].filter(id => !present.has(id))
  const actorId = c.row.owner_id ?? come[0] ?? gone[0]?.user_id
  if (actorId === undefined) return
  const room = Math.max(0, limits.members - (c.row.member_count - gone.length))
  const added = come.slice(0, room)
  if (added.length < come.length) {
    const after = { members: limits.members, missing: come.length - added.length }
    await audit(w, { conversationId: c.row.id, action: 'departmentFull', actorId, after })
  }
  if (gone.length > 0) {
    const left = gone.map(row => ({ ...asLeft(row, actorId, w.now), left_reason: 'department' }))
    await w.saveMembers(c, left, 'left')
    await touchMembers(w, c, -gone.length, { without: gone })
  }
  if (added.length > 0) {
    const notice = about('departmentJoined', actorId, added)
    await addToGroup(w, c, added, notice, limits.members)
  }
  if (gone.length > 0)
    await addSystemMessage(
      w,
      c,
      about(
        'departmentLeft',
        actorId,
        gone.map(row => row.user_id),
      ),
    )
  const ownerGone = c.row.owner_id === null || gone.some(row => row.user_id === c.row.owner_id)
  if (ownerGone) await passOn(w, c, department.leaderIds)
}

function about(event: string, actorId: string, userIds: readonly string[]): SystemContent {
  return { type: 'system', event, actorId, userIds: userIds.slice(0, named), count: userIds.length }
}

/** The owner is not in the department any more: its leader takes over, or who would when an owner leaves. */
async function passOn(w: Writer, c: ConversationWriter, leaderIds: readonly string[]): Promise<void> {
  const leaders = await peopleRows(w.db, c.row.id, leaderIds)
  const heir = leaderIds.map(id => leaders.get(id)).find(row => row !== undefined) ?? (await heirOf(w, c))
  if (heir) await w.saveMembers(c, [{ ...heir, role: 'owner' }], 'changed')
  await touchMembers(w, c, 0, { ownerId: heir?.user_id ?? null })
  if (heir)
    await addSystemMessage(w, c, { type: 'system', event: 'owner', actorId: heir.user_id, userIds: [heir.user_id] })
}

/** The group is called what the department is, unless somebody gave it another name. */
async function followName(w: Writer, c: ConversationWriter, group: DepartmentGroup, name: string): Promise<void> {
  if (group.name === name) return
  await w.db
    .updateTable('department_groups')
    .set({ name })
    .where('conversation_id', '=', group.conversation_id)
    .execute()
  if (c.row.name !== groupName(group.name)) return
  const actorId = c.row.owner_id
  c.touch({ name: groupName(name) })
  if (actorId !== null)
    await addSystemMessage(w, c, { type: 'system', event: 'renamed', actorId, name }, { before: { name: group.name } })
}

/** The department is no more: its group stays, as one like others. */
async function end(w: Writer, c: ConversationWriter, group: DepartmentGroup): Promise<void> {
  await w.db.deleteFrom('department_groups').where('conversation_id', '=', group.conversation_id).execute()
  changeDetails(c, { departmentId: undefined } satisfies { [K in keyof GroupDetails]?: undefined })
  const actorId = c.row.owner_id
  if (actorId === null) return
  const content: SystemContent = { type: 'system', event: 'departmentEnded', actorId, name: group.name }
  await addSystemMessage(w, c, content, { before: { departmentId: group.department_id } })
}

/** The name of a department as a group can have it. */
const groupName = (name: string): string => name.slice(0, limits.conversationNameChars)

interface Department {
  id: string
  name: string
  parentId: string | null
  leaderIds: string[]
}

/** The departments that there are. */
class DepartmentTree {
  readonly #byId: ReadonlyMap<string, Department>
  readonly #children = new Map<string, string[]>()

  constructor(departments: readonly Department[]) {
    this.#byId = new Map(departments.map(department => [department.id, department]))
    for (const { id, parentId } of departments)
      if (parentId !== null) this.#children.set(parentId, [...(this.#children.get(parentId) ?? []), id])
  }

  get(id: string): Department | undefined {
    return this.#byId.get(id)
  }

  /** Who leads a department or one above it. */
  leadersOver(id: string): Set<string> {
    const above = new Set<Department>()
    // A damaged directory may go in a circle.
    for (let one = this.get(id); one && !above.has(one); one = this.get(one.parentId ?? '')) above.add(one)
    return new Set([...above].flatMap(({ leaderIds }) => leaderIds))
  }

  /** Who of some people works in a department or below it. */
  peopleOf(id: string, people: readonly Person[]): Set<string> {
    const within = this.#below(id)
    return new Set(people.filter(person => person.departmentIds.some(one => within.has(one))).map(person => person.id))
  }

  /** A department and all below it, each once even where a damaged directory goes in a circle. */
  #below(id: string): Set<string> {
    const found = new Set([id])
    for (const one of found) for (const child of this.#children.get(one) ?? []) found.add(child)
    return found
  }
}

async function readTree(db: Reader): Promise<DepartmentTree> {
  const rows = await db
    .selectFrom('departments')
    .select(['id', 'name', 'parent_id', 'leader_ids'])
    .where('deleted', '=', 0)
    .execute()
  return new DepartmentTree(
    rows.map(row => ({
      id: row.id,
      name: row.name,
      parentId: row.parent_id,
      leaderIds: JSON.parse(row.leader_ids) as string[],
    })),
  )
}

interface Person {
  id: string
  departmentIds: string[]
}

/** Who works here and may sign in, in the order of their ids; of `only`, unless it is null. */
async function readPeople(w: Writer, only: readonly string[] | null): Promise<Person[]> {
  const rows = await w.db
    .selectFrom('employees')
    .innerJoin('users', 'users.id', 'employees.id')
    .select(['employees.id', 'employees.department_ids'])
    .where('employees.deleted', '=', 0)
    .where('employees.bot', 'is', null)
    .where('users.disabled', '=', 0)
    .$if(only !== null, people => people.where('employees.id', 'in', idList(only ?? [])))
    .orderBy('employees.id')
    .execute()
  return rows.map(row => ({ id: row.id, departmentIds: JSON.parse(row.department_ids) as string[] }))
}
