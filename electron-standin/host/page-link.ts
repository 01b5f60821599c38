import { EventEmitter } from 'node:events'
import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import type { StandinBrowser } from './browser.ts'
import type { PageScripts } from './scripts.ts'

export interface FrameRecord {
  id: string
  parentId?: string
  url: string
  origin: string
  name: string
  routingId: number
  /** The execution context of the preload in the frame's current document. */
  preloadContext?: number
}

export interface PageLinkEvents {
  binding: [payload: string, frame: FrameRecord, preloadContext: number]
  loading: [active: boolean]
  navigated: [frame: FrameRecord, isMainFrame: boolean, unreachableUrl?: string]
  inPage: [frame: FrameRecord, isMainFrame: boolean]
  domReady: []
  loaded: []
  painted: []
  crashed: []
  closed: []
  requested: [url: string, frame: FrameRecord | undefined, reason: string]
  windowOpen: [{ url: string; windowName: string; windowFeatures: string[] }]
  console: [level: string, message: string, line: number, source: string]
}

/** Every frame of every page, to find the page of a request or call. */
const byFrame = new Map<string, PageLink>()
let nextRoutingId = 1

export function linkOfFrame(frameId: string): PageLink | undefined {
  return byFrame.get(frameId)
}

/** One page and its own CDP session: frames, load state and the binding of its preload. */
export class PageLink extends EventEmitter<PageLinkEvents> {
  readonly page: Page
  readonly cdp: CDPSession
  readonly targetId: string
  readonly contextId: string
  readonly scripts: PageScripts
  readonly frames = new Map<string, FrameRecord>()
  /** Set during a navigation that main started: it is not subject to `mayNavigate`. */
  expected = false
  isClosed = false
  readonly #contexts = new Map<number, string>()
  readonly #loading = new Set<string>()
  /** Encoded messages of this event loop turn, by preload context. */
  readonly #outgoing = new Map<number, string[]>()

  private constructor(
    page: Page,
    cdp: CDPSession,
    target: { targetId: string; browserContextId?: string },
    scripts: PageScripts,
  ) {
    super()
    this.page = page
    this.cdp = cdp
    this.targetId = target.targetId
    this.contextId = target.browserContextId ?? ''
    this.scripts = scripts
  }

  /** Opens a page (or takes `page`) and prepares it before its first document. */
  static async open(
    browser: StandinBrowser,
    context: BrowserContext,
    scripts: PageScripts,
    adopt?: Page,
  ): Promise<PageLink> {
    const page = adopt ?? (await context.newPage())
    const cdp = await context.newCDPSession(page)
    const { targetInfo } = await cdp.send('Target.getTargetInfo')
    browser.targets.set(targetInfo.targetId, targetInfo)
    const link = new PageLink(page, cdp, targetInfo, scripts)
    link.#listen()
    const [, tree] = await Promise.all([
      cdp.send('Page.enable'),
      cdp.send('Page.getFrameTree'),
      cdp.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      cdp.send('Runtime.addBinding', { name: scripts.binding, executionContextName: scripts.world }),
      cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.main }),
      cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.isolated, worldName: scripts.world }),
      cdp.send('Runtime.enable'),
    ])
    const frame = tree.frameTree.frame
    link.#frame(frame.id).url = frame.url
    return link
  }

  get mainFrame(): FrameRecord {
    return this.#frame(this.targetId)
  }

  get isLoading(): boolean {
    return this.#loading.size > 0
  }

  get isLoadingMainFrame(): boolean {
    return this.#loading.has(this.targetId)
  }

  /**
   * Delivers an encoded message to the preload of one document, in order; does nothing without a
   * preload. Messages of one turn share a call, because calls to Chromium are slow.
   */
  deliver(preloadContext: number | undefined, text: string): void {
    if (preloadContext === undefined) return
    if (this.#outgoing.size === 0) setImmediate(() => this.#flush())
    const waiting = this.#outgoing.get(preloadContext)
    if (waiting) waiting.push(text)
    else this.#outgoing.set(preloadContext, [text])
  }

  #flush(): void {
    const outgoing = [...this.#outgoing]
    this.#outgoing.clear()
    if (this.isClosed) return
    for (const [preloadContext, batch] of outgoing) this.#hand(preloadContext, batch)
  }

  #hand(preloadContext: number, batch: string[]): void {
    this.cdp
      .send('Runtime.callFunctionOn', {
        executionContextId: preloadContext,
        functionDeclaration: `function (batch) { globalThis.${this.scripts.receiver}(batch) }`,
        arguments: [{ value: batch }],
      })
      .then(
        result => {
          if (result.exceptionDetails) console.error('A message could not be delivered:', result.exceptionDetails.text)
        },
        error => {
          // Messages to a closed document are dropped, as in Electron.
          if (!/context|closed|detached|destroyed|crash/i.test(String(error)))
            console.error('A message could not be delivered:', error)
        },
      )
  }

  async close(): Promise<void> {
    if (this.isClosed) return
    await this.page.close()
  }

  #frame(id: string, parentId?: string): FrameRecord {
    const known = this.frames.get(id)
    if (known) return known
    const frame: FrameRecord = { id, parentId, url: '', origin: 'null', name: '', routingId: nextRoutingId++ }
    this.frames.set(id, frame)
    byFrame.set(id, this)
    return frame
  }

  #listen(): void {
    const { cdp, page } = this
    cdp.on('Page.frameAttached', ({ frameId, parentFrameId }) => this.#frame(frameId, parentFrameId))
    cdp.on('Page.frameDetached', ({ frameId, reason }) => {
      this.#setLoading(frameId, false)
      if (reason === 'swap' || frameId === this.targetId) return
      this.frames.delete(frameId)
      byFrame.delete(frameId)
    })
    cdp.on(
      'Page.frameNavigated',
      ({ frame: { id, parentId, url, urlFragment, securityOrigin, name, unreachableUrl } }) => {
        const frame = this.#frame(id, parentId)
        Object.assign(frame, { url: url + (urlFragment ?? ''), origin: securityOrigin, name: name ?? '' })
        if (id === this.targetId) this.expected = false
        this.emit('navigated', frame, id === this.targetId, unreachableUrl)
      },
    )
    cdp.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const frame = this.#frame(frameId)
      frame.url = url
      this.emit('inPage', frame, frameId === this.targetId)
    })
    cdp.on('Page.frameStartedLoading', ({ frameId }) => this.#setLoading(frameId, true))
    cdp.on('Page.frameStoppedLoading', ({ frameId }) => this.#setLoading(frameId, false))
    cdp.on('Page.domContentEventFired', () => this.emit('domReady'))
    cdp.on('Page.loadEventFired', () => this.emit('loaded'))
    cdp.on('Page.lifecycleEvent', ({ frameId, name }) => {
      if (frameId === this.targetId && name === 'firstContentfulPaint') this.emit('painted')
    })
    cdp.on('Page.frameRequestedNavigation', ({ frameId, url, reason }) =>
      this.emit('requested', url, this.frames.get(frameId), reason),
    )
    cdp.on('Page.windowOpen', event => this.emit('windowOpen', event))
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== this.scripts.world) return
      const frame = this.#frame(String(context.auxData?.frameId))
      frame.preloadContext = context.id
      this.#contexts.set(context.id, frame.id)
    })
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => this.#forget(executionContextId))
    cdp.on('Runtime.executionContextsCleared', () => {
      for (const id of [...this.#contexts.keys()]) this.#forget(id)
    })
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      const frame = this.frames.get(this.#contexts.get(executionContextId) ?? '')
      if (name === this.scripts.binding && frame) this.emit('binding', payload, frame, executionContextId)
    })
    page.on('console', message => {
      const { lineNumber, url } = message.location()
      this.emit('console', message.type(), message.text(), lineNumber, url)
    })
    page.on('crash', () => this.emit('crashed'))
    page.on('close', () => {
      this.isClosed = true
      for (const id of this.frames.keys()) byFrame.delete(id)
      this.emit('closed')
    })
  }

  #forget(contextId: number): void {
    const frame = this.frames.get(this.#contexts.get(contextId) ?? '')
    this.#contexts.delete(contextId)
    if (frame?.preloadContext === contextId) frame.preloadContext = undefined
  }

  #setLoading(frameId: string, active: boolean): void {
    const before = this.#loading.size > 0
    if (active) this.#loading.add(frameId)
    else this.#loading.delete(frameId)
    const after = this.#loading.size > 0
    if (before !== after) this.emit('loading', after)
  }
}
