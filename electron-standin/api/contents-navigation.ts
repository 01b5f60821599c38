import type { HandlerDetails, WindowOpenHandlerResponse } from 'electron'
import { netErrorCode } from '../host/net-errors.ts'
import type { FrameRecord, PageLink } from '../host/page-link.ts'
import { record, recordCall } from '../host/recorder.ts'
import { fromChromium, isRegisteredScheme, schemeOf, toChromium } from '../host/schemes.ts'
import { createEvent } from './event.ts'
import { FrameMain } from './frame.ts'
import type { WebContents } from './web-contents.ts'

type Failure = ReturnType<typeof netErrorCode>
export type WindowOpenHandler = (details: HandlerDetails) => WindowOpenHandlerResponse

/** The navigation of one web contents: its address, what it may load, and how loads end. */
export class ContentsNavigation {
  /** The address of the page, with the app's own schemes. */
  url = ''
  isErrorPage = false
  openHandler: WindowOpenHandler | undefined
  readonly #contents: WebContents
  readonly #lastFailure = new Map<string, string>()
  #generation = 0
  #inFlight = 0
  #reported: string | undefined

  constructor(contents: WebContents) {
    this.#contents = contents
  }

  /** Records why a request for a page failed. */
  failed(url: string, reason: string): void {
    this.#lastFailure.set(url, reason)
  }

  /** Resolves when the page has loaded. @throws Error with Electron's error name when it has not */
  async load(url: string): Promise<void> {
    const generation = ++this.#generation
    const link = await this.#contents.alive()
    this.#lastFailure.clear()
    this.#reported = undefined
    this.#inFlight++
    const done = this.#settled(link, generation)
    link.expected = true
    const result = await link.cdp
      .send('Page.navigate', { url: toChromium(url), transitionType: 'typed' })
      .finally(() => this.#inFlight--)
    let failure: Failure | undefined
    if (generation !== this.#generation) {
      failure = netErrorCode('net::ERR_ABORTED')
    } else if (result.errorText) {
      link.expected = false
      failure = netErrorCode(result.errorText)
      this.#fail(url, result.errorText)
    } else if (result.loaderId) {
      failure = await done
    } // Without a loaderId it was a navigation in the same document.
    if (failure)
      throw Object.assign(new Error(`${failure.name} (${failure.code}) loading '${url}'`), {
        code: failure.name,
        errno: failure.code,
        url,
      })
  }

  /** Resolves when the load that starts now ends: with undefined on success, else with the failure. */
  #settled(link: PageLink, generation: number): Promise<Failure | undefined> {
    const contents = this.#contents
    return new Promise(resolve => {
      const finish = (failure?: Failure) => {
        contents.off('did-finish-load', loaded)
        contents.off('did-fail-load', failed)
        link.off('closed', closed)
        resolve(failure)
      }
      const loaded = () => finish(generation === this.#generation ? undefined : { name: 'ERR_ABORTED', code: -3 })
      const failed = (_event: unknown, code: number, name: string, _url: string, isMainFrame: boolean) => {
        if (isMainFrame) finish({ name, code })
      }
      const closed = () => finish({ name: 'ERR_FAILED', code: -2 })
      contents.on('did-finish-load', loaded)
      contents.on('did-fail-load', failed)
      link.on('closed', closed)
    })
  }

  mayNavigate(link: PageLink, url: string, record: FrameRecord, isMainFrame: boolean, isRedirect: boolean): boolean {
    const frame = FrameMain.of(link, record)
    const details = { url, isMainFrame, isSameDocument: false, frame, initiator: frame }
    const ask = (name: string) => {
      const event = createEvent(details)
      this.#contents.emit(name, event, url, false, isMainFrame, frame.processId, frame.routingId)
      return !event.defaultPrevented
    }
    if (isRedirect) return ask('will-redirect')
    if (isMainFrame) this.#reported = undefined
    if (isMainFrame && link.expected) {
      link.expected = false
    } else {
      if (!ask('will-frame-navigate')) return false
      if (isMainFrame && !ask('will-navigate')) return false
    }
    this.#contents.emit(
      'did-start-navigation',
      createEvent(details),
      url,
      false,
      isMainFrame,
      frame.processId,
      frame.routingId,
    )
    return true
  }

  /** A page navigates to a scheme that Chromium does not know: loads the app's schemes, ignores others. */
  requested(link: PageLink, url: string, frame: FrameRecord | undefined): void {
    const scheme = schemeOf(url)
    if (['http', 'https', 'about', 'data', 'blob', 'javascript', 'file', ''].includes(scheme) || !frame) return
    const isMainFrame = frame === link.mainFrame
    if (!this.mayNavigate(link, url, frame, isMainFrame, false)) return
    if (isMainFrame && isRegisteredScheme(scheme))
      this.#contents.loadURL(url).catch(error => console.error(`Could not follow a link: ${error.message}`))
    else recordCall('external-protocol', url)
  }

  navigated(frame: FrameRecord, isMainFrame: boolean, unreachable: string | undefined): void {
    if (isMainFrame) this.isErrorPage = unreachable !== undefined
    if (unreachable) {
      const url = fromChromium(unreachable)
      if (isMainFrame) {
        this.url = url
        // While main waits for this load, the result of its command has the more precise error.
        if (this.#inFlight === 0) this.#fail(url, this.#lastFailure.get(url) || 'net::ERR_FAILED')
      }
      return
    }
    const url = fromChromium(frame.url)
    const contents = this.#contents
    if (contents.current) {
      contents.session.permissions.check(contents, FrameMain.of(contents.current, frame), frame.origin).catch(error => {
        if (!contents.isDestroyed()) console.error('The permissions of a page could not be set:', error)
      })
    }
    this.#contents.emit(
      'did-frame-navigate',
      createEvent(),
      url,
      200,
      '',
      isMainFrame,
      frame.routingId,
      frame.routingId,
    )
    if (!isMainFrame) return
    this.url = url
    this.#contents.emit('did-navigate', createEvent(), url, 200, '')
  }

  #fail(url: string, errorText: string): void {
    if (this.#reported === url) return
    this.#reported = url
    const { name, code } = netErrorCode(errorText)
    const frame = this.#contents.current?.mainFrame.routingId ?? 0
    this.#contents.emit('did-fail-load', createEvent(), code, name, url, true, frame, frame)
  }

  windowOpen({ url, windowName, windowFeatures }: PopupRequest): void {
    const details: HandlerDetails = {
      url: fromChromium(url),
      frameName: windowName === '_blank' ? '' : windowName,
      features: windowFeatures.join(','),
      disposition: windowFeatures.some(item => /^(width|height)=/.test(item)) ? 'new-window' : 'foreground-tab',
      referrer: { url: this.url, policy: 'strict-origin-when-cross-origin' },
    }
    const answer: WindowOpenHandlerResponse = this.openHandler?.(details) ?? { action: 'deny' }
    record('popups', { url: details.url, action: answer.action })
    // An allowed popup becomes a BrowserWindow; the window that the opener got is closed.
    const overrides = answer.overrideBrowserWindowOptions ?? {}
    if (answer.action === 'allow') this.#contents.emit('standin-open-window', details, overrides)
  }
}

interface PopupRequest {
  url: string
  windowName: string
  windowFeatures: string[]
}
