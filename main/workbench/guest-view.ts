import { type Input, type WebContents, WebContentsView } from 'electron'
import type { Bounds, TabCommand } from '../../preload/contract/index.ts'
import { parseUrl } from '../shell/links.ts'
import type { TabEvent } from './tab-state.ts'

/** Chromium's net errors of an aborted load, and of one that our policy refused. */
const aborted = -3
const blockedByClient = -20

/** Creates an app's view, sandboxed in its partition and hidden. */
export function makeGuestView(options: {
  preload: string
  partition: string
  development: boolean
  background: string
}): WebContentsView {
  const { preload, partition, development, background } = options
  const view = new WebContentsView({
    webPreferences: {
      preload,
      partition,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      disableDialogs: true,
      focusOnNavigation: false,
      autoplayPolicy: 'document-user-activation-required',
      devTools: development,
    },
  })
  view.setBackgroundColor(background)
  view.setVisible(false)
  return view
}

export interface PageListener {
  happens: (event: TabEvent) => void
  /** Whether the policy refuses a page at an address. */
  refuses: (address: string) => boolean
  /** A new document was loaded. */
  arrives: (address: string) => void
  /** The address changed within the document. */
  moves: (address: string) => void
  titled: (title: string) => void
  /** The page was closed, by itself or by us. */
  gone: () => void
}

/** Calls the listener with the events of a view's page. */
export function watchPage(contents: WebContents, listener: PageListener): void {
  const { happens } = listener
  contents.on('did-start-navigation', details => {
    if (details.isMainFrame && !details.isSameDocument) happens({ type: 'starts' })
  })
  contents.on('did-navigate', (_event, address) => listener.arrives(address))
  contents.on('did-navigate-in-page', (_event, address, isMainFrame) => {
    if (isMainFrame) listener.moves(address)
  })
  contents.on('dom-ready', () => happens({ type: 'loaded' }))
  contents.on('did-finish-load', () => happens({ type: 'loaded' }))
  contents.on('did-stop-loading', () => happens({ type: 'stopped' }))
  contents.on('did-fail-load', (_event, code, description, address, isMainFrame) => {
    if (!isMainFrame || code === aborted) return
    // The connection allowlist of the page cancels a navigation elsewhere before `will-navigate`.
    if (code === blockedByClient || listener.refuses(address))
      happens({ type: 'blocked', origin: parseUrl(address)?.origin ?? '', lost: true })
    else happens({ type: 'failed', error: description || String(code) })
  })
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') happens({ type: 'crashed', reason })
  })
  contents.on('page-title-updated', (_event, title, explicit) => {
    // The title of a page without one is its address; the app's name is better.
    if (explicit) listener.titled(title)
  })
  contents.on('destroyed', listener.gone)
}

/** Calls `onCommand` for keys of the window that are pressed in a page, which does not get them. */
export function watchKeys(contents: WebContents, mac: boolean, onCommand: (command: TabCommand) => void): void {
  contents.on('before-input-event', (event, input) => {
    const command = input.type === 'keyDown' ? tabCommand(input, mac) : null
    if (command === null) return
    event.preventDefault()
    if (!input.isAutoRepeat) onCommand(command)
  })
}

/** The keyboard stays in a view until such a key is pressed: Tab goes round in it. */
function tabCommand({ key, control, meta, alt, shift }: Input, mac: boolean): TabCommand | null {
  if (alt) return null
  if (key === 'F6' && !control && !meta) return 'leave'
  if (key === 'Tab' && control && !meta) return shift ? 'previous' : 'next'
  return key.toLowerCase() === 'w' && !shift && (mac ? meta && !control : control && !meta) ? 'close' : null
}

/** Converts bounds from CSS pixels of the window's page, which depend on its zoom, to those of the window. */
export function scaled({ x, y, width, height }: Bounds, zoom: number): Bounds {
  const [left, top] = [Math.round(x * zoom), Math.round(y * zoom)]
  return {
    x: left,
    y: top,
    width: Math.round((x + width) * zoom) - left,
    height: Math.round((y + height) * zoom) - top,
  }
}
