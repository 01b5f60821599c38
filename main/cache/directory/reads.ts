import { conversationKind } from '@lianqun/protocol'
import { editsAllowed, lettersOf, mayStartWithin, startsWithin } from '../../../common/typo.ts'
import type { CallArgs, CallResult, DepartmentItem, PersonDetail, PersonItem } from '../../../preload/contract/index.ts'
import {
  avatarUserIdsOf,
  conversationPeople,
  externalConversations,
  leftEpoch,
  Names,
  pictureOf,
} from '../core/rows.ts'
import { readJson, type Sql } from '../core/sql.ts'
import { nearTerms, normalizeTerm, personExpressions, rankTerms, soundOf } from './search-terms.ts'

interface DepartmentNode {
  item: DepartmentItem
  terms: string
  leaders: string[]
  /** From the root down to the department itself. */
  path: DepartmentNode[]
}

interface EmployeeRow {
  key: number
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
  deleted: number
  bot: string | null
  icon: string
  sort: string
}

interface DepartmentRow {
  id: string
  parent_id: string | null
  name: string
  latin_name: string
  leader_ids: string
  terms: string
}

interface GroupRow {
  key: number
  id: string
  kind: string
  name: string
  avatar_user_ids: string
  member_count: number
  details: string
}

/** A way to type someone's name. */
interface Spelling {
  key: number
  text: string
  letters: number
}

/** Reads of the directory. The departments are cached in memory until the directory changes. */
export class Directory {
  readonly #sql: Sql
  #nodes: Map<string, DepartmentNode> | null = null
  #spellings: Spelling[] | null = null

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Drops the cached departments; to be called after each change of the directory. */
  forget(): void {
    this.#nodes = null
    this.#spellings = null
  }

  departments(): CallResult<'directory.departments'> {
    const organisation = this.#sql.get<{ name: string; latinName: string }>(
      'SELECT name, latin_name AS latinName FROM organisation',
    )
    return {
      organisation: { name: organisation?.name ?? '', latinName: organisation?.latinName ?? '' },
      departments: [...this.#tree().values()].map(node => node.item),
    }
  }

  /** Departments in the order of the tree, parents first. One with a missing parent or in a cycle becomes a root. */
  #tree(): Map<string, DepartmentNode> {
    if (this.#nodes !== null) return this.#nodes
    const rows = this.#sql.all<DepartmentRow>(
      `SELECT id, parent_id, name, latin_name, leader_ids, terms FROM department WHERE deleted = 0
       ORDER BY sort_order, name, id`,
    )
    const known = new Set(rows.map(row => row.id))
    const children = Map.groupBy(rows, row => (row.parent_id !== null && known.has(row.parent_id) ? row.parent_id : ''))
    const nodes = new Map<string, DepartmentNode>()
    const add = (row: DepartmentRow, above: DepartmentNode[]) => {
      if (nodes.has(row.id)) return
      const below = children.get(row.id) ?? []
      const node: DepartmentNode = {
        item: {
          id: row.id,
          parentId: above.at(-1)?.item.id ?? null,
          name: row.name,
          latinName: row.latin_name,
          headcount: 0,
          depth: above.length,
          hasChildren: below.length > 0,
        },
        terms: row.terms,
        leaders: readJson<string[]>(row.leader_ids),
        path: [],
      }
      node.path = [...above, node]
      nodes.set(row.id, node)
      for (const child of below) add(child, node.path)
    }
    for (const row of children.get('') ?? []) add(row, [])
    for (const row of rows) add(row, [])
    this.#count(nodes)
    this.#nodes = nodes
    return nodes
  }

  /** Counts each person once in each of their departments and in those above. */
  #count(nodes: Map<string, DepartmentNode>): void {
    const single = this.#sql.all<{ id: string; n: number }>(
      'SELECT department_id AS id, count(*) AS n FROM employee_department WHERE only_one = 1 GROUP BY department_id',
    )
    for (const { id, n } of single) for (const node of nodes.get(id)?.path ?? []) node.item.headcount += n
    const several = this.#sql.all<{ id: string; employee: number }>(
      'SELECT department_id AS id, employee FROM employee_department WHERE only_one = 0',
    )
    for (const departments of Map.groupBy(several, row => row.employee).values()) {
      const above = new Set(departments.flatMap(({ id }) => nodes.get(id)?.path ?? []))
      for (const node of above) node.item.headcount += 1
    }
  }

  #personItem(row: EmployeeRow, departmentId?: string): PersonItem {
    const ids = readJson<string[]>(row.department_ids)
    const shown = departmentId ?? ids.find(id => this.#tree().has(id)) ?? ids[0] ?? ''
    const node = this.#tree().get(shown)
    return {
      id: row.id,
      name: row.name,
      latinName: row.latin_name,
      title: row.title,
      departmentId: shown,
      departmentName: node?.item.name ?? '',
      departmentLatinName: node?.item.latinName ?? '',
      leader: node?.leaders.includes(row.id) ?? false,
      phone: row.phone,
      external: row.external === 1,
      deleted: row.deleted === 1,
      ...pictureOf(row),
    }
  }

  /** People by id; an unknown one has empty fields. */
  peopleById(ids: readonly string[]): Map<string, PersonItem> {
    const rows = this.#sql.all<EmployeeRow>(
      'SELECT * FROM employee WHERE id IN (SELECT value FROM json_each(?))',
      JSON.stringify(ids),
    )
    const unknown = {
      title: '',
      phone: '',
      departmentId: '',
      departmentName: '',
      departmentLatinName: '',
      leader: false,
    }
    const found = new Map<string, PersonItem>(
      ids.map(id => [id, { id, name: '', latinName: '', ...unknown, external: false, deleted: false }]),
    )
    for (const row of rows) found.set(row.id, this.#personItem(row))
    return found
  }

  /**
   * People of one department without those below it, leaders first, then by name; without a department all, by name.
   */
  people(args: CallArgs<'directory.people'>): CallResult<'directory.people'> {
    const { departmentId, offset, limit } = args
    if (departmentId === null) {
      const total =
        this.#sql.get<{ n: number }>('SELECT count(*) AS n FROM employee WHERE deleted = 0 AND bot IS NULL')?.n ?? 0
      const rows = this.#sql.all<EmployeeRow>(
        'SELECT * FROM employee WHERE deleted = 0 AND bot IS NULL ORDER BY sort, key LIMIT ? OFFSET ?',
        limit,
        offset,
      )
      return { total, items: rows.map(row => this.#personItem(row)) }
    }
    const total =
      this.#sql.get<{ n: number }>(
        'SELECT count(*) AS n FROM employee_department WHERE department_id = ?',
        departmentId,
      )?.n ?? 0
    const leaders = JSON.stringify(this.#tree().get(departmentId)?.leaders ?? [])
    const first = this.#sql.all<EmployeeRow>(
      `SELECT e.* FROM json_each(?) l JOIN employee e ON e.id = l.value
       JOIN employee_department d ON d.employee = e.key AND d.department_id = ? ORDER BY l.key`,
      leaders,
      departmentId,
    )
    const shown = first.slice(offset, offset + limit)
    const rest = this.#sql.all<EmployeeRow>(
      `SELECT e.* FROM employee_department d JOIN employee e ON e.key = d.employee
       WHERE d.department_id = ? AND d.employee NOT IN (SELECT value FROM json_each(?))
       ORDER BY d.sort, d.employee LIMIT ? OFFSET ?`,
      departmentId,
      JSON.stringify(first.map(row => row.key)),
      limit - shown.length,
      Math.max(0, offset - first.length),
    )
    return { total, items: [...shown, ...rest].map(row => this.#personItem(row, departmentId)) }
  }

  /** Everyone in a department and in those below it, by name. */
  everyoneIn({ departmentId, limit }: CallArgs<'directory.everyoneIn'>): CallResult<'directory.everyoneIn'> {
    const within = [...this.#tree().values()].filter(({ path }) => path.some(node => node.item.id === departmentId))
    const people = this.#sql.all<{ id: string; name: string; latinName: string }>(
      `SELECT id, name, latin_name AS latinName FROM employee WHERE deleted = 0 AND key IN (
         SELECT employee FROM employee_department WHERE department_id IN (SELECT value FROM json_each(?))
       ) ORDER BY sort, key LIMIT ?`,
      JSON.stringify(within.map(node => node.item.id)),
      limit,
    )
    return { total: this.#tree().get(departmentId)?.item.headcount ?? people.length, people }
  }

  person(userId: string, self: string | null): PersonDetail | null {
    const row = this.#sql.get<EmployeeRow>('SELECT * FROM employee WHERE id = ?', userId)
    if (row === undefined) return null
    const departments = readJson<string[]>(row.department_ids)
      .map(id => this.#tree().get(id))
      .filter(node => node !== undefined)
    return {
      ...this.#personItem(row),
      mail: row.mail,
      staffNo: row.staff_no,
      place: row.place,
      paths: departments.map(node =>
        node.path.map(({ item }) => ({ id: item.id, name: item.name, latinName: item.latinName })),
      ),
      manager: this.#manager(userId, departments[0]),
      groupsInCommon: userId === self ? [] : this.#groupsInCommon(userId, self),
    }
  }

  /** The leader of the person's main department, or of the nearest one above, other than the person. */
  #manager(userId: string, department: DepartmentNode | undefined): PersonDetail['manager'] {
    for (const node of (department?.path ?? []).toReversed()) {
      for (const id of node.leaders) {
        if (id === userId) continue
        const row = this.#sql.get<EmployeeRow>('SELECT * FROM employee WHERE id = ? AND deleted = 0', id)
        if (row !== undefined) return { id, name: row.name, latinName: row.latin_name }
      }
    }
    return null
  }

  #groupsInCommon(userId: string, self: string | null): PersonDetail['groupsInCommon'] {
    const rows = this.#sql.all<GroupRow>(
      `SELECT c.key, c.id, c.kind, c.name, c.avatar_user_ids, c.member_count, c.details FROM member m JOIN conversation c ON c.key = m.conversation
       WHERE m.user_id = ? AND m.has_left = 0 AND c.kind <> 'direct' AND c.epoch <> '${leftEpoch}' ORDER BY c.active_at DESC LIMIT 100`,
      userId,
    )
    return this.#withPeople(rows, self).map(({ row, shown }) => ({ id: row.id, name: row.name, ...shown }))
  }

  /** Groups with the people of their avatars and titles, and whether there are people of other organisations. */
  #withPeople<Row extends GroupRow>(rows: readonly Row[], self: string | null) {
    const names = new Names(this.#sql)
    const listed = rows.map(row => ({ row, avatarUserIds: avatarUserIdsOf(row, self) }))
    for (const { avatarUserIds } of listed) names.want(...avatarUserIds)
    const external = externalConversations(
      this.#sql,
      listed.map(({ row, avatarUserIds }) => ({ key: row.key, avatarUserIds })),
      self,
      names,
    )
    return listed.map(({ row, avatarUserIds }) => ({
      row,
      shown: { ...conversationPeople(row, avatarUserIds, self, names), external: external.has(row.key) },
    }))
  }

  /**
   * People, departments and groups by name, pinyin, initials, number or mail: exact matches, then prefixes, then parts.
   */
  search(args: CallArgs<'directory.search'>, self: string | null): CallResult<'directory.search'> {
    const query = normalizeTerm(args.query)
    if (query === '') return { people: [], departments: [], conversations: [] }
    return {
      people: this.#searchPeople(args.query, args.limit),
      departments: [...this.#tree().values()]
        .map(node => ({ item: node.item, rank: rankTerms(node.terms, query) }))
        .filter(found => found.rank !== null)
        .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
        .slice(0, args.limit)
        .map(found => found.item),
      conversations: this.#searchGroups(query, args.limit, self),
    }
  }

  /** The most candidates of each rank, which are then sorted by name. */
  static readonly #candidates = 500

  #searchPeople(query: string, limit: number): PersonItem[] {
    const found = new Map<number, EmployeeRow>()
    for (const expression of personExpressions(query)) {
      const rows = this.#sql
        .all<EmployeeRow>(
          `SELECT e.* FROM (SELECT rowid FROM employee_text WHERE employee_text MATCH ? LIMIT ?) t
           JOIN employee e ON e.key = t.rowid WHERE e.deleted = 0`,
          expression,
          Directory.#candidates,
        )
        .filter(row => !found.has(row.key))
        .sort((a, b) => (a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : a.key - b.key))
      for (const row of rows) found.set(row.key, row)
      if (found.size >= limit) break
    }
    if (found.size < limit) this.#addNear(found, query, limit)
    return [...found.values()].slice(0, limit).map(row => this.#personItem(row))
  }

  /** People whose name sounds like the query, or is it but for a slip of the finger. */
  #addNear(found: Map<number, EmployeeRow>, query: string, limit: number): void {
    const typed = normalizeTerm(query)
    const sound = soundOf(query)
    const word = sound ?? typed
    const most = sound === null ? editsAllowed(typed.length) : 0
    if (sound === null && most === 0) return
    this.#spellings ??= this.#spell()
    const letters = lettersOf(word)
    const near = new Set<number>()
    for (const { key, text, letters: has } of this.#spellings) {
      if (!mayStartWithin(letters, has, most) || found.has(key) || !startsWithin(word, text, most)) continue
      near.add(key)
      if (found.size + near.size >= limit) break
    }
    if (near.size === 0) return
    const rows = this.#sql.all<EmployeeRow>(
      'SELECT * FROM employee WHERE key IN (SELECT value FROM json_each(?)) ORDER BY sort, key',
      JSON.stringify([...near]),
    )
    for (const row of rows) found.set(row.key, row)
  }

  /** How everyone's name is typed: its reading, and its Latin name in both orders. */
  #spell(): Spelling[] {
    const rows = this.#sql.all<Pick<EmployeeRow, 'key' | 'name' | 'latin_name' | 'sort'>>(
      'SELECT key, name, latin_name, sort FROM employee WHERE deleted = 0 AND bot IS NULL ORDER BY sort, key',
    )
    return rows.flatMap(({ key, name, latin_name, sort }) => {
      const latin = latin_name.split(/\s+/).map(normalizeTerm)
      const reading = normalizeTerm(sort.slice(0, -name.length - 1))
      const texts = new Set([reading, latin.join(''), latin.toReversed().join('')])
      return [...texts].filter(Boolean).map(text => ({ key, text, letters: lettersOf(text) }))
    })
  }

  #searchGroups(query: string, limit: number, self: string | null) {
    const rows = this.#sql
      .all<GroupRow & { terms: string }>(
        `SELECT key, id, kind, name, avatar_user_ids, member_count, details, terms FROM conversation
         WHERE kind <> 'direct' AND (? OR instr(terms, ?) > 0) ORDER BY active_at DESC`,
        editsAllowed(query.length) > 0 ? 1 : 0,
        query,
      )
      .map(row => ({ row, rank: rankTerms(row.terms, query) ?? nearTerms(row.terms, query) }))
      .filter(found => found.rank !== null)
      .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
      .slice(0, limit)
      .map(found => found.row)
    return this.#withPeople(rows, self).map(({ row, shown }) => ({
      id: row.id,
      kind: conversationKind(row.kind),
      name: row.name,
      ...shown,
      memberCount: row.member_count,
    }))
  }
}
