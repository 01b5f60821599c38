import { once } from 'node:events'
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIPv6, type Socket } from 'node:net'
import { type TLSSocket, connect as tlsConnect } from 'node:tls'
import { Refused } from './policy.ts'

/** The proxy by which the server goes to an address; null: straight. */
export type ProxyOf = (url: URL) => URL | null

/**
 * The proxies that an environment names: `HTTPS_PROXY`, `HTTP_PROXY`, and `NO_PROXY` for hosts without one (`*`,
 * `example.com` with what is below it, `example.com:8080`), in capitals or small letters as elsewhere.
 * @throws TypeError for a proxy that is no address of http or https
 */
export function proxiesOf(env: Readonly<Record<string, string | undefined>>): ProxyOf {
  const named = (name: string) => env[name.toLowerCase()] || env[name] || ''
  const proxies = { 'https:': proxyUrl(named('HTTPS_PROXY')), 'http:': proxyUrl(named('HTTP_PROXY')) }
  const without = named('NO_PROXY')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(entry => entry !== '')
  return url => {
    const proxy = proxies[url.protocol as keyof typeof proxies] ?? null
    return proxy !== null && without.some(entry => isMeant(entry, url)) ? null : proxy
  }
}

function proxyUrl(written: string): URL | null {
  if (written === '') return null
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `http://${written}`)
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new TypeError('HTTPS_PROXY and HTTP_PROXY are addresses such as http://proxy.corp.example:3128')
  return url
}

function isMeant(entry: string, url: URL): boolean {
  if (entry === '*') return true
  const [, name = '', port] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(entry) ?? []
  const own = url.port || (url.protocol === 'https:' ? '443' : '80')
  if (port !== undefined && port !== own) return false
  return url.hostname === name || url.hostname.endsWith(`.${name}`)
}

/**
 * Asks for an address through a tunnel of a proxy. The tunnel leads to `address`, which was checked, and not to a name
 * that the proxy would look up anew; TLS and the site hear the name. @throws Refused when the proxy does not let it through
 */
export async function requestThrough(
  proxy: URL,
  {
    url,
    address,
    headers,
    signal,
    method = 'GET',
  }: { url: URL; address: string; headers: Record<string, string>; signal: AbortSignal; method?: 'GET' | 'POST' },
): Promise<ClientRequest> {
  const secure = url.protocol === 'https:'
  const socket = await tunnel(proxy, address, Number(url.port || (secure ? 443 : 80)), signal)
  const name = url.hostname.replace(/^\[|\]$/g, '')
  const createConnection = (): Socket | TLSSocket =>
    secure ? tlsConnect({ socket, host: name, ...(address === name ? {} : { servername: name }) }) : socket
  const request = secure ? httpsRequest : httpRequest
  return request(url, {
    method,
    createConnection,
    headers: { ...headers, host: url.host },
    maxHeaderSize: 16_384,
    signal,
  })
}

async function tunnel(proxy: URL, address: string, port: number, signal: AbortSignal): Promise<Socket> {
  const path = `${isIPv6(address) ? `[${address}]` : address}:${port}`
  const { username, password } = proxy
  const account = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  const asked = (proxy.protocol === 'https:' ? httpsRequest : httpRequest)({
    method: 'CONNECT',
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
    path,
    agent: false,
    headers: { host: path, ...(username === '' ? {} : { 'proxy-authorization': `Basic ${account}` }) },
    signal,
  }).end()
  const [answer, socket] = (await once(asked, 'connect', { signal })) as [IncomingMessage, Socket]
  if (answer.statusCode === 200) return socket
  socket.destroy()
  throw new Refused(`the proxy answers ${answer.statusCode}`)
}
