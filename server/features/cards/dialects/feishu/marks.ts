import { type CardElement, type CardInline, escapeMarkdown, isCardLink, mapCard, type TextRun } from '@lianqun/protocol'
import { unescaped } from '../../entities.ts'
import { attributesOf } from './attributes.ts'
import { textColorOf } from './colors.ts'
import { emojiOf } from './emoji.ts'
import { targetOf } from './links.ts'
import { mentionOf } from './people.ts'

/*
 * The tags that the vendor has in its Markdown: people, colours, labels, links with an icon, faces. Each becomes a mark
 * of characters for private use, which Markdown passes over, and each mark what it stands for once Markdown is read. So
 * nothing that a tag holds can become Markdown, and within code a tag is text.
 * https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-components/content-components/rich-text
 */

/** How a text is written. */
export type Style = Pick<TextRun, 'color' | 'size' | 'weight' | 'isSubtle'>

type Mark = { source: string } & (
  | { inlines: CardInline[] }
  /** From here on a colour; null: the one before again. */
  | { color: Style | null }
)

/** A text with marks, and what they stand for. */
export interface Marked {
  text: string
  /** What stands for a piece of text that Markdown has read; in the order of the text. */
  inline: (run: TextRun) => CardInline[]
  /** Elements in which no mark is left where `inline` did not see it. */
  settled: (elements: CardElement[]) => CardElement[]
  /** A text with the words of the marks in their places. */
  plain: (text: string) => string
}

const tag =
  /<(\/?)(at|person|link|a|text_tag|number_tag|local_datetime|font|br)(\s[^<>]{0,3000})?\/?>|(?<![\w:]):([A-Za-z][A-Za-z0-9_]{1,30}):(?![\w:])|!\[([^[\]]{0,200})\]\((img_[\w-]{1,200})\)/gi
const privateUse = /[\ue000\ue001]/g
const mark = /\ue000(\d{1,5})\ue001/g
/** Tags, and characters, between a tag and its end. */
const most = { tags: 8, chars: 2_000, marks: 2_000 }

/** Reads the tags of a text. `base`: how all of it is written. */
export function readMarks(written: string, base: Style = {}): Marked {
  const source = written.replace(privateUse, '')
  const tokens = [...source.matchAll(tag)]
  const marks: Mark[] = []
  let text = ''
  let at = 0
  /** Puts a mark in the place of what is up to `end`; apart from an address before it, which would take it in. */
  const put = (from: number, end: number, stands: { inlines: CardInline[] } | { color: Style | null }) => {
    const before = source.slice(at, from)
    const word = before.slice(Math.max(before.lastIndexOf(' '), before.lastIndexOf('\n')) + 1)
    text += `${before}${word.includes('://') ? ' ' : ''}\ue000${marks.length}\ue001`
    marks.push({ source: source.slice(from, end), ...stands })
    at = end
  }
  for (const [index, token] of tokens.entries()) {
    if (token.index < at || marks.length >= most.marks) continue
    const [all, slash, name, inside = '', face, alt, key] = token
    const end = token.index + all.length
    if (face !== undefined) {
      const emoji = emojiOf(face)
      if (emoji !== undefined) put(token.index, end, { inlines: [emoji] })
    } else if (key !== undefined) put(token.index, end, { inlines: [`[${alt || '图片'}]`] })
    else if (name !== undefined) {
      const kind = name.toLowerCase()
      const attributes = attributesOf(inside)
      if (kind === 'br') put(token.index, end, { inlines: ['\n'] })
      else if (kind === 'font') {
        put(token.index, end, { color: slash ? null : textColorOf(attributes.get('color') ?? '') })
      } else if (!slash) {
        const closing = all.endsWith('/>') ? undefined : closingOf(tokens, index, kind)
        if (closing === undefined && kind !== 'at' && kind !== 'person') continue
        const inner = closing ? unescaped(source.slice(end, closing.index).replace(/<[^<>]{0,3000}>/g, '')) : ''
        const inlines = inlinesOf(kind, attributes, inner)
        if (inlines) put(token.index, closing ? closing.index + closing[0].length : end, { inlines })
      }
    }
  }
  text += source.slice(at)

  const colors: Style[] = []
  const plain = (marked: string) =>
    marked.replace(mark, (all, number) => {
      const found = marks[Number(number)]
      return found === undefined ? all : 'inlines' in found ? found.inlines.map(wordsOf).join('') : ''
    })
  const sourceOf = (marked: string) => marked.replace(mark, (all, number) => marks[Number(number)]?.source ?? all)
  const inline = (run: TextRun): CardInline[] => {
    if (run.fontType === 'monospace') return [{ ...base, ...run, text: sourceOf(run.text) }]
    const inlines: CardInline[] = []
    const add = (piece: CardInline) => {
      if (typeof piece !== 'string' && piece.type === 'Mention') inlines.push(piece)
      else {
        const styled = typeof piece === 'string' ? { ...run, text: piece } : { ...run, ...piece }
        if (styled.text !== '') inlines.push({ ...base, ...colors.at(-1), ...styled })
      }
    }
    for (const [place, piece] of run.text.split(mark).entries()) {
      const found = place % 2 === 1 ? marks[Number(piece)] : undefined
      if (found === undefined) add(piece)
      else if ('inlines' in found) for (const one of found.inlines) add(one)
      else if (found.color) colors.push(found.color)
      else colors.pop()
    }
    return inlines
  }
  const settled = (elements: CardElement[]) => (mapCard(elements, settledNode) ?? []).filter(isSeen)
  const settledInline = (piece: CardInline): CardInline => {
    if (typeof piece === 'string') return plain(piece)
    const code = piece.type === 'TextRun' && piece.fontType === 'monospace'
    return { ...piece, text: code ? sourceOf(piece.text) : plain(piece.text) }
  }
  const settledNode = (node: Record<string, unknown>): Record<string, unknown> | null => {
    const copy = { ...node }
    if (copy.type === 'RichTextBlock') {
      const inlines = (copy.inlines as CardInline[]).map(settledInline)
      copy.inlines = inlines.filter(piece => wordsOf(piece) !== '')
    } else if (copy.type === 'TextBlock') {
      copy.text = marked(String(copy.text), found => escapeMarkdown(plain(found)))
      return { ...base, ...copy }
    } else if (copy.type === 'CodeBlock') copy.codeSnippet = sourceOf(String(copy.codeSnippet))
    else if (copy.type === 'FactSet') {
      copy.facts = (copy.facts as { title: string; value: string }[]).map(({ title, value }) => ({
        title: marked(title, found => escapeMarkdown(plain(found))),
        value: marked(value, found => escapeMarkdown(plain(found))),
      }))
    }
    if (typeof copy.altText === 'string') copy.altText = plain(copy.altText)
    if (typeof copy.url === 'string') {
      copy.url = copy.url.replace(mark, '').replaceAll(/%EE%80%8[01]/gi, '')
      if (copy.type === 'Action.OpenUrl' && !isCardLink(String(copy.url))) return null
    }
    return copy
  }
  return { text, inline, settled, plain }
}

/** A text in which something else stands for each mark. */
function marked(text: string, change: (found: string) => string): string {
  return text.replace(mark, change)
}

/** Whether there is anything in an element: text of nothing but ends of colours has left nothing. */
function isSeen(element: CardElement): boolean {
  if (element.type === 'RichTextBlock') return element.inlines.length > 0
  return element.type !== 'TextBlock' || element.text.trim() !== ''
}

/** The end of a tag: the next one of its name, unless that begins another. */
function closingOf(tokens: RegExpExecArray[], index: number, kind: string): RegExpExecArray | undefined {
  const start = tokens[index]
  for (const token of tokens.slice(index + 1, index + 1 + most.tags)) {
    if (token.index - (start?.index ?? 0) > most.chars + 3_000) return undefined
    if (token[2]?.toLowerCase() === kind) return token[1] === '/' ? token : undefined
  }
  return undefined
}

function wordsOf(inline: CardInline): string {
  return typeof inline === 'string' ? inline : inline.text
}

/** What a tag stands for; null for one that says nothing, which stays text. */
function inlinesOf(kind: string, attributes: Map<string, string>, inner: string): CardInline[] | null {
  switch (kind) {
    case 'at':
    case 'person': {
      const named = attributes.get('ids') ?? attributes.get('id') ?? attributes.get('user_id') ?? ''
      const ids = [...named.split(',').slice(0, 50), attributes.get('email') ?? ''].filter(id => id.trim() !== '')
      const mentions = ids.flatMap(id => mentionOf(id, ids.length === 1 ? inner : '') ?? [])
      if (mentions.length === 0) return inner === '' ? null : [inner]
      return mentions.flatMap((mention, index) => (index === 0 ? [mention] : [' ', mention]))
    }
    case 'link':
    case 'a': {
      const target = targetOf(Object.fromEntries(attributes))
      const words = inner || (target && target !== 'blocked' ? target.url : '')
      if (words === '') return null
      if (target === null || target === 'blocked') return [words]
      return [{ type: 'TextRun', text: words, selectAction: { type: 'Action.OpenUrl', url: target.url } }]
    }
    case 'text_tag': {
      if (inner.trim() === '') return null
      return [{ type: 'TextRun', text: inner, highlight: true, ...textColorOf(attributes.get('color') ?? '') }]
    }
    case 'number_tag':
      return inner.trim() === '' ? null : [{ type: 'TextRun', text: inner, highlight: true, weight: 'bolder' }]
    default: {
      const ms = Number(attributes.get('millisecond') || Number.NaN)
      return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? [beijingTime(ms)] : inner === '' ? null : [inner]
    }
  }
}

/** A moment as people where the vendor is at home write it. */
export function beijingTime(ms: number): string {
  return new Date(Math.min(ms + 8 * 3_600_000, 8.64e15)).toISOString().slice(0, 16).replace('T', ' ')
}
