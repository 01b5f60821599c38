import { BlockList, isIP } from 'node:net'
import { parseUrl } from '../shell/links.ts'

/** Networks that are not the public internet, from IANA's special-purpose registries. */
const special = new BlockList()
const networks: [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  // Unspecified, loopback and the old IPv4-compatible form; mapped addresses are looked up as IPv4.
  ['::', 96, 'ipv6'],
  // NAT64 and 6to4 embed an IPv4 address; no mini-app needs this form.
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
]
for (const [network, prefix, family] of networks) special.addSubnet(network, prefix, family)

const localSuffixes = ['localhost', 'local', 'internal', 'intranet', 'home.arpa', 'lan', 'localdomain']

/**
 * Whether a host, in any spelling that browsers accept (`0x7f.1`, `[::ffff:10.0.0.1]`, `LOCALHOST.`), is by its name
 * this machine or on a private network. A public name may still resolve to one, which is why guests reach only listed
 * origins. An invalid host counts as local.
 */
export function isLocalHost(host: string): boolean {
  const bracketed = isIP(host) === 6 ? `[${host}]` : host
  // The URL parser normalizes every spelling of an address that browsers accept.
  const url = parseUrl(`http://${bracketed}/`)
  if (url === null || url.username !== '' || url.port !== '' || url.pathname !== '/' || url.search !== '') return true
  const name = url.hostname.replace(/\.+$/, '')
  if (name.startsWith('[')) return isLocalIPv6(name.slice(1, -1))
  if (isIP(name) === 4) return special.check(name, 'ipv4')
  if (!name.includes('.')) return true
  return localSuffixes.some(suffix => name.endsWith(`.${suffix}`))
}

function isLocalIPv6(address: string): boolean {
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address)
  if (mapped === null) return special.check(address, 'ipv6')
  const [high, low] = [mapped[1], mapped[2]].map(part => Number.parseInt(part ?? '0', 16)) as [number, number]
  return special.check([high >> 8, high & 255, low >> 8, low & 255].join('.'), 'ipv4')
}
