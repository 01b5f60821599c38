import { EventEmitter, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { createServer as createTlsServer } from 'node:tls'
import { subprotocol } from '@lianqun/protocol'
import { onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'

/* Servers of a company network, on port 0: a workspace behind TLS of a private authority, and proxies before it. */

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')

/** The private authority's certificate, as PEM, and its file. */
export const authority = fixture('authority.pem')
export const authorityFile = join(import.meta.dirname, 'fixtures/authority.pem')
const identity = { cert: fixture('server.pem'), key: fixture('server-key.pem') }
/** A name in the server's certificate. It resolves nowhere: only a proxy reaches it. */
export const companyHost = 'chat.company.test'

export interface CompanyServer {
  port: number
  /** Emits `line` with the socket of each new WebSocket. */
  seen: EventEmitter
}

/** A server that accepts WebSockets of the workspace's protocol; `status` answers that instead. */
export async function companyServer(
  options: { tls?: boolean; clientCertificate?: boolean; status?: number } = {},
): Promise<CompanyServer> {
  const { tls = true, clientCertificate = false, status } = options
  const seen = new EventEmitter()
  const answer = (_request: unknown, response: { writeHead(code: number): { end(): void } }): void =>
    response.writeHead(200).end()
  const server = tls
    ? createHttpsServer(
        { ...identity, ca: authority, requestCert: clientCertificate, rejectUnauthorized: clientCertificate },
        answer,
      )
    : createHttpServer(answer)
  const sockets = new WebSocketServer({
    server,
    handleProtocols: () => subprotocol,
    verifyClient: (_info, done) => (status === undefined ? done(true) : done(false, status)),
  })
  sockets.on('connection', (socket, request) => seen.emit('line', socket, request))
  const port = await listen(server)
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate()
    sockets.close()
  })
  return { port, seen }
}

export interface CompanyProxy {
  port: number
  /** The targets that were asked for, with what was sent as `Proxy-Authorization`. */
  asked: { target: string; authorization: string | undefined }[]
  /** Emits `asked` with each, and `ended` when its connection has ended. */
  seen: EventEmitter
}

/** A proxy that does nothing but CONNECT, and leads to this machine whatever the name. */
export async function connectProxy(
  options: {
    tls?: boolean
    /** Account and password that it wants, as `account:password`. */
    wants?: string
    /** The values of `Proxy-Authenticate`. */
    schemes?: string[]
    /** Answers this to every request. */
    status?: number
    /** Never answers. */
    silent?: boolean
  } = {},
): Promise<CompanyProxy> {
  const { tls = false, wants, schemes = ['Basic realm="Example Company"'], status, silent = false } = options
  const server = tls ? createHttpsServer(identity) : createHttpServer()
  const asked: CompanyProxy['asked'] = []
  const seen = new EventEmitter()
  server.on('request', (_request, response) => response.writeHead(405).end())
  server.on('connect', (request, client: Duplex) => {
    client.on('error', () => client.destroy())
    client.on('close', () => seen.emit('ended'))
    const authorization = request.headers['proxy-authorization']
    const target = request.url ?? ''
    asked.push({ target, authorization })
    seen.emit('asked', target)
    if (silent) {
      client.resume()
      client.on('end', () => client.end())
      return
    }
    const refuse = (line: string, headers: string[] = []): void =>
      void client.end(`HTTP/1.1 ${[line, ...headers, 'Content-Length: 0', 'Connection: close'].join('\r\n')}\r\n\r\n`)
    if (status !== undefined) return refuse(`${status} No`)
    const wanted = wants === undefined ? undefined : `Basic ${Buffer.from(wants).toString('base64')}`
    if (wanted !== undefined && authorization !== wanted)
      return refuse(
        '407 Proxy Authentication Required',
        schemes.map(scheme => `Proxy-Authenticate: ${scheme}`),
      )
    tunnel(client, Number(target.split(':').at(-1)), () => client.write('HTTP/1.1 200 Connection established\r\n\r\n'))
  })
  return { port: await listen(server), asked, seen }
}

/** A SOCKS 5 proxy without authentication, which leads to this machine whatever the name. */
export async function socksProxy(): Promise<{ port: number; names: string[] }> {
  const names: string[] = []
  const server = createTcpServer(client => {
    client.on('error', () => client.destroy())
    client.once('data', () => {
      client.write(Buffer.from([5, 0]))
      client.once('data', data => {
        // Version, command, reserved, type 3 (a name), its length, the name, the port.
        const length = data[4] ?? 0
        names.push(data.subarray(5, 5 + length).toString())
        tunnel(client, data.readUInt16BE(5 + length), () => client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])))
      })
    })
  })
  return { port: await listen(server as unknown as Server), names }
}

/** Puts TLS of the private authority before a server on this machine, as a company's proxy at the server does. */
export async function tlsBefore(port: number): Promise<{ port: number }> {
  const server = createTlsServer(identity, client => {
    client.on('error', () => client.destroy())
    tunnel(client, port, () => {})
  })
  return { port: await listen(server as unknown as Server) }
}

/** A port on which nothing listens. */
export async function deadPort(): Promise<number> {
  const server = createTcpServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

function tunnel(client: Duplex, port: number, onConnect: () => void): void {
  const upstream: Socket = connect(port, '127.0.0.1', () => {
    onConnect()
    upstream.pipe(client)
    client.pipe(upstream)
  })
  upstream.on('error', () => client.destroy())
  client.on('close', () => upstream.destroy())
}

async function listen(server: Server): Promise<number> {
  const open = new Set<Socket>()
  const track = (socket: Socket): void => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  }
  server.on('connection', track)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    for (const socket of open) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}
