import { idSchema } from '@lianqun/protocol'
import type { DesktopEvent } from '../../preload/contract/index.ts'

export const linkScheme = 'lianqun'

/** The address as the system's browser or mail program may get it, or null for any other scheme. */
export function externalLink(address: string): string | null {
  const url = parseUrl(address)
  if (url === null) return null
  if (url.protocol === 'mailto:') return url.href
  // Credentials in an address serve to make one host look like another.
  if (!['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') return null
  return url.href
}

/**
 * The place in the window that `lianqun://conversation/<id>[?seq=n]` or `lianqun://person/<id>` names, or null for
 * anything else. It comes from outside: it may show, never act.
 */
export function parseDeepLink(address: string): DesktopEvent<'navigate'> | null {
  const match = /^lianqun:\/\/(conversation|person)\/([^/?#]+)\/?(\?[^#]*)?$/i.exec(address.trim())
  if (match === null) return null
  const [, to = '', id = '', query = ''] = match
  if (!idSchema.safeParse(id).success) return null
  if (to.toLowerCase() === 'person') return { to: 'person', userId: id }
  const seq = new URLSearchParams(query).get('seq')
  return { to: 'conversation', id, seq: seq !== null && /^[1-9]\d{0,14}$/.test(seq) ? Number(seq) : null }
}

/** The deep link among a program's arguments (how Windows and Linux hand one over), or null. */
export function deepLinkOf(argv: readonly string[]): string | null {
  return argv.slice(1).find(argument => argument.toLowerCase().startsWith(`${linkScheme}://`)) ?? null
}

export function parseUrl(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    // Not an address: that is the answer.
    return null
  }
}
