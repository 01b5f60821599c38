import { listStart, type RichNode } from '../../../../common/rich-text.ts'
import { isLine, runsOf } from './runs.ts'

const tags: Record<string, string> = { bold: 'strong', italic: 'em', strike: 's', code: 'code' }

/** A formatted text as HTML for the clipboard. Mentions carry their user id, as the composer reads it again. */
export function htmlOfRich(node: RichNode): string {
  const inner = () => (node.content ?? []).map(htmlOfRich).join('')
  if (node.type === 'bulletList') return `<ul>${inner()}</ul>`
  if (node.type === 'orderedList') return `<ol start="${listStart(node)}">${inner()}</ol>`
  if (node.type === 'listItem') return `<li>${inner()}</li>`
  if (node.type === 'blockquote') return `<blockquote>${inner()}</blockquote>`
  if (node.type === 'codeBlock') {
    const language = node.attrs?.language
    const name = typeof language === 'string' ? ` class="language-${escaped(language)}"` : ''
    return `<pre><code${name}>${(node.content ?? []).map(({ text = '' }) => escaped(text)).join('')}</code></pre>`
  }
  if (node.type === 'doc' || !isLine(node)) return inner()
  return `<p>${lineOf(node.content ?? (node.text === undefined ? [] : [node]))}</p>`
}

function lineOf(nodes: readonly RichNode[]): string {
  return runsOf(nodes)
    .map(run => {
      if (run.kind === 'break') return '<br>'
      if (run.kind === 'mention') return `<span data-mention="${escaped(run.userId)}">@${escaped(run.label)}</span>`
      if (run.kind === 'text') return marked(run)
      return `<a href="${escaped(run.url)}">${run.runs.map(marked).join('')}</a>`
    })
    .join('')
}

function marked({ text, marks }: { text: string; marks: readonly string[] }): string {
  return marks.reduce((words, mark) => `<${tags[mark]}>${words}</${tags[mark]}>`, escaped(text))
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, character => entities[character] ?? character)
}
