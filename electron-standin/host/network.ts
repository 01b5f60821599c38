import type { StandinBrowser } from './browser.ts'
import { type FrameRecord, linkOfFrame, type PageLink } from './page-link.ts'
import {
  fromChromium,
  isRegisteredScheme,
  rewriteMetaPolicies,
  rewritePolicy,
  schemeOf,
  toChromium,
} from './schemes.ts'

export interface Header {
  name: string
  value: string
}

/** A request that Chromium holds until it is answered (CDP Fetch.requestPaused). */
export interface Paused {
  requestId: string
  frameId: string
  resourceType: string
  redirectedRequestId?: string
  responseStatusCode?: number
  responseStatusText?: string
  responseErrorReason?: string
  responseHeaders?: Header[]
  request: {
    url: string
    method: string
    headers: Record<string, string>
    postData?: string
    postDataEntries?: { bytes?: string }[]
    hasPostData?: boolean
  }
}

export interface RequestInfo {
  id: string
  /** The URL that the app sees (custom schemes are not mapped). */
  url: string
  method: string
  headers: Record<string, string>
  resourceType: string
  isMainFrame: boolean
  link?: PageLink
  frame?: FrameRecord
  body?: Buffer
}

/** The decisions of a session about requests of its pages and workers. */
export interface RequestOwner {
  beforeRequest(request: RequestInfo): Promise<{ cancel?: boolean; redirectURL?: string }>
  beforeSendHeaders(
    request: RequestInfo,
  ): Promise<{ cancel?: boolean; requestHeaders?: Record<string, string | string[]> }>
  readonly wantsHeaders: boolean
  headersReceived(
    request: RequestInfo,
    status: number,
    headers: Record<string, string[]>,
  ): Promise<{ cancel?: boolean; responseHeaders?: Record<string, string | string[]> }>
  /** The answer of a protocol handler, or undefined if the scheme has none. */
  answer(request: RequestInfo): Promise<Response> | undefined
}

/** The decisions of a web contents about navigations. */
export interface NavigationOwner {
  mayNavigate(url: string, frame: FrameRecord, isMainFrame: boolean, isRedirect: boolean): boolean
  failed(url: string, reason: string): void
}

const htmlType = { name: 'content-type', value: 'text/html' }

/** Headers that do not fit a body that is passed complete and decoded. */
const aboutBody = /^(content-length|content-encoding|transfer-encoding)$/i

const owners = new Map<string, RequestOwner>()
const navigators = new WeakMap<PageLink, NavigationOwner>()

export function setRequestOwner(contextId: string, owner: RequestOwner): void {
  owners.set(contextId, owner)
}

export function setNavigationOwner(link: PageLink, owner: NavigationOwner): void {
  navigators.set(link, owner)
}

/**
 * Intercepts every request of every page, frame and worker, with redirects. It is set on the browser, not on
 * single pages, so that no page loads anything before it is in place.
 */
export async function interceptRequests(browser: StandinBrowser): Promise<void> {
  const { cdp } = browser
  const interceptor = new Interceptor(browser)
  cdp.on('Fetch.requestPaused', event => {
    interceptor.route(event).catch(error => {
      reportUnlessGone(browser, error)
      // After an error the request must neither pass nor stay pending.
      interceptor.fail(event.requestId, 'Failed').catch(again => reportUnlessGone(browser, again))
    })
  })
  await cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
}

/** Decides about each paused request: first what its owner says, then who answers it. */
class Interceptor {
  readonly #browser: StandinBrowser
  readonly #cdp: StandinBrowser['cdp']

  constructor(browser: StandinBrowser) {
    this.#browser = browser
    this.#cdp = browser.cdp
  }

  fail(requestId: string, errorReason: 'Aborted' | 'BlockedByClient' | 'NameNotResolved' | 'Failed') {
    return this.#cdp.send('Fetch.failRequest', { requestId, errorReason })
  }

  async route(event: Paused): Promise<unknown> {
    const { requestId } = event
    const link = linkOfFrame(event.frameId)
    const target = link ? undefined : await this.#browser.contextOf(event.frameId)
    // A window that a page opens is always closed (see `#closePopup`): answers with an empty page.
    if (target?.type === 'page' && target.openerId)
      return this.#cdp.send('Fetch.fulfillRequest', { requestId, responseCode: 200, responseHeaders: [htmlType] })
    const owner = owners.get(link?.contextId ?? target?.browserContextId ?? '')
    // Not a page of the app: Playwright reads and restores storage in such pages.
    if (!owner || (!link && target?.type === 'page')) return this.#cdp.send('Fetch.continueRequest', { requestId })

    const request = describe(event, link)
    if (event.responseStatusCode !== undefined || event.responseErrorReason) return this.#respond(event, request, owner)
    if (event.resourceType === 'Document' && link && request.frame) {
      const allowed = navigators
        .get(link)
        ?.mayNavigate(request.url, request.frame, request.isMainFrame, event.redirectedRequestId !== undefined)
      if (allowed === false) return this.fail(requestId, 'Aborted')
    }
    return this.#send(event, request, owner)
  }

  /** Fails the request and reports it to the page's owner when it is a navigation. */
  #refuse(event: Paused, request: RequestInfo, reason: 'BlockedByClient' | 'NameNotResolved' | 'Failed') {
    if (event.resourceType === 'Document' && request.link) navigators.get(request.link)?.failed(request.url, reason)
    return this.fail(event.requestId, reason)
  }

  async #send(event: Paused, request: RequestInfo, owner: RequestOwner): Promise<unknown> {
    const { requestId } = event
    const before = await owner.beforeRequest(request)
    if (before.cancel) return this.#refuse(event, request, 'BlockedByClient')
    if (before.redirectURL) {
      const location = toChromium(before.redirectURL)
      return this.#cdp.send('Fetch.fulfillRequest', {
        requestId,
        responseCode: 307,
        responseHeaders: [{ name: 'location', value: location }],
      })
    }
    const sending = await owner.beforeSendHeaders(request)
    if (sending.cancel) return this.#refuse(event, request, 'BlockedByClient')
    if (sending.requestHeaders) request.headers = flatten(sending.requestHeaders)

    const answer = owner.answer(request)
    if (!answer) {
      if (isRegisteredScheme(schemeOf(request.url)) || request.url !== event.request.url) {
        console.error(`electron-standin: no protocol handler answers ${request.url}`)
        return this.#refuse(event, request, 'NameNotResolved')
      }
      const headers =
        sending.requestHeaders && Object.entries(request.headers).map(([name, value]) => ({ name, value }))
      return this.#cdp.send('Fetch.continueRequest', {
        requestId,
        headers,
        interceptResponse: owner.wantsHeaders || undefined,
      })
    }
    let response: Response
    try {
      response = await answer
    } catch (error) {
      console.error(`electron-standin: the protocol handler failed for ${request.url}:`, error)
      return this.#refuse(event, request, 'Failed')
    }
    if (response.type === 'error' || response.status === 0) return this.#refuse(event, request, 'Failed')
    return this.#fulfil(event, request, owner, response)
  }

  async #fulfil(event: Paused, request: RequestInfo, owner: RequestOwner, response: Response): Promise<unknown> {
    let headers: Header[] = [...response.headers].map(([name, value]) => ({ name, value }))
    if (owner.wantsHeaders) {
      const changed = await owner.headersReceived(request, response.status, group(headers))
      if (changed.cancel) return this.fail(event.requestId, 'BlockedByClient')
      if (changed.responseHeaders) headers = ungroup(changed.responseHeaders)
    }
    let body = Buffer.from(await response.arrayBuffer())
    const isHtml = headers.some(
      ({ name, value }) => name.toLowerCase() === 'content-type' && value.startsWith('text/html'),
    )
    if (isHtml) body = Buffer.from(rewriteMetaPolicies(body.toString('utf8')))
    const hasNoBody = [204, 205, 304].includes(response.status)
    return this.#cdp.send('Fetch.fulfillRequest', {
      requestId: event.requestId,
      responseCode: response.status,
      responsePhrase: response.statusText || undefined,
      responseHeaders: headers
        .filter(({ name }) => !aboutBody.test(name))
        .map(({ name, value }) => ({ name, value: translate(name, value) })),
      body: hasNoBody ? undefined : body.toString('base64'),
    })
  }

  /** Passes a server's response on, with the owner's headers. */
  async #respond(event: Paused, request: RequestInfo, owner: RequestOwner): Promise<unknown> {
    const { requestId } = event
    if (event.responseErrorReason) return this.#cdp.send('Fetch.continueRequest', { requestId })
    const changed = await owner.headersReceived(
      request,
      event.responseStatusCode ?? 200,
      group(event.responseHeaders ?? []),
    )
    if (changed.cancel) return this.fail(requestId, 'BlockedByClient')
    if (!changed.responseHeaders) return this.#cdp.send('Fetch.continueResponse', { requestId })
    const { responseStatusCode = 200, responseStatusText } = event
    const answer = {
      requestId,
      responseCode: responseStatusCode,
      responsePhrase: responseStatusText || undefined,
      responseHeaders: ungroup(changed.responseHeaders).map(({ name, value }) => ({
        name,
        value: translate(name, value),
      })),
    }
    const isRedirect = responseStatusCode >= 300 && responseStatusCode < 400
    if (event.resourceType !== 'Document' || isRedirect) return this.#cdp.send('Fetch.continueResponse', answer)
    // Chromium reads a policy in the headers of a continued response too late to enforce it.
    const { body, base64Encoded } = await this.#cdp.send('Fetch.getResponseBody', { requestId })
    return this.#cdp.send('Fetch.fulfillRequest', {
      ...answer,
      responseHeaders: answer.responseHeaders.filter(({ name }) => !aboutBody.test(name)),
      body: base64Encoded ? body : Buffer.from(body).toString('base64'),
    })
  }
}

function describe(event: Paused, link: PageLink | undefined): RequestInfo {
  const frame = link?.frames.get(event.frameId)
  const entries = event.request.postDataEntries
  const body = entries
    ? Buffer.concat(entries.map(entry => Buffer.from(entry.bytes ?? '', 'base64')))
    : event.request.postData === undefined
      ? undefined
      : Buffer.from(event.request.postData)
  return {
    id: event.requestId,
    url: fromChromium(event.request.url),
    method: event.request.method,
    headers: { ...event.request.headers },
    resourceType: event.resourceType,
    isMainFrame: event.frameId === link?.targetId,
    link,
    frame,
    body,
  }
}

/** Logs an error, unless the page closed while its request was decided. */
function reportUnlessGone(browser: StandinBrowser, error: unknown): void {
  if (browser.closing || /Invalid InterceptionId|closed|No target with given id/i.test(String(error))) return
  console.error('electron-standin: a request could not be answered:', error)
}

function translate(name: string, value: string): string {
  if (/^content-security-policy(-report-only)?$/i.test(name)) return rewritePolicy(value)
  if (/^location$|^access-control-allow-origin$/i.test(name))
    return toChromium(value).replace(/(\.standin\.invalid)\/$/, '$1')
  return value
}

function flatten(headers: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
}

function group(headers: Header[]): Record<string, string[]> {
  const grouped = Map.groupBy(headers, ({ name }) => name)
  return Object.fromEntries([...grouped].map(([name, same]) => [name, same.map(({ value }) => value)]))
}

function ungroup(headers: Record<string, string | string[]>): Header[] {
  return Object.entries(headers).flatMap(([name, value]) => [value].flat().map(item => ({ name, value: item })))
}
