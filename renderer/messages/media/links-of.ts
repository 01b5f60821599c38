import { findLinks } from '../../../common/links.ts'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { isLinkTarget } from '../kinds/rich/runs.ts'

interface Node {
  type?: string
  text?: string
  marks?: readonly { type: string; attrs?: { href?: unknown } }[]
  content?: readonly Node[]
}

/** So many links of one message are listed. */
const most = 10

/** Where the links of a message lead, each once, in the order in which they stand. */
export function linksOf({ content }: Pick<MessageItem, 'content'>): string[] {
  const { text, doc } = content as { text?: unknown; doc?: Node }
  const urls = new Set<string>()
  const take = (words: string) => {
    for (const { url } of findLinks(words)) urls.add(url)
  }
  const walk = (node: Node) => {
    const marked = node.marks?.find(({ type }) => type === 'link')?.attrs?.href
    if (typeof marked === 'string') {
      if (isLinkTarget(marked)) urls.add(marked)
    } else if (node.text !== undefined) take(node.text)
    for (const child of node.content ?? []) walk(child)
  }
  if (typeof text === 'string') take(text)
  if (doc !== undefined) walk(doc)
  return [...urls].slice(0, most)
}

/** What a link is shown as: host and path, without what every link begins with. */
export function shortLink(url: string): string {
  return url.replace(/^(https?:\/\/(www\.)?|mailto:)/i, '').replace(/\/$/, '')
}
