import { idSchema, linkTokenSchema } from '@lianqun/protocol'
import type { DesktopEvent } from '../../preload/contract/index.ts'

export const linkScheme = 'lianqun'

/** The address for the system's browser or mail program, or null when it is not allowed there. */
export function externalLink(address: string): string | null {
  const url = parseUrl(address)
  if (url === null) return null
  if (url.protocol === 'mailto:') return mailLink(url)
  // Credentials in an address can make one host look like another.
  if (!['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') return null
  return url.href
}

/** Fields of a mail that a link may fill in. Mail programs take others, as `attach`, for a file of this machine. */
const mailFields = new Set(['to', 'cc', 'bcc', 'subject', 'body', 'in-reply-to'])

/** A mail address without fields that could do more than write a mail, and without line breaks in its recipients. */
function mailLink(url: URL): string {
  const fields = url.search
    .slice(1)
    .split('&')
    .filter(field => mailFields.has(field.split('=', 1)[0]?.toLowerCase() ?? ''))
    .filter(field => /^body=/i.test(field) || !/%0[ad]/i.test(field))
  const query = fields.length === 0 ? '' : `?${fields.join('&')}`
  return `mailto:${url.pathname.replace(/%0[ad]/gi, '')}${query}`
}

/**
 * The target of `lianqun://conversation/<id>[/<seq>]`, the older `lianqun://conversation/<id>?seq=n` or `lianqun://person/<id>`, or
 * `lianqun://join/<token>`, or null for anything else. Deep links
 * are not trusted: they may only navigate.
 */
export function parseDeepLink(address: string): DesktopEvent<'navigate'> | null {
  const [, token] = /^lianqun:\/\/join\/([^/?#]+)\/?$/i.exec(address.trim()) ?? []
  if (token !== undefined) return linkTokenSchema.safeParse(token).success ? { to: 'join', token } : null
  const match = /^lianqun:\/\/(conversation|person)\/([^/?#]+)(?:\/(\d*))?(\?[^#]*)?$/i.exec(address.trim())
  if (match === null) return null
  const [, to = '', id = '', place = '', query = ''] = match
  if (!idSchema.safeParse(id).success) return null
  if (to.toLowerCase() === 'person') return place === '' ? { to: 'person', userId: id } : null
  const seq = place === '' ? new URLSearchParams(query).get('seq') : place
  return { to: 'conversation', id, seq: seq !== null && /^[1-9]\d{0,14}$/.test(seq) ? Number(seq) : null }
}

/** The deep link among a program's arguments, as on Windows and Linux, or null. */
export function deepLinkOf(argv: readonly string[]): string | null {
  return argv.slice(1).find(argument => argument.toLowerCase().startsWith(`${linkScheme}://`)) ?? null
}

export function parseUrl(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    // Not a valid address.
    return null
  }
}
