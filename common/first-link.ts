import type { RichNode } from '../protocol/core/rich-text.ts'
import { findLinks } from './links.ts'

/** The first address of the web in a text, or null. */
export function firstLinkOfText(text: string): string | null {
  return findLinks(text).find(({ url }) => isWeb(url))?.url ?? null
}

/** The first address of the web in a formatted text: of a link, or written out; none in code. */
export function firstLinkOfDoc(node: RichNode): string | null {
  if (node.type === 'codeBlock') return null
  for (const { type, attrs } of node.marks ?? []) {
    if (type === 'code') return null
    const href = type === 'link' ? attrs?.href : undefined
    if (typeof href === 'string' && isWeb(href)) return href
  }
  if (node.text !== undefined) return firstLinkOfText(node.text)
  for (const child of node.content ?? []) {
    const found = firstLinkOfDoc(child)
    if (found !== null) return found
  }
  return null
}

function isWeb(url: string): boolean {
  return /^https?:/i.test(url)
}
