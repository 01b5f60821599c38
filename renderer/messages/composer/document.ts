import type { ContentOf } from '@lianqun/protocol'
import { isRichDoc, listStart, mentionedBy, type RichMark, type RichNode, richText } from '../../../common/rich-text.ts'
import { oneLine } from '../../../common/text.ts'
import { composedTextOf, composedTextOfDraft, documentOf, draftOf, type EditorNode, trimmed } from '../composer-text.ts'

/** What a person wrote: a text, or a formatted text where there is any formatting. */
export type Written = Pick<ContentOf<'text'>, 'type' | 'text' | 'mentions'> | Pick<ContentOf<'rich'>, 'type' | 'doc'>

/** How deep lists and quotes stand in one another; the server takes no more. */
const nesting = 5
/** The largest formatted text as JSON that is sure to be taken. */
const mostJson = 250_000

const plainMarks = new Set(['bold', 'italic', 'strike', 'code'])
const docOf = (...content: RichNode[]): RichNode => ({ type: 'doc', content })

/** The document of the editor as it is sent: only what the protocol knows, without empty fields. */
export function richOf(doc: EditorNode): RichNode {
  return docOf(...blocksOf(doc.content ?? [], nesting))
}

function blocksOf(nodes: readonly EditorNode[], depth: number): RichNode[] {
  return nodes.flatMap(node => blockOf(node, depth))
}

function blockOf(node: EditorNode, depth: number): RichNode[] {
  const { type = '', content = [] } = node
  if (type === 'blockquote' || type === 'bulletList' || type === 'orderedList') {
    // Deeper ones become lines of their own.
    if (depth === 0) return linesOf(node as RichNode)
    const start = type === 'orderedList' ? listStart(node as RichNode) : 1
    const inner =
      type === 'blockquote'
        ? blocksOf(content, depth - 1)
        : content.map(item => ({ type: 'listItem', content: blocksOf(item.content ?? [], depth - 1) }))
    if (inner.length === 0) return []
    return [{ type, ...(start !== 1 && { attrs: { start } }), content: inner }]
  }
  if (type === 'codeBlock') {
    const text = content.map(child => child.text ?? '').join('')
    const language = node.attrs?.language
    const known = typeof language === 'string' && /^[a-z0-9+#._-]{1,40}$/.test(language)
    return [{ type, ...(known && { attrs: { language } }), ...(text !== '' && { content: [{ type: 'text', text }] }) }]
  }
  const line = content.flatMap(inlineOf)
  return [{ type: 'paragraph', ...(line.length > 0 && { content: line }) }]
}

function linesOf(node: RichNode): RichNode[] {
  return richText(docOf(node))
    .text.split('\n')
    .map(text => ({ type: 'paragraph', ...(text !== '' && { content: [{ type: 'text', text }] }) }))
}

function inlineOf(node: EditorNode): RichNode[] {
  if (node.type === 'hardBreak') return [{ type: 'hardBreak' }]
  if (node.type === 'mention') {
    const { id, label } = node.attrs ?? {}
    return [{ type: 'mention', attrs: { userId: String(id ?? ''), label: String(label ?? '') } }]
  }
  if (!node.text) return []
  const marks = (node.marks ?? []).flatMap((mark): RichMark[] => {
    if (plainMarks.has(mark.type)) return [{ type: mark.type }]
    const href = mark.type === 'link' ? mark.attrs?.href : undefined
    return typeof href === 'string' ? [{ type: 'link', attrs: { href } }] : []
  })
  return [{ type: 'text', text: node.text, ...(marks.length > 0 && { marks }) }]
}

/** Whether a document says more than the text alone. */
export function isFormatted(doc: RichNode): boolean {
  return (doc.content ?? []).some(
    block => block.type !== 'paragraph' || block.content?.some(({ marks }) => marks !== undefined && marks.length > 0),
  )
}

/** What is sent of a document, without blank lines around it. */
export function writtenOf(doc: EditorNode): Written {
  const rich = richOf(doc)
  if (!isFormatted(rich)) return { type: 'text', ...trimmed(composedTextOf(doc)) }
  const blocks = rich.content ?? []
  const said = (block: RichNode) => block.type !== 'paragraph' || richText(docOf(block)).text.trim() !== ''
  return { type: 'rich', doc: docOf(...blocks.slice(blocks.findIndex(said), blocks.findLastIndex(said) + 1)) }
}

/** The words of what was written. */
export function wordsOf(written: Written): string {
  return written.type === 'text' ? written.text : richText(written.doc).text
}

/** Whether the formatting takes more room than a message has. */
export function isTooFormatted(written: Written): boolean {
  return written.type === 'rich' && JSON.stringify(written.doc).length > mostJson
}

/** The editor's document of what was written. Blocks of a later version become paragraphs with their text. */
export function documentOfWritten(written: Written): EditorNode {
  if (written.type === 'text') return documentOf(written)
  const content = (written.doc.content ?? []).flatMap(editorBlock)
  return { type: 'doc', content: content.length > 0 ? content : [{ type: 'paragraph' }] }
}

function editorBlock(node: RichNode): EditorNode[] {
  const { type, attrs, content: children = [] } = node
  if (type === 'paragraph') return [{ type, content: children.flatMap(editorInline) }]
  if (type === 'codeBlock') {
    const text = children.map(child => child.text ?? '').join('')
    const language = typeof attrs?.language === 'string' ? attrs.language : null
    return [{ type, attrs: { language }, content: text === '' ? [] : [{ type: 'text', text }] }]
  }
  if (type === 'blockquote') return children.length === 0 ? [] : [{ type, content: children.flatMap(editorBlock) }]
  if (type !== 'bulletList' && type !== 'orderedList') return linesOf(node)
  if (children.length === 0) return []
  const items = children.map(item => itemOf((item.content ?? []).flatMap(editorBlock)))
  return [{ type, ...(type === 'orderedList' && { attrs: { start: listStart(node) } }), content: items }]
}

/** An item of a list, which begins with a line. */
export function itemOf(content: EditorNode[]): EditorNode {
  return { type: 'listItem', content: content[0]?.type === 'paragraph' ? content : [{ type: 'paragraph' }, ...content] }
}

function editorInline(node: RichNode): EditorNode[] {
  const userId = mentionedBy(node)
  if (node.type === 'hardBreak') return [{ type: 'hardBreak' }]
  if (userId !== null) return [{ type: 'mention', attrs: { id: userId, label: String(node.attrs?.label ?? '') } }]
  const text = node.text ?? richText(docOf({ type: 'paragraph', content: [node] })).text
  if (text === '') return []
  const marks = (node.marks ?? []).filter(({ type }) => plainMarks.has(type) || type === 'link')
  return [{ type: 'text', text, ...(marks.length > 0 && { marks }) }]
}

/** Two documents, one below the other. */
export function joinedDocuments(above: EditorNode, below: EditorNode): EditorNode {
  if (isBlank(below)) return above
  return { type: 'doc', content: [...(above.content ?? []), ...(below.content ?? [])] }
}

/** Whether nothing that can be seen is in a document. */
export function isBlank(doc: EditorNode): boolean {
  return textOf(doc).trim() === ''
}

/** The words of the editor's document. */
export function textOf(doc: EditorNode): string {
  return richText(richOf(doc)).text
}

/**
 * The line of a draft that holds its formatting, below its text: an older version, which reads only text, shows both
 * and loses nothing. Its first character is invisible, and nobody types it.
 */
const formatLine = /\n\u2063(\{"type":"doc".*)(?:\n|$)/u

/** A document as a draft is stored: its text, and behind it the formatting where there is any. */
export function draftOfDocument(doc: EditorNode): string {
  const rich = richOf(doc)
  if (!isFormatted(rich)) return draftOf(composedTextOf(doc))
  return `${draftOf(richText(rich))}\n\u2063${JSON.stringify(rich)}`
}

/** The document of a draft, of this version or an older one. */
export function documentOfDraft(draft: string): EditorNode {
  const found = formatLine.exec(draft)
  if (found === null) return documentOf(composedTextOfDraft(draft))
  const doc = readDoc(found[1] ?? '')
  const above =
    doc === null
      ? documentOf(composedTextOfDraft(draft.slice(0, found.index)))
      : documentOfWritten({ type: 'rich', doc })
  const rest = draft.slice(found.index + found[0].length)
  return rest === '' ? above : joinedDocuments(above, documentOfDraft(rest))
}

function readDoc(json: string): RichNode | null {
  try {
    const value: unknown = JSON.parse(json)
    return isRichDoc(value) ? value : null
  } catch {
    // Only the start of a draft, as in a page of the list.
    return null
  }
}

/** A draft on one line, for the list; `draft` may be its start. */
export function draftPreview(draft: string): string {
  const at = draft.search(/\n\u2063(\{|$)/u)
  return oneLine(composedTextOfDraft(at < 0 ? draft : draft.slice(0, at)).text)
}
