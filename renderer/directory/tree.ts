import type { CallResult, DepartmentItem } from '../../preload/contract/index.ts'

/** A row of the tree. `id` null is the organisation, above the top-level departments. */
export interface TreeRow {
  id: string | null
  parentId: string | null
  name: string
  latinName: string
  /** Number of people in it and below it; null: not counted. */
  headcount: number | null
  depth: number
  hasChildren: boolean
  open: boolean
  /** Its position among its siblings, from 1, and their number. */
  position: number
  siblings: number
}

export interface Organisation {
  /** Whether the organisation is the root: true with several top-level departments; else the only one is the root. */
  hasRoot: boolean
  organisation: { name: string; latinName: string }
  byId: ReadonlyMap<string, DepartmentItem>
  /** Departments below one, in order; below null those at the top. */
  below: ReadonlyMap<string | null, readonly DepartmentItem[]>
}

/** Builds the tree from the departments (parents first, in tree order). */
export function arrange({ organisation, departments }: CallResult<'directory.departments'>): Organisation {
  const below = Map.groupBy(departments, department => department.parentId)
  return {
    hasRoot: (below.get(null) ?? []).length !== 1,
    organisation,
    byId: new Map(departments.map(department => [department.id, department])),
    below,
  }
}

/** The initial selection: the organisation, or the only top-level department. */
export function topOf(tree: Organisation): string | null {
  return tree.hasRoot ? null : (tree.below.get(null)?.[0]?.id ?? null)
}

/** The path from the top to a department, inclusive; empty for an unknown one. */
export function pathTo(tree: Organisation, id: string | null): DepartmentItem[] {
  const path: DepartmentItem[] = []
  let department = id === null ? undefined : tree.byId.get(id)
  while (department && !path.includes(department)) {
    path.unshift(department)
    department = department.parentId === null ? undefined : tree.byId.get(department.parentId)
  }
  return path
}

/** The visible rows: the top, and the children of expanded rows. The top is always expanded. */
export function rowsOf(tree: Organisation, open: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = []
  const top = topOf(tree)
  const shift = tree.hasRoot ? 1 : 0
  const tops = tree.below.get(null) ?? []
  if (tree.hasRoot) {
    rows.push({
      id: null,
      parentId: null,
      ...tree.organisation,
      headcount: null,
      depth: 0,
      hasChildren: tops.length > 0,
      open: tops.length > 0,
      position: 1,
      siblings: 1,
    })
  }
  const add = (departments: readonly DepartmentItem[], depth: number) => {
    departments.forEach((department, index) => {
      const { id, name, latinName, headcount } = department
      const children = tree.below.get(id) ?? []
      const isOpen = children.length > 0 && (id === top || open.has(id))
      const parentId = department.parentId
      const hasChildren = children.length > 0
      const place = { position: index + 1, siblings: departments.length }
      rows.push({ id, parentId, name, latinName, headcount, depth, hasChildren, open: isOpen, ...place })
      if (isOpen) add(children, depth + 1)
    })
  }
  add(tops, shift)
  return rows
}

export type TreeMove = { go: number } | { open: string } | { close: string } | null

/** The effect of an arrow, Home or End (WAI-ARIA tree pattern); null for other keys. */
export function moveInTree(rows: readonly TreeRow[], index: number, key: string): TreeMove {
  const row = rows[index]
  if (!row) return rows.length > 0 && /^(Arrow(Up|Down)|Home|End)$/.test(key) ? { go: 0 } : null
  const canClose = row.open && row.depth > 0 && row.id !== null
  switch (key) {
    case 'ArrowDown':
      return { go: Math.min(index + 1, rows.length - 1) }
    case 'ArrowUp':
      return { go: Math.max(index - 1, 0) }
    case 'Home':
      return { go: 0 }
    case 'End':
      return { go: rows.length - 1 }
    case 'ArrowRight':
      if (row.hasChildren && !row.open && row.id !== null) return { open: row.id }
      return row.open ? { go: index + 1 } : null
    case 'ArrowLeft': {
      if (canClose && row.id !== null) return { close: row.id }
      const above = rows.slice(0, index).findLastIndex(other => other.depth < row.depth)
      return above >= 0 ? { go: above } : null
    }
    default:
      return null
  }
}
