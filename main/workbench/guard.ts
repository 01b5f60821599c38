import type { Session, WebContents } from 'electron'
import { externalLink } from '../shell/links.ts'
import { isLocalHost } from './addresses.ts'
import { type Decision, decide, type RequestKind, type Rules } from './rules.ts'

type Log = (message: string, detail?: Record<string, unknown>) => void
type Refusal = Extract<Decision, { allowed: false }>

/** A press of a key or button counts this long (ms) as the person's wish to follow a link. */
const gestureMs = 1_000
const gestures = new Set(['mouseDown', 'mouseUp', 'rawKeyDown', 'keyDown', 'gestureTap'])

/**
 * Shuts a guest's session: requests go to its app's origins only, no permission is ever granted, nothing is
 * downloaded. Without rules (the tab is closed) nothing leaves at all.
 */
export function guardSession(session: Session, options: { rules: () => Rules | null; log: Log }): void {
  const { rules, log } = options
  session.webRequest.onBeforeRequest((details, callback) => {
    const now = rules()
    const decision = now === null ? null : decide(now, details.url, kindOf(details.resourceType))
    if (decision?.allowed === true) {
      callback({})
      return
    }
    if (decision !== null) log('a guest’s request was refused', { ...told(decision), type: details.resourceType })
    callback({ cancel: true })
  })
  session.setPermissionRequestHandler((_contents, permission, callback) => {
    log('a guest’s wish was refused', { permission })
    callback(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', event => {
    event.preventDefault()
    log('a guest’s download was refused')
  })
}

export interface ViewGuard {
  rules: () => Rules | null
  /** The page tried, by itself, to go where it may not. */
  onBlocked: (refusal: { reason: Refusal['reason']; origin: string }) => void
  /** The person followed a link that leads out: for the system's browser. */
  openExternal: (address: string) => void
  log: Log
  now?: () => number
}

/** Keeps a guest's view at its origins: navigations, redirects, frames, new windows, `<webview>`. */
export function guardView(contents: WebContents, guard: ViewGuard): void {
  const { rules, openExternal, log, now = Date.now } = guard
  let gestureAt = Number.NEGATIVE_INFINITY
  contents.on('input-event', (_event, input) => {
    if (gestures.has(input.type)) gestureAt = now()
  })
  // One press, one page in the browser.
  const takeGesture = (): boolean => {
    const recent = now() - gestureAt <= gestureMs
    gestureAt = Number.NEGATIVE_INFINITY
    return recent
  }
  const judge = (address: string, kind: RequestKind): Decision => {
    const current = rules()
    return current === null ? { allowed: false, reason: 'origin', origin: '' } : decide(current, address, kind)
  }
  const followOut = (address: string): boolean => {
    const link = guestLink(address)
    if (link === null || !takeGesture()) return false
    openExternal(link)
    return true
  }

  contents.on('will-navigate', details => {
    const decision = judge(details.url, 'page')
    if (decision.allowed) return
    details.preventDefault()
    if (followOut(details.url)) return
    log('a guest’s navigation was refused', told(decision))
    guard.onBlocked(decision)
  })
  contents.on('will-frame-navigate', details => {
    // The page itself is judged by will-navigate, which comes too.
    if (details.isMainFrame) return
    const decision = judge(details.url, 'frame')
    if (decision.allowed) return
    details.preventDefault()
    log('a guest’s frame was refused', told(decision))
  })
  contents.on('will-redirect', details => {
    const decision = judge(details.url, details.isMainFrame ? 'page' : 'frame')
    if (decision.allowed) return
    details.preventDefault()
    log('a guest’s redirect was refused', told(decision))
    // Never to the browser: a redirect may carry what is meant for the app alone.
    if (details.isMainFrame) guard.onBlocked(decision)
  })
  contents.setWindowOpenHandler(({ url }) => {
    const decision = judge(url, 'page')
    if (decision.allowed) {
      if (takeGesture())
        contents.loadURL(url).catch(error => log('a guest’s page did not load', { error: String(error) }))
    } else if (!followOut(url)) log('a guest’s window was refused', told(decision))
    return { action: 'deny' }
  })
  contents.on('will-attach-webview', event => event.preventDefault())
  contents.on('select-client-certificate', (event, _url, _list, callback) => {
    // Without this Chromium would hand out the first certificate of the person.
    event.preventDefault()
    // The types know nothing of the answer "none", which the event of `app`, from which this one stems, has.
    const answerNone = callback as () => void
    answerNone()
  })
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}

/** A link of a guest as the system's browser may get it: no private network, which its own pages could not reach either. */
export function guestLink(address: string): string | null {
  const link = externalLink(address)
  if (link === null) return null
  return link.startsWith('mailto:') || !isLocalHost(new URL(link).hostname) ? link : null
}

function kindOf(resourceType: string): RequestKind {
  if (resourceType === 'mainFrame') return 'page'
  return resourceType === 'subFrame' ? 'frame' : 'resource'
}

function told(decision: Decision): Record<string, unknown> {
  return decision.allowed ? {} : { reason: decision.reason, origin: decision.origin }
}
