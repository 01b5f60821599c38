import { z } from 'zod'
import { dropControls } from '../core/characters.ts'
import type { CardTone } from './types.ts'

/*
 * How the JSON of any tool becomes a card: which of its values stand where. It is filled in by a person with a delivery
 * beside it, and nothing in it is run.
 */

/**
 * Words with places for values: `Order {{order.no}} of {{customer.name|default:somebody}}`. A place is a path, with
 * numbers for the items of a list, and then filters: `date` (a time as it is read), `upper`, `default:words` (what
 * stands there when nothing does).
 */
export type Template = string

export interface Mapping {
  title: Template
  text?: Template
  /** How the card stands, by what stands at a path; capitals do not count. */
  tone?: { path: string; values: Record<string, CardTone> }
  /** Where the id of the thing is: a later delivery with the same one changes its card. */
  key?: string
  /** It is over when one of these stands there; capitals do not count. */
  closed?: { path: string; equals: string[] }
  facts: { title: string; value: Template }[]
  link?: { title: string; url: Template }
  /** Deliveries that do not fit are not shown. `exists` has no value. */
  when?: { path: string; op: 'equals' | 'contains' | 'exists'; value?: string }[]
}

export const mappingLimits = {
  /** Characters of a template or a word, of a path, and names in a path. */
  templateChars: 1_000,
  wordChars: 200,
  pathChars: 300,
  pathNames: 12,
  /** Places in a template, filters of a place. */
  places: 20,
  filters: 3,
  facts: 12,
  values: 50,
  conditions: 10,
} as const

export type TemplateFilter = { name: 'date' } | { name: 'upper' } | { name: 'default'; words: string }
export type TemplatePart = string | { path: string; filters: TemplateFilter[] }

/** What is wrong with a path; null where nothing is. */
function pathProblem(path: string): string | null {
  if (path === '' || path.length > mappingLimits.pathChars) return 'a path of names with dots between them'
  const names = path.split('.')
  if (names.length > mappingLimits.pathNames) return `a path of at most ${mappingLimits.pathNames} names`
  return names.some(name => name.trim() === '' || /[{}|]/.test(name)) ? `a path, not “${path.slice(0, 40)}”` : null
}

/** The parts of a template, in their order. @throws Error whose message says what is wrong where. */
export function readTemplate(template: Template): TemplatePart[] {
  const parts: TemplatePart[] = []
  let from = 0
  for (;;) {
    const open = template.indexOf('{{', from)
    if (open > from || open < 0) {
      const words = template.slice(from, open < 0 ? undefined : open)
      if (words !== '') parts.push(words)
    }
    if (open < 0) return parts
    const close = template.indexOf('}}', open)
    if (close < 0) throw new Error(`the {{ at character ${open + 1} has no }}`)
    parts.push(readPlace(template.slice(open + 2, close)))
    if (parts.length > 2 * mappingLimits.places) throw new Error(`at most ${mappingLimits.places} places`)
    from = close + 2
  }
}

function readPlace(place: string): Exclude<TemplatePart, string> {
  const [path = '', ...filters] = place.split('|').map(piece => piece.trim())
  const problem = pathProblem(path)
  if (problem !== null) throw new Error(problem)
  if (filters.length > mappingLimits.filters) throw new Error(`at most ${mappingLimits.filters} filters in {{${path}}}`)
  return {
    path,
    filters: filters.map((filter): TemplateFilter => {
      if (filter === 'date' || filter === 'upper') return { name: filter }
      if (filter.startsWith('default:')) return { name: 'default', words: filter.slice('default:'.length) }
      throw new Error(`no filter is called “${filter.slice(0, 40)}”: there are date, upper and default:words`)
    }),
  }
}

const template = z
  .string()
  .overwrite(dropControls)
  .min(1)
  .max(mappingLimits.templateChars)
  .superRefine((value, context) => {
    try {
      readTemplate(value)
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
    }
  })
const path = z
  .string()
  .overwrite(dropControls)
  .superRefine((value, context) => {
    const message = pathProblem(value)
    if (message !== null) context.addIssue({ code: 'custom', message })
  })
const word = z.string().overwrite(dropControls).min(1).max(mappingLimits.wordChars)
const tone = z.enum(['todo', 'failing', 'taken', 'running', 'good', 'over'])

/** A mapping as a person fills it in: every error names its place. */
export const mappingSchema: z.ZodType<Mapping> = z.strictObject({
  title: template,
  text: template.optional(),
  tone: z
    .strictObject({
      path,
      values: z
        .record(word, tone)
        .refine(values => Object.keys(values).length <= mappingLimits.values, `at most ${mappingLimits.values} values`),
    })
    .optional(),
  key: path.optional(),
  closed: z.strictObject({ path, equals: z.array(word).min(1).max(mappingLimits.values) }).optional(),
  facts: z.array(z.strictObject({ title: word, value: template })).max(mappingLimits.facts),
  link: z.strictObject({ title: word, url: template }).optional(),
  when: z
    .array(
      z
        .strictObject({ path, op: z.enum(['equals', 'contains', 'exists']), value: word.optional() })
        .refine(({ op, value }) => op === 'exists' || value !== undefined, {
          path: ['value'],
          message: 'what it is compared with',
        }),
    )
    .max(mappingLimits.conditions)
    .optional(),
})
