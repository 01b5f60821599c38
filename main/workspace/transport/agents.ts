import type { Agent } from 'node:http'
import { isIPv6 } from 'node:net'
import type { SecureContext } from 'node:tls'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { SocksProxyAgent } from 'socks-proxy-agent'
import type { Credentials } from './proxy-passwords.ts'
import type { Route } from './routes.ts'

/** What a proxy answered to CONNECT. */
export interface ProxyAnswer {
  status: number
  /** The values of its `Proxy-Authenticate` headers. */
  authenticate: string[]
}

export interface AgentOptions {
  /** For the connection to a proxy that speaks TLS. */
  secureContext: SecureContext
  credentials: Credentials | null
  timeoutMs: number
  /** Ends the connection to the proxy. */
  signal: AbortSignal
  onAnswer: (answer: ProxyAnswer) => void
}

/** The agent whose requests take the route; undefined for a direct one. It serves one attempt. */
export function agentFor(route: Route, options: AgentOptions): Agent | undefined {
  if (route.kind === 'direct' || route.kind === 'native') return undefined
  const host = isIPv6(route.host) ? `[${route.host}]` : route.host
  if (route.kind === 'socks4' || route.kind === 'socks5') {
    // As in Chromium a SOCKS 5 proxy looks the name up, a SOCKS 4 one cannot.
    const scheme = route.kind === 'socks5' ? 'socks5h' : 'socks4'
    return new SocksProxyAgent(`${scheme}://${host}:${route.port}`, {
      timeout: options.timeoutMs,
      socketOptions: { signal: options.signal },
    })
  }
  const { secureContext, credentials, signal } = options
  // A signal is an option of every socket, which the agent's types do not say.
  const socketOptions: object = { secureContext, signal }
  const agent = new HttpsProxyAgent<string>(`${route.kind}://${host}:${route.port}`, {
    ...socketOptions,
    headers: credentials === null ? {} : { 'Proxy-Authorization': basic(credentials) },
  })
  agent.on('proxyConnect', (answer: { statusCode: number; headers: Record<string, string | string[]> }) => {
    const header = answer.headers['proxy-authenticate'] ?? []
    options.onAnswer({ status: answer.statusCode, authenticate: [header].flat() })
  })
  return agent
}

function basic({ account, password }: Credentials): string {
  return `Basic ${Buffer.from(`${account}:${password}`).toString('base64')}`
}

/** The authentication schemes that a proxy offers, in lower case. A header may list several. */
export function schemesOf(authenticate: readonly string[]): string[] {
  const known = ['basic', 'digest', 'negotiate', 'ntlm']
  const text = authenticate.join(', ').replace(/"(\\.|[^"\\])*"/g, '""')
  return known.filter(scheme => new RegExp(`(^|,)\\s*${scheme}(\\s|,|$)`, 'i').test(text))
}

/** The realm of the Basic scheme, which says to a person what the password is for; may be empty. */
export function realmOf(authenticate: readonly string[]): string {
  for (const header of authenticate) {
    const realm = /basic\s.*?realm="((?:\\.|[^"\\])*)"/i.exec(header)?.[1]
    if (realm !== undefined) return realm.replace(/\\(.)/g, '$1').slice(0, 200)
  }
  return ''
}
