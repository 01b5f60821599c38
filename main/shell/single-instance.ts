import type { App } from 'electron'
import type { DesktopEvent } from '../../preload/contract/index.ts'
import { deepLinkOf, linkScheme, parseDeepLink } from './links.ts'

/**
 * By what the system knows the program. In development it is another one, or Windows would let the installed app's
 * entry in the Start menu start Electron without an app, and macOS would share its key in the keychain.
 */
export function identity(development: boolean): { name: string; userModelId: string } {
  return development
    ? { name: 'Lianqun Dev', userModelId: 'app.lianqun.desktop.dev' }
    : { name: 'Lianqun', userModelId: 'app.lianqun.desktop' }
}

/**
 * Makes this the only running instance, which receives later starts and `lianqun://` links. One in development leaves
 * the links of the system to the installed app; it follows one among its arguments. Returns false when another
 * one runs, which has been notified: quit then. To be called before the app is ready. `onLink` may be called at once,
 * with the link of this start.
 */
export function claimInstance(options: {
  app: App
  argv: readonly string[]
  /** Whether the program runs unpackaged. */
  development: boolean
  onShow: () => void
  onLink: (place: DesktopEvent<'navigate'>) => void
  log: (message: string) => void
}): boolean {
  const { app, argv, log } = options
  // When it becomes ready, the app shows its window anyway.
  const show = (): void => {
    if (app.isReady()) options.onShow()
  }
  app.setAppUserModelId(identity(options.development).userModelId)
  if (!app.requestSingleInstanceLock()) return false
  if (!options.development && !app.setAsDefaultProtocolClient(linkScheme))
    log(`the app could not be registered for ${linkScheme}:// links`)

  const follow = (address: string | null): void => {
    if (address === null) return
    const place = parseDeepLink(address)
    if (place === null) log('an invalid link was ignored')
    else options.onLink(place)
  }
  app.on('second-instance', (_event, theirs) => {
    show()
    follow(deepLinkOf(theirs))
  })
  // macOS delivers a link by this event, possibly before the app is ready.
  app.on('open-url', (event, address) => {
    event.preventDefault()
    show()
    follow(address)
  })
  app.on('activate', show)
  follow(deepLinkOf(argv))
  return true
}
