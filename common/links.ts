import { find } from 'linkifyjs'

/** A link in a text: the range of UTF-16 code units, and where it leads. */
export interface FoundLink {
  start: number
  end: number
  url: string
}

/**
 * Characters at which an address ends although no space follows: Chinese, Japanese and Korean script and punctuation,
 * full-width forms, quotes, angle brackets and dashes, pictures, invisible and control characters. In a path or a query
 * such letters belong to it right behind a slash or an equals sign (`/路径`, `?q=名`); elsewhere the sentence goes on.
 */
const ends =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Extended_Pictographic}\u2000-\u206f\u2190-\u2bff\u3000-\u303f\uff00-\uffef\ufe10-\ufe6f\u00ab\u00b7\u00bb"<>`\p{Cc}]/u
/**
 * Top-level domains with which a bare name is an address; other words with a dot are mostly files, code (`console.info`)
 * or two sentences (`try it.it works`).
 */
const bareDomains = new Set(
  'com cn net org edu gov mil biz io hk tw mo jp kr sg de fr uk eu ru ca au ch nl se es br tv'.split(' '),
)
/** Top-level domains that are endings of files, also with a path behind them. */
const fileEndings = new Set(
  'ai am app as bz cab cc cpa do gs la md ml mm mo mov ms pl pm ps pub py rs sc sh so srl st swift tf vi ws zip'.split(
    ' ',
  ),
)
/** Names of products that end like an address. */
const products = /^(asp|ado|vb|ml|xaml|c#|f#|paint|dot)\.net$/i
/** Top-level domains of two letters and more that are written in Han. */
const hanDomains = '中国|中國|公司|网络|網絡|香港|台湾|台灣|新加坡|澳门|澳門|政务|公益|网站|網站|在线|商城|集团|中文网'
/** A host with labels in Han, up to the last label, as in `.com.cn`. */
const hanName = `(?:[a-z0-9-]+\\.)*[\\p{Script=Han}][\\p{L}\\p{N}-]*\\.(?:[\\p{L}\\p{N}-]+\\.)*?(?:(?:${hanDomains})|(?:com|net|org|cn|[a-z]{2,8})(?![a-z0-9-]))(?!\\.[a-z]{2,8}(?![a-z0-9-]))`
/**
 * Addresses that the library does not know: of the web with a host in Han or an IPv6 address; of mail with a host in Han,
 * or with a name in Han that stands by itself or behind a word like 发给: elsewhere nothing says where the name begins.
 */
const ownAddress = new RegExp(
  `https?://(?:${hanName}|\\[[0-9a-f:.]{2,45}\\])(?::\\d{1,5})?` +
    `|(?<![a-z0-9._%+-])[a-z0-9][a-z0-9._%+-]{0,63}@${hanName}` +
    `|(?<=^|[\\s：:<(（,，;；、给到至送系找是为])(?![请发写转抄联给到至找致看寄])\\p{Script=Han}{1,6}@(?:${hanName}|(?:[a-z0-9-]+\\.)+[a-z]{2,8}(?![a-z0-9-]))`,
  'giu',
)
/** Letters of scripts that are written without spaces. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u
/** Characters that are not seen: directions, joiners. Within an address they make it read as another one. */
const unseen = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/

/** The addresses in a text, in order, as a person reads them: each ends where its sentence goes on. */
export function findLinks(text: string): FoundLink[] {
  const links: FoundLink[] = []
  let at = 0
  for (const found of text.matchAll(ownAddress)) {
    if (found.index < at) continue
    const mail = !/^https?:/i.test(found[0])
    const end = mail ? found.index + found[0].length : endOfPath(text, found.index + found[0].length)
    const shown = text.slice(found.index, end)
    if (!mail && !URL.canParse(shown)) continue
    links.push(...linksOfRuns(text, at, found.index))
    links.push({ start: found.index, end, url: mail ? `mailto:${shown}` : shown })
    at = end
  }
  links.push(...linksOfRuns(text, at, text.length))
  return links.filter(link => !isHidden(text, link))
}

/** A part of a text: plain, or a link with where it leads. */
export interface LinkPart {
  text: string
  url: string | null
}

/** Splits a text at its links. */
export function linkParts(text: string): LinkPart[] {
  const parts: LinkPart[] = []
  let at = 0
  for (const { start, end, url } of findLinks(text)) {
    if (start > at) parts.push({ text: text.slice(at, start), url: null })
    parts.push({ text: text.slice(start, end), url })
    at = end
  }
  if (at < text.length) parts.push({ text: text.slice(at), url: null })
  return parts
}

/** Whether an unseen character stands within what reads as one address with this link. */
function isHidden(text: string, { start, end }: FoundLink): boolean {
  const goesOn = unseen.test(text[end] ?? '') && /[\w./:?#@-]/.test(text[end + 1] ?? '')
  const began = unseen.test(text[start - 1] ?? '') && /[\w./:?#@-]/.test(text[start - 2] ?? '')
  return goesOn || (began && !/^https?:/i.test(text.slice(start, start + 6)))
}

/** The links of each run of characters that may be in an address. */
function linksOfRuns(text: string, from: number, to: number): FoundLink[] {
  const links: FoundLink[] = []
  let start = from
  let inPath = false
  for (let index = from; index <= to; ) {
    const code = text.codePointAt(index)
    const char = index < to && code !== undefined ? String.fromCodePoint(code) : ''
    // Each look back that fails ends the run, so the work stays linear.
    inPath = unspaced.test(char) && (inPath || isPath(text.slice(start, index)))
    if (char === '' || (ends.test(char) && !inPath)) {
      if (index > start) links.push(...linksOfRun(text, start, index))
      index += Math.max(char.length, 1)
      start = index
    } else index += char.length
  }
  return links
}

/** Whether a run is an address up to a slash or an equals sign behind its host. */
function isPath(run: string): boolean {
  return /[/=]$/.test(run) && /https?:\/\/[^/?#]+[/?#]/i.test(run)
}

/** Where an address begins right behind another one or a word, also in a list or a table without spaces. */
const stuckTogether = /(?<=[\p{L}\p{N},;|])(?=https?:\/\/)/iu

function linksOfRun(text: string, from: number, to: number): FoundLink[] {
  const links: FoundLink[] = []
  let start = from
  for (const part of text.slice(from, to).split(stuckTogether)) {
    links.push(...linksOf(text, start, start + part.length))
    start += part.length
  }
  return links
}

function linksOf(text: string, from: number, to: number): FoundLink[] {
  const run = text.slice(from, to)
  if (!/[./@]/.test(run)) return []
  return find(run, { defaultProtocol: 'https' }).flatMap(({ type, value, href, start, end }) => {
    if (!/^(https?|mailto):/i.test(href)) return []
    const before = run[start - 1] ?? ''
    // An address with an account or a password in it reads as another one, and is not opened.
    if (/^https?:\/\/[^/?#]*@/i.test(href)) return []
    // The account in an address of another scheme: `ssh://git@host`.
    if (type === 'email' && before === '/') return []
    const scheme = /^(https?|mailto):/i.test(value)
    if (type === 'url' && !scheme && !isBareAddress(value, before, run.slice(end, end + 2))) return []
    const extra = value.length - withoutMarks(value, run.slice(0, start)).length
    return [{ start: from + start, end: from + end - extra, url: extra === 0 ? href : href.slice(0, -extra) }]
  })
}

/** An address without the marks of bold, italic or struck text that stand around it, and without a table's bar. */
function withoutMarks(value: string, before: string): string {
  const bare = value.replace(/[*|]+$/, '')
  const marks = (/[*_~]+$/.exec(before)?.[0] ?? '').replaceAll('*', '')
  const closing = [...marks].reverse().join('')
  return marks !== '' && bare.endsWith(closing) ? bare.slice(0, -closing.length) : bare
}

/** Whether words without a scheme are an address rather than a file, a product or code. */
function isBareAddress(value: string, before: string, after: string): boolean {
  // Part of a path, of a mail address or of a longer word.
  if (/[\w/\\@.~#$%&*+=-]/.test(before) || /^(\.?[\w-]|[\\@])/.test(after)) return false
  const host = /^[^/:?#]*/.exec(value)?.[0] ?? ''
  if (/^www\./i.test(host)) return true
  const labels = host.split('.')
  const top = labels.at(-1) ?? ''
  if (products.test(host) || top !== top.toLowerCase()) return false
  if (bareDomains.has(top)) return true
  return value.charAt(host.length) === '/' && value.length > host.length + 1 && !fileEndings.has(top)
}

/** The end of a path that begins at `from`, without punctuation that belongs to the sentence. */
function endOfPath(text: string, from: number): number {
  if (!/[/?#]/.test(text[from] ?? '')) return from
  const path =
    /^(?:(?<=[/=])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[!-~])*/u.exec(
      text.slice(from),
    )?.[0] ?? ''
  const surplus = new Map([...brackets].map(([close, open]) => [close, count(path, close) - count(path, open)]))
  let end = path.length
  for (; end > 0; end -= 1) {
    const last = path.charAt(end - 1)
    const unopened = surplus.get(last) ?? 0
    if (unopened > 0) surplus.set(last, unopened - 1)
    else if (!/[.,;:!?'"|>]/.test(last)) break
  }
  return from + end
}

/** Opening brackets by the closing ones: an address ends with a closing one only if it has the opening one, too. */
const brackets = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
])

function count(text: string, character: string): number {
  return text.split(character).length - 1
}
