import type { ApiRequest, ApiResult } from '@lianqun/sdk'
import { nameOf } from '@lianqun/sdk/react'
import { listed } from '../../shared/strings.ts'

/** A result of the search. */
export type Person = ApiResult<'GET /directory/search'>['people'][number]

/** The names of a person's departments, the main one first. */
export function departmentsOf({ departments }: Pick<Person, 'departments'>, language: 'zh' | 'en'): string {
  return listed(
    departments.map(one => nameOf(one, language)),
    language,
  )
}

/** Most results of a search. */
export const limit = 50

/** The request of a search, or null for an empty query. */
export function searchRequest(query: string): ApiRequest<'GET /directory/search'> | null {
  const wanted = query.trim()
  return wanted === '' ? null : { query: { q: wanted, limit } }
}

/** The index that a key moves to, or null for other keys. */
export function move(key: string, index: number, count: number): number | null {
  if (count === 0) return null
  if (key === 'ArrowDown') return Math.min(index + 1, count - 1)
  if (key === 'ArrowUp') return Math.max(index - 1, 0)
  return null
}
