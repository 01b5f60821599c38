import { socketPath } from '@lianqun/protocol'
import { DesktopError } from './errors.ts'

/** The address of a workspace: its socket, and the origin of its HTTP API. */
export interface WorkspaceAddress {
  /** As shown to the user; without a scheme when `parseAddress` would add the same one. */
  display: string
  socketUrl: string
  httpOrigin: string
}

/**
 * Parses a workspace address as typed: `chat.example.com`, `chat.example.com:8440`, or a full `wss://`, `https://`,
 * `ws://` or `http://` address. Without a scheme it is `wss://`, or `ws://` for this machine.
 * @throws DesktopError `bad_address`
 */
export function parseAddress(text: string): WorkspaceAddress {
  const trimmed = text.trim()
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)
  let url: URL
  try {
    url = new URL(hasScheme ? trimmed : `wss://${trimmed}`)
  } catch {
    throw new DesktopError('bad_address', `not an address: ${trimmed}`)
  }
  if (!['ws:', 'wss:', 'http:', 'https:'].includes(url.protocol) || url.hostname === '' || url.username !== '') {
    throw new DesktopError('bad_address', `not a workspace address: ${trimmed}`)
  }
  if (/\s/.test(trimmed)) throw new DesktopError('bad_address', 'an address must not contain spaces')
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  const secure = hasScheme ? url.protocol === 'wss:' || url.protocol === 'https:' : !local
  const usual = secure && !local
  return {
    display: usual ? url.host : `${secure ? 'wss' : 'ws'}://${url.host}`,
    socketUrl: `${secure ? 'wss' : 'ws'}://${url.host}${socketPath}`,
    httpOrigin: `${secure ? 'https' : 'http'}://${url.host}`,
  }
}
