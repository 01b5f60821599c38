import type { Session, WebContents } from 'electron'
import { isAppAddress } from './app-scheme.ts'
import { externalLink } from './links.ts'

/** Permissions of our own pages; all others are denied. */
const granted = new Set(['clipboard-sanitized-write', 'fullscreen'])

/**
 * Restricts one of our pages: no navigation away from `app://lianqun`, no new windows (http, https and mailto links
 * open in the system), no `<webview>`.
 */
export function guardPage(
  contents: WebContents,
  options: { openExternal: (address: string) => void; log: (message: string) => void },
): void {
  const { openExternal, log } = options
  contents.setWindowOpenHandler(({ url }) => {
    const link = externalLink(url)
    if (link !== null) openExternal(link)
    else log(`refused to open a window for ${scheme(url)}`)
    return { action: 'deny' }
  })
  const keep = (details: { url: string; preventDefault(): void }): void => {
    if (isAppAddress(details.url)) return
    details.preventDefault()
    log(`refused to navigate our window to ${scheme(details.url)}`)
  }
  contents.on('will-navigate', keep)
  contents.on('will-frame-navigate', keep)
  contents.on('will-redirect', keep)
  contents.on('will-attach-webview', event => event.preventDefault())
}

/**
 * Denies all permissions that are not listed to the pages of our session. `askMicrophone`: whether the system lets this
 * program use the microphone. macOS has to be asked before a page records: while its question stands, Chromium would
 * record silence.
 */
export function guardPermissions(session: Session, askMicrophone: () => Promise<boolean>): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    if (isAppAddress(details.requestingUrl) && isMicrophone(permission, details))
      askMicrophone().then(callback, () => callback(false))
    else callback(isAppAddress(details.requestingUrl) && granted.has(permission))
  })
  session.setPermissionCheckHandler(
    (_contents, permission, origin, details) =>
      isAppAddress(origin) && (granted.has(permission) || isMicrophone(permission, details)),
  )
  session.setDevicePermissionHandler(() => false)
}

/** Whether the microphone alone is asked for, to record a voice note; the camera and the screen never are. */
function isMicrophone(permission: string, details: object): boolean {
  if (permission !== 'media') return false
  const { mediaTypes, mediaType } = details as { mediaTypes?: string[]; mediaType?: string }
  const types = mediaTypes ?? (mediaType === undefined ? [] : [mediaType])
  return types.length > 0 && types.every(type => type === 'audio')
}

/** The scheme of an address, for the log: the rest might be private. */
function scheme(address: string): string {
  return `${address.split(':', 1)[0]?.slice(0, 20)}:`
}
