import {
  type CardAction,
  type CardColor,
  type CardImage,
  type CardInline,
  limits,
  type TextRun,
} from '@lianqun/protocol'
import type { Token, Tokens } from 'marked'
import { findLinks } from '../../../common/links.ts'
import { dropControls } from '../../../common/text.ts'
import { linkOf, pictureOf } from './addresses.ts'
import { chromaOf, hueOf, type Rgb, rgbOf } from './colors.ts'
import { unescaped } from './entities.ts'
import { clipLine } from './fit.ts'

export interface InlineOptions {
  /**
   * What stands for a piece of text, for the marks of a dialect such as people. The text itself when left out. `<@x>`
   * and `<at …>…</at>` come as a run of their own; code and bare addresses do not come. It may be asked twice.
   */
  inline?: (run: TextRun) => CardInline[]
  /** Where a link leads instead, or null where it may not be opened. When left out: `linkOf`. */
  link?: (address: string) => string | null
  /** Whether `<font>`, `<u>` and `<br>` mean something; as text else. True when left out. */
  tags?: boolean
  /** Gets what could not be shown as it was meant. */
  lost?: string[]
}

export type RunStyle = Omit<TextRun, 'type' | 'text'>

/** A line of text, or a picture within it. */
export type Piece = CardInline[] | CardImage

const named: Record<string, CardColor> = {
  // WeCom: green, grey and orange (https://developer.work.weixin.qq.com/document/path/99110).
  info: 'good',
  warning: 'warning',
  green: 'good',
  red: 'attention',
  orange: 'warning',
  yellow: 'warning',
  blue: 'accent',
  black: 'dark',
  white: 'default',
}
const subtle = new Set(['comment', 'grey', 'gray', 'silver', 'darkgray', 'darkgrey', 'lightgray', 'lightgrey'])

/** What stands for the colour of a `<font>`: a name, or `#f00`, `#ff0000`; nothing for one that is not known. */
export function fontStyle(color: string): RunStyle {
  const name = color.trim().toLowerCase()
  if (subtle.has(name)) return { isSubtle: true }
  const known = Object.hasOwn(named, name) ? named[name] : undefined
  if (known !== undefined) return known === 'default' ? {} : { color: known }
  const rgb = rgbOf(name)
  return rgb === null ? {} : colorStyle(rgb)
}

/** The colour of a card that is nearest by its hue; without much of one, by how light it is. */
function colorStyle(rgb: Rgb): RunStyle {
  const most = Math.max(...rgb)
  if (chromaOf(rgb) < 48) return most < 64 ? { color: 'dark' } : most > 224 ? {} : { isSubtle: true }
  const hue = hueOf(rgb)
  if (hue < 20 || hue >= 320) return { color: 'attention' }
  if (hue < 66) return { color: 'warning' }
  return { color: hue < 170 ? 'good' : 'accent' }
}

/** A text with its characters in place of their HTML names and numbers. */
function decoded(text: string): string {
  const plain = unescaped(text)
  return plain === text ? text : dropControls(plain)
}

const sameStyle = (one: CardInline, other: CardInline): boolean => {
  if (typeof one === 'string' || typeof other === 'string') return typeof one === typeof other
  if (one.type === 'Mention' || other.type === 'Mention') return false
  return JSON.stringify({ ...one, text: '' }) === JSON.stringify({ ...other, text: '' })
}

/** A run as it is shortest: a plain text where nothing is said of it. */
const inlineOf = (run: TextRun): CardInline => (Object.keys(run).length > 2 ? run : run.text)

/** The inline tokens of one block, as runs, mentions and the pictures between them. */
export function piecesOf(tokens: readonly Token[], base: RunStyle, options: InlineOptions): Piece[] {
  const { lost = [], tags = true, link = linkOf } = options
  const pieces: Piece[] = []
  const open: { tag: string; style: RunStyle }[] = []

  const push = (inline: CardInline) => {
    let piece = pieces.at(-1)
    if (!Array.isArray(piece)) {
      piece = []
      pieces.push(piece)
    }
    const last = piece.at(-1)
    if (last === undefined || !sameStyle(last, inline)) piece.push(inline)
    else if (typeof last === 'string') piece[piece.length - 1] = last + (inline as string)
    else last.text += (inline as TextRun).text
  }
  const styled = (text: string, style: RunStyle): TextRun =>
    Object.assign({ type: 'TextRun' as const, text }, style, ...open.map(tag => tag.style))
  const say = (text: string, style: RunStyle) => {
    if (text === '') return
    const run = styled(text, style)
    for (const inline of options.inline?.(run) ?? [run])
      push(typeof inline !== 'string' && inline.type === 'TextRun' ? inlineOf(inline) : inline)
  }
  /** A text in which bare addresses are links. */
  const write = (text: string, style: RunStyle) => {
    let at = 0
    for (const found of style.selectAction ? [] : findLinks(text)) {
      const url = link(found.url)
      if (url === null) continue
      say(text.slice(at, found.start), style)
      push(inlineOf(styled(text.slice(found.start, found.end), { ...style, ...linkStyle(url) })))
      at = found.end
    }
    say(text.slice(at), style)
  }
  const address = (href: string, path: string): string | null => {
    const url = link(decoded(href))
    if (url === null) lost.push(`${path}: an address that is not allowed: ${href.slice(0, 80)}`)
    return url
  }
  const picture = (token: Tokens.Image, action: CardAction | undefined, style: RunStyle) => {
    const url = pictureOf(decoded(token.href))
    const words = decoded(token.text)
    if (url === null) {
      lost.push(`image: an address that is not allowed: ${token.href.slice(0, 80)}`)
      say(words, style)
      return
    }
    const altText = clipLine(words, 'image', lost)
    pieces.push({ type: 'Image', url, ...(altText && { altText }), ...(action && { selectAction: action }) })
  }
  const tag = (raw: string, style: RunStyle) => {
    const [, end, name = '', rest = ''] = /^<(\/?)(font|u|br)\b([^>]*)>$/i.exec(raw) ?? []
    const lower = name.toLowerCase()
    if (!tags || lower === '') say(raw, style)
    else if (lower === 'br') say('\n', style)
    else if (end === '/') {
      const index = open.findLastIndex(({ tag }) => tag === lower)
      if (index >= 0) open.splice(index, 1)
    } else if (open.length < 8) {
      const color = /\bcolor\s*=\s*["']?\s*(#?[\w-]{1,30})/i.exec(rest)?.[1] ?? ''
      open.push({ tag: lower, style: lower === 'u' ? { underline: true } : fontStyle(color) })
    }
  }
  const read = (inner: readonly Token[], style: RunStyle) => {
    for (const token of inner as (Tokens.Generic | Token)[]) {
      switch (token.type) {
        case 'strong':
          read(token.tokens ?? [], { ...style, weight: 'bolder' })
          break
        case 'em':
          read(token.tokens ?? [], { ...style, italic: true })
          break
        case 'del':
          read(token.tokens ?? [], { ...style, strikethrough: true })
          break
        case 'codespan':
          push(styled((token as Tokens.Codespan).text, { ...style, fontType: 'monospace' }))
          break
        case 'br':
          say('\n', style)
          break
        case 'link': {
          const url = style.selectAction ? null : address((token as Tokens.Link).href, 'link')
          read(token.tokens ?? [], url === null ? style : { ...style, ...linkStyle(url) })
          break
        }
        case 'image':
          picture(token as Tokens.Image, style.selectAction, style)
          break
        case 'html':
          tag(token.raw, style)
          break
        case 'mark':
          say(token.raw, style)
          break
        case 'checkbox':
          break
        case 'escape':
          say((token as Tokens.Escape).text, style)
          break
        default:
          if ('tokens' in token && token.tokens) read(token.tokens, style)
          else write(decoded((token as Tokens.Text).text ?? token.raw), style)
      }
    }
  }
  read(tokens, base)
  return pieces.flatMap(shortPieces)
}

const linkStyle = (url: string): RunStyle => ({ color: 'accent', selectAction: { type: 'Action.OpenUrl', url } })

/** A line of more runs than one element may have, as several. */
function shortPieces(piece: Piece): Piece[] {
  if (!Array.isArray(piece) || piece.length <= limits.cardItems) return [piece]
  const parts: Piece[] = []
  for (let at = 0; at < piece.length; at += limits.cardItems) parts.push(piece.slice(at, at + limits.cardItems))
  return parts
}
