import { type CardElement, type CardInline, cleanName, escapeMarkdown, limits, type TextRun } from '@lianqun/protocol'
import { isOpenable } from '../addresses.ts'
import type { PersonReference, ReferencedMention } from '../converted.ts'
import { markdownElements } from '../markdown.ts'
import { emojiText } from './emoji.ts'
import { cut } from './fit.ts'
import { honestLabel } from './links.ts'

/* The Markdown of Mattermost and Rocket.Chat: GFM with names of people, emojis and Slack's links in it. */

const everyone = new Set(['all', 'channel', 'here'])
const name = /(?<![\p{L}\p{N}@/.:_-])@([\p{L}\p{N}][\p{L}\p{N}._-]{0,63})/gu

/** Where a text names people: with its full stops it may end a sentence. */
function namesIn(text: string): { person: PersonReference; offset: number; length: number }[] {
  return [...text.matchAll(name)].map(({ index, 1: all = '' }) => {
    const called = all.replace(/[._-]+$/, '')
    return { person: everyone.has(called) ? 'all' : `name:${called}`, offset: index, length: called.length + 1 }
  })
}

/** A piece of text with the emojis and people in it; code and links call nobody. */
export function namedInlines(run: TextRun): CardInline[] {
  if (run.fontType === 'monospace') return [run]
  const text = emojiText(run.text)
  if (run.selectAction !== undefined) return [{ ...run, text }]
  const inlines: CardInline[] = []
  let done = 0
  const say = (to: number) => {
    if (to > done) inlines.push({ ...run, text: text.slice(done, to) })
  }
  for (const { person, offset, length } of namesIn(text)) {
    say(offset)
    inlines.push({ type: 'Mention', userId: person, text: cleanName(text.slice(offset, offset + length)) })
    done = offset + length
  }
  say(text.length)
  return inlines
}

/** A text in pieces that a text of a card may be long, each of whole lines where it can be. */
function pieces(text: string): string[] {
  const all: string[] = []
  for (let rest = text; rest !== ''; ) {
    const most = cut(rest, limits.cardTextChars) || rest.slice(0, limits.cardTextChars)
    const end = most.length < rest.length ? most.lastIndexOf('\n') + 1 : most.length
    const piece = end > 0 ? most.slice(0, end) : most
    all.push(piece)
    rest = rest.slice(piece.length)
  }
  return all
}

/** The elements of a text. */
export function namedElements(markdown: string): CardElement[] {
  return pieces(markdown.trimEnd())
    .filter(piece => piece.trim() !== '')
    .flatMap(piece => markdownElements(piece, { inline: namedInlines }))
}

/** What may be a mark of Markdown. */
const marks =
  /[\\`*~<>[\]|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^\s{0,3}(?:#{1,6}\s|[-+]\s|\d{1,9}[.)]\s|-{3,}|={3,})|^(?: {4}|\t)|&#?\w{1,30};/mu

/** A text with whom it names, where nothing in it can be a mark of Markdown; else null. */
export function plainMarkdownText(text: string): { text: string; mentions: ReferencedMention[] } | null {
  if (marks.test(text)) return null
  const said = emojiText(text)
  return { text: said, mentions: namesIn(said).slice(0, limits.mentions) }
}

/** A text in which the parts that are not code are changed. */
export function changedOutsideCode(text: string, change: (words: string) => string): string {
  const fenced = text.split('```')
  return fenced
    .map((part, n) => {
      if (n % 2 === 1 && n < fenced.length - 1) return part
      // With one group in its pattern, every second part is code.
      return part
        .split(/(`[^`\n]+`)/)
        .map((words, m) => (m % 2 === 1 ? words : change(words)))
        .join('')
    })
    .join('```')
}

/** Slack's links and calls in the words of Markdown: `<https://…|label>`, `<!here>`. */
export function withoutSlackMarks(text: string): string {
  return changedOutsideCode(text, words =>
    words
      .replace(/<!(channel|here|all|everyone)>/g, (_all, who: string) => `@${who === 'everyone' ? 'all' : who}`)
      .replace(/<([^<>|\s]{1,2000})\|([^<>\n]{1,2000})>/g, (all, address: string, label: string) =>
        isOpenable(address) && !/[()\\]/.test(address)
          ? `[${escapeMarkdown(honestLabel(label, address))}](${address})`
          : all,
      ),
  )
}
