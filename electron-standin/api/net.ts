import { readFile } from 'node:fs/promises'
import http from 'node:http'
import https from 'node:https'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { schemeOf } from '../host/schemes.ts'
import { Session } from './session.ts'

const types: Record<string, string> = {
  '.css': 'text/css',
  '.gif': 'image/gif',
  '.html': 'text/html',
  '.ico': 'image/x-icon',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

let online = true

/** For tests: sets what `net.isOnline` returns. */
export function setOnline(value: boolean): void {
  online = value
}

export const net = {
  /** Node's fetch, plus `file:` and the default session's schemes, as in Electron. */
  async fetch(
    input: string | URL | Request,
    init?: RequestInit & { bypassCustomProtocolHandlers?: boolean },
  ): Promise<Response> {
    const url = input instanceof Request ? input.url : String(input)
    if (schemeOf(url) === 'file') return fetchFile(url)
    const handler = init?.bypassCustomProtocolHandlers
      ? undefined
      : Session.defaultSession.protocol.handlerOf(schemeOf(url))
    if (handler) return handler(new Request(input, init))
    return fetch(input, init)
  },
  isOnline: () => online,
  get online() {
    return online
  },
  /** Node's client, for `http:` and `https:` without redirects, proxies and log-in. */
  request(options: Electron.ClientRequestConstructorOptions | string): Electron.ClientRequest {
    const { session: _session, ...known } = typeof options === 'string' ? { url: options } : options
    const url = 'url' in known && known.url !== undefined ? new URL(known.url) : null
    const client = (url?.protocol ?? known.protocol) === 'https:' ? https : http
    const given = known as http.RequestOptions
    return (url === null ? client.request(given) : client.request(url, given)) as unknown as Electron.ClientRequest
  },
}

async function fetchFile(url: string): Promise<Response> {
  const file = fileURLToPath(url)
  try {
    const bytes = await readFile(file)
    return new Response(new Uint8Array(bytes), {
      headers: { 'content-type': types[path.extname(file).toLowerCase()] ?? 'application/octet-stream' },
    })
  } catch (cause) {
    throw new TypeError('net::ERR_FILE_NOT_FOUND', { cause })
  }
}
