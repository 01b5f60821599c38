import type { Mention, TextContent } from '@lianqun/protocol'
import { linkPages } from './pages.ts'
import type { DemoCompany } from './types.ts'

export const userIdOf = (key: string): string => `u_${key}`
export const groupIdOf = (key: string): string => `g_${key}`

const mentionPattern = /@\{([A-Za-z0-9_-]+)\}/g

/** Turns `@{key}` in a text into mentions by name, and the company's addresses into links to pages at `pagesUrl`. */
export function textOf(company: DemoCompany, source: string, pagesUrl: string): TextContent {
  const mentions: Mention[] = []
  const linked = linkPages(company, source, pagesUrl)
  let text = ''
  let from = 0
  for (const match of linked.matchAll(mentionPattern)) {
    const key = match[1] ?? ''
    const name = key === 'all' ? company.everyone : company.people.find(person => person.key === key)?.name
    if (name === undefined) throw new Error(`the demo mentions ${key}, who does not work here`)
    text += linked.slice(from, match.index)
    mentions.push({ userId: key === 'all' ? 'all' : userIdOf(key), offset: text.length, length: name.length + 1 })
    text += `@${name}`
    from = match.index + match[0].length
  }
  return { type: 'text', text: text + linked.slice(from), mentions }
}
