import { record } from '../host/recorder.ts'
import type { FrameMain } from './frame.ts'
import type { Session } from './session.ts'
import type { WebContents } from './web-contents.ts'

export type RequestHandler = (
  contents: WebContents,
  permission: string,
  callback: (granted: boolean) => void,
  details: { requestingUrl: string; isMainFrame: boolean; securityOrigin?: string; mediaTypes?: string[] },
) => void
export type CheckHandler = (
  contents: WebContents | null,
  permission: string,
  origin: string,
  details: { isMainFrame: boolean; requestingUrl?: string },
) => boolean

/** Chromium's names for each permission of Electron. */
const chromiumNames: Record<string, string[]> = {
  geolocation: ['geolocation'],
  notifications: ['notifications'],
  media: ['camera', 'microphone'],
  'clipboard-read': ['clipboard-read'],
  'clipboard-sanitized-write': ['clipboard-write'],
  midi: ['midi'],
  'storage-access': ['storage-access'],
}

/**
 * Every permission is denied in Chromium until a handler grants it to an origin. Unlike in Electron, permissions are
 * denied without a handler.
 */
export class Permissions {
  requestHandler: RequestHandler | undefined
  checkHandler: CheckHandler | undefined
  readonly #session: Session
  readonly #granted = new Map<string, Set<string>>()

  constructor(session: Session) {
    this.#session = session
  }

  /** Called when a document of an origin opens: grants in Chromium what the check handler allows. */
  async check(contents: WebContents, frame: FrameMain, chromiumOrigin: string): Promise<void> {
    if (!this.checkHandler || !chromiumOrigin.startsWith('http')) return
    const details = { isMainFrame: frame.parent === null, requestingUrl: frame.url, securityOrigin: frame.origin }
    const allowed = Object.keys(chromiumNames).filter(name =>
      this.checkHandler?.(contents, name, `${frame.origin}/`, details),
    )
    await this.#set(chromiumOrigin, allowed)
  }

  /** Called when a page asks for a permission: the request handler decides, Chromium enforces it. */
  async request(
    contents: WebContents,
    permission: string,
    frame: FrameMain,
    chromiumOrigin: string,
    mediaTypes?: string[],
  ): Promise<boolean> {
    const handler = this.requestHandler
    const details = {
      requestingUrl: frame.url,
      isMainFrame: frame.parent === null,
      securityOrigin: `${frame.origin}/`,
      mediaTypes,
    }
    const granted = handler
      ? await new Promise<boolean>(resolve =>
          handler(contents, permission, answer => resolve(answer === true), details),
        )
      : false
    record('permissions', { permission, origin: frame.origin, granted })
    const now = new Set(this.#granted.get(chromiumOrigin))
    if (granted) now.add(permission)
    else now.delete(permission)
    await this.#set(chromiumOrigin, [...now])
    return granted
  }

  async #set(origin: string, permissions: string[]): Promise<void> {
    const before = this.#granted.get(origin) ?? new Set()
    if (before.size === permissions.length && permissions.every(item => before.has(item))) return
    this.#granted.set(origin, new Set(permissions))
    const context = await this.#session.context()
    await context.grantPermissions(
      permissions.flatMap(item => chromiumNames[item] ?? []),
      { origin },
    )
  }
}
