import type { BridgeContext, BridgeToken, LianqunBridge } from '../preload/bridge/index.ts'
import { type ApiRequest, type ApiResult, type Endpoint, requestOf } from './api.ts'
import { errorOf, LianqunError, unwrap } from './errors.ts'
import { TokenKeeper } from './token.ts'

declare global {
  interface Window {
    lianqunBridge?: LianqunBridge
  }
}

/** The conversation to open: with a person, or by id. */
export type ConversationTarget = { userId: string } | { conversationId: string }

export interface ConnectOptions {
  /** Instead of `window.lianqunBridge`; for tests. */
  bridge?: LianqunBridge
  /** Instead of the page's `fetch`; for tests. */
  fetch?: typeof globalThis.fetch
  /** The time in milliseconds; for tests. */
  now?: () => number
}

/** The client's API for mini-apps. Every call may throw {@link LianqunError}. */
export interface Lianqun {
  /** The current app, user, workspace, language, theme and platform. */
  readonly context: BridgeContext
  /** Calls `listener` when the context changes; returns the function that stops it. */
  onContext(listener: (context: BridgeContext) => void): () => void
  /**
   * `fetch` on the workspace's HTTP API. `path` begins with a slash. It sends the mini-app's token, renews it
   * before it expires, and once more if the server refuses it. Resolves with any response of the server.
   */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** Like `fetch`, with JSON both ways; a status other than 2xx throws `http`. */
  json<T>(path: string, init?: { method?: string; body?: unknown; signal?: AbortSignal }): Promise<T>
  /** A request of the workspace's own API, typed by its contract; a status other than 2xx throws `http`. */
  api<K extends Endpoint>(endpoint: K, request: ApiRequest<K>, signal?: AbortSignal): Promise<ApiResult<K>>
  /** Opens the conversation with a person, or one by its id. Needs `conversation.open`. */
  openConversation(target: ConversationTarget): Promise<void>
  /** Shows a person's card. Needs `profile.open`. */
  openProfile(userId: string): Promise<void>
  /** Puts a text (at most 100,000 characters) on the clipboard. Needs `clipboard.write`. */
  copy(text: string): Promise<void>
  /** Opens an http or https address in the system's browser. */
  openLink(url: string): Promise<void>
  /** Sets the title of the app's tab; empty restores the app's name. */
  setTitle(title: string): Promise<void>
  /** Closes the app's tab. */
  close(): Promise<void>
}

/** Connects to the client. @throws LianqunError `outside_client` without a client */
export async function connect(options: ConnectOptions = {}): Promise<Lianqun> {
  const bridge = options.bridge ?? globalThis.window?.lianqunBridge
  if (!bridge)
    throw new LianqunError(
      'outside_client',
      'This page is a Lianqun mini-app: open it from the workbench of the client.',
    )
  const request = options.fetch ?? globalThis.fetch.bind(globalThis)
  const tokens = new TokenKeeper(async () => unwrap(await bridge.invoke('token.get', {})), options.now)

  const listeners = new Set<(context: BridgeContext) => void>()
  let changed: BridgeContext | null = null
  // Listen before the first call, so that no change in between is missed.
  bridge.on('context.changed', next => {
    changed = next
    for (const listener of [...listeners]) listener(next)
  })
  const first = unwrap(await bridge.invoke('context.get', {}))

  const { authorised, json } = createHttp(tokens, request)

  return {
    get context() {
      return changed ?? first
    },
    onContext(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    fetch: authorised,
    json,
    async api<K extends Endpoint>(endpoint: K, request: ApiRequest<K>, signal?: AbortSignal) {
      const { path, ...init } = requestOf(endpoint, request)
      return json<ApiResult<K>>(path, { ...init, signal })
    },
    async openConversation(target) {
      unwrap(await bridge.invoke('conversation.open', target))
    },
    async openProfile(userId) {
      unwrap(await bridge.invoke('profile.open', { userId }))
    },
    async copy(text) {
      unwrap(await bridge.invoke('clipboard.write', { text }))
    },
    async openLink(url) {
      unwrap(await bridge.invoke('link.open', { url }))
    },
    async setTitle(title) {
      unwrap(await bridge.invoke('title.set', { title }))
    },
    async close() {
      unwrap(await bridge.invoke('app.close', {}))
    },
  }
}

/** Requests with the mini-app's token. It is renewed before it expires, and once more when the server refuses it. */
function createHttp(tokens: TokenKeeper, request: typeof globalThis.fetch) {
  const send = async (path: string, init: RequestInit, token: BridgeToken): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${token.token}`)
    try {
      return await request(token.apiBase + path, { ...init, headers })
    } catch (error) {
      if (init.signal?.aborted) throw error
      throw new LianqunError('offline', 'The server did not answer. Check the network and try again.', { cause: error })
    }
  }
  const authorised = async (path: string, init: RequestInit = {}): Promise<Response> => {
    if (!/^\/(?!\/)/.test(path)) throw new LianqunError('bad_arguments', 'A path begins with one slash.')
    const token = await tokens.get()
    const response = await send(path, init, token)
    if (response.status !== 401) return response
    await response.body?.cancel()
    return send(path, init, await tokens.replace(token))
  }

  const json = async <T>(
    path: string,
    init: { method?: string; body?: unknown; signal?: AbortSignal | undefined } = {},
  ) => {
    const response = await authorised(path, {
      method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
      signal: init.signal ?? null,
      headers: {
        accept: 'application/json',
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    })
    if (!response.ok) throw await errorOf(response)
    return (await response.json()) as T
  }

  return { authorised, json }
}
