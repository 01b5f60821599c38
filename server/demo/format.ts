import type { ContentOf } from '@lianqun/protocol'
import { textOf } from './ids.ts'
import type { DemoCompany } from './types.ts'

type Text = Pick<ContentOf<'text'>, 'type' | 'text' | 'mentions'>
type Rich = Pick<ContentOf<'rich'>, 'type' | 'doc'>
type Node = Rich['doc']

const marked = /\*\*[^*\n]+\*\*|`[^`\n]+`|^- |^```/m

/** What a line of the demo says, with its mentions, its links to pages at `pagesUrl`, and its format. */
export function contentOf(company: DemoCompany, source: string, pagesUrl: string): Text | Rich {
  return formatted(textOf(company, source, pagesUrl))
}

/**
 * A text of the demo with its format: `**bold**`, `` `code` ``, lines of a list behind `- `, and code between lines of
 * three backticks, the first with its language. A text without any stays one.
 */
export function formatted(content: Text): Text | Rich {
  if (!marked.test(content.text)) return content
  const blocks: Node[] = []
  let code: { language: string; lines: string[] } | null = null
  let offset = 0
  for (const line of content.text.split('\n')) {
    const fence = /^```(\w*)$/.exec(line)
    if (fence && code === null) code = { language: fence[1] ?? '', lines: [] }
    else if (fence && code !== null) {
      const { language, lines } = code
      const attrs = language === '' ? {} : { attrs: { language } }
      blocks.push({ type: 'codeBlock', ...attrs, content: [{ type: 'text', text: lines.join('\n') }] })
      code = null
    } else if (code !== null) code.lines.push(line)
    else if (line.startsWith('- ')) {
      const item: Node = { type: 'listItem', content: [paragraph(content, offset + 2, offset + line.length)] }
      const last = blocks.at(-1)
      if (last?.type === 'bulletList') last.content?.push(item)
      else blocks.push({ type: 'bulletList', content: [item] })
    } else blocks.push(paragraph(content, offset, offset + line.length))
    offset += line.length + 1
  }
  return { type: 'rich', doc: { type: 'doc', content: blocks } }
}

/** A text as a formatted one, a paragraph a line. */
export function plainDoc(text: string): Node {
  const content = text.split('\n').map(line => paragraph({ type: 'text', text: line, mentions: [] }, 0, line.length))
  return { type: 'doc', content }
}

/** A line of the text, from `start` to `end`, with its mentions and marks. */
function paragraph({ text, mentions }: Text, start: number, end: number): Node {
  const nodes: Node[] = []
  let at = start
  const put = (until: number) => {
    for (const part of text.slice(at, until).split(/(\*\*[^*\n]+\*\*|`[^`\n]+`)/)) {
      const [mark, words] = part.startsWith('**')
        ? ['bold', part.slice(2, -2)]
        : part.startsWith('`')
          ? ['code', part.slice(1, -1)]
          : [null, part]
      if (words) nodes.push({ type: 'text', text: words, ...(mark && { marks: [{ type: mark }] }) })
    }
    at = until
  }
  for (const { userId, offset, length } of mentions) {
    if (offset < at || offset + length > end) continue
    put(offset)
    nodes.push({ type: 'mention', attrs: { userId, label: text.slice(offset + 1, offset + length) } })
    at = offset + length
  }
  put(end)
  return { type: 'paragraph', ...(nodes.length > 0 && { content: nodes }) }
}
