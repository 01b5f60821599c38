/*
 * Formatted text: a part of ProseMirror's JSON, and the words of it. No zod here: pages import it by
 * `common/rich-text.ts`.
 */

export interface RichMark {
  type: string
  attrs?: Record<string, unknown>
}

/** A node of a formatted text. Nodes and marks of a later version are kept; what is known of them is their text. */
export interface RichNode {
  type: string
  text?: string
  attrs?: Record<string, unknown>
  marks?: RichMark[]
  content?: RichNode[]
}

/** The deepest node that is read, the document itself being 0. It stays within what a row may hold. */
const readDepth = 13
/** The most nodes that are read. */
const readNodes = 50_000

/** Whether a received value can be shown as a formatted text: of this form, and neither too deep nor too large. */
export function isRichDoc(value: unknown): value is RichNode {
  let nodes = 0
  const fits = (node: unknown, depth: number): node is RichNode => {
    if (depth > readDepth || ++nodes > readNodes || !isRecord(node)) return false
    const { type, text, attrs, marks, content } = node
    return (
      typeof type === 'string' &&
      (text === undefined || typeof text === 'string') &&
      (attrs === undefined || isRecord(attrs)) &&
      (marks === undefined || (Array.isArray(marks) && marks.every(isMark))) &&
      (content === undefined || (Array.isArray(content) && content.every(child => fits(child, depth + 1))))
    )
  }
  return fits(value, 0)
}

function isMark(value: unknown): value is RichMark {
  return isRecord(value) && typeof value.type === 'string' && (value.attrs === undefined || isRecord(value.attrs))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const blocks = new Set(['paragraph', 'codeBlock', 'blockquote', 'bulletList', 'orderedList', 'listItem'])
/** Whether a node stands within a line. One of a later version does when nothing is in it. */
export function isInlineNode({ type, content }: RichNode): boolean {
  return content === undefined && !blocks.has(type)
}

/** The number of the first item of a list, 1 where it says none that can be counted on from. */
export function listStart({ attrs }: RichNode): number {
  const start = attrs?.start
  return typeof start === 'number' && Number.isSafeInteger(start) && start >= 0 && start <= 1_000_000 ? start : 1
}

/** The user whom a node mentions (`all`: everyone), or null. */
export function mentionedBy({ type, attrs }: RichNode): string | null {
  const userId = type === 'mention' ? attrs?.userId : undefined
  return typeof userId === 'string' && userId !== '' && userId.length <= 200 ? userId : null
}

/** A formatted text whose mentions are words, so that it calls nobody. */
export function withoutMentions({ content, ...node }: RichNode): RichNode {
  if (node.type === 'mention') return { type: 'text', text: richText({ type: 'doc', content: [node] }).text }
  return content === undefined ? node : { ...node, content: content.map(withoutMentions) }
}

/**
 * The words of a formatted text: a line for each block, with marks before list items and quotes. `mentions` are ranges
 * of it in UTF-16 code units that read `@name`.
 */
export function richText(doc: RichNode): {
  text: string
  mentions: { userId: string; offset: number; length: number }[]
} {
  let text = ''
  let begun = false
  const mentions: { userId: string; offset: number; length: number }[] = []
  const words = (node: RichNode) => {
    if (node.type === 'hardBreak') text += '\n'
    else if (node.type === 'mention') {
      const userId = mentionedBy(node)
      const label = `@${typeof node.attrs?.label === 'string' ? node.attrs.label : ''}`
      if (userId !== null) mentions.push({ userId, offset: text.length, length: label.length })
      text += label
    } else text += node.text ?? ''
  }
  /** `mark` stands before the first line of the block; `indent` before the others. */
  const block = (node: RichNode, mark: string, indent: string): void => {
    const children = node.content ?? []
    if (isInlineNode(node) || children.every(isInlineNode)) {
      if (begun) text += '\n'
      begun = true
      text += mark
      for (const child of isInlineNode(node) ? [node] : children) words(child)
      return
    }
    let number = listStart(node)
    let before = mark
    for (const child of children) {
      if (node.type === 'bulletList') block(child, `${before}• `, `${indent}  `)
      else if (node.type === 'orderedList') block(child, `${before}${number++}. `, `${indent}   `)
      else if (node.type === 'blockquote') block(child, `${before}> `, `${indent}> `)
      else block(child, before, indent)
      before = indent
    }
  }
  for (const child of doc.content ?? []) block(child, '', '')
  return { text, mentions }
}
