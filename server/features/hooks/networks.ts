import { BlockList, isIP } from 'node:net'

/** Whether an address is one of these, or in one of these networks. */
export function isWithin(networks: readonly string[], address: string): boolean {
  const list = new BlockList()
  for (const network of networks) {
    const [start = '', bits] = network.split('/')
    const family = isIP(start) === 6 ? 'ipv6' : 'ipv4'
    if (isIP(start) !== 0) list.addSubnet(start, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  const version = isIP(address)
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4')
}
