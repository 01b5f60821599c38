import { StartupError } from '../storage/startup-error.ts'

/** What an address says: `host:port` of each server, and how to sign in. */
export interface NatsAccess {
  servers: string[]
  user?: string
  pass?: string
  token?: string
  /** Present when TLS is demanded; it is used anyway where a server offers it. */
  tls?: Record<string, never>
}

/**
 * Reads `nats://user:password@host:4222,nats://other` (`tls://` demands TLS, `nats://token@host` is a token). The first
 * name and password count for all servers. Throws a StartupError, which holds nothing of the address.
 */
export function parseNatsUrl(text: string): NatsAccess {
  const urls = text.split(',').map(part => parse(part.trim()))
  const access: NatsAccess = { servers: urls.map(url => `${url.hostname}:${url.port || '4222'}`) }
  if (urls.some(url => url.protocol === 'tls:')) access.tls = {}
  const signed = urls.find(url => url.username !== '')
  if (!signed) return access
  if (urls.some(url => url.username !== '' && (url.username !== signed.username || url.password !== signed.password)))
    throw new StartupError('the addresses of NATS name different users: all servers are signed in to with the same one')
  const name = decode(signed.username)
  return signed.password === '' ? { ...access, token: name } : { ...access, user: name, pass: decode(signed.password) }
}

function parse(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  const known = url && ['nats:', 'tls:'].includes(url.protocol) && url.hostname !== '' && /^\/?$/.test(url.pathname)
  if (!known || (url.username === '' && url.password !== ''))
    throw new StartupError('an address of NATS must look like nats://host:4222 or tls://user:password@host:4222')
  return url
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new StartupError('the name or password in the address of NATS has a % that is not followed by two hex digits')
  }
}
