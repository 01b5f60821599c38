import { linkTokenSchema, socketPath } from '@lianqun/protocol'
import { DesktopError, type DesktopErrorCode } from './errors.ts'

/** The address of a workspace: its socket, and the origin of its HTTP API. */
export interface WorkspaceAddress {
  /** As shown to the user; without a scheme when `parseAddress` would add the same one. */
  display: string
  socketUrl: string
  httpOrigin: string
}

/** A name, an IPv4 address or one of IPv6 in brackets; a URL allows more. */
const hostForm = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/
const webSchemes = ['ws', 'wss', 'http', 'https']

/** What is copied along with an address out of a sentence. */
const around = /^[\s"'“”‘’«»<「『《(]+|[\s"'“”‘’«»>」』》),;.。、!]+$/gu

/**
 * Parses a workspace address as typed: `chat.example.com`, `chat.example.com:8440`, or a full `wss://`, `https://`,
 * `ws://` or `http://` address. Without a scheme it is `wss://`, or `ws://` for this machine. Full-width characters
 * (`chat．example．com：8440`), backslashes and invisible characters are read as what was meant.
 * @throws DesktopError `bad_address`, or `address_…` where it is known what is wrong
 */
export function parseAddress(text: string): WorkspaceAddress {
  const typed = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replaceAll('\\', '/')
    .replace(around, '')
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(typed)?.[1]?.toLowerCase()
  const fault = faultOf(typed, scheme)
  if (fault !== null) throw new DesktopError(fault, `not a workspace address: ${typed}`)
  let url: URL
  try {
    url = new URL(scheme === undefined ? `wss://${typed}` : typed)
  } catch {
    throw new DesktopError('bad_address', `not an address: ${typed}`)
  }
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1)
  if (!hostForm.test(url.hostname)) throw new DesktopError('bad_address', `not the name of a host: ${url.hostname}`)
  // `1.2.3` and `010.0.0.1` would be other machines than one reads: 1.2.0.3, 8.0.0.1.
  if (/^[\d.]+$/.test(url.hostname) && authorityOf(typed, scheme).replace(/:\d+$/, '') !== url.hostname)
    throw new DesktopError('bad_address', `not an IPv4 address of four decimal numbers: ${typed}`)
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  const secure = scheme === undefined ? !local : scheme === 'wss' || scheme === 'https'
  const usual = secure && !local
  return {
    display: usual ? url.host : `${secure ? 'wss' : 'ws'}://${url.host}`,
    socketUrl: `${secure ? 'wss' : 'ws'}://${url.host}${socketPath}`,
    httpOrigin: `${secure ? 'https' : 'http'}://${url.host}`,
  }
}

/** What is wrong with an address, where it can be said in a sentence. */
function faultOf(typed: string, scheme: string | undefined): DesktopErrorCode | null {
  if (/\s/.test(typed)) return 'address_spaces'
  if (scheme !== undefined && !webSchemes.includes(scheme)) return 'address_scheme'
  // `https:/host`, `https:host` and `https//host` would be a host of that name.
  if (/^(https?|wss?)(:|\/\/)/i.test(withoutScheme(typed, scheme))) return 'address_slashes'
  const authority = authorityOf(typed, scheme)
  if (authority.includes('@')) return 'address_account'
  const port = /^(?:\[[^\]]*\]|[^:[\]]+):(.*)$/.exec(authority)?.[1]
  if (port !== undefined && !(/^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) return 'address_port'
  return null
}

function withoutScheme(typed: string, scheme: string | undefined): string {
  return scheme === undefined ? typed : typed.slice(scheme.length + 3)
}

/** The host and port of an address as typed. */
function authorityOf(typed: string, scheme: string | undefined): string {
  return withoutScheme(typed, scheme).split(/[/?#]/, 1)[0] ?? ''
}

/** The token of the address of a link to a group on the web server of this origin; null for any other address. */
export function joinTokenOf(httpOrigin: string, address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || url.origin !== new URL(httpOrigin).origin || url.search !== '' || url.hash !== '') return null
  const [, token] = /^\/join\/([^/]+)\/?$/.exec(url.pathname) ?? []
  return linkTokenSchema.safeParse(token).success ? (token ?? null) : null
}
