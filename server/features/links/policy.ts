import { lookup as dnsLookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { isSpecialAddress } from '../../../common/node/addresses.ts'

/** An address that is not fetched; the message is for the log. */
export class Refused extends Error {}

/** An answer that cannot be read. */
export class Unreadable extends Refused {}

/** The addresses of a host. */
export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>

const resolveByDns: Resolve = host => dnsLookup(host, { all: true, verbatim: true })

/**
 * Which addresses the server fetches for previews: of the public internet, by http and https and their own ports, and
 * the hosts of the company that its administrator names (`wiki.corp.example`, `git.corp.example:8080`).
 */
export class LinkPolicy {
  readonly #hosts: ReadonlySet<string>
  readonly #resolve: Resolve
  readonly #proxyOf: (url: URL) => URL | null

  /** `proxyOf`: the proxy by which an address is fetched; null: straight. */
  constructor(
    hosts: readonly string[],
    resolve: Resolve = resolveByDns,
    proxyOf: (url: URL) => URL | null = () => null,
  ) {
    this.#proxyOf = proxyOf
    this.#hosts = new Set(hosts.map(host => host.trim().toLowerCase()).filter(host => host !== ''))
    this.#resolve = resolve
  }

  /** The address as it is fetched. @throws Refused */
  require(address: string | URL): URL {
    const url = parsed(address)
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Refused('neither http nor https')
    if (url.username !== '' || url.password !== '') throw new Refused('an account in the address')
    if (this.#isListed(url)) return url
    // The parser leaves out the ports 80 and 443 where they are the scheme's own.
    if (!['', '80', '443'].includes(url.port)) throw new Refused(`port ${url.port}`)
    const host = bare(url.hostname)
    // A connection to an address asks no name.
    if (isIP(host) !== 0 && isSpecialAddress(host)) throw new Refused(`the address ${host}`)
    return url
  }

  /**
   * How a connection to this address finds its host: each address that the name has now is checked, and the connection
   * goes to these and no others, so that a name that is looked up again cannot lead elsewhere.
   */
  lookup(url: URL): LookupFunction {
    const listed = this.#isListed(url)
    return (host, { all }, done) => {
      this.#checked(host, listed).then(
        found => {
          const [first] = found
          if (all) done(null, found)
          else if (first) done(null, first.address, first.family)
        },
        error => done(error, ''),
      )
    }
  }

  /** The proxy by which an address is fetched; hosts of the company's network are fetched straight. */
  proxyOf(url: URL): URL | null {
    return this.#isListed(url) ? null : this.#proxyOf(url)
  }

  /** An address of a host, all of which are checked. @throws Refused, errors of the lookup, the reason of the signal */
  async address(url: URL, signal: AbortSignal): Promise<string> {
    const host = bare(url.hostname)
    if (isIP(host) !== 0) return host
    const [first] = await before(signal, this.#checked(host, this.#isListed(url)))
    return first?.address ?? host
  }

  async #checked(host: string, listed: boolean) {
    const found = await this.#resolve(host)
    if (found.length === 0) throw new Refused(`${host} has no address`)
    const special = listed ? undefined : found.find(({ address }) => isSpecialAddress(address))
    if (special) throw new Refused(`${host} is ${special.address}`)
    return found
  }

  /** A listed host is meant with its own ports, unless one is listed with it. */
  #isListed({ host, hostname, port, protocol }: URL): boolean {
    if (port === '') {
      const own = protocol === 'https:' ? 443 : 80
      return this.#hosts.has(hostname) || this.#hosts.has(`${hostname}:${own}`)
    }
    return this.#hosts.has(host)
  }
}

/** What work comes to that cannot be ended, unless a signal is before it. */
function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    const late = () => reject(signal.reason)
    signal.addEventListener('abort', late, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', late))
  })
}

function parsed(address: string | URL): URL {
  try {
    return new URL(address)
  } catch {
    throw new Refused('not an address')
  }
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '')
}
