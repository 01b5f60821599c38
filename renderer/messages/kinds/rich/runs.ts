import { linkText } from '../../../../common/link-text.ts'
import { findLinks } from '../../../../common/links.ts'
import { isInlineNode, mentionedBy, type RichNode } from '../../../../common/rich-text.ts'

/** Words with their marks. */
interface Words {
  text: string
  marks: readonly string[]
}

/** A part of a line: words, a break, a mention, or words that lead somewhere. */
export type Run =
  | ({ kind: 'text' } & Words)
  | { kind: 'break' }
  | { kind: 'mention'; userId: string; label: string }
  | { kind: 'link'; url: string; runs: Words[] }

/** The marks that are shown; others change nothing. */
const shownMarks = ['bold', 'italic', 'strike', 'code']

/** The parts of a line. What a later version put into it is its text. */
export function runsOf(nodes: readonly RichNode[]): Run[] {
  const runs: Run[] = []
  const put = (node: RichNode) => {
    const userId = mentionedBy(node)
    if (node.type === 'hardBreak') runs.push({ kind: 'break' })
    else if (userId !== null) runs.push({ kind: 'mention', userId, label: labelOf(node) })
    else {
      const text = node.text ?? (node.type === 'mention' ? `@${labelOf(node)}` : '')
      if (text !== '') putText(runs, node, text)
      for (const child of node.content ?? []) put(child)
    }
  }
  for (const node of nodes) put(node)
  return runs.map(run => (run.kind === 'link' ? honest(run) : run))
}

function putText(runs: Run[], node: RichNode, text: string): void {
  const marks = shownMarks.filter(type => node.marks?.some(mark => mark.type === type))
  const url = linkTarget(node)
  const last = runs.at(-1)
  if (url === null) runs.push({ kind: 'text', text, marks })
  else if (last?.kind === 'link' && last.url === url) last.runs.push({ text, marks })
  else runs.push({ kind: 'link', url, runs: [{ text, marks }] })
}

function labelOf({ attrs }: RichNode): string {
  return typeof attrs?.label === 'string' ? attrs.label : ''
}

/** Where the link of a node leads, or null where it has none that would be opened. */
function linkTarget({ marks }: RichNode): string | null {
  const href = marks?.find(({ type }) => type === 'link')?.attrs?.href
  return typeof href === 'string' && isLinkTarget(href) ? href : null
}

/** Whether a message may have a link there: the web or mail, without an account or a password in it. */
export function isLinkTarget(href: string): boolean {
  if (href.length > 2_000 || !/^(https?|mailto):/i.test(href) || !URL.canParse(href)) return false
  const { username, password } = new URL(href)
  return username === '' && password === ''
}

/** A link whose words read as another address than it leads to shows where it leads. */
function honest(link: Run & { kind: 'link' }): Run {
  const words = link.runs.map(({ text }) => text).join('')
  const shown = findLinks(words)
  const marks = link.runs[0]?.marks ?? []
  if (words.trim() === '' || shown.some(({ url }) => hostOf(url) !== hostOf(link.url)))
    return { ...link, runs: [{ text: linkText(link.url, link.url), marks }] }
  return shown.length === 0 ? link : { ...link, runs: [{ text: linkText(words, link.url), marks }] }
}

function hostOf(url: string): string {
  const { protocol, host, pathname } = new URL(url)
  return protocol === 'mailto:' ? pathname.toLowerCase() : host
}

/** Whether the children of a block are parts of a line. */
export function isLine({ content = [] }: RichNode): boolean {
  return content.every(isInlineNode)
}
