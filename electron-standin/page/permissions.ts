/* Runs in the own world of pages: injected as source, so it must not use outer variables. */

export type AskPermission = (permission: string, mediaTypes?: string[]) => Promise<boolean>

/**
 * Chromium does not report permission requests of a page, so calls that need a permission ask main first. Chromium
 * still enforces the decision, also for a page that bypasses this wrapper.
 */
export function permissionHooks(ask: unknown): void {
  const request = ask as AskPermission
  const { apply } = Reflect
  const wrap = (owner: object | undefined, name: string, permission: string, media?: (args: unknown[]) => string[]) => {
    const native: unknown = owner && Reflect.get(owner, name)
    if (!owner || typeof native !== 'function') return
    Object.defineProperty(owner, name, {
      configurable: true,
      writable: true,
      enumerable: true,
      value(this: unknown, ...args: unknown[]) {
        return request(permission, media?.(args)).then(() => apply(native, this, args))
      },
    })
  }
  const scope = globalThis as unknown as Record<string, { prototype: object } | undefined>
  const kinds = ([constraints]: unknown[]) => {
    const { audio, video } = (constraints ?? {}) as MediaStreamConstraints
    return [...(audio ? ['audio'] : []), ...(video ? ['video'] : [])]
  }
  wrap(scope.Notification, 'requestPermission', 'notifications')
  wrap(scope.Geolocation?.prototype, 'getCurrentPosition', 'geolocation')
  wrap(scope.MediaDevices?.prototype, 'getUserMedia', 'media', kinds)
  wrap(scope.Navigator?.prototype, 'requestMIDIAccess', 'midi')
  for (const name of ['read', 'readText']) wrap(scope.Clipboard?.prototype, name, 'clipboard-read')
  for (const name of ['write', 'writeText']) wrap(scope.Clipboard?.prototype, name, 'clipboard-sanitized-write')
}
