import { marked, type Token, type Tokens } from 'marked'
import type { EditorNode } from '../composer-text.ts'
import { isLinkTarget } from '../kinds/rich/runs.ts'
import { itemOf } from './document.ts'
import { codeBlock } from './paste-html.ts'

type Mark = NonNullable<EditorNode['marks']>[number]

/** The document of a text in Markdown, with the formats that a message has: others become text. */
export function documentOfMarkdown(text: string): EditorNode {
  const content = blocksOf(marked.lexer(text, { gfm: true, breaks: true }))
  return { type: 'doc', content: content.length > 0 ? content : [{ type: 'paragraph' }] }
}

function blocksOf(tokens: readonly Token[]): EditorNode[] {
  return tokens.flatMap((token): EditorNode[] => {
    switch (token.type) {
      case 'space':
      case 'def':
        return []
      case 'code':
        return [codeBlock(token.text, (token.lang ?? '').trim().split(/\s/)[0]?.toLowerCase() || null)]
      case 'blockquote': {
        const content = blocksOf(token.tokens ?? [])
        return content.length > 0 ? [{ type: 'blockquote', content }] : []
      }
      case 'list':
        return [listOf(token as Tokens.List)]
      case 'heading':
        return [line(token, [{ type: 'bold' }])]
      case 'table':
        return rowsOf(token as Tokens.Table)
      case 'paragraph':
      case 'text':
        return [line(token, [])]
      default:
        return token.raw
          .trimEnd()
          .split('\n')
          .map(words => ({ type: 'paragraph', content: textOf(words, []) }))
    }
  })
}

function listOf({ ordered, start, items }: Tokens.List): EditorNode {
  const content = items.map(({ task, checked, tokens }) => {
    const blocks = blocksOf(tokens.filter(({ type }) => type !== 'checkbox'))
    if (task) blocks[0]?.content?.unshift({ type: 'text', text: checked ? '☑ ' : '☐ ' })
    return itemOf(blocks)
  })
  return ordered
    ? { type: 'orderedList', attrs: { start: typeof start === 'number' ? start : 1 }, content }
    : { type: 'bulletList', content }
}

function rowsOf({ header, rows }: Tokens.Table): EditorNode[] {
  return [header, ...rows].map(cells => ({
    type: 'paragraph',
    content: cells.flatMap((cell, index) => [...textOf(index > 0 ? '\t' : '', []), ...inlineOf(cell.tokens, [])]),
  }))
}

function line(token: Token, marks: readonly Mark[]): EditorNode {
  const tokens = 'tokens' in token ? token.tokens : undefined
  return { type: 'paragraph', content: tokens ? inlineOf(tokens, marks) : textOf(token.raw, marks) }
}

const markOf: Record<string, string> = { strong: 'bold', em: 'italic', del: 'strike' }

function inlineOf(tokens: readonly Token[], marks: readonly Mark[]): EditorNode[] {
  return tokens.flatMap((token): EditorNode[] => {
    const mark = markOf[token.type]
    if (mark !== undefined && 'tokens' in token) return inlineOf(token.tokens ?? [], withMark(marks, { type: mark }))
    if (token.type === 'codespan') return textOf(token.text, [{ type: 'code' }])
    if (token.type === 'br') return [{ type: 'hardBreak' }]
    if (token.type === 'escape') return textOf(token.text, marks)
    if (token.type === 'link') {
      // An address that is its own words is found in the text anyway.
      if (token.raw === token.text) return textOf(token.text, marks)
      const link = isLinkTarget(token.href) ? withMark(marks, { type: 'link', attrs: { href: token.href } }) : marks
      return inlineOf(token.tokens ?? [], link)
    }
    if (token.type === 'text')
      return 'tokens' in token && token.tokens ? inlineOf(token.tokens, marks) : textOf(token.raw, marks)
    return textOf(token.raw, marks)
  })
}

function withMark(marks: readonly Mark[], mark: Mark): Mark[] {
  return [...marks.filter(({ type }) => type !== mark.type), mark]
}

function textOf(text: string, marks: readonly Mark[]): EditorNode[] {
  return text === '' ? [] : [{ type: 'text', text, ...(marks.length > 0 && { marks: [...marks] }) }]
}
