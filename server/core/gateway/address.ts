import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { StartupError } from '../../storage/startup-error.ts'

/** Returns the client address of a request. */
export type AddressOf = (request: IncomingMessage) => string

/**
 * Without proxies this is the socket's address. With them it is the last address in X-Forwarded-For that is not
 * a proxy, because the client can forge everything before it. `proxies` are addresses or networks
 * (`10.0.0.0/8`). @throws StartupError for an invalid entry
 */
export function addressReader(proxies: readonly string[]): AddressOf {
  const trusted = new BlockList()
  for (const proxy of proxies) trust(trusted, proxy)
  return request => {
    let address = plain(request.socket.remoteAddress ?? '')
    const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
    while (forwarded.length > 0 && isTrusted(trusted, address)) {
      const next = plain(forwarded.pop() ?? '')
      // Our proxies write only addresses.
      if (isIP(next) === 0) break
      address = next
    }
    return address
  }
}

function trust(list: BlockList, proxy: string): void {
  const [address = '', bits, more] = proxy.trim().split('/')
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  const most = family === 'ipv6' ? 128 : 32
  const count = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN
  if (isIP(address) === 0 || more !== undefined || !(count <= most)) {
    throw new StartupError(
      `--trust-proxy takes addresses and networks such as 10.0.0.5 or 10.0.0.0/8, with commas between them; "${proxy}" is neither.`,
    )
  }
  list.addSubnet(address, count, family)
}

function isTrusted(list: BlockList, address: string): boolean {
  const version = isIP(address)
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4')
}

/** Removes brackets and the port, and turns an IPv4-mapped IPv6 address into IPv4. */
function plain(text: string): string {
  const address = text.trim().replace(/^\[(.*)\](:\d+)?$/, '$1')
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
}
