import { Lexer, Marked, type Token, Tokenizer, type Tokens } from 'marked'

/*
 * GFM as people and programs write it in chats: `marked` reads it, but for what would hide a text (HTML blocks, link
 * definitions, indented code), what is meant otherwise (one `~` is a range of numbers), and where a text without
 * spaces, such as Chinese, does not get what it means.
 */

/** A tag that names a person, such as `<@zhangsan>` or `<at id=x>Li</at>`, whole. */
export interface MarkToken {
  type: 'mark'
  raw: string
}

/** Levels of quotes, lists, emphasis and links within each other; what is deeper is text. */
const deepest = 8

/**
 * How often a text may be looked through for the ends of emphasis, links and tables, which `marked` does from each
 * beginning to the end of the paragraph or of the text; from then on marks are text. So the work for all texts of a
 * payload is no more than in proportion to their characters.
 */
const mostSearches = 40
/** Characters that may be looked through in a text that is short. */
const leastSearched = 20_000

/** The line between the head and the rows of a table, and that below a heading. */
const delimiterRow = /^ {0,3}[|:-][|:\- ]*$/

function lineOf(src: string, index: 0 | 1): string {
  const end = src.indexOf('\n')
  if (index === 0 || end < 0) return index === 0 ? src.slice(0, end < 0 ? src.length : end) : ''
  return lineOf(src.slice(end + 1), 0)
}

/** Whether a head and the line below it have as many columns, as far as that can be seen at a glance. */
function beginsTable(src: string): boolean {
  const [head, row] = [lineOf(src, 0), lineOf(src, 1)]
  const columns = (line: string) =>
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|').length
  return delimiterRow.test(row) && (/[\\`]/.test(head) || columns(head) === columns(row))
}

class ChatTokenizer extends Tokenizer {
  #depth = 0
  #searched = 0
  readonly #most: number

  /** `chars`: of the text. */
  constructor(chars: number) {
    super()
    this.#most = Math.max(leastSearched, chars * mostSearches)
  }

  #nested<T>(src: string, begins: RegExp, read: () => T): T | undefined {
    if (!begins.test(src)) return undefined
    if (this.#depth >= deepest || this.#searched > this.#most) return undefined
    this.#searched += src.length
    this.#depth++
    try {
      return read()
    } finally {
      this.#depth--
    }
  }

  override blockquote(src: string) {
    return this.#nested(src, /^ {0,3}>/, () => super.blockquote(src))
  }

  override list(src: string) {
    return this.#nested(src, /^ {0,3}(?:[*+-]|\d{1,9}[.)])/, () => super.list(src))
  }

  override link(src: string) {
    return this.#nested(src, /^!?\[/, () => super.link(src))
  }

  override del(src: string, masked: string, before?: string) {
    return this.#nested(src, /^~~/, () => super.del(src, masked, before))
  }

  override emStrong(src: string, masked: string, before?: string) {
    return this.#nested(src, /^[*_]/, () => this.#bold(src) ?? super.emStrong(src, masked, before))
  }

  /** `**标题：**内容` is no emphasis by the rules of CommonMark, which look for spaces between words. */
  #bold(src: string): Tokens.Strong | undefined {
    const [raw, text] = /^\*\*([^\s*`[\\][^*`[\\]{0,500})\*\*/.exec(src) ?? []
    if (raw === undefined || text === undefined || /\s$/.test(text)) return undefined
    return { type: 'strong', raw, text, tokens: this.lexer.inlineTokens(text) }
  }

  /** A search for a table goes to the end of the text, and is lost where the columns do not fit. */
  override table(src: string) {
    if (this.#searched > this.#most || !beginsTable(src)) return undefined
    this.#searched += src.length
    return super.table(src)
  }

  override paragraph(src: string): Tokens.Paragraph | undefined {
    if (this.#searched > this.#most) return { type: 'paragraph', raw: src, text: src, tokens: this.lexer.inline(src) }
    const found = super.paragraph(src)
    // It was looked at each of its lines whether a table begins there.
    if (found && delimiterRow.test(lineOf(src.slice(found.raw.length), 1))) this.#searched += src.length
    return found
  }

  /** `marked` looks behind each mark for the @ of a mail address, to the end of the text. */
  override inlineText(src: string): Tokens.Text | undefined {
    const text = /^(?:[`~]+|[\s\S])(?:[^\\<![`*~_ ]| (?! {1,80}\n))*/.exec(src)?.[0]
    return text === undefined ? undefined : { type: 'text', raw: text, text, escaped: false }
  }

  /** A bare address is found in what is shown: see `findLinks`. */
  override url(): undefined {
    return undefined
  }

  override code(): undefined {
    return undefined
  }

  override html(): undefined {
    return undefined
  }

  override def(): undefined {
    return undefined
  }
}

const marks = new Marked({
  extensions: [
    {
      name: 'mark',
      level: 'inline',
      tokenizer(src): MarkToken | undefined {
        const raw = /^<(?:@[^<>\s]{1,128}>|at(?:\s[^<>]{0,300})?>(?:[^<>]{0,200}<\/at>)?)/.exec(src)?.[0]
        return raw === undefined ? undefined : { type: 'mark', raw }
      },
    },
  ],
})

/** The tokens of a Markdown text. Its work is bounded, whatever the text is. */
export function markdownTokens(markdown: string): Token[] {
  return new Lexer({ ...marks.defaults, gfm: true, tokenizer: new ChatTokenizer(markdown.length) }).lex(markdown)
}
