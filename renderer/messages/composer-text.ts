import type { Mention } from '@lianqun/protocol'

/** A text as it is sent: mentions are ranges of it that read `@name`. */
export interface ComposedText {
  text: string
  mentions: Mention[]
}

/** The part of the editor's document that we use (ProseMirror JSON). */
export interface EditorNode {
  type?: string
  text?: string
  attrs?: Record<string, unknown>
  marks?: { type: string; attrs?: Record<string, unknown> }[]
  content?: EditorNode[]
}

/** The text and mentions of an editor's document. Paragraphs and breaks are line ends. */
export function composedTextOf(doc: EditorNode): ComposedText {
  let text = ''
  const mentions: Mention[] = []
  const walk = (node: EditorNode) => {
    if (node.type === 'text') text += node.text ?? ''
    else if (node.type === 'hardBreak') text += '\n'
    else if (node.type === 'mention') {
      const label = `@${String(node.attrs?.label ?? '')}`
      mentions.push({ userId: String(node.attrs?.id ?? ''), offset: text.length, length: label.length })
      text += label
    } else node.content?.forEach(walk)
  }
  doc.content?.forEach((block, index) => {
    if (index > 0) text += '\n'
    walk(block)
  })
  return { text, mentions }
}

/** Without white space at the end and blank lines at the start; the mentions move accordingly and stay within it. */
export function trimmed({ text, mentions }: ComposedText): ComposedText {
  // The first line keeps its indent, as the others do.
  const start = text.trim() === '' ? text.length : (/^(?:[^\S\n]*\n)*/.exec(text)?.[0].length ?? 0)
  const clean = text.slice(start).trimEnd()
  const moved = mentions.map(({ userId, offset, length }) => ({
    userId,
    offset: offset - start,
    // A name may end with a space.
    length: Math.min(length, clean.length - offset + start),
  }))
  return { text: clean, mentions: moved.filter(({ offset, length }) => offset >= 0 && length > 0) }
}

/** The editor's document of a text: one paragraph a line. */
export function documentOf({ text, mentions }: ComposedText): EditorNode {
  const sorted = [...mentions].sort((a, b) => a.offset - b.offset)
  let offset = 0
  const content = text.split('\n').map(line => {
    const inline: EditorNode[] = []
    let at = 0
    const put = (until: number) => {
      if (until > at) inline.push({ type: 'text', text: line.slice(at, until) })
      at = until
    }
    for (const mention of sorted) {
      const from = mention.offset - offset
      if (from < at || from + mention.length > line.length) continue
      put(from)
      at = from + mention.length
      inline.push({ type: 'mention', attrs: { id: mention.userId, label: line.slice(from + 1, at) } })
    }
    put(line.length)
    offset += line.length + 1
    return { type: 'paragraph', content: inline }
  })
  return { type: 'doc', content }
}

/** A draft stores mentions as `@[name](id)`; `\` escapes text that would read like one. */
export function draftOf({ text, mentions }: ComposedText): string {
  const sorted = [...mentions].sort((a, b) => a.offset - b.offset)
  let draft = ''
  let at = 0
  for (const mention of sorted) {
    if (mention.offset < at) continue
    const label = text.slice(mention.offset + 1, mention.offset + mention.length)
    draft += `${escapeDraft(text.slice(at, mention.offset))}@[${label.replace(/[\\\]]/g, '\\$&')}](${mention.userId})`
    at = mention.offset + mention.length
  }
  return draft + escapeDraft(text.slice(at))
}

function escapeDraft(text: string): string {
  return text.replace(/\\|@(?=\[)/g, '\\$&')
}

const draftToken = /\\(.)|@\[((?:\\.|[^\]\\])*)\]\(([A-Za-z0-9_-]{1,64})\)/gsu

/** The text and mentions of a draft. */
export function composedTextOfDraft(draft: string): ComposedText {
  let text = ''
  const mentions: Mention[] = []
  let at = 0
  for (const match of draft.matchAll(draftToken)) {
    text += draft.slice(at, match.index)
    at = match.index + match[0].length
    if (match[1] !== undefined) text += match[1]
    else {
      const label = `@${(match[2] ?? '').replace(/\\(.)/g, '$1')}`
      mentions.push({ userId: match[3] ?? '', offset: text.length, length: label.length })
      text += label
    }
  }
  return { text: text + draft.slice(at), mentions }
}
