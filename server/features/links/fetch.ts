import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { type Duplex, PassThrough, pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { type LinkPolicy, Refused, Unreadable } from './policy.ts'
import { requestThrough } from './proxy.ts'

/** Redirects that are followed, each checked anew. */
const mostRedirects = 4

export interface Fetched {
  /** Where the redirects led. */
  url: URL
  /** The media type without parameters, in small letters; empty when none was said. */
  type: string
  /** The charset that the answer names. */
  charset: string | null
  bytes: Buffer
}

interface FetchOptions {
  accept: string
  /** Media types that are read: `text/html`, `image/`. */
  types: readonly string[]
  /** Most bytes, after decompression. */
  bytes: number
  /** Whether the beginning is enough where there are more; else it is refused. */
  beginning: boolean
  signal: AbortSignal
}

/**
 * Fetches an address that somebody wrote: without cookies, accounts or scripts, within limits of size, time (by the
 * signal) and redirects, from addresses that the policy allows. @throws Refused, an AbortError, errors of the network
 */
export async function fetchBounded(address: string, policy: LinkPolicy, options: FetchOptions): Promise<Fetched> {
  let url = policy.require(address)
  for (let hop = 0; ; hop++) {
    const answer = await ask(url, policy, options)
    const { statusCode = 0, headers } = answer
    if ([301, 302, 303, 307, 308].includes(statusCode) && headers.location !== undefined) {
      answer.destroy()
      if (hop >= mostRedirects) throw new Refused('too many redirects')
      url = policy.require(URL.parse(headers.location, url) ?? '')
      continue
    }
    try {
      if (statusCode !== 200) throw new Refused(`status ${statusCode}`)
      const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';')
      if (!options.types.some(wanted => type.trim().startsWith(wanted))) throw new Refused(`type ${type}`)
      const charset = /charset="?([\w.:-]{1,40})/.exec(parameters.join(';'))?.[1] ?? null
      return { url, type: type.trim(), charset, bytes: await read(answer, options) }
    } finally {
      answer.destroy()
    }
  }
}

async function ask(url: URL, policy: LinkPolicy, { accept, signal }: FetchOptions): Promise<IncomingMessage> {
  const headers = {
    accept,
    'accept-encoding': 'gzip, deflate, br',
    'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8',
    'user-agent': 'Lianqun link preview',
  }
  const proxy = policy.proxyOf(url)
  const request =
    proxy === null
      ? straight(url, policy, headers, signal)
      : await requestThrough(proxy, { url, address: await policy.address(url, signal), headers, signal })
  return answerTo(request)
}

/** The answer to a request. @throws errors of the network, also where the connection ends with no answer */
function answerTo(request: ClientRequest, body?: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request
      .on('response', resolve)
      .on('error', reject)
      // One that goes over to another protocol is closed without an error.
      .on('close', () => reject(new Error('the connection ended without an answer')))
      .end(body)
  })
}

/** What was answered to a post. */
export interface Posted {
  status: number
  headers: IncomingMessage['headers']
  body: Buffer
}

/**
 * Posts to an address that somebody wrote, under the same policy; redirects are not followed. `bytes`: most of the answer
 * that is read. @throws Refused, an AbortError, errors of the network
 */
export async function postBounded(
  address: string,
  policy: LinkPolicy,
  {
    body,
    headers,
    bytes,
    signal,
  }: { body: string; headers: Record<string, string>; bytes: number; signal: AbortSignal },
): Promise<Posted> {
  const url = policy.require(address)
  const proxy = policy.proxyOf(url)
  const all = { ...headers, 'user-agent': 'Lianqun', 'content-length': String(Buffer.byteLength(body)) }
  const request =
    proxy === null
      ? straight(url, policy, all, signal, 'POST')
      : await requestThrough(proxy, {
          url,
          address: await policy.address(url, signal),
          headers: all,
          signal,
          method: 'POST',
        })
  const answer = await answerTo(request, body)
  try {
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers,
      body: await read(answer, { bytes, beginning: true }),
    }
  } finally {
    answer.destroy()
  }
}

function straight(
  url: URL,
  policy: LinkPolicy,
  headers: Record<string, string>,
  signal: AbortSignal,
  method: 'GET' | 'POST' = 'GET',
): ClientRequest {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  // A socket of its own: one that is kept was looked up for somebody else.
  return request(url, { method, agent: false, headers, lookup: policy.lookup(url), maxHeaderSize: 16_384, signal })
}

/** The body, decompressed. @throws Refused when it is larger and its beginning is not enough */
async function read(
  answer: IncomingMessage,
  { bytes: most, beginning }: Pick<FetchOptions, 'bytes' | 'beginning'>,
): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of decoded(answer) as AsyncIterable<Buffer>) {
    parts.push(part)
    size += part.length
    if (size < most) continue
    if (size > most && !beginning) throw new Refused(`more than ${most} bytes`)
    break
  }
  return Buffer.concat(parts).subarray(0, most)
}

const decoders: ReadonlyMap<string, () => Duplex> = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
  ['identity', () => new PassThrough()],
])

function decoded(answer: IncomingMessage): Readable {
  const encoding = (answer.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  const through = decoders.get(encoding)
  if (through === undefined) throw new Unreadable(`encoding ${encoding}`)
  // The reader gets the error of either stream; leaving it ends both.
  return pipeline(answer, through(), () => {})
}
