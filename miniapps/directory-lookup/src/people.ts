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

/** Splits a text at the words of a query. */
export function highlightParts(text: string, query: string): { text: string; hit: boolean }[] {
  const words = query.trim().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [{ text, hit: false }]
  const pattern = new RegExp(`(${words.map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'giu')
  return text
    .split(pattern)
    .map((part, index) => ({ text: part, hit: index % 2 === 1 }))
    .filter(part => part.text !== '')
}

/** The index that a key moves to, or null for other keys. */
export function move(key: string, index: number, count: number): number | null {
  if (count === 0) return null
  if (key === 'ArrowDown') return Math.min(index + 1, count - 1)
  if (key === 'ArrowUp') return Math.max(index - 1, 0)
  return null
}
