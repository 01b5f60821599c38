import type { App, Certificate, Net, Session } from 'electron'
import type { Log } from './log.ts'
import type { NativeNetwork } from './workspace/transport/native-line.ts'
import { Network, type NetworkOptions } from './workspace/transport/network.ts'
import type { Credentials } from './workspace/transport/proxy-passwords.ts'

/** Asks a person which certificate shows who they are; null for none. */
export type ChooseCertificate = (host: string, list: readonly Certificate[]) => Promise<Certificate | null>

/**
 * The way to the workspace, by the proxies that Chromium resolves. The passwords of proxies serve the requests of pages
 * too.
 */
export function createNetwork(options: {
  app: Pick<App, 'on'>
  net: Pick<Net, 'request' | 'WebSocket' | 'isOnline'>
  session: () => Session
  secrets: NetworkOptions['secrets']
  askPassword: NetworkOptions['askPassword']
  chooseCertificate: ChooseCertificate
  log: Log
}): Network {
  const { app, net, session, secrets, askPassword, chooseCertificate, log } = options
  const network = new Network({
    resolveProxy: url => session().resolveProxy(url),
    askPassword,
    secrets,
    native: createNativeNetwork({ app, net, session, chooseCertificate, log }),
    isOnline: () => net.isOnline(),
    log,
  })
  answerProxiesOfPages({ app, credentials: (...question) => network.credentials(...question), log })
  return network
}

/**
 * Chromium's network stack as a way to the workspace. One request goes before each socket: Electron answers the
 * challenges of requests, and gives its sockets what the requests were let through with.
 */
export function createNativeNetwork(options: {
  app: Pick<App, 'on'>
  net: Pick<Net, 'request' | 'WebSocket'>
  session: () => Session
  chooseCertificate: ChooseCertificate
  log: Log
}): NativeNetwork {
  const { app, net, session, chooseCertificate, log } = options
  /** Hosts that are being authenticated to; no other one is shown a certificate. */
  const hosts = new Map<string, number>()
  app.on('select-client-certificate', (event, contents, url, list, callback) => {
    // Otherwise Chromium would show the first certificate to whoever asks.
    event.preventDefault()
    const host = hostOf(url)
    // No page is shown one: neither a mini-app nor what its service worker asks for.
    if (contents !== null || !hosts.has(host)) return callback()
    chooseCertificate(host, list).then(
      chosen => (chosen === null ? callback() : callback(chosen)),
      error => {
        log('a client certificate could not be chosen', { error: String(error) })
        callback()
      },
    )
  })
  return {
    async authenticate(url, ask, signal) {
      const host = hostOf(url)
      hosts.set(host, (hosts.get(host) ?? 0) + 1)
      try {
        await head(net, session(), url, ask, signal)
      } finally {
        const left = (hosts.get(host) ?? 1) - 1
        if (left === 0) hosts.delete(host)
        else hosts.set(host, left)
      }
    },
    open: (url, { protocols, origin }) => new net.WebSocket(url, { protocols, origin, session: session() }),
  }
}

/** Requests the head of a page, whatever it is: only that there is an answer counts. */
function head(
  net: Pick<Net, 'request'>,
  session: Session,
  url: string,
  ask: (proxy: string, realm: string) => Promise<Credentials | null>,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = net.request({ method: 'HEAD', url, session, credentials: 'include', redirect: 'manual' })
    const abort = (): void => {
      reject(signal.reason)
      request.abort()
    }
    const done = (): void => {
      signal.removeEventListener('abort', abort)
      request.abort()
      resolve()
    }
    signal.addEventListener('abort', abort)
    request.on('login', ({ isProxy, host, port, realm }, callback) => {
      // A server's own challenge is not for us: the workspace has its own sign-in.
      if (!isProxy) return callback()
      ask(`${host}:${port}`, realm).then(
        found => (found === null ? callback() : callback(found.account, found.password)),
        error => {
          callback()
          reject(error)
        },
      )
    })
    request.on('redirect', done)
    request.on('response', ({ statusCode }) => {
      if (statusCode !== 407) return done()
      signal.removeEventListener('abort', abort)
      reject(new Error('the proxy answered with status 407'))
    })
    request.on('error', error => {
      signal.removeEventListener('abort', abort)
      reject(error)
    })
    request.end()
  })
}

/** Answers proxies that want a password of pages, such as mini-apps, with the same passwords as for the workspace. */
export function answerProxiesOfPages(options: {
  app: Pick<App, 'on'>
  credentials: (proxy: string, realm: string, refused: Credentials | null) => Promise<Credentials | null>
  log: Log
}): void {
  const { app, credentials, log } = options
  /** What was given last for an address: if it is asked for again, it was refused. */
  const given = new Map<string, Credentials>()
  app.on('login', (event, _contents, details, { isProxy, host, port, realm }, callback) => {
    if (!isProxy) return
    event.preventDefault()
    const refused = given.get(details.url) ?? null
    given.delete(details.url)
    credentials(`${host}:${port}`, realm, refused).then(
      found => {
        if (found === null) return callback()
        if (given.size >= 200) given.clear()
        given.set(details.url, found)
        callback(found.account, found.password)
      },
      error => {
        log('a proxy’s question could not be answered', { error: String(error) })
        callback()
      },
    )
  })
}

/** On another network the proxies are asked for anew. */
export async function readProxiesAnew(options: {
  network: { changed(): void }
  session: () => Pick<Session, 'forceReloadProxyConfig'>
  log: Log
}): Promise<void> {
  options.network.changed()
  try {
    await options.session().forceReloadProxyConfig()
  } catch (error) {
    options.log('the proxies could not be read anew', { error: String(error) })
  }
}

/** Host and port, from an address or from `host:port`. */
function hostOf(address: string): string {
  const url = new URL(address.includes('://') ? address : `https://${address}`)
  return `${url.hostname}:${url.port || 443}`
}
