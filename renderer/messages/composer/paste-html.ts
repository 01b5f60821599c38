import { findLinks } from '../../../common/links.ts'
import { dropControls } from '../../../common/text.ts'
import type { EditorNode } from '../composer-text.ts'
import { isLinkTarget } from '../kinds/rich/runs.ts'
import { itemOf } from './document.ts'
import { type Block, type WordItem, withWordLists, wordListOf } from './word-lists.ts'

/** The part of the DOM that is read. */
export interface ReadNode {
  readonly nodeType: number
  readonly nodeName: string
  readonly nodeValue: string | null
  readonly childNodes: ArrayLike<ReadNode>
  getAttribute?(name: string): string | null
}

type Mark = NonNullable<EditorNode['marks']>[number]

/** How the text of a node is read: preformatted, in a cell (one line without format), with marks. */
interface Within {
  pre: boolean
  cell: boolean
  marks: readonly Mark[]
}

/** Elements whose text is on lines of its own. */
const blocks = new Set(
  (
    'ADDRESS ARTICLE ASIDE BODY CAPTION DD DETAILS DIV DL DT FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 ' +
    'HEADER HR LI MAIN NAV P SECTION SUMMARY TABLE TBODY TFOOT THEAD TR'
  ).split(' '),
)
/** Elements without text to read. */
const silent = new Set('HEAD LINK META NOSCRIPT SCRIPT STYLE TEMPLATE TITLE SELECT BUTTON TEXTAREA'.split(' '))
const markOf: Record<string, string> = {
  B: 'bold',
  STRONG: 'bold',
  I: 'italic',
  EM: 'italic',
  S: 'strike',
  STRIKE: 'strike',
  DEL: 'strike',
  CODE: 'code',
  KBD: 'code',
  SAMP: 'code',
  TT: 'code',
}
/** Deeper elements are not read. */
const mostDepth = 200

/**
 * The document of pasted HTML, with the formats that a message has: others become text. Lists of Word and WPS, which
 * are marked by styles, are lists; a row of a table is a line with tabs. `nameOf` gives the words of a mention of a user
 * id (`data-mention`), or null where nobody can be mentioned by it; those stay plain text.
 */
export function documentOfHtml(root: ReadNode, nameOf: (userId: string) => string | null): EditorNode {
  const builder = new Builder()
  new Reader(nameOf).children(root, { pre: false, cell: false, marks: [] }, builder, 0)
  return { type: 'doc', content: withWordLists(builder.done()) }
}

class Reader {
  readonly #nameOf: (userId: string) => string | null

  constructor(nameOf: (userId: string) => string | null) {
    this.#nameOf = nameOf
  }

  children(node: ReadNode, within: Within, to: Builder, depth: number): void {
    let cells = 0
    for (const child of Array.from(node.childNodes)) {
      const cell = /^T[DH]$/i.test(child.nodeName)
      if (cell && cells++ > 0) to.cell()
      // Headers of a table are bold in themselves; a cell is text.
      this.node(child, cell ? { ...within, cell: true, marks: [] } : within, to, depth + 1)
    }
  }

  node(node: ReadNode, within: Within, to: Builder, depth: number): void {
    if (node.nodeType === 3) to.text(node.nodeValue ?? '', within)
    if ((node.nodeType !== 1 && node.nodeType !== 9 && node.nodeType !== 11) || depth > mostDepth) return
    const name = node.nodeName.toUpperCase()
    const style = (node.getAttribute?.('style') ?? '').toLowerCase()
    if (silent.has(name) || /display:\s*none|mso-list:\s*ignore|mso-hide:\s*all/.test(style)) return
    const userId = node.getAttribute?.('data-mention')
    const label = userId ? this.#nameOf(userId) : null
    if (userId && label !== null) to.put({ type: 'mention', attrs: { id: userId, label } })
    else if (name === 'IMG') to.text(emojiOf(node), within)
    else if (name === 'BR') to.lineEnd(within.cell)
    else this.#element(node, name, style, within, to, depth)
  }

  #element(node: ReadNode, name: string, style: string, within: Within, to: Builder, depth: number): void {
    const inner = { ...within, marks: within.cell ? [] : marksOf(node, name, style, within.marks) }
    if (/white-space:\s*(pre|break-spaces)/.test(style)) inner.pre = true
    if (within.cell) {
      if (blocks.has(name)) to.space()
      this.children(node, inner, to, depth)
      if (blocks.has(name)) to.space()
    } else if (name === 'UL' || name === 'OL') this.#list(node, name, inner, to, depth)
    else if (name === 'BLOCKQUOTE') {
      const quote = new Builder()
      this.children(node, inner, quote, depth)
      const content = withWordLists(quote.done())
      if (content.length > 0) to.block({ type: 'blockquote', content })
    } else if (name === 'PRE') to.block(codeOf(node))
    else if (!blocks.has(name)) this.children(node, inner, to, depth)
    else {
      to.newBlock(wordListOf(node, style))
      this.children(node, inner, to, depth)
      to.newBlock()
    }
  }

  #list(node: ReadNode, name: 'UL' | 'OL', within: Within, to: Builder, depth: number): void {
    const items: EditorNode[] = []
    for (const child of Array.from(node.childNodes)) {
      const item = new Builder()
      const nested = /^[UO]L$/i.test(child.nodeName)
      if (/^LI$/i.test(child.nodeName)) this.children(child, within, item, depth)
      else this.node(child, within, item, depth)
      const content = item.done()
      if (content.length === 0) continue
      const last = items.at(-1)
      // A list right in a list belongs to the item before it.
      if (nested && last !== undefined) last.content?.push(...content)
      else items.push(itemOf(content))
    }
    if (items.length === 0) return
    const start = Number.parseInt(node.getAttribute?.('start') ?? '1', 10)
    const attrs = { start: Number.isSafeInteger(start) && start >= 0 ? start : 1 }
    to.block(name === 'OL' ? { type: 'orderedList', attrs, content: items } : { type: 'bulletList', content: items })
  }
}

function marksOf(node: ReadNode, name: string, style: string, before: readonly Mark[]): Mark[] {
  const marks = new Map(before.map(mark => [mark.type, mark]))
  const own = markOf[name] ?? (/^H[1-6]$/.test(name) ? 'bold' : undefined)
  if (own !== undefined) marks.set(own, { type: own })
  const weight = /font-weight:\s*([a-z0-9]+)/.exec(style)?.[1]
  if (weight !== undefined && weight !== 'inherit') {
    if (weight.startsWith('bold') || Number(weight) >= 600) marks.set('bold', { type: 'bold' })
    else marks.delete('bold')
  }
  const slant = /font-style:\s*([a-z]+)/.exec(style)?.[1]
  if (slant === 'italic' || slant === 'oblique') marks.set('italic', { type: 'italic' })
  else if (slant === 'normal') marks.delete('italic')
  if (/text-decoration[a-z-]*:[^;]*line-through/.test(style)) marks.set('strike', { type: 'strike' })
  const href = name === 'A' ? node.getAttribute?.('href') : null
  if (href) {
    if (isLinkTarget(href)) marks.set('link', { type: 'link', attrs: { href } })
    else marks.delete('link')
  }
  return [...marks.values()]
}

/** The emoji that a picture stands for: some pages show emojis as pictures. */
function emojiOf(node: ReadNode): string {
  const words = node.getAttribute?.('alt') ?? ''
  return words.length <= 40 && /^\p{RGI_Emoji}$/v.test(words) ? words : ''
}

function codeOf(node: ReadNode): EditorNode {
  let text = ''
  let named = ''
  const walk = (part: ReadNode, depth: number) => {
    const classes = part.getAttribute?.('class') ?? ''
    named ||= /(?:^|\s)(?:language|lang|highlight-source)-([\w+#.-]+)/.exec(classes)?.[1] ?? ''
    if (part.nodeType === 3) text += part.nodeValue ?? ''
    else if (/^BR$/i.test(part.nodeName)) text += '\n'
    else if (depth < mostDepth) for (const child of Array.from(part.childNodes)) walk(child, depth + 1)
  }
  walk(node, 0)
  return codeBlock(text, named.toLowerCase() || null)
}

/** A block of code. `language`: as somebody wrote it, or null. */
export function codeBlock(code: string, language: string | null): EditorNode {
  const text = dropControls(code).replace(/^\n/, '').trimEnd()
  return { type: 'codeBlock', attrs: { language }, content: text === '' ? [] : [{ type: 'text', text }] }
}

/** Collects blocks as a browser would show them: white space runs together, blocks begin lines. */
class Builder {
  readonly #blocks: Block[] = []
  #line: EditorNode[] = []
  #word: WordItem | null = null
  #space = false

  text(value: string, { pre, cell, marks }: Within): void {
    const clean = dropControls(value)
    if (pre && !cell) {
      for (const [index, words] of clean.split('\n').entries()) {
        if (index > 0) this.lineEnd()
        this.#words(words, marks)
      }
      return
    }
    for (const part of clean.split(/([ \t\n\r\f]+)/)) {
      if (/[^ \t\n\r\f]/.test(part)) this.#words(part, marks)
      else if (part !== '') this.#space = true
    }
  }

  put(node: EditorNode): void {
    this.#words('', [])
    this.#line.push(node)
  }

  /** A break; within a `cell` it is a space. */
  lineEnd(cell = false): void {
    this.#space = cell
    if (!cell) this.#line.push({ type: 'hardBreak' })
  }

  space(): void {
    this.#space = true
  }

  cell(): void {
    this.#space = false
    this.#append('\t', [])
  }

  /** A block begins here. `word`: it is an item of a list in Word. */
  newBlock(word: WordItem | null = null): void {
    this.#flush()
    this.#word = word
  }

  block(node: EditorNode): void {
    this.#flush()
    this.#blocks.push(node)
  }

  done(): Block[] {
    this.#flush()
    return this.#blocks
  }

  #words(value: string, marks: readonly Mark[]): void {
    const last = this.#line.at(-1)
    const begun = last !== undefined && last.type !== 'hardBreak' && !last.text?.endsWith('\t')
    if (this.#space && begun) this.#append(' ', common(last.marks ?? [], marks))
    this.#space = false
    if (value !== '') this.#append(value.replaceAll('\u00a0', ' '), marks)
  }

  #append(text: string, marks: readonly Mark[]): void {
    // Code has no other marks in the editor; an address that is its own words needs no link.
    const code = marks.find(({ type }) => type === 'code')
    const own = code ? [code] : marks.filter(mark => !isPlainLink(mark, text))
    const last = this.#line.at(-1)
    if (last?.type === 'text' && JSON.stringify(last.marks ?? []) === JSON.stringify(own)) last.text += text
    else this.#line.push({ type: 'text', text, ...(own.length > 0 && { marks: [...own] }) })
  }

  #flush(): void {
    const line = this.#line
    const word = this.#word
    this.#line = []
    this.#space = false
    this.#word = null
    while (line.at(-1)?.type === 'hardBreak') line.pop()
    const blank = line.every(({ type, text }) => type === 'hardBreak' || (text !== undefined && /^ *$/.test(text)))
    if (!blank) this.#blocks.push({ type: 'paragraph', content: line, ...(word && { word }) })
  }
}

function common(a: readonly Mark[], b: readonly Mark[]): Mark[] {
  return a.filter(mark => b.some(other => other.type === mark.type && other.attrs?.href === mark.attrs?.href))
}

/** Whether a link is shown as where it leads, so that it is found in the text anyway. */
function isPlainLink({ type, attrs }: Mark, text: string): boolean {
  if (type !== 'link') return false
  const [found] = findLinks(text)
  return found !== undefined && found.start === 0 && found.end === text.length && found.url === attrs?.href
}
