import { find } from 'linkifyjs'

/** A link in a text: the range of UTF-16 code units, and where it leads. */
export interface FoundLink {
  start: number
  end: number
  url: string
}

/**
 * Characters at which an address ends although no space follows: Chinese, Japanese and Korean script and punctuation,
 * full-width forms, quotes, angle brackets and dashes, pictures, invisible and control characters. A path with such letters
 * in it is written percent-encoded, as browsers copy it.
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
/** An address whose host has labels in Han. */
const hanHost = new RegExp(
  `https?://(?:[a-z0-9-]+\\.)*[\\p{Script=Han}][\\p{L}\\p{N}-]*\\.(?:[\\p{L}\\p{N}-]+\\.)*?(?:(?:${hanDomains})|(?:com|net|org|cn|[a-z]{2,8})(?![a-z0-9-]))(?::\\d{1,5})?`,
  'giu',
)

/** The addresses in a text, in order, as a person reads them: each ends where its sentence goes on. */
export function findLinks(text: string): FoundLink[] {
  const links: FoundLink[] = []
  let at = 0
  for (const host of text.matchAll(hanHost)) {
    if (host.index < at) continue
    links.push(...linksOfRuns(text, at, host.index))
    const end = endOfPath(text, host.index + host[0].length)
    links.push({ start: host.index, end, url: text.slice(host.index, end) })
    at = end
  }
  links.push(...linksOfRuns(text, at, text.length))
  return links
}

/** The links of each run of characters that may be in an address. */
function linksOfRuns(text: string, from: number, to: number): FoundLink[] {
  const links: FoundLink[] = []
  let start = from
  for (let index = from; index <= to; ) {
    const code = text.codePointAt(index)
    const char = index < to && code !== undefined ? String.fromCodePoint(code) : ''
    if (char === '' || ends.test(char)) {
      if (index > start) links.push(...linksOfRun(text, start, index))
      index += Math.max(char.length, 1)
      start = index
    } else index += char.length
  }
  return links
}

/** Where an address begins right behind another one or a word. */
const stuckTogether = /(?<=[\p{L}\p{N}])(?=https?:\/\/)/iu

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
    // The account in an address of another scheme: `ssh://git@host`.
    if (type === 'email' && before === '/') return []
    const scheme = /^(https?|mailto):/i.test(value)
    if (type === 'url' && !scheme && !isBareAddress(value, before, run.slice(end, end + 2))) return []
    return [{ start: from + start, end: from + end, url: href }]
  })
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
  const path = /^[!-~]*/.exec(text.slice(from))?.[0] ?? ''
  return from + path.replace(/[.,;:!?'")\]}>]+$/, '').length
}
