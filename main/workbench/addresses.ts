import { BlockList, isIP } from 'node:net'
import { familyOf, isSpecialAddress } from '../../common/node/addresses.ts'
import { parseUrl } from '../shell/links.ts'

const localSuffixes = ['localhost', 'local', 'internal', 'intranet', 'home.arpa', 'lan', 'localdomain']

/** This machine's own addresses. */
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addSubnet('0.0.0.0', 8, 'ipv4')
// Unspecified, loopback and the IPv4-compatible form.
loopback.addSubnet('::', 96, 'ipv6')

/**
 * Whether a host, in any spelling that browsers accept (`0x7f.1`, `[::ffff:10.0.0.1]`, `LOCALHOST.`), is by its name
 * this machine or on a private network. A public name may still resolve to one, which is why guests reach only listed
 * origins. An invalid host counts as local.
 */
export function isLocalHost(host: string): boolean {
  const name = normalized(host)
  if (name === null) return true
  const address = addressOf(name)
  if (address !== null) return isSpecialAddress(address[0])
  return !name.includes('.') || localSuffixes.some(suffix => name.endsWith(`.${suffix}`))
}

/** Whether a host is by its name this machine itself. An invalid host counts as it. */
export function isLoopbackHost(host: string): boolean {
  const name = normalized(host)
  if (name === null) return true
  const address = addressOf(name)
  return address === null ? name === 'localhost' || name.endsWith('.localhost') : loopback.check(...address)
}

/** The host as the URL parser writes it, which normalizes every spelling that browsers accept; null: invalid. */
function normalized(host: string): string | null {
  const url = parseUrl(`http://${isIP(host) === 6 ? `[${host}]` : host}/`)
  if (url === null || url.username !== '' || url.port !== '' || url.pathname !== '/' || url.search !== '') return null
  return url.hostname.replace(/\.+$/, '')
}

/** The address that a normalized host is, and its family. */
function addressOf(name: string): [address: string, family: 'ipv4' | 'ipv6'] | null {
  if (isIP(name) === 4) return [name, 'ipv4']
  return name.startsWith('[') ? familyOf(name.slice(1, -1)) : null
}
