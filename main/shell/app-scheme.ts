import { readFile } from 'node:fs/promises'
import { extname, join, resolve, sep } from 'node:path'
import { clientOrigin } from '@lianqun/protocol'
import type { Protocol } from 'electron'
import { parseUrl } from './links.ts'

export const appScheme = 'app'
/** The origin of our own pages. */
export const appOrigin = clientOrigin
export const appPage = `${appOrigin}/index.html`

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // Some libraries set style attributes for measuring and positioning.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  // `blob:` is what a person gave to the page: it is listened to, and a frame of it taken.
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  // Documents of others are shown in a frame with a policy of its own.
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
].join('; ')

/** Where the page that shows documents is. */
const documentsPath = '/documents/'

/** Of the page that shows documents of others: no origin, no network, only its own script and what it decodes with. */
const documentPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  'img-src data: blob:',
  'font-src data: blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-scripts',
].join('; ')

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
}

/** Of what other people sent: shown in our page, and nothing as a page of its own. */
const fileHeaders = {
  'content-security-policy': "default-src 'none'; sandbox",
  'content-disposition': 'attachment',
  'cross-origin-resource-policy': 'same-origin',
}

/** Whether an address is one of our own pages. Compares its parts, as `URL.origin` is "null" for our scheme. */
export function isAppAddress(address: string): boolean {
  const url = parseUrl(address)
  return url !== null && `${url.protocol}//${url.host}` === appOrigin && url.username === '' && url.password === ''
}

/** Gives `app:` the privileges of https. To be called once, before the app is ready. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])
}

/** Answers requests for the files of messages: a status, headers of its own, and the bytes. */
export type ServeFile = (
  path: string,
  headers: Headers,
) => Promise<{ status: number; headers: Record<string, string>; body: ReadableStream | null }>

/**
 * Serves the built renderer in `folder` at `app://lianqun/`, and the files of messages below `/files/` and `/staged/`.
 * To be called after the app is ready.
 */
export function serveApp(protocol: Pick<Protocol, 'handle'>, folder: string, serveFile: ServeFile): void {
  protocol.handle(appScheme, request => answer(folder, request, serveFile))
}

/** The response to a request for our pages: the file, or 403, 404 or 405. Never a file outside of `folder`. */
export async function answer(folder: string, request: Request, serveFile?: ServeFile): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
  if (!isAppAddress(request.url)) return refuse(403)
  const { pathname } = new URL(request.url)
  if (serveFile !== undefined && /^\/(files|staged)\//.test(pathname)) {
    const file = await serveFile(pathname, request.headers)
    const body = request.method === 'HEAD' ? null : file.body
    if (body === null) await file.body?.cancel()
    return new Response(body, { status: file.status, headers: { ...headers, ...fileHeaders, ...file.headers } })
  }
  const path = fileOf(folder, pathname)
  if (path === null) return refuse(404)
  let bytes: Buffer<ArrayBuffer>
  try {
    bytes = await readFile(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return refuse(404)
    throw error
  }
  const type = types[extname(path).toLowerCase()] ?? 'application/octet-stream'
  return new Response(request.method === 'HEAD' ? null : bytes, {
    status: 200,
    headers: { ...headersOf(request.url), 'content-type': type, 'content-length': String(bytes.length) },
  })
}

/** The page that shows documents has a policy of its own. */
function headersOf(address: string): typeof headers {
  const documents = new URL(address).pathname.startsWith(documentsPath)
  return documents ? { ...headers, 'content-security-policy': documentPolicy } : headers
}

function fileOf(folder: string, pathname: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    // An invalid percent escape is not the name of a file.
    return null
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null
  const root = resolve(folder)
  const path = resolve(join(root, decoded === '/' ? 'index.html' : decoded))
  return path.startsWith(root + sep) ? path : null
}

function refuse(status: number): Response {
  return new Response(null, { status, headers })
}
