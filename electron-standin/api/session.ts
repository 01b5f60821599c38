import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { BrowserContext, BrowserContextOptions, CDPSession } from 'playwright-core'
import { type RequestInfo, type RequestOwner, setRequestOwner } from '../host/network.ts'
import type { PageLink } from '../host/page-link.ts'
import { recordCall } from '../host/recorder.ts'
import { runtime } from '../host/runtime.ts'
import { fromChromium, schemeOf, toChromium } from '../host/schemes.ts'
import { app } from './app.ts'
import { createEvent } from './event.ts'
import { nativeTheme } from './native-theme.ts'
import { type CheckHandler, Permissions, type RequestHandler } from './permissions.ts'
import { Protocol } from './protocol.ts'
import { type ProxyConfig, proxyOfSwitches, resolveProxy } from './proxy.ts'
import type { WebContents } from './web-contents.ts'
import { WebRequest } from './web-request.ts'

interface CookieDetails {
  url?: string
  name?: string
  value?: string
  domain?: string
  path?: string
  secure?: boolean
  httpOnly?: boolean
  expirationDate?: number
  sameSite?: 'unspecified' | 'no_restriction' | 'lax' | 'strict'
}

const sessions = new Map<string, Session>()

/** Electron's Session on its own browser context, with separate storage and cookies. */
export class Session extends EventEmitter implements RequestOwner {
  readonly partition: string
  readonly protocol = new Protocol()
  readonly webRequest = new WebRequest()
  readonly permissions: Permissions
  readonly cookies = {
    get: (filter: CookieDetails) => this.#getCookies(filter),
    set: (details: CookieDetails & { url: string }) => this.#setCookie(details),
    remove: async (url: string, name: string) => {
      await (await this.context()).clearCookies({ name, domain: new URL(toChromium(url)).hostname })
    },
    flushStore: () => this.saveState(),
  }
  readonly #preloads = new Map<string, { filePath: string; type: 'frame' }>()
  #context: Promise<BrowserContext> | undefined
  #userAgent: string | undefined
  #proxy: ProxyConfig | undefined
  readonly #links = new Set<PageLink>()
  readonly #closing = new Set<Promise<unknown>>()
  /** How often the file was removed with the data. */
  #clears = 0

  constructor(partition: string) {
    super()
    this.partition = partition
    this.permissions = new Permissions(this)
  }

  static fromPartition(partition: string, _options?: { cache?: boolean }): Session {
    const known = sessions.get(partition)
    if (known) return known
    const session = new Session(partition)
    sessions.set(partition, session)
    app.emit('session-created', session)
    return session
  }

  static get defaultSession(): Session {
    return Session.fromPartition('')
  }

  static all(): Session[] {
    return [...sessions.values()]
  }

  isPersistent(): boolean {
    return this.partition === '' || this.partition.startsWith('persist:')
  }

  get storagePath(): string | null {
    if (!this.isPersistent()) return null
    const folder = app.getPath('sessionData')
    // Electron's folder names, because apps look for them on disk.
    return this.partition === ''
      ? folder
      : path.join(folder, 'Partitions', encodeURIComponent(this.partition.slice('persist:'.length).toLowerCase()))
  }

  getStoragePath(): string | null {
    return this.storagePath
  }

  get #stateFile(): string {
    return path.join(this.storagePath ?? '', 'standin-storage.json')
  }

  /** The browser context; created at first use with the partition's stored state. */
  context(): Promise<BrowserContext> {
    this.#context ??= this.#open()
    return this.#context
  }

  async #open(): Promise<BrowserContext> {
    const browser = await runtime.browser
    const options: BrowserContextOptions = {
      userAgent: this.#userAgent,
      colorScheme: nativeTheme.shouldUseDarkColors ? 'dark' : 'light',
      locale: app.commandLine.getSwitchValue('lang') || undefined,
    }
    if (this.isPersistent() && existsSync(this.#stateFile)) {
      options.storageState = JSON.parse(readFileSync(this.#stateFile, 'utf8'))
    }
    const context = await browser.newContext(options)
    await context.grantPermissions([])
    return context
  }

  /** Registers a page of this session. */
  adopt(link: PageLink): void {
    setRequestOwner(link.contextId, this)
    this.#links.add(link)
    link.on('closed', () => this.#links.delete(link))
  }

  closing(work: Promise<unknown>): void {
    const settled = work
      .catch(error => {
        if (!/closed|destroyed/i.test(String(error))) console.error('A page could not be closed cleanly:', error)
      })
      .finally(() => this.#closing.delete(settled))
    this.#closing.add(settled)
  }

  /** Writes cookies, localStorage and IndexedDB of a persistent partition to its file. */
  async saveState(): Promise<void> {
    if (!this.#context || !this.isPersistent()) return
    const context = await this.#context
    const clears = this.#clears
    const state = await context.storageState({ indexedDB: true })
    // Read before the data was cleared: writing it now would bring that back.
    if (clears !== this.#clears) return
    mkdirSync(path.dirname(this.#stateFile), { recursive: true, mode: 0o700 })
    writeFileSync(this.#stateFile, JSON.stringify(state), { mode: 0o600 })
  }

  /** Waits for pages that are being closed. */
  async settle(): Promise<void> {
    await Promise.all(this.#closing)
  }

  flushStorageData(): void {
    this.closing(this.saveState())
  }

  // --- requests

  async beforeRequest(request: RequestInfo) {
    return (await this.webRequest.ask('onBeforeRequest', request)) as { cancel?: boolean; redirectURL?: string }
  }

  async beforeSendHeaders(request: RequestInfo) {
    const answer = await this.webRequest.ask('onBeforeSendHeaders', request, { requestHeaders: { ...request.headers } })
    return answer as { cancel?: boolean; requestHeaders?: Record<string, string | string[]> }
  }

  get wantsHeaders(): boolean {
    return this.webRequest.wantsHeaders
  }

  async headersReceived(request: RequestInfo, status: number, headers: Record<string, string[]>) {
    const more = { statusCode: status, statusLine: `HTTP/1.1 ${status}`, responseHeaders: headers }
    const answer = await this.webRequest.ask('onHeadersReceived', request, more)
    return answer as { cancel?: boolean; responseHeaders?: Record<string, string | string[]> }
  }

  answer(request: RequestInfo): Promise<Response> | undefined {
    const handler = this.protocol.handlerOf(schemeOf(request.url))
    if (!handler) return undefined
    // Chromium requests favicons on its own; Electron does not.
    if (request.resourceType === 'Other' && /^[^:]+:\/\/[^/]+\/favicon\.ico$/.test(request.url)) {
      return Promise.resolve(new Response(null, { status: 404 }))
    }
    const hasBody = request.body !== undefined && !['GET', 'HEAD'].includes(request.method)
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
      name,
      /^(origin|referer)$/i.test(name) ? fromChromium(value) : value,
    ])
    const init = { method: request.method, headers, body: hasBody ? new Uint8Array(request.body ?? []) : undefined }
    return Promise.resolve(new Request(request.url, init)).then(handler)
  }

  downloadStarted(url: string, filename: string, contents: WebContents): void {
    const item = {
      getURL: () => url,
      getFilename: () => filename,
      getState: () => 'cancelled',
      cancel: () => {},
      setSavePath: () => {
        throw new Error('electron-standin cancels every download; it only records them.')
      },
    }
    this.emit('will-download', createEvent(), item, contents)
  }

  // --- permissions

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.permissions.requestHandler = handler ?? undefined
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.permissions.checkHandler = handler ?? undefined
  }

  setDevicePermissionHandler(handler: unknown): void {
    recordCall('session.setDevicePermissionHandler', handler !== null)
  }

  setDisplayMediaRequestHandler(handler: unknown): void {
    recordCall('session.setDisplayMediaRequestHandler', handler !== null)
  }

  // --- other

  registerPreloadScript({
    filePath,
    type,
    id = randomUUID(),
  }: {
    filePath: string
    type: string
    id?: string
  }): string {
    if (type !== 'frame') throw new Error('electron-standin only runs preload scripts of type "frame".')
    this.#preloads.set(id, { filePath, type })
    return id
  }

  unregisterPreloadScript(id: string): void {
    if (!this.#preloads.delete(id)) throw new Error(`Cannot remove preload script with non-existing ID ${id}.`)
  }

  getPreloadScripts(): { filePath: string; type: 'frame'; id: string }[] {
    return [...this.#preloads].map(([id, script]) => ({ ...script, id }))
  }

  preloadFiles(): string[] {
    return [...this.#preloads.values()].map(script => script.filePath)
  }

  setUserAgent(userAgent: string): void {
    this.#userAgent = userAgent
    for (const link of this.#links) {
      link.cdp
        .send('Emulation.setUserAgentOverride', { userAgent })
        .catch(error => console.error('session.setUserAgent failed:', error))
    }
  }

  getUserAgent(): string {
    const version = runtime.current?.browser.version() ?? '0'
    const fallback = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version} Safari/537.36`
    return this.#userAgent ?? fallback
  }

  /**
   * Clears cookies and the storage of every origin that is open or was stored. As in Electron, a page that is still
   * being closed may write after it.
   */
  async clearStorageData(options: { origin?: string } = {}): Promise<void> {
    const origins = new Set<string>()
    for (const link of this.#links) for (const frame of link.frames.values()) origins.add(frame.origin)
    const context = await this.context()
    if (!options.origin) await context.clearCookies()
    for (const { origin } of (await context.storageState()).origins) origins.add(origin)
    const chosen = options.origin ? [toChromium(options.origin).replace(/\/$/, '')] : [...origins]
    await this.#onOwnPage(async cdp => {
      for (const origin of chosen) {
        if (origin.startsWith('http')) await cdp.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' })
      }
    })
    if (!this.isPersistent() || options.origin) return
    this.#clears += 1
    rmSync(this.partition === '' ? this.#stateFile : path.dirname(this.#stateFile), { recursive: true, force: true })
  }

  /** Runs CDP commands on a page of its own, which nothing else can close meanwhile. */
  async #onOwnPage(action: (cdp: CDPSession) => Promise<unknown>): Promise<void> {
    const context = await this.context()
    const page = await context.newPage()
    try {
      await action(await context.newCDPSession(page))
    } finally {
      await page.close()
    }
  }

  async clearData(): Promise<void> {
    await Promise.all([this.clearStorageData(), this.clearCache()])
  }

  async clearCodeCaches(options: { urls?: string[] }): Promise<void> {
    recordCall('session.clearCodeCaches', this.partition, options)
  }

  async clearCache(): Promise<void> {
    await this.#onOwnPage(cdp => cdp.send('Network.clearBrowserCache'))
  }

  async clearAuthCache(): Promise<void> {
    recordCall('session.clearAuthCache')
  }

  async clearHostResolverCache(): Promise<void> {
    recordCall('session.clearHostResolverCache')
  }

  /** Counts for `resolveProxy`; pages keep to the switches of the command line. */
  async setProxy(config: ProxyConfig): Promise<void> {
    recordCall('session.setProxy', this.partition, config)
    this.#proxy = config
  }

  async resolveProxy(url: string): Promise<string> {
    return resolveProxy(this.#proxy ?? proxyOfSwitches(runtime.options.switches), url)
  }

  async forceReloadProxyConfig(): Promise<void> {
    recordCall('session.forceReloadProxyConfig', this.partition)
  }

  async closeAllConnections(): Promise<void> {
    recordCall('session.closeAllConnections', this.partition)
  }

  setSpellCheckerEnabled(enabled: boolean): void {
    recordCall('session.setSpellCheckerEnabled', enabled)
  }

  setSpellCheckerLanguages(languages: string[]): void {
    recordCall('session.setSpellCheckerLanguages', languages)
  }

  setCertificateVerifyProc(verify: unknown): void {
    recordCall('session.setCertificateVerifyProc', verify !== null)
  }

  async #getCookies(filter: CookieDetails) {
    const context = await this.context()
    const cookies = await context.cookies(filter.url ? [toChromium(filter.url)] : [])
    return cookies
      .filter(
        cookie =>
          (filter.name === undefined || cookie.name === filter.name) &&
          (filter.domain === undefined || cookie.domain.endsWith(filter.domain)),
      )
      .map(({ expires, sameSite, ...cookie }) => ({
        ...cookie,
        session: expires < 0,
        expirationDate: expires < 0 ? undefined : expires,
        hostOnly: !cookie.domain.startsWith('.'),
        sameSite: sameSite === 'None' ? 'no_restriction' : sameSite.toLowerCase(),
      }))
  }

  async #setCookie(details: CookieDetails & { url: string }): Promise<void> {
    const context = await this.context()
    const sameSite = ({ strict: 'Strict', lax: 'Lax', no_restriction: 'None', unspecified: undefined } as const)[
      details.sameSite ?? 'lax'
    ]
    const place =
      details.domain || details.path
        ? { domain: details.domain ?? new URL(toChromium(details.url)).hostname, path: details.path ?? '/' }
        : { url: toChromium(details.url) }
    await context.addCookies([
      {
        name: details.name ?? '',
        value: details.value ?? '',
        secure: details.secure,
        httpOnly: details.httpOnly,
        expires: details.expirationDate,
        sameSite,
        ...place,
      },
    ])
  }
}
