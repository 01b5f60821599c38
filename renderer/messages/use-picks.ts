import { useState } from 'react'
import type { CallResult, DepartmentItem, PersonItem } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { usePeople } from '../stores/people.ts'
import { useQuery } from '../ui/index.ts'

/** A row to pick from. */
export type PickRow = { kind: 'department'; item: DepartmentItem } | { kind: 'person'; item: PersonItem }

/** The rows of a search, or of a department: those below it, then its people. */
export interface Picks {
  /** Another one with other rows. */
  key: string
  /** What was searched for; empty while browsing. */
  query: string
  count: number
  /** The row that Enter takes first. */
  first: number
  /** Undefined while the row is loading. */
  at(index: number): PickRow | undefined
  /** The rows are not those of the newest query yet. */
  waiting: boolean
  loading: boolean
  error: unknown
  /** Why some rows are missing. */
  missing: unknown
  reload(): void
  /** Tells which rows are in view. */
  view(first: number, last: number): void
  /** The department that is shown; null for the whole organisation and for a search. */
  place: DepartmentItem | null
  organisation: CallResult<'directory.departments'>['organisation'] | null
  enter(id: string | null): void
  /** Leaves the department for the one above; undefined at the top. */
  back?: () => void
}

/** The rows for a query; without one, those of the department that was entered last. */
export function usePicks(query: string, firstDepartment: string | null): Picks {
  const browse = useBrowse(firstDepartment)
  const search = useQuery(
    query === '' ? null : `pick:${query}`,
    () => call('directory.search', { query: query.slice(0, 100), limit: 50 }),
    [],
    { keep: true },
  )
  if (query === '') return browse
  const { departments = [], people = [] } = search.data ?? {}
  const rows: PickRow[] = [
    ...departments.map(item => ({ kind: 'department' as const, item })),
    ...people.map(item => ({ kind: 'person' as const, item })),
  ]
  return {
    ...browse,
    key: `search:${query}`,
    query,
    count: rows.length,
    // A name means a person where there is one, as with an @.
    first: people.length > 0 ? departments.length : 0,
    at: index => rows[index],
    waiting: search.loading,
    loading: search.data === undefined || (rows.length === 0 && search.loading),
    error: search.error,
    missing: undefined,
    reload: search.reload,
    view: () => {},
    place: null,
    back: undefined,
  }
}

function useBrowse(first: string | null): Picks {
  const tree = useQuery('departments', () => call('directory.departments', {}), ['directory'])
  const [chosen, setChosen] = useState(first)
  const departments = tree.data?.departments ?? []
  const roots = departments.filter(department => department.parentId === null)
  const only = roots.length === 1 ? (roots[0]?.id ?? null) : null
  const place = departments.find(department => department.id === (chosen ?? only)) ?? null
  const below = place === null ? roots : departments.filter(department => department.parentId === place.id)
  const people = usePeople(place?.id)
  const total = place === null ? 0 : people.total
  return {
    key: `department:${place?.id ?? ''}`,
    query: '',
    count: tree.data ? below.length + (total ?? 0) : 0,
    first: 0,
    at: index => {
      const department = below[index]
      if (department) return { kind: 'department', item: department }
      const person = people.at(index - below.length)
      return person && { kind: 'person', item: person }
    },
    waiting: false,
    loading: !tree.data || (total === undefined && people.error === undefined),
    error: tree.data ? people.error : tree.error,
    missing: people.missing,
    reload: tree.data ? people.reload : tree.reload,
    view: (first, last) => people.view(first - below.length, last - below.length),
    place,
    organisation: tree.data?.organisation ?? null,
    enter: setChosen,
    back: place !== null && place.id !== only ? () => setChosen(place.parentId) : undefined,
  }
}
