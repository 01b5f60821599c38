import type { RequestInfo } from '../host/network.ts'
import { refuse } from '../host/recorder.ts'
import { FrameMain } from './frame.ts'
import { WebContents } from './web-contents.ts'

interface Filter {
  urls?: string[]
  excludeUrls?: string[]
  types?: string[]
}

type Answer = Record<string, unknown>
type Listener = (details: Record<string, unknown>, callback: (answer: Answer) => void) => void
type Hook = 'onBeforeRequest' | 'onBeforeSendHeaders' | 'onHeadersReceived'

const types: Record<string, string> = {
  Script: 'script',
  Stylesheet: 'stylesheet',
  Image: 'image',
  Font: 'font',
  XHR: 'xhr',
  Fetch: 'xhr',
  Ping: 'ping',
  CSPViolationReport: 'cspReport',
  Media: 'media',
  WebSocket: 'webSocket',
}

/** A session's webRequest: one listener per event, the last one wins, as in Electron. */
export class WebRequest {
  readonly #listeners = new Map<Hook, { filter: Filter; listener: Listener }>()

  onBeforeRequest(filter: Filter | Listener | null, listener?: Listener | null): void {
    this.#set('onBeforeRequest', filter, listener)
  }

  onBeforeSendHeaders(filter: Filter | Listener | null, listener?: Listener | null): void {
    this.#set('onBeforeSendHeaders', filter, listener)
  }

  onHeadersReceived(filter: Filter | Listener | null, listener?: Listener | null): void {
    this.#set('onHeadersReceived', filter, listener)
  }

  onCompleted(): void {
    refuse('webRequest.onCompleted')
  }

  onErrorOccurred(): void {
    refuse('webRequest.onErrorOccurred')
  }

  get wantsHeaders(): boolean {
    return this.#listeners.has('onHeadersReceived')
  }

  /** The answer of a hook's listener to a request; empty without a listener. */
  ask(hook: Hook, request: RequestInfo, more: Record<string, unknown> = {}): Promise<Answer> {
    const entry = this.#listeners.get(hook)
    const resourceType =
      request.resourceType === 'Document'
        ? request.isMainFrame
          ? 'mainFrame'
          : 'subFrame'
        : (types[request.resourceType] ?? 'other')
    if (!entry || !matches(entry.filter, request.url, resourceType)) return Promise.resolve({})
    const contents = request.link && WebContents.getAllWebContents().find(item => item.current === request.link)
    const details = {
      id: Number(/\d+/.exec(request.id)?.[0] ?? 0),
      url: request.url,
      method: request.method,
      resourceType,
      referrer: request.headers.Referer ?? '',
      timestamp: Date.now(),
      webContentsId: contents?.id,
      webContents: contents,
      frame: request.link && request.frame ? FrameMain.of(request.link, request.frame) : null,
      uploadData: request.body ? [{ type: 'rawData', bytes: request.body }] : undefined,
      ...more,
    }
    return new Promise(resolve => entry.listener(details, answer => resolve(answer ?? {})))
  }

  #set(hook: Hook, filter: Filter | Listener | null, listener?: Listener | null): void {
    const actual = typeof filter === 'function' ? filter : listener
    if (!actual) this.#listeners.delete(hook)
    else this.#listeners.set(hook, { filter: typeof filter === 'function' ? {} : (filter ?? {}), listener: actual })
  }
}

function matches(filter: Filter, url: string, type: string): boolean {
  if (filter.types?.length && !filter.types.includes(type)) return false
  if (filter.excludeUrls?.some(pattern => matchesPattern(pattern, url))) return false
  return !filter.urls?.length || filter.urls.some(pattern => matchesPattern(pattern, url))
}

/** `*://*.example.com/*`, `<all_urls>` and the like; a leading `*.` also stands for the domain itself. */
export function matchesPattern(pattern: string, url: string): boolean {
  if (pattern === '<all_urls>') return true
  const escaped = pattern
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace('://*\\.', '://(?:[^/]*\\.)?')
    .replace(/(?<!\))\*/g, '.*')
  return new RegExp(`^${escaped}$`).test(url)
}
