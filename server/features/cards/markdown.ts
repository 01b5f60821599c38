import {
  type CardElement,
  type CardInline,
  type CardTextSize,
  dropControls,
  escapeMarkdown,
  limits,
  type TableCell,
} from '@lianqun/protocol'
import type { Token, Tokens } from 'marked'
import { clip, fitElements, type Room } from './fit.ts'
import { type InlineOptions, type Piece, piecesOf, type RunStyle } from './markdown-inlines.ts'
import { markdownTokens } from './markdown-lexer.ts'

export interface MarkdownOptions extends InlineOptions {
  /** How much of a card it may take. */
  room?: Room
}

/** Characters of a Markdown text that are read. */
const longest = 20_000
/** Quotes within each other that are drawn; their text is shown in any case. */
const mostQuotes = 3
const sizes: readonly CardTextSize[] = ['extraLarge', 'large', 'medium', 'default', 'default', 'default']

/**
 * Markdown as other systems write it (GFM, with the few tags that they allow in it), as elements of a card: headings,
 * lists, quotes, code, tables, rules, pictures, links and colours. HTML is shown as text, and every line end is one.
 * What it returns is valid in a card, and its texts are never Markdown of ours.
 */
export function markdownElements(markdown: string, options: MarkdownOptions = {}): CardElement[] {
  const lost = options.lost ?? []
  const text = clip(dropControls(markdown), longest, 'markdown', lost)
  return fitElements(blocks(markdownTokens(text), { ...options, lost }, 0), lost, options.room)
}

interface Context extends MarkdownOptions {
  lost: string[]
}

function blocks(tokens: readonly Token[], context: Context, quotes: number): CardElement[] {
  const elements: CardElement[] = []
  let ruled = false
  for (const token of joinedQuotes(tokens)) {
    if (token.type === 'hr') {
      ruled = elements.length > 0
      continue
    }
    const [first, ...rest] = block(token, context, quotes)
    if (first === undefined) continue
    elements.push(ruled ? { ...first, separator: true } : first, ...rest)
    ruled = false
  }
  return elements
}

/** The tokens without blank lines; quotes with nothing between them are one. */
function joinedQuotes(tokens: readonly Token[]): Token[] {
  const joined: Token[] = []
  for (const token of tokens) {
    const last = joined.at(-1)
    if (token.type === 'space') continue
    if (token.type === 'blockquote' && last?.type === 'blockquote')
      joined[joined.length - 1] = { ...last, tokens: [...(last.tokens ?? []), ...(token.tokens ?? [])] } as Token
    else joined.push(token)
  }
  return joined
}

function block(token: Token, context: Context, quotes: number): CardElement[] {
  switch (token.type) {
    case 'heading':
      return heading(token as Tokens.Heading, context)
    case 'blockquote': {
      const items = blocks(token.tokens ?? [], context, quotes + 1)
      if (items.length === 0 || quotes >= mostQuotes) return items
      const room = { items: limits.cardItems, chars: limits.cardChars }
      return [{ type: 'Container', style: 'emphasis', items: fitElements(items, context.lost, room) }]
    }
    case 'list':
      return list(token as Tokens.List, context, quotes, 0)
    case 'code':
      return [code(token as Tokens.Code, context)]
    case 'table':
      return [table(token as Tokens.Table, context)]
    default:
      return paragraph(inlineTokens(token), {}, context)
  }
}

/** The inline tokens of a paragraph, or of a text of an item. */
function inlineTokens(token: Token): readonly Token[] {
  return 'tokens' in token && token.tokens ? token.tokens : [{ type: 'text', raw: token.raw, text: token.raw }]
}

function paragraph(tokens: readonly Token[], style: RunStyle, context: Context): CardElement[] {
  return elementsOf(piecesOf(tokens, style, context), context)
}

function elementsOf(pieces: readonly Piece[], context: Context): CardElement[] {
  return pieces.flatMap((piece): CardElement[] => {
    if (!Array.isArray(piece)) return [piece]
    const inlines = trimmed(piece).map(inline => short(inline, context))
    return inlines.length === 0 ? [] : [{ type: 'RichTextBlock', inlines }]
  })
}

/** Runs without the white space around all of them, as there is beside a picture. */
function trimmed(inlines: readonly CardInline[]): CardInline[] {
  const kept = [...inlines]
  const change = (index: number, trim: (text: string) => string): boolean => {
    const inline = kept.at(index)
    if (inline === undefined || (typeof inline !== 'string' && inline.type === 'Mention')) return false
    const text = trim(typeof inline === 'string' ? inline : inline.text)
    if (text === '') kept.splice(index, 1)
    else kept[index < 0 ? kept.length + index : index] = typeof inline === 'string' ? text : { ...inline, text }
    return text === ''
  }
  while (change(0, text => text.trimStart()));
  while (change(-1, text => text.trimEnd()));
  return kept
}

function short(inline: CardInline, { lost }: Context): CardInline {
  if (typeof inline === 'string') return clip(inline, limits.cardTextChars, 'text', lost)
  const most = inline.type === 'Mention' ? limits.cardLineChars : limits.cardTextChars
  return inline.text.length <= most ? inline : { ...inline, text: clip(inline.text, most, 'text', lost) }
}

function heading(token: Tokens.Heading, context: Context): CardElement[] {
  const size = sizes[token.depth - 1] ?? 'default'
  const plain = elementsOf(piecesOf(token.tokens, {}, context), { ...context, lost: [] })
  const [only] = plain
  if (plain.length === 1 && only?.type === 'RichTextBlock' && only.inlines.length === 1) {
    const [text] = only.inlines
    const escaped = typeof text === 'string' ? escapeMarkdown(text) : ''
    if (escaped !== '' && escaped.length <= limits.cardTextChars)
      return [{ type: 'TextBlock', text: escaped, wrap: true, style: 'heading', size, weight: 'bolder' }]
  }
  return paragraph(token.tokens, { size, weight: 'bolder' }, { ...context, lost: [] })
}

/** A list, one element an item: with its mark, and behind as many wide spaces as it is deep. */
function list(token: Tokens.List, context: Context, quotes: number, depth: number): CardElement[] {
  const start = typeof token.start === 'number' ? token.start : 1
  return token.items.flatMap((item, index) => {
    const bullet = item.task ? (item.checked ? '☑' : '☐') : token.ordered ? `${start + index}.` : '•'
    const inner = item.tokens
      .filter(({ type }) => type !== 'checkbox' && type !== 'hr')
      .map(each => (each.type === 'list' ? list(each as Tokens.List, context, quotes, depth + 1) : each))
    const elements = inner.flatMap(each => (Array.isArray(each) ? each : blocks([each], context, quotes)))
    const [first, ...rest] = elements
    const begins = !Array.isArray(inner[0]) && first?.type === 'RichTextBlock'
    const line = marked(`${'\u2003'.repeat(depth)}${bullet} `, begins ? first.inlines : [], context)
    return [index > 0 || depth > 0 ? { ...line, spacing: 'small' as const } : line, ...(begins ? rest : elements)]
  })
}

function marked(mark: string, inlines: readonly CardInline[], context: Context): CardElement {
  const [first, ...rest] = inlines
  const all = typeof first === 'string' ? [short(mark + first, context), ...rest] : [mark, ...inlines]
  return { type: 'RichTextBlock', inlines: all.slice(0, limits.cardItems) }
}

function code({ text, lang }: Tokens.Code, { lost }: Context): CardElement {
  const language = lang?.trim().split(/\s/, 1)[0]?.slice(0, 40) ?? ''
  const codeSnippet = clip(text, limits.cardTextChars, 'code', lost)
  return { type: 'CodeBlock', codeSnippet, ...(language !== '' && { language }) }
}

function table(token: Tokens.Table, context: Context): CardElement {
  const cells = (row: readonly Tokens.TableCell[]): TableCell[] =>
    row.slice(0, limits.cardItems).map(cell => ({ type: 'TableCell', items: paragraph(cell.tokens, {}, context) }))
  const all = [token.header, ...token.rows]
  if (all.length > limits.cardItems || token.header.length > limits.cardItems)
    context.lost.push(`table: more than ${limits.cardItems} rows or columns`)
  return {
    type: 'Table',
    firstRowAsHeader: true,
    columns: token.align
      .slice(0, limits.cardItems)
      .map(align => ({ width: 1, ...(align && { horizontalCellContentAlignment: align }) })),
    rows: all.slice(0, limits.cardItems).map(row => ({ type: 'TableRow', cells: cells(row) })),
  }
}
