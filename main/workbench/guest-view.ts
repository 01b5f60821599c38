import { type WebContents, WebContentsView } from 'electron'
import type { Bounds } from '../../preload/contract/index.ts'
import { parseUrl } from '../shell/links.ts'
import type { TabEvent } from './tab-state.ts'

/** Net errors of a load that was given up on purpose, and of one that our own policy refused. */
const aborted = -3
const blockedByClient = -20

/** An app's view, shut in its partition and not yet to be seen. */
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
  /** A new document came to stand in the view. */
  arrives: (address: string) => void
  /** The address changed within the document. */
  moves: (address: string) => void
  titled: (title: string) => void
  /** The page closed itself, or was closed. */
  gone: () => void
}

/** Tells what happens to the page of a view. */
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
    if (code === blockedByClient) happens({ type: 'blocked', origin: parseUrl(address)?.origin ?? '' })
    else happens({ type: 'failed', error: description || String(code) })
  })
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') happens({ type: 'crashed', reason })
  })
  contents.on('page-title-updated', (_event, title, explicit) => {
    // A page without a title of its own is called by its address, which says less than the app's name.
    if (explicit) listener.titled(title)
  })
  contents.on('destroyed', listener.gone)
}

/** Where a place that the window's page names in CSS pixels, which its zoom scales, lies in the window. */
export function scaled({ x, y, width, height }: Bounds, zoom: number): Bounds {
  const [left, top] = [Math.round(x * zoom), Math.round(y * zoom)]
  return {
    x: left,
    y: top,
    width: Math.round((x + width) * zoom) - left,
    height: Math.round((y + height) * zoom) - top,
  }
}
