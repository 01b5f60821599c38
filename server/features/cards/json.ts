import { type Json, type JsonObject, PayloadError } from './converted.ts'

/* Reading JSON that somebody else wrote: what has another type than was hoped for is as if it were not there. */

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as an object; an empty one where it is none. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

/** The value as a list; an empty one where it is none. */
export function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value : []
}

/** The objects of a list. */
export function objectsOf(value: unknown): JsonObject[] {
  return listOf(value).filter(isObject)
}

/** A text, or a number or boolean as one; empty where it is none of these. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** What stands at a path such as `event.issue.title`; undefined where there is nothing. */
export function at(value: unknown, path: string): Json | undefined {
  let found: unknown = value
  for (const name of path.split('.')) {
    if (Array.isArray(found)) found = found[Number(name)]
    else if (isObject(found) && Object.hasOwn(found, name)) found = found[name]
    else return undefined
  }
  return found as Json | undefined
}

/** A text that has to be there. @throws PayloadError */
export function requireText(value: unknown, path: string): string {
  const text = textOf(value)
  if (text.trim() === '') throw new PayloadError('empty', path, 'is missing or empty')
  return text
}

/** An object that has to be there. @throws PayloadError */
export function requireObject(value: unknown, path: string): JsonObject {
  if (!isObject(value)) throw new PayloadError('malformed', path, 'has to be an object')
  return value
}

/** Whether the text of JSON has no more levels than that; what is none may be either. */
export function isShallowJson(json: string, mostLevels: number): boolean {
  let levels = 0
  let quoted = false
  for (let at = 0; at < json.length; at++) {
    const character = json[at]
    if (character === '"') quoted = !quoted
    else if (quoted) {
      if (character === '\\') at++
    } else if (character === '[' || character === '{') {
      levels++
      if (levels > mostLevels) return false
    } else if (character === ']' || character === '}') levels--
  }
  return true
}
