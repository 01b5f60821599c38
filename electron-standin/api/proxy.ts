import { readFile } from 'node:fs/promises'
import { isIPv4 } from 'node:net'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'

/** The part of Electron's ProxyConfig that is understood. */
export interface ProxyConfig {
  mode?: 'direct' | 'auto_detect' | 'pac_script' | 'fixed_servers' | 'system'
  pacScript?: string
  proxyRules?: string
  proxyBypassRules?: string
}

/** The proxies that Chromium's switches name. Without any it is the system's, which here is none. */
export function proxyOfSwitches(switches: ReadonlyMap<string, string>): ProxyConfig {
  const bypass = switches.get('proxy-bypass-list') ?? ''
  if (switches.has('no-proxy-server')) return { mode: 'direct' }
  const pacScript = switches.get('proxy-pac-url')
  if (pacScript !== undefined) return { mode: 'pac_script', pacScript }
  const proxyRules = switches.get('proxy-server')
  if (proxyRules !== undefined) return { mode: 'fixed_servers', proxyRules, proxyBypassRules: bypass }
  return { mode: 'system' }
}

/** The proxies for an address, in the format of PAC files, as Chromium resolves them. */
export async function resolveProxy(config: ProxyConfig, address: string): Promise<string> {
  const url = new URL(address)
  const mode = config.mode ?? (config.pacScript ? 'pac_script' : config.proxyRules ? 'fixed_servers' : 'system')
  if (mode === 'auto_detect') throw new Error('electron-standin does not look for the proxies of a network.')
  if (mode === 'direct' || mode === 'system') return 'DIRECT'
  if (isBypassed(url, config.proxyBypassRules ?? '')) return 'DIRECT'
  if (mode === 'fixed_servers') return fixedServers(config.proxyRules ?? '', url)
  try {
    return await evaluatePac(config.pacScript ?? '', url)
  } catch (error) {
    // As Chromium does with a script that fails and is not mandatory.
    console.error('electron-standin: the PAC script failed:', error)
    return 'DIRECT'
  }
}

/** `proxy:8080`, `socks5://proxy:1080,proxy:8080`, `http=a:80;https=b:80`. */
function fixedServers(rules: string, url: URL): string {
  const scheme = url.protocol.replace(':', '').replace(/^ws/, 'http')
  const byScheme = new Map<string, string>()
  for (const rule of rules.split(';')) {
    const [, name = '', servers = ''] = /^(?:(\w+)=)?(.*)$/.exec(rule.trim()) ?? []
    byScheme.set(name, servers)
  }
  const servers = byScheme.get(scheme) ?? byScheme.get('') ?? ''
  const named = servers
    .split(',')
    .map(server => /^(?:(\w+):\/\/)?(.+)$/.exec(server.trim()))
    .filter(match => match !== null)
    .map(([, kind = 'http', host = '']) => (host === 'direct' ? 'DIRECT' : `${pacNames[kind] ?? 'PROXY'} ${host}`))
  return named.length === 0 ? 'DIRECT' : named.join('; ')
}

const pacNames: Record<string, string> = {
  http: 'PROXY',
  https: 'HTTPS',
  socks: 'SOCKS5',
  socks4: 'SOCKS',
  socks5: 'SOCKS5',
}

/** Addresses of this machine are reached without a proxy, unless the rule `<-loopback>` is given. */
function isBypassed(url: URL, list: string): boolean {
  const rules = list
    .split(/[;,]/)
    .map(rule => rule.trim())
    .filter(rule => rule !== '')
  const host = url.hostname
  const isLoopback = host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\./.test(host)
  if (isLoopback && !rules.includes('<-loopback>')) return true
  return rules.some(rule => {
    if (rule === '<local>') return !host.includes('.') && !host.includes(':')
    const [, pattern = '', port] = /^(?:\w+:\/\/)?(.*?)(?::(\d+))?$/.exec(rule) ?? []
    if (port !== undefined && port !== url.port) return false
    return pac.shExpMatch(host, pattern.startsWith('.') ? `*${pattern}` : pattern)
  })
}

/** Functions that a PAC script may call. Names do not resolve here: a script may not wait. */
const pac = {
  isPlainHostName: (host: string) => !host.includes('.'),
  dnsDomainIs: (host: string, domain: string) => host.toLowerCase().endsWith(domain.toLowerCase()),
  localHostOrDomainIs: (host: string, name: string) => host === name || name.startsWith(`${host}.`),
  isResolvable: (host: string) => isIPv4(host),
  dnsResolve: (host: string) => (isIPv4(host) ? host : null),
  myIpAddress: () => '127.0.0.1',
  dnsDomainLevels: (host: string) => host.split('.').length - 1,
  shExpMatch: (text: string, pattern: string) => {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
    return new RegExp(`^${source}$`, 'i').test(text)
  },
  isInNet: (host: string, net: string, mask: string) => {
    if (!isIPv4(host)) return false
    const numberOf = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
    return (numberOf(host) & numberOf(mask)) === (numberOf(net) & numberOf(mask))
  },
}

async function evaluatePac(address: string, url: URL): Promise<string> {
  const script = address.startsWith('file:')
    ? await readFile(fileURLToPath(address), 'utf8')
    : await (await fetch(address)).text()
  // A script sees neither path nor query of an encrypted address.
  const seen = url.protocol === 'https:' || url.protocol === 'wss:' ? `${url.origin}/` : url.href
  const call = `${script}\n;FindProxyForURL(${JSON.stringify(seen)}, ${JSON.stringify(url.hostname)})`
  const answer: unknown = runInNewContext(call, { ...pac }, { timeout: 5_000 })
  return typeof answer === 'string' && answer.trim() !== '' ? answer : 'DIRECT'
}
