import { createHash } from 'node:crypto'
import type { App } from '@lianqun/protocol'
import { parseUrl } from '../shell/links.ts'
import { isLocalHost, isLoopbackHost } from './addresses.ts'

/** The origins that a mini-app may use, as in `URL.origin`. */
export interface OriginPolicy {
  /** The start address of its tab. */
  start: string
  /** Origins of its pages: that of the start and those of the manifest. */
  pages: ReadonlySet<string>
  /** Origins from which its pages may load: the same, and the workspace server with its HTTP API. */
  resources: ReadonlySet<string>
  /** The workspace server, whose WebSocket only the client may use. */
  workspace: string
}

/** What is requested: the tab's page, a frame in it, or a resource of a page. */
export type RequestKind = 'page' | 'frame' | 'resource'

/** `scheme`: not allowed for guests; `local`: a private network that is not the app's; `origin`: any other origin. */
export type Decision = { allowed: true } | { allowed: false; reason: 'scheme' | 'local' | 'origin'; origin: string }

const allow: Decision = { allowed: true }

/**
 * The policy of an app of the workspace at `workspaceOrigin`, or null when its start address is not allowed. Allowed
 * are https, a path on the workspace server, and http where the network is private or the workspace itself is reached
 * by http. Private addresses are allowed only to apps of a workspace that is on a private network itself, those of this
 * machine only if the workspace is on this machine.
 */
export function originPolicyOf(
  app: Pick<App, 'startUrl' | 'allowedOrigins'>,
  workspaceOrigin: string,
): OriginPolicy | null {
  const workspace = webOrigin(workspaceOrigin)
  if (workspace === null) return null
  const allowed = (origin: string | null): origin is string => origin !== null && mayHave(workspace, new URL(origin))
  const start = startAddress(app.startUrl, workspace)
  const startOrigin = start === null ? null : webOrigin(start.href)
  if (start === null || !allowed(startOrigin)) return null
  const pages = new Set([startOrigin, ...app.allowedOrigins.map(webOrigin).filter(allowed)])
  return { start: start.href, pages, resources: new Set([...pages, workspace]), workspace }
}

/** Whether an app of a workspace may have an origin. */
function mayHave(workspace: string, { protocol, hostname }: URL): boolean {
  const { hostname: home } = new URL(workspace)
  if (!isLocalHost(hostname)) return protocol === 'https:' || workspace.startsWith('http:')
  return isLocalHost(home) && (!isLoopbackHost(hostname) || isLoopbackHost(home))
}

/** The policy as a content security policy, in addition to the page's own. It restricts origins and modal dialogs. */
export function contentSecurityPolicy(policy: OriginPolicy): string {
  const { pages, resources } = policy
  const unrestricted = "'unsafe-inline' 'unsafe-eval' data: blob:"
  const web = [...resources].join(' ')
  return [
    // Without `allow-modals`: no print dialog, which would block the whole window.
    'sandbox allow-same-origin allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox ' +
      'allow-top-navigation-by-user-activation',
    `default-src ${web} ${unrestricted}`,
    `connect-src ${[web, ...socketOrigins(policy)].join(' ')} data: blob:`,
    `form-action ${[...pages].join(' ')}`,
  ].join('; ')
}

/**
 * The policy as a connection allowlist. It restricts what neither requests nor the content security policy cover:
 * speculation rules, preconnects, name look-ups, WebRTC. Redirects are checked one by one, as any request.
 */
export function connectionAllowlist(policy: OriginPolicy): string {
  const patterns = [...policy.resources, ...socketOrigins(policy)].map(origin => `"${patternOf(origin)}"`)
  return `(${patterns.join(' ')});webrtc=block;redirects=allow`
}

/**
 * Chromium's features that hold guests' pages, for the switch `enable-features`. Chromium 150 has the connection
 * allowlist behind two of them, and speculation rules pass it; so prefetches, which prerendering waits for, have no place
 * in the queue; our own pages need none. Electron asks onBeforeRequest about them besides.
 */
export const guestFeatures = [
  'ConnectionAllowlists',
  'OverrideConnectionAllowlistOriginTrial',
  'PrefetchSchedulerTesting:kPrefetchSchedulerTestingActiveSetSizeLimitForBase/0/' +
    'kPrefetchSchedulerTestingActiveSetSizeLimitForBurst/0',
]

/** An origin as a URL pattern in a structured field, where the colons of an IPv6 address would begin names. */
function patternOf(origin: string): string {
  return origin.replace(/\[.*\]/, address => address.replaceAll(':', '\\\\:'))
}

/** WebSockets go to the app's own servers only: that of the workspace is for the client. */
function socketOrigins({ pages, workspace }: OriginPolicy): string[] {
  return [...pages].filter(origin => origin !== workspace).map(origin => origin.replace(/^http/, 'ws'))
}

/** Whether a guest may navigate to or load an address. */
export function decide(policy: OriginPolicy, address: string, kind: RequestKind): Decision {
  const url = parseUrl(address)
  if (url === null) return { allowed: false, reason: 'scheme', origin: '' }
  switch (url.protocol) {
    case 'http:':
    case 'https:':
    case 'ws:':
    case 'wss:':
      return decideWeb(policy, url, kind)
    case 'about:':
      return kind === 'frame' && ['blank', 'srcdoc'].includes(url.pathname) ? allow : refuseScheme(url)
    case 'data:':
      return kind === 'page' ? refuseScheme(url) : allow
    case 'blob:':
      return kind !== 'page' && (url.origin === 'null' || policy.pages.has(url.origin)) ? allow : refuseScheme(url)
    default:
      return refuseScheme(url)
  }
}

/** The origin of the app's start, to which consent is given; empty without an allowed one. */
export function startOrigin(policy: OriginPolicy | null): string {
  return policy === null ? '' : new URL(policy.start).origin
}

/** Whether an address has the origin of the app's start. Its other origins get neither bridge nor token. */
export function hasBridge(policy: OriginPolicy, address: string): boolean {
  return parseUrl(address)?.origin === startOrigin(policy)
}

/** Whether an address is on one of the app's origins. */
export function isGuestPage(policy: OriginPolicy, address: string): boolean {
  const url = parseUrl(address)
  return url !== null && ['http:', 'https:'].includes(url.protocol) && policy.pages.has(url.origin)
}

/** The end of an id that looks like the hash of another one. */
const hashedEnd = /-[0-9a-f]{16}$/

/**
 * The session partition of an account's app, which separates its cookies and storage. Ids with capitals get a hash, for
 * file systems that ignore case; so do those that end as if they had one, or an app could choose another's partition.
 */
export function partitionOf(accountKey: string, appId: string): string {
  const lower = appId.toLowerCase()
  const plain = lower === appId && !hashedEnd.test(appId)
  const suffix = plain ? '' : `-${createHash('sha256').update(appId).digest('hex').slice(0, 16)}`
  return `${partitionsBeginWith(accountKey)}${lower}${suffix}`
}

/** The prefix of the partitions of an account's apps; no other account's partitions have it. */
export function partitionsBeginWith(accountKey: string): string {
  return `persist:app-${accountKey}-`
}

function decideWeb(policy: OriginPolicy, url: URL, kind: RequestKind): Decision {
  const socket = url.protocol === 'ws:' || url.protocol === 'wss:'
  if (socket && kind !== 'resource') return refuseScheme(url)
  const origin = socket ? new URL(url.href.replace(/^ws/, 'http')).origin : url.origin
  const allowed = kind === 'resource' ? policy.resources : policy.pages
  if (socket && origin === policy.workspace) return { allowed: false, reason: 'origin', origin }
  if (allowed.has(origin) && url.username === '' && url.password === '') return allow
  return { allowed: false, reason: isLocalHost(url.hostname) ? 'local' : 'origin', origin }
}

function refuseScheme(url: URL): Decision {
  return { allowed: false, reason: 'scheme', origin: url.protocol }
}

function startAddress(startUrl: string, workspace: string): URL | null {
  if (/^https?:\/\//i.test(startUrl)) {
    const url = parseUrl(startUrl)
    return url !== null && url.username === '' && url.password === '' ? url : null
  }
  // `//host/path` and `/\host` look like paths on the workspace server, but are not.
  const url = startUrl.startsWith('/') ? parseUrl(workspace + startUrl) : null
  const resolved = url === null ? null : new URL(startUrl, workspace)
  return resolved !== null && resolved.origin === workspace ? resolved : null
}

/**
 * The origin of a web address, or null. A host of other characters than letters, digits, dots and hyphens is refused:
 * the parser lets `*`, `;` and `,` pass, which mean something else in the headers that list origins.
 */
function webOrigin(address: string): string | null {
  const origin = parseUrl(address)?.origin ?? ''
  return /^https?:\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d+)?$/.test(origin) ? origin : null
}
