import { isIPv6 } from 'node:net'

/** A way to the server: direct, or by a proxy. `native` is a kind of proxy that only Chromium speaks to. */
export type Route =
  | { kind: 'direct' }
  | { kind: 'http' | 'https' | 'socks4' | 'socks5'; host: string; port: number }
  | { kind: 'native' }

const kinds: Record<string, { kind: 'http' | 'https' | 'socks4' | 'socks5'; port: number }> = {
  proxy: { kind: 'http', port: 80 },
  https: { kind: 'https', port: 443 },
  socks: { kind: 'socks4', port: 1_080 },
  socks4: { kind: 'socks4', port: 1_080 },
  socks5: { kind: 'socks5', port: 1_080 },
}

/**
 * Reads the answer of a proxy resolution in the format of PAC files (`PROXY a:8080; SOCKS5 b; DIRECT`), in its order.
 * What is not understood is left to Chromium (`native`); an empty answer is a direct connection.
 */
export function parseRoutes(answer: string): Route[] {
  const routes: Route[] = []
  for (const part of answer.split(';')) {
    const [word = '', address = ''] = part.trim().split(/\s+/)
    if (word === '') continue
    const route = word.toUpperCase() === 'DIRECT' ? ({ kind: 'direct' } as const) : proxyRoute(word, address)
    if (!routes.some(other => nameOf(other) === nameOf(route))) routes.push(route)
  }
  return routes.length === 0 ? [{ kind: 'direct' }] : routes
}

function proxyRoute(word: string, address: string): Route {
  const lower = word.toLowerCase()
  const known = Object.hasOwn(kinds, lower) ? kinds[lower] : undefined
  if (known === undefined || !URL.canParse(`http://${address}`)) return { kind: 'native' }
  const { hostname, port } = new URL(`http://${address}`)
  // A URL leaves its usual port out, which is not the usual one of every kind of proxy.
  const written = /:(\d+)$/.exec(address)?.[1]
  const host = hostname.replace(/^\[|\]$/g, '')
  if (host === '') return { kind: 'native' }
  return { kind: known.kind, host, port: Number(written ?? (port === '' ? known.port : port)) }
}

/** A route in words for logs, questions and reports: `direct`, `proxy.example:8080`. */
export function nameOf(route: Route): string {
  if (route.kind === 'direct' || route.kind === 'native') return route.kind
  const address = `${isIPv6(route.host) ? `[${route.host}]` : route.host}:${route.port}`
  return route.kind === 'http' ? address : `${route.kind}://${address}`
}
