import type { EditorNode } from '../composer-text.ts'
import { itemOf } from './document.ts'
import type { ReadNode } from './paste-html.ts'

/** An item of a list in Word and WPS, which write it as a paragraph with a style. */
export interface WordItem {
  level: number
  ordered: boolean
}

export type Block = EditorNode & { word?: WordItem }

const number = /^[([（]?(\d{1,4}|[a-z]{1,4}|[一二三四五六七八九十]{1,3})[.．)\]）、]/i

/** What a paragraph of Word is an item of, or null. */
export function wordListOf(node: ReadNode, style: string): WordItem | null {
  const level = /mso-list:[^;]*\blevel(\d+)/.exec(style)?.[1]
  return level === undefined ? null : { level: Math.min(Number(level), 5), ordered: number.test(markerOf(node, 0)) }
}

/** The words of the marker of a list item, which is marked to be ignored. */
function markerOf(node: ReadNode, depth: number): string {
  if (depth > 8) return ''
  if (/mso-list:\s*ignore/i.test(node.getAttribute?.('style') ?? '')) return wordsOf(node).trim()
  for (const child of Array.from(node.childNodes)) {
    const marker = markerOf(child, depth + 1)
    if (marker !== '') return marker
  }
  return ''
}

function wordsOf(node: ReadNode): string {
  return node.nodeType === 3 ? (node.nodeValue ?? '') : Array.from(node.childNodes).map(wordsOf).join('')
}

/** Makes lists of the paragraphs that Word and WPS mark as their items. */
export function withWordLists(nodes: readonly Block[]): EditorNode[] {
  const made: EditorNode[] = []
  /** The open lists, the outermost first. */
  let open: { level: number; list: EditorNode }[] = []
  for (const { word, ...node } of nodes) {
    if (word === undefined) {
      open = []
      made.push(node)
      continue
    }
    const type = word.ordered ? 'orderedList' : 'bulletList'
    open = open.filter(({ level, list }) => level < word.level || (level === word.level && list.type === type))
    let last = open.at(-1)
    if (last === undefined || last.level < word.level) {
      const list: EditorNode = { type, ...(word.ordered && { attrs: { start: 1 } }), content: [] }
      const parent = last?.list.content?.at(-1)
      if (parent === undefined) made.push(list)
      else parent.content?.push(list)
      last = { level: word.level, list }
      open.push(last)
    }
    last.list.content?.push(itemOf([node]))
  }
  return made
}
