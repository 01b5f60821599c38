import {
  type CardElement,
  type CardInline,
  type CardMention,
  cardText,
  cleanName,
  type TextRun,
} from '@lianqun/protocol'
import { isOpenable } from '../../addresses.ts'
import type { PersonReference, ReferencedMention } from '../../converted.ts'
import { emojiText } from '../emoji.ts'
import { codeBlocks, cut, richText } from '../fit.ts'
import { linkRun, type RunStyle, run } from '../links.ts'
import { dateText } from './dates.ts'

/*
 * Slack's mrkdwn: https://docs.slack.dev/messaging/formatting-message-text. It becomes runs, never Markdown of ours, so
 * nothing in it can be read as a mark of ours. Each part takes time in proportion to the text.
 */

export interface MrkdwnOptions {
  /** False: marks such as `*bold*` mean nothing; links, people and emojis do always. */
  formatted?: boolean
  /** False: `https://…` without angle brackets is no link. */
  linked?: boolean
  /** `@name` and `@here` without angle brackets name people. */
  linkNames?: boolean
  /** What all of it looks like. */
  style?: RunStyle
  /** Of dates, as IANA names it; of the process when left out. */
  timeZone?: string
  /** Is told in a few words what is not shown as it was meant. */
  lose?: (words: string) => void
}

type Mark = '*' | '_' | '~'
type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'mark'; mark: Mark; turn?: 'on' | 'off' }
  | { kind: 'link'; label: string; address: string }
  | { kind: 'mention'; person: PersonReference; text: string }

/** A text without Slack's three entities. */
export function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_all, name: string) => ({ amp: '&', lt: '<', gt: '>' })[name] ?? '')
}

const broadcasts = new Set(['here', 'channel', 'everyone'])

/** A mention as a run. `text` begins with its @. */
export function mentionOf(person: PersonReference, text: string): CardMention {
  return { type: 'Mention', userId: person, text: cut(cleanName(text), 200) }
}

/** What stands between angle brackets. Null: nothing that Slack knows. */
function tokenPiece(token: string, { lose, timeZone }: MrkdwnOptions): Piece | null {
  const bar = token.indexOf('|')
  const target = bar < 0 ? token : token.slice(0, bar)
  const label = unescaped(bar < 0 ? '' : token.slice(bar + 1))
  const text = (words: string): Piece => ({ kind: 'text', text: words })
  const id = /^[@#]([\w.-]{1,100})$/.exec(target)?.[1]
  if (id !== undefined && target.startsWith('@')) {
    return { kind: 'mention', person: `id:${id}`, text: `@${(label || id).replace(/^@/, '')}` }
  }
  if (id !== undefined) return text(`#${(label || id).replace(/^#/, '')}`)
  if (target.startsWith('!')) {
    const [command = '', ...rest] = target.slice(1).split('^')
    if (broadcasts.has(command)) return { kind: 'mention', person: 'all', text: `@${command}` }
    if (command === 'subteam') {
      lose?.('a group of people is a name')
      return text(`@${(label || rest[0] || '').replace(/^@/, '')}`)
    }
    if (command === 'date') {
      const [seconds = '', format = '', address = ''] = rest
      const said = dateText(seconds === '' ? Number.NaN : Number(seconds), unescaped(format), label, timeZone)
      return address === '' ? text(said) : { kind: 'link', label: said, address: unescaped(address) }
    }
    return label === '' ? null : text(label)
  }
  const address = unescaped(target)
  if (!/^[a-z][a-z0-9+.-]{0,30}:/i.test(address)) return null
  if (!isOpenable(address)) lose?.('a link that may not be opened is text')
  return { kind: 'link', label: label.trim() === '' ? address.replace(/^mailto:/i, '') : label, address }
}

const tokens =
  /<([^<>\n]{1,4000})>|`([^`\n]+)`|([*_~])|(https?:\/\/[^\s<>|`*]+)|(?<![\p{L}\p{N}@/.])@([\p{L}\p{N}][\p{L}\p{N}._-]{0,63})/gu
const wordCharacter = /[\p{L}\p{N}]/u

/** The pieces of one line, with the marks that are in pairs turned on and off. */
function piecesOf(line: string, options: MrkdwnOptions): Piece[] {
  const { formatted = true, linked = true, linkNames = false } = options
  const pieces: Piece[] = []
  const open = new Map<Mark, number>()
  const say = (text: string) => {
    if (text !== '') pieces.push({ kind: 'text', text: emojiText(unescaped(text)) })
  }
  let done = 0
  for (const found of line.matchAll(tokens)) {
    const [all, token, code, mark, address, name] = found
    const { index } = found
    // A part of what is said already.
    if (index < done) continue
    let piece: Piece | null = null
    let length = all.length
    if (token !== undefined) piece = tokenPiece(token, options)
    else if (code !== undefined && formatted) piece = { kind: 'code', text: flat(code, options) }
    else if (mark !== undefined && formatted) piece = { kind: 'mark', mark: mark as Mark }
    else if (address !== undefined && linked) {
      length -= /(?:[.,;:!?'")\]}_~]|&gt;)*$/.exec(address.slice(-40))?.[0].length ?? 0
      const bare = unescaped(all.slice(0, length))
      if (isOpenable(bare)) piece = { kind: 'link', label: bare, address: bare }
    } else if (name !== undefined && linkNames) {
      piece = { kind: 'mention', person: broadcasts.has(name) ? 'all' : `name:${name}`, text: all }
    }
    if (piece === null) continue
    say(line.slice(done, index))
    done = index + length
    if (piece.kind === 'mark') pair(pieces, open, piece, line[index - 1] ?? '', line[index + 1] ?? '')
    pieces.push(piece)
  }
  say(line.slice(done))
  return pieces
}

/** Pairs a mark with the one before it: Slack asks for the beginning and the end of words around them. */
function pair(
  pieces: Piece[],
  open: Map<Mark, number>,
  piece: Piece & { kind: 'mark' },
  before: string,
  after: string,
) {
  const { mark } = piece
  const from = open.get(mark)
  const begin = from === undefined ? undefined : pieces[from]
  if (
    from !== undefined &&
    begin?.kind === 'mark' &&
    before !== '' &&
    !/\s/.test(before) &&
    !wordCharacter.test(after)
  ) {
    begin.turn = 'on'
    piece.turn = 'off'
    // Marks that began within the pair and did not end are text.
    for (const [other, at] of open) if (at >= from) open.delete(other)
  } else if (!wordCharacter.test(before) && after !== '' && !/\s/.test(after) && after !== mark) {
    open.set(mark, pieces.length)
  }
}

/** The words of a text without its marks, for code. */
function flat(text: string, options: MrkdwnOptions): string {
  return unescaped(
    text.replace(/<([^<>\n]{1,4000})>/g, (all, token: string) => {
      const piece = tokenPiece(token, { ...options, lose: () => undefined })
      if (piece === null || piece.kind === 'mark') return all
      return piece.kind === 'link' ? piece.label : piece.text
    }),
  )
}

/** Adds an inline to others; text that looks alike becomes one. */
function add(inlines: CardInline[], inline: CardInline): void {
  const last = inlines.at(-1)
  if (inline === '') return
  if (typeof last === 'string' && typeof inline === 'string') inlines[inlines.length - 1] = last + inline
  else if (isRun(last) && isRun(inline) && looksAlike(last, inline)) last.text += inline.text
  else inlines.push(inline)
}

/** Text that leads nowhere. */
function isRun(inline: CardInline | undefined): inline is TextRun {
  return typeof inline === 'object' && inline.type === 'TextRun' && inline.selectAction === undefined
}

function looksAlike(one: TextRun, other: TextRun): boolean {
  const names = Object.keys(one) as (keyof TextRun)[]
  return names.length === Object.keys(other).length && names.every(name => name === 'text' || one[name] === other[name])
}

/** The runs of a text, lines included, but without quotes and blocks of code. */
export function mrkdwnInlines(text: string, options: MrkdwnOptions = {}): CardInline[] {
  const { style: base = {} } = options
  const inlines: CardInline[] = []
  for (const [n, line] of text.split('\n').entries()) {
    if (n > 0) add(inlines, run('\n', base))
    const on = new Set<Mark>()
    for (const piece of piecesOf(line, options)) {
      const style: RunStyle = {
        ...base,
        ...(on.has('*') && { weight: 'bolder' }),
        ...(on.has('_') && { italic: true }),
        ...(on.has('~') && { strikethrough: true }),
      }
      if (piece.kind === 'text') add(inlines, run(piece.text, style))
      else if (piece.kind === 'code') add(inlines, run(piece.text, { ...style, fontType: 'monospace' }))
      else if (piece.kind === 'link') add(inlines, linkRun(piece.label, piece.address, style))
      else if (piece.kind === 'mention') add(inlines, mentionOf(piece.person, piece.text))
      else if (piece.turn === 'on') on.add(piece.mark)
      else if (piece.turn === 'off') on.delete(piece.mark)
      else add(inlines, run(piece.mark, style))
    }
  }
  return inlines
}

/** A line that is quoted; `>>>` quotes all behind it too. */
const quote = /^\s{0,3}(?:>|&gt;)((?:>|&gt;){2})?[ \t]?/

/** Lines as blocks of text, quotes as containers. */
function lineElements(text: string, options: MrkdwnOptions): CardElement[] {
  const groups: { quoted: boolean; lines: string[] }[] = []
  let rest = false
  for (const line of text.split('\n')) {
    const found: RegExpExecArray | null = rest ? null : quote.exec(line)
    const quoted: boolean = options.formatted !== false && (rest || found !== null)
    rest ||= quoted && found?.[1] !== undefined
    const said = quoted ? line.slice(found?.[0].length ?? 0) : line
    const last = groups.at(-1)
    if (last !== undefined && last.quoted === quoted) last.lines.push(said)
    else groups.push({ quoted, lines: [said] })
  }
  return groups.flatMap(({ quoted, lines }): CardElement[] => {
    const words = lines.join('\n').replace(/^\n+/, '').trimEnd()
    if (words.trim() === '') return []
    const blocks = richText(mrkdwnInlines(words, options))
    return quoted ? [{ type: 'Container', style: 'emphasis', items: blocks }] : blocks
  })
}

/** The elements of a text: text, quotes and blocks of code. */
export function mrkdwnElements(text: string, options: MrkdwnOptions = {}): CardElement[] {
  const parts = options.formatted === false ? [text] : text.split('```')
  const elements: CardElement[] = []
  let said = ''
  const say = () => {
    if (said !== '') elements.push(...lineElements(said, options))
    said = ''
  }
  for (let n = 0; n < parts.length; n++) {
    const part = parts[n] ?? ''
    if (n % 2 === 0) said += part
    // A fence without its end, or with nothing in it, is text.
    else if (n === parts.length - 1 || part.trim() === '') said += `\`\`\`${part}${n === parts.length - 1 ? '' : '```'}`
    else {
      say()
      elements.push(...codeBlocks(flat(part, options).replace(/^\n/, '').trimEnd()))
    }
  }
  say()
  return elements
}

/** What a text says, without its marks. */
export function mrkdwnText(text: string, options: MrkdwnOptions = {}): string {
  return cardText({ type: 'AdaptiveCard', body: mrkdwnElements(text, options) }).text
}

/** A text with whom it names, where it has no form that only a card can show; else null. */
export function plainMrkdwn(
  text: string,
  options: MrkdwnOptions = {},
): { text: string; mentions: ReferencedMention[] } | null {
  const elements = mrkdwnElements(text, options)
  let said = ''
  const mentions: ReferencedMention[] = []
  for (const element of elements) {
    if (element.type !== 'RichTextBlock') return null
    for (const inline of element.inlines) {
      if (typeof inline === 'string') said += inline
      else if (inline.type === 'Mention') {
        const { userId, text: name } = inline
        mentions.push({ person: userId as PersonReference, offset: said.length, length: name.length })
        said += name
      } else {
        const { selectAction, text: words, type: _type, ...style } = inline
        // The app makes links of addresses itself.
        const bare = selectAction?.type === 'Action.OpenUrl' && selectAction.url.replace(/^mailto:/i, '') === words
        if (!bare || Object.keys(style).length > 0) return null
        said += words
      }
    }
  }
  return { text: said, mentions }
}
