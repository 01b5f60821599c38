/** Where a link of Lianqun leads within the window. */
export type Permalink = { to: 'conversation'; id: string; seq: number | null } | { to: 'person'; userId: string }

/** A link as it is copied from a message: `lianqun://conversation/<id>[/<seq>]`, `lianqun://person/<id>`. */
const pattern =
  'lianqun://(?:conversation/[A-Za-z0-9_-]{1,64}(?:/[1-9]\\d{0,14})?|person/[A-Za-z0-9_-]{1,64})(?![A-Za-z0-9_/?#-])'
const whole = new RegExp(`^${pattern}$`, 'i')
const every = new RegExp(pattern, 'gi')

/** Splits a text at the links of Lianqun in it. */
export function permalinkParts(text: string): { text: string; permalink: boolean }[] {
  const parts: { text: string; permalink: boolean }[] = []
  let at = 0
  for (const { 0: found, index } of text.matchAll(every)) {
    if (index > at) parts.push({ text: text.slice(at, index), permalink: false })
    parts.push({ text: found, permalink: true })
    at = index + found.length
  }
  if (at < text.length) parts.push({ text: text.slice(at), permalink: false })
  return parts
}

/** The target of a link of Lianqun, or null for any other address. */
export function permalinkOf(url: string): Permalink | null {
  if (!whole.test(url)) return null
  const [kind = '', id = '', seq] = url.slice('lianqun://'.length).split('/')
  if (kind.toLowerCase() === 'person') return { to: 'person', userId: id }
  return { to: 'conversation', id, seq: seq === undefined ? null : Number(seq) }
}
