import { BlockList, isIP } from 'node:net'

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
  // Documentation: 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, 2001:db8::/32, 3fff::/20.
  ['192.0.2.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  // Unspecified, loopback and the old IPv4-compatible form; mapped addresses are looked up as IPv4.
  ['::', 96, 'ipv6'],
  // IPv4-translated, NAT64, Teredo and 6to4 embed an IPv4 address; nobody needs these forms.
  ['::ffff:0:0:0', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
  ['5f00::', 16, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
]
for (const [network, prefix, family] of networks) special.addSubnet(network, prefix, family)

/**
 * Whether an address is not one of the public internet: private, loopback, link-local, multicast, or one that embeds an
 * IPv4 address. What is no address counts as such.
 */
export function isSpecialAddress(address: string): boolean {
  if (isIP(address) === 0) return true
  const [plain = ''] = address.split('%')
  return special.check(...familyOf(plain))
}

/** An address and its family; IPv4 for the mapped form, as BlockList compares within a family. */
export function familyOf(address: string): [address: string, family: 'ipv4' | 'ipv6'] {
  if (isIP(address) === 4) return [address, 'ipv4']
  const written = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(written)
  if (mapped === null) return [written, 'ipv6']
  const [high, low] = [mapped[1], mapped[2]].map(part => Number.parseInt(part ?? '0', 16)) as [number, number]
  return [[high >> 8, high & 255, low >> 8, low & 255].join('.'), 'ipv4']
}
