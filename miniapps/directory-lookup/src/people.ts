import { nameOf } from '@lianqun/sdk/react'

/** A result of the search. */
export interface Person {
  id: string
  name: string
  latinName: string
  title: string
  mail: string
  departments: { id: string; name: string; latinName: string }[]
}
/** What is known of one person. */
export interface PersonDetail extends Person {
  phone: string
  staffNo: string
  place: string
}

/** The names of somebody's departments, the main one first. */
export function departmentsOf({ departments }: Pick<Person, 'departments'>, language: 'zh' | 'en'): string {
  return departments.map(one => nameOf(one, language)).join(language === 'zh' ? '、' : ', ')
}

/** How many results are asked for. */
export const limit = 50

/** The path of a search, or null where there is nothing to search for. */
export function searchPath(query: string): string | null {
  const wanted = query.trim()
  return wanted === '' ? null : `/directory/search?${new URLSearchParams({ q: wanted, limit: String(limit) })}`
}

/** Splits a text at what was searched for. */
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
