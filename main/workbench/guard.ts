import type { Session, WebContents } from 'electron'
import type { Log } from '../log.ts'
import { externalLink, parseUrl } from '../shell/links.ts'
import { isLocalHost } from './addresses.ts'
import {
  connectionAllowlist,
  contentSecurityPolicy,
  type Decision,
  decide,
  type OriginPolicy,
  type RequestKind,
} from './origin-policy.ts'

type Refusal = Extract<Decision, { allowed: false }>

/** A click or key press counts as user activation for this long (ms). */
const gestureMs = 1_000
const gestures = new Set(['mouseDown', 'mouseUp', 'rawKeyDown', 'keyDown', 'gestureTap'])
/** Chromium's permissions for requests to private addresses; onBeforeRequest decides which addresses are allowed. */
const localNetwork = new Set(['local-network-access', 'local-network', 'loopback-network'])

/**
 * Restricts a guest's session: requests go only to its app's origins; pages of a private network may reach private
 * addresses among these, and have no other permission; no service worker is installed; nothing is downloaded. Without
 * a policy (the tab is closed) all requests are refused.
 */
export function guardSession(session: Session, options: { policy: () => OriginPolicy | null; log: Log }): void {
  const { policy, log } = options
  session.webRequest.onBeforeRequest((details, callback) => {
    const now = policy()
    const decision = now === null ? null : decide(now, details.url, kindOf(details.resourceType))
    if (decision?.allowed === true) {
      callback({})
      return
    }
    if (decision !== null) log('a guest’s request was refused', { ...logDetail(decision), type: details.resourceType })
    callback({ cancel: true })
  })
  session.webRequest.onBeforeSendHeaders((details, callback) => {
    // A service worker could answer with pages that never pass onHeadersReceived, and so have no policy of ours.
    const worker = Object.keys(details.requestHeaders).some(name => name.toLowerCase() === 'service-worker')
    if (worker) log('a guest’s service worker was refused')
    callback({ cancel: worker })
  })
  session.webRequest.onHeadersReceived((details, callback) => {
    const now = policy()
    callback(
      now === null ? { cancel: true } : { responseHeaders: withSandboxHeaders(details.responseHeaders ?? {}, now) },
    )
  })
  // Not for pages of the internet, whose name may be made to resolve to a private address.
  const grants = (permission: string, address: string): boolean => {
    const url = parseUrl(address)
    if (url === null || !localNetwork.has(permission)) return false
    return policy()?.pages.has(url.origin) === true && isLocalHost(url.hostname)
  }
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const granted = grants(permission, details.requestingUrl)
    if (!granted) log('a permission request of a guest was refused', { permission })
    callback(granted)
  })
  session.setPermissionCheckHandler((_contents, permission, origin) => grants(permission, origin))
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', event => {
    event.preventDefault()
    log('a guest’s download was refused')
  })
}

export interface ViewGuard {
  policy: () => OriginPolicy | null
  /** The page tried to navigate to a forbidden address without user activation. */
  onBlocked: (refusal: { reason: Refusal['reason']; origin: string }) => void
  /** The user followed an external link, which is for the system's browser. */
  openExternal: (address: string) => void
  log: Log
  now?: () => number
}

/**
 * Restricts a guest's view to its origins: navigations, redirects, frames, new windows, `<webview>`. Returns a function
 * that tells whether there is user activation, and uses it up.
 */
export function guardView(contents: WebContents, guard: ViewGuard): () => boolean {
  const { policy, openExternal, log, now = Date.now } = guard
  let gestureAt = Number.NEGATIVE_INFINITY
  contents.on('input-event', (_event, input) => {
    if (gestures.has(input.type)) gestureAt = now()
  })
  const consumeUserActivation = (): boolean => {
    const recent = now() - gestureAt <= gestureMs
    gestureAt = Number.NEGATIVE_INFINITY
    return recent
  }
  const judge = (address: string, kind: RequestKind): Decision => {
    const current = policy()
    return current === null ? { allowed: false, reason: 'origin', origin: '' } : decide(current, address, kind)
  }
  const openInBrowser = (address: string): boolean => {
    const link = guestLink(address)
    if (link === null || !consumeUserActivation()) return false
    openExternal(link)
    return true
  }

  contents.on('will-navigate', details => {
    const decision = judge(details.url, 'page')
    if (decision.allowed) return
    details.preventDefault()
    if (openInBrowser(details.url)) return
    log('a guest’s navigation was refused', logDetail(decision))
    guard.onBlocked(decision)
  })
  contents.on('will-frame-navigate', details => {
    // will-navigate, which is emitted too, handles the main frame.
    if (details.isMainFrame) return
    const decision = judge(details.url, 'frame')
    if (decision.allowed) return
    details.preventDefault()
    log('a guest’s frame was refused', logDetail(decision))
  })
  contents.on('will-redirect', details => {
    const decision = judge(details.url, details.isMainFrame ? 'page' : 'frame')
    if (decision.allowed) return
    details.preventDefault()
    log('a guest’s redirect was refused', logDetail(decision))
    // Never opened in the browser: a redirect may contain data that is meant for the app only.
    if (details.isMainFrame) guard.onBlocked(decision)
  })
  contents.setWindowOpenHandler(({ url }) => {
    const decision = judge(url, 'page')
    if (decision.allowed) {
      if (consumeUserActivation())
        contents.loadURL(url).catch(error => log('a guest’s page did not load', { error: String(error) }))
    } else if (!openInBrowser(url)) log('a guest’s window was refused', logDetail(decision))
    return { action: 'deny' }
  })
  contents.on('will-attach-webview', event => event.preventDefault())
  // A page must not prevent being closed or reloaded.
  contents.on('will-prevent-unload', event => event.preventDefault())
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  return consumeUserActivation
}

/** The link of a guest for the system's browser, or null when it is not allowed: not in private networks. */
export function guestLink(address: string): string | null {
  const link = externalLink(address)
  if (link === null) return null
  return link.startsWith('mailto:') || !isLocalHost(new URL(link).hostname) ? link : null
}

const removedHeaders = new Set(['connection-allowlist', 'reporting-endpoints', 'report-to', 'nel', 'speculation-rules'])

/**
 * Adds headers for what onBeforeRequest does not see: the content security policy restricts WebTransport, the
 * connection allowlist WebRTC, speculation rules and preconnects. The allowlist cancels an external link before
 * `will-navigate` can open it in the browser; so the preload script opens such links as new windows. Headers that name
 * a server for reports or a file of speculation rules are removed: the network stack itself sends to the one and loads
 * the other.
 */
function withSandboxHeaders(headers: Record<string, string[]>, policy: OriginPolicy): Record<string, string[]> {
  const others = Object.entries(headers).filter(([name]) => !removedHeaders.has(name.toLowerCase()))
  const policyName = others.find(([name]) => name.toLowerCase() === 'content-security-policy')?.[0]
  const name = policyName ?? 'Content-Security-Policy'
  return {
    ...Object.fromEntries(others),
    [name]: [...(headers[name] ?? []), contentSecurityPolicy(policy)],
    'Connection-Allowlist': [connectionAllowlist(policy)],
  }
}

function kindOf(resourceType: string): RequestKind {
  if (resourceType === 'mainFrame') return 'page'
  return resourceType === 'subFrame' ? 'frame' : 'resource'
}

function logDetail(decision: Decision): Record<string, unknown> {
  return decision.allowed ? {} : { reason: decision.reason, origin: decision.origin }
}
