import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { StartupError } from '../../storage/startup-error.ts'

/** Finds the client address under which limits count: an IPv4 address, or the /64 network of an IPv6 address. */
export interface Addresses {
  /**
   * Without proxies this is the socket's address. With them it is the last address in X-Forwarded-For that is not
   * a proxy, because the client can forge everything before it.
   */
  of(request: IncomingMessage): string
  /** The same address whole, also of IPv6. */
  exactly(request: IncomingMessage): string
  /** The address of a socket before its first request; null for that of a proxy, who serves many clients. */
  ofSocket(socket: { remoteAddress?: string | undefined }): string | null
}

/** `proxies` are addresses or networks (`10.0.0.0/8`). @throws StartupError for an invalid entry */
export function addressReader(proxies: readonly string[]): Addresses {
  const trusted = new BlockList()
  for (const proxy of proxies) trust(trusted, proxy)
  const exactly = (request: IncomingMessage): string => {
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
  return {
    of: request => network(exactly(request)),
    exactly,
    ofSocket({ remoteAddress = '' }) {
      const address = plain(remoteAddress)
      return isTrusted(trusted, address) ? null : network(address)
    },
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

/** One household or server has a /64 of IPv6 for itself, with more addresses than could be counted. */
function network(address: string): string {
  if (isIP(address) !== 6) return address
  const groups = hextets(address)
  const mapped = groups.slice(0, 5).every(group => group === 0) && groups[5] === 0xffff
  if (mapped)
    return groups
      .slice(6)
      .flatMap(group => [group >> 8, group & 0xff])
      .join('.')
  return `${groups
    .slice(0, 4)
    .map(group => group.toString(16))
    .join(':')}::/64`
}

/**
 * The larger networks around an address as `Addresses` gives it: the /56, which a household has, and the /48, which a
 * company or a server has. None around an IPv4 address.
 */
export function networksAround(address: string): { household: string; site: string } | null {
  const [a, b, c, d] = /^(.+)::\/64$/.exec(address)?.[1]?.split(':') ?? []
  if (a === undefined || b === undefined || c === undefined || d === undefined) return null
  const upper = (Number.parseInt(d, 16) & 0xff00).toString(16)
  return { household: `${a}:${b}:${c}:${upper}::/56`, site: `${a}:${b}:${c}::/48` }
}

/** The eight groups of an IPv6 address. */
function hextets(address: string): number[] {
  const [head = '', tail] = address.replace(/%.*$/, '').split('::')
  const groups = (part: string) =>
    part
      .split(':')
      .filter(group => group !== '')
      .flatMap(group => {
        if (!group.includes('.')) return [Number.parseInt(group, 16)]
        const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
        return [a * 256 + b, c * 256 + d]
      })
  const before = groups(head)
  const after = groups(tail ?? '')
  return [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => 0), ...after]
}
