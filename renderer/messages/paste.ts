import { dropControls } from '../../common/text.ts'
import type { ComposedText } from './composer-text.ts'

/** The part of the DOM that is read. */
interface ReadNode {
  readonly nodeType: number
  readonly nodeName: string
  readonly nodeValue: string | null
  readonly childNodes: ArrayLike<ReadNode>
  getAttribute?(name: string): string | null
}

/** Elements whose text is on lines of its own. */
const blocks = new Set(
  (
    'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION DD DETAILS DIV DL DT FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 ' +
    'HEADER HR LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TR UL'
  ).split(' '),
)
/** Elements without text to read. */
const silent = new Set('HEAD LINK META NOSCRIPT SCRIPT STYLE TEMPLATE TITLE'.split(' '))

/**
 * The text of pasted HTML: a line for each block and row, a tab between cells. `nameOf` gives the words of a mention
 * of a user id (`data-mention`), or null where nobody can be mentioned by it; those stay plain text.
 */
export function textOfHtml(root: ReadNode, nameOf: (userId: string) => string | null): ComposedText {
  const written = new Writer()
  /** `within` a cell there are no lines, and in preformatted text white space counts. */
  const walk = (node: ReadNode, within: { pre: boolean; cell: boolean }): void => {
    if (node.nodeType === 3) written.text(node.nodeValue ?? '', within.pre && !within.cell)
    if (node.nodeType !== 1 && node.nodeType !== 9 && node.nodeType !== 11) return
    const name = node.nodeName.toUpperCase()
    if (silent.has(name)) return
    const userId = node.getAttribute?.('data-mention')
    const label = userId ? nameOf(userId) : null
    if (userId && label !== null) {
      written.mention(userId, `@${label}`)
      return
    }
    if (name === 'BR') {
      if (within.cell) written.space()
      else written.lineEnd()
    }
    const block = blocks.has(name)
    const edge = () => (within.cell ? written.space() : written.block())
    if (block) edge()
    let cells = 0
    for (const child of Array.from(node.childNodes)) {
      const cell = /^T[DH]$/i.test(child.nodeName)
      if (cell && cells++ > 0) written.cell()
      walk(child, { pre: within.pre || name === 'PRE', cell: within.cell || cell })
    }
    if (block) edge()
  }
  walk(root, { pre: false, cell: false })
  return written.done()
}

/** Collects text as a browser would show it: white space runs together, blocks begin lines. */
class Writer {
  #text = ''
  #mentions: ComposedText['mentions'] = []
  #space = false
  #line = false

  text(value: string, pre: boolean): void {
    const clean = dropControls(value)
    for (const part of pre ? [clean] : clean.split(/([ \t\n\r\f]+)/)) {
      if (pre || /[^ \t\n\r\f]/.test(part)) this.#put(part)
      else if (part !== '') this.#space = true
    }
  }

  mention(userId: string, label: string): void {
    this.#put('')
    this.#mentions.push({ userId, offset: this.#text.length, length: label.length })
    this.#text += label
  }

  block(): void {
    this.#line = this.#text !== ''
    this.#space = false
  }

  lineEnd(): void {
    this.#put('')
    this.#text += '\n'
  }

  space(): void {
    this.#space = true
  }

  cell(): void {
    this.#space = false
    this.#put('')
    this.#text += '\t'
  }

  #put(value: string): void {
    if (this.#line && !this.#text.endsWith('\n')) this.#text += '\n'
    else if (this.#space && this.#text !== '' && !/[\n\t]$/.test(this.#text)) this.#text += ' '
    this.#line = false
    this.#space = false
    this.#text += value
  }

  done(): ComposedText {
    return { text: this.#text.replaceAll('\u00a0', ' ').trimEnd(), mentions: this.#mentions }
  }
}
