/* Runs in pages, in their own world: put there as source, so it uses nothing from outside itself. */

export type AskPermission = (permission: string, mediaTypes?: string[]) => Promise<boolean>

/**
 * Chromium tells nobody that a page wants a permission, so the calls that want one ask main first. What they then may
 * do is Chromium's decision: a page that gets round this wrapper meets the same denial.
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
