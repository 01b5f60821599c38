import type { Card, CardAction, CardElement, CardInline } from '../cards/types.ts'

/*
 * What a card says, and walking through it. No zod here: pages import it by `common/card-text.ts`.
 */

/** Where a link of a card leads: the web or a mail address, without an account or a password in it. */
export function isCardLink(address: string): boolean {
  const url = URL.parse(address)
  if (url === null) return false
  const web = ['http:', 'https:'].includes(url.protocol)
  return (web || url.protocol === 'mailto:') && url.username === '' && url.password === ''
}

/** A piece of a text of a card. `href`: where it leads. */
export interface CardRun {
  text: string
  bold?: boolean
  italic?: boolean
  href?: string
}

const link =
  /\[((?:[^[\]\\]|\\.){1,500})\]\(\s*<?([^\s()<>]{1,2000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,200})?)>?(?:\s+"[^"]{0,500}")?\s*\)/y
const emphasis = /(\*\*|__|\*|_)(?=\S)/y
const escaped = /\\([\\`*_{}[\]()#+\-.!>~|])/y

/**
 * The runs of one line in the Markdown of cards: bold, italic, links and escapes; a mark without its end is text. It
 * takes time in proportion to the line.
 */
export function markdownRuns(line: string): CardRun[] {
  const runs: CardRun[] = []
  const add = (run: CardRun) => {
    const last = runs.at(-1)
    if (run.text === '') return
    if (last && last.bold === run.bold && last.italic === run.italic && last.href === run.href) last.text += run.text
    else runs.push(run)
  }
  const read = (from: number, to: number, style: Omit<CardRun, 'text'>, depth: number): void => {
    /** The marks without another one before `to`, so that each is looked for once. */
    const never = new Set<string>()
    let at = from
    while (at < to) {
      const rest = at
      escaped.lastIndex = at
      const plain = escaped.exec(line)
      if (plain && at + 2 <= to) {
        add({ ...style, text: plain[1] ?? '' })
        at += 2
        continue
      }
      if (line[at] === '[' && style.href === undefined) {
        link.lastIndex = at
        const found = link.exec(line)
        if (found && at + found[0].length <= to) {
          const [all, words = '', href = ''] = found
          read(at + 1, at + 1 + words.length, { ...style, href }, depth)
          at += all.length
          continue
        }
      }
      emphasis.lastIndex = at
      const mark = depth < 4 ? emphasis.exec(line)?.[1] : undefined
      // An underscore within a word is a part of it.
      if (mark !== undefined && !never.has(mark) && !(mark[0] === '_' && /[\p{L}\p{N}]/u.test(line[at - 1] ?? ''))) {
        const end = endOf(line, mark, at + mark.length, to)
        if (end > 0) {
          read(at + mark.length, end, { ...style, [mark.length === 2 ? 'bold' : 'italic']: true }, depth + 1)
          at = end + mark.length
          continue
        }
        never.add(mark)
        add({ ...style, text: mark })
        at += mark.length
        continue
      }
      do at++
      while (at < to && !/[\\[*_]/.test(line[at] ?? ''))
      add({ ...style, text: line.slice(rest, at) })
    }
  }
  read(0, line.length, {}, 0)
  return runs
}

/** Where a mark ends, or -1: not after a space, and for underscores not within a word. */
function endOf(line: string, mark: string, from: number, to: number): number {
  for (let at = line.indexOf(mark, from + 1); at > 0 && at + mark.length <= to; at = line.indexOf(mark, at + 1)) {
    const single = mark.length === 1
    if (single && (line[at + 1] === mark || line[at - 1] === mark)) continue
    if (/\s/.test(line[at - 1] ?? ' ') || line[at - 1] === '\\') continue
    if (mark[0] === '_' && /[\p{L}\p{N}]/u.test(line[at + mark.length] ?? '')) continue
    return at
  }
  return -1
}

/** A line of the Markdown of cards. `mark`: of an item of a list, `•` or its number. */
export interface CardLine {
  mark?: string
  runs: CardRun[]
}

/** The lines of a text in the Markdown of cards. */
export function markdownLines(text: string): CardLine[] {
  return text.split('\n').map(line => {
    const item = /^\s{0,8}(?:([-*+])|(\d{1,4})[.)])\s+(?=\S)/.exec(line)
    if (!item) return { runs: markdownRuns(line) }
    return { mark: item[2] === undefined ? '•' : `${item[2]}.`, runs: markdownRuns(line.slice(item[0].length)) }
  })
}

/** A text in the Markdown of cards without its marks. */
export function plainMarkdown(text: string): string {
  return markdownLines(text)
    .map(({ mark, runs }) => `${mark === undefined ? '' : `${mark} `}${runs.map(run => run.text).join('')}`)
    .join('\n')
}

/** A text written so that the Markdown of cards shows it as it is. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]]/g, '\\$&')
    .replace(/^(\s{0,8})([-+]|\d{1,4}[.)])(?=\s)/gm, (_all, space, mark: string) =>
      mark.length === 1 ? `${space}\\${mark}` : `${space}${mark.slice(0, -1)}\\${mark.at(-1)}`,
    )
}

/** Anything of a card that may have others in it. */
export type CardNode = Card | CardElement | CardAction | CardInline | Record<string, unknown>

/** Where others stand in a node, in the order in which they are read. */
const places = [
  'selectAction',
  'body',
  'items',
  'columns',
  'images',
  'rows',
  'cells',
  'pages',
  'inlines',
  'shown',
  'inlineAction',
  'actions',
  'card',
] as const

/** Those and where stands what is shown only by who does not know an element. */
const everyPlace = [...places, 'fallback'] as const

/** A card is never deeper: what is, is not looked at. */
const mostDepth = 40

type Visit = (node: Record<string, unknown>) => void

/** Calls `visit` for each node of a card that is read, each before those in it, in the order in which they are read. */
export function visitCard(node: unknown, visit: Visit): void {
  walk(node, visit, places, mostDepth)
}

/** As `visitCard`, also for what is shown only by who does not know an element: for what a card may hold at all. */
export function visitWhole(node: unknown, visit: Visit): void {
  walk(node, visit, everyPlace, mostDepth)
}

function walk(node: unknown, visit: Visit, within: readonly string[], depth: number): void {
  if (depth === 0 || typeof node !== 'object' || node === null) return
  if (Array.isArray(node)) {
    for (const inner of node) walk(inner, visit, within, depth - 1)
    return
  }
  const record = node as Record<string, unknown>
  visit(record)
  for (const place of within) if (record[place] !== undefined) walk(record[place], visit, within, depth - 1)
}

/**
 * A copy of a card in which each node is what `change` makes of it, those in it first; null takes it out. What is left
 * without its place, such as an action of a picture, goes with it. Fallbacks are nodes like any other.
 */
export function mapCard<N>(
  node: N,
  change: (node: Record<string, unknown>) => Record<string, unknown> | null,
  depth = mostDepth,
): N | null {
  if (depth === 0 || typeof node !== 'object' || node === null) return node
  if (Array.isArray(node)) return node.flatMap(inner => mapCard(inner, change, depth - 1) ?? []) as N
  const copy = { ...node } as Record<string, unknown>
  for (const place of everyPlace) {
    if (copy[place] === undefined) continue
    const inner = mapCard(copy[place], change, depth - 1)
    if (inner === null) delete copy[place]
    else copy[place] = inner
  }
  return change(copy) as N | null
}

/** What a card says, line by line, and whom it mentions where, in UTF-16 code units. */
interface CardText {
  readonly text: string
  readonly mentions: readonly { readonly userId: string; readonly offset: number; readonly length: number }[]
}

/** What cards say that were asked: a message is asked for its text, its people and its mentions, each more than once. */
const known = new WeakMap<Card, CardText>()

/** What a card says. It is read once: who changes a card changes a copy of it. */
export function cardText(card: Card): CardText {
  const before = known.get(card)
  if (before !== undefined) return before
  const read = readText(card)
  known.set(card, read)
  return read
}

function readText(card: Card): CardText {
  let text = ''
  const mentions: { userId: string; offset: number; length: number }[] = []
  const say = (line: unknown) => {
    if (typeof line !== 'string' || line.trim() === '') return
    text += text === '' ? line : `\n${line}`
  }
  say(card.header?.title)
  say(card.header?.subtitle)
  say(card.header?.tag?.text)
  visitCard(card.body ?? [], node => {
    if (node.type === 'RichTextBlock') {
      if (text !== '') text += '\n'
      for (const inline of (node.inlines as CardInline[] | undefined) ?? []) {
        if (typeof inline === 'string') text += inline
        else if (typeof inline.text === 'string') {
          if (inline.type === 'Mention')
            mentions.push({ userId: inline.userId, offset: text.length, length: Math.max(1, inline.text.length) })
          text += inline.text
        }
      }
    } else for (const line of linesOf(node)) say(line)
  })
  say(card.footer?.text)
  if (text === '') say(card.fallbackText)
  return { text, mentions }
}

/** The texts of an element itself. */
function linesOf(node: Record<string, unknown>): unknown[] {
  const element = node as unknown as CardElement
  switch (element.type) {
    case 'TextBlock':
      return [plainMarkdown(element.text)]
    case 'FactSet':
      return element.facts.map(({ title, value }) => `${plainMarkdown(title)} ${plainMarkdown(value)}`)
    case 'CodeBlock':
      return [element.codeSnippet]
    case 'Steps':
      return element.steps.map(step => [step.title, step.text].filter(Boolean).join(' '))
    case 'Image':
    case 'Sparkline':
      return [element.altText]
    case 'Input.Toggle':
      return [element.label, element.title]
    case 'Input.ChoiceSet':
      return [element.label, ...element.choices.map(({ title }) => title)]
    case 'Input.Text':
    case 'Input.Number':
    case 'Input.Date':
    case 'Input.Time':
    case 'Input.Person':
      return [element.label]
    default:
      return []
  }
}

/** What stands for a card where there is one line for it. */
export function cardTitle(card: Card): string {
  const { text } = cardText(card)
  return card.header?.title ?? text.split('\n', 1)[0] ?? ''
}

/** A card as it can be sent on: to be read, and its links opened, while what it asked for stays where it was asked. */
export function deadCard(card: Card): Card {
  const { refresh: _refresh, ...shown } = card
  const dead = mapCard(shown, node => {
    const { type } = node
    if (type === 'Action.Submit' || type === 'Action.Execute') return null
    if (typeof type === 'string' && type.startsWith('Input.')) return null
    if (type === 'Action.ShowCard' || type === 'ActionSet') {
      const inner = type === 'ActionSet' ? node.actions : (node.card as Card | undefined)?.body
      return Array.isArray(inner) && inner.length > 0 ? node : null
    }
    // It called somebody where it was said.
    return type === 'Mention' ? { type: 'TextRun', text: node.text } : node
  })
  return dead ?? { type: 'AdaptiveCard' }
}
