import { type Card, limits, writtenCardSchema } from '@lianqun/protocol'
import type { z } from 'zod'
import type { CardProblem } from '../../preload/contract/cards.ts'

type Issue = z.core.$ZodIssue

/** What a person mends at a time; more are of no use. */
const mostProblems = 50

/**
 * Reads a card that somebody writes as JSON.
 * @returns the card, or what is wrong with it: at most 50 problems, in the order of the schema.
 */
export function checkCard(json: string): { card: Card | null; problems: CardProblem[] } {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (error) {
    return { card: null, problems: [{ path: [], kind: 'json', message: String(error) }] }
  }
  const read = writtenCardSchema.safeParse(value, { error: knownKeys })
  if (read.success) return { card: read.data, problems: [] }
  return { card: null, problems: read.error.issues.flatMap(issue => problemsOf(issue, value)).slice(0, mostProblems) }
}

const separator = '\n'

/** The message of unknown keys is the list of the known ones, which the issue itself lacks. */
function knownKeys(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined
  const { shape } = (issue.inst as z.ZodObject | undefined)?._zod.def ?? {}
  return shape && Object.keys(shape).join(separator)
}

/** An issue as problems. `root`: the value that the paths lead into. */
function problemsOf(issue: Issue, root: unknown, before: readonly PropertyKey[] = []): CardProblem[] {
  const keys = [...before, ...issue.path]
  const path = keys.map(key => (typeof key === 'number' ? key : String(key)))
  const of = (kind: CardProblem['kind'], more: Partial<CardProblem> = {}): CardProblem[] => [
    { path, kind, message: issue.message, ...more },
  ]
  switch (issue.code) {
    case 'unrecognized_keys':
      return of('unknownKeys', { keys: issue.keys, allowed: issue.message.split(separator) })
    case 'invalid_value':
      return isMissing(root, keys) ? of('missing') : of('notAllowed', { allowed: issue.values.map(String) })
    case 'invalid_type':
      return isMissing(root, keys) ? of('missing') : of('wrongType', { expected: jsonType(issue.expected) })
    case 'invalid_union':
      return inUnion(issue, root, keys) ?? of(isMissing(root, keys) ? 'missing' : 'malformed')
    case 'too_big':
      if (issue.origin === 'string') return of('tooLong', { bound: Number(issue.maximum) })
      return of(issue.origin === 'array' ? 'tooMany' : 'tooLarge', { bound: Number(issue.maximum) })
    case 'too_small':
      if (issue.origin === 'string') return of('missing')
      return of(issue.origin === 'array' ? 'tooFew' : 'tooSmall', { bound: Number(issue.minimum) })
    case 'custom':
      if (path.length > 0) return of('malformed')
      return of(issue.message.startsWith('at most') ? 'cardTooLarge' : 'tooDeep', { bound: limits.cardChars })
    default:
      return of('malformed')
  }
}

/** Of a value that may be one of several things: the problems of the one that it is most like. */
function inUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  root: unknown,
  keys: readonly PropertyKey[],
): CardProblem[] | null {
  if (issue.errors.length === 0) {
    if (isMissing(root, keys)) return null
    const path = keys.map(key => (typeof key === 'number' ? key : String(key)))
    const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : []
    return [{ path, kind: 'notAllowed', message: issue.message, allowed: options }]
  }
  const branches = issue.errors.map(issues => issues.flatMap(inner => problemsOf(inner, root, keys)))
  const likeness = (problems: readonly CardProblem[]): number =>
    Math.min(...problems.map(({ path, kind }) => closeness(path, kind, keys.length)))
  return branches.toSorted((a, b) => likeness(b) - likeness(a) || a.length - b.length)[0] ?? null
}

/** How near to being right a value with a problem is: one that is wrong as a whole, or has another `type`, is not. */
function closeness(path: CardProblem['path'], kind: CardProblem['kind'], depth: number): number {
  if (path.length === depth) return kind === 'wrongType' ? 0 : 3
  if (path.length === depth + 1 && path.at(-1) === 'type') return 1
  return 2 + path.length
}

/** The type of JSON that a schema of zod wants. */
function jsonType(expected: string): string {
  return expected === 'int' ? 'integer' : expected
}

/** Whether there is no value at the end of a path. */
function isMissing(root: unknown, path: readonly PropertyKey[]): boolean {
  let value = root
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return true
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value === undefined
}
