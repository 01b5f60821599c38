import type { Mapping } from '@lianqun/protocol'

/** A mapping as a person fills it in. Lists of values stand with commas between them. */
export interface MappingDraft {
  title: string
  text: string
  /** Where the thing's id is. */
  key: string
  /** Where it says how the thing stands, which values of it mean a failure, and which the end. */
  status: string
  failing: string
  closed: string
  facts: { title: string; value: string }[]
  linkTitle: string
  linkUrl: string
}

const listed = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,，、]/)
      .map(word => word.trim())
      .filter(word => word !== ''),
  ),
]

export function draftOf(mapping: Mapping | null): MappingDraft {
  const { title = '', text = '', key = '', tone, closed, facts = [], link } = mapping ?? {}
  const values = Object.entries(tone?.values ?? {})
  return {
    title,
    text,
    key,
    status: tone?.path ?? closed?.path ?? '',
    failing: values.flatMap(([value, shown]) => (shown === 'failing' ? [value] : [])).join(', '),
    closed: (closed?.equals ?? []).join(', '),
    facts: facts.map(fact => ({ ...fact })),
    linkTitle: link?.title ?? '',
    linkUrl: link?.url ?? '',
  }
}

/** The mapping that was filled in; `before` has what cannot be filled in here, which stays. */
export function mappingOf(draft: MappingDraft, before: Mapping | null): Mapping {
  const status = draft.status.trim()
  const failing = listed(draft.failing)
  const closed = listed(draft.closed)
  const others = Object.entries(before?.tone?.values ?? {}).filter(([, tone]) => tone !== 'failing')
  const values = Object.fromEntries([...others, ...failing.map(value => [value, 'failing'] as const)])
  return {
    title: draft.title.trim(),
    ...(draft.text.trim() !== '' && { text: draft.text.trim() }),
    ...(draft.key.trim() !== '' && { key: draft.key.trim() }),
    ...(status !== '' && Object.keys(values).length > 0 && { tone: { path: status, values } }),
    ...(status !== '' && closed.length > 0 && { closed: { path: status, equals: closed } }),
    facts: draft.facts
      .map(({ title, value }) => ({ title: title.trim(), value: value.trim() }))
      .filter(({ title, value }) => title !== '' && value !== ''),
    ...(draft.linkUrl.trim() !== '' && {
      link: { title: draft.linkTitle.trim() || draft.linkUrl.trim().slice(0, 40), url: draft.linkUrl.trim() },
    }),
    ...(before?.when !== undefined && { when: before.when }),
  }
}

/** What keeps a draft from being a mapping; null: nothing that can be seen here. */
export function problemIn({
  title,
  text,
  key,
  status,
  facts,
  linkUrl,
}: MappingDraft): 'title' | 'braces' | 'path' | null {
  if (title.trim() === '') return 'title'
  const templates = [title, text, linkUrl, ...facts.map(({ value }) => value)]
  const isWhole = (template: string) => template.replace(/\{\{[^{}]*\}\}/g, '').search(/\{\{|\}\}/) < 0
  if (!templates.every(isWhole)) return 'braces'
  return [key, status].some(path => /[{}|]/.test(path)) ? 'path' : null
}

/** A value of a delivery, and where it stands. */
export interface Leaf {
  path: string
  value: string
}

const mostLeaves = 60
const mostDepth = 6
const mostItems = 3

/** The values of JSON with their paths, in their order: of a long list the first ones. */
export function leavesOf(value: unknown): Leaf[] {
  const found: Leaf[] = []
  const walk = (inner: unknown, path: string, depth: number): void => {
    if (found.length >= mostLeaves || depth > mostDepth) return
    if (typeof inner === 'object' && inner !== null) {
      const entries = Object.entries(inner).slice(0, Array.isArray(inner) ? mostItems : undefined)
      for (const [name, item] of entries) {
        // A name that a path cannot say.
        if (/[.{}|]/.test(name) || name.trim() === '') continue
        walk(item, path === '' ? name : `${path}.${name}`, depth + 1)
      }
      return
    }
    if (path !== '' && inner !== null) found.push({ path, value: String(inner) })
  }
  walk(value, '', 0)
  return found
}
