import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/* Servers on this machine that count what reaches them. */

export interface CountingServer {
  origin: string
  /** Received bytes. Chromium opens a connection for a frame before it can be refused, and sends nothing on it. */
  received: () => number
}

const servers: Server[] = []
const sockets: UdpSocket[] = []

/** Serves the text that `answer` returns: as JavaScript for `.js`, else as HTML. `answer` may respond itself. */
export async function serve(
  answer: (path: string, response: ServerResponse) => string | undefined,
): Promise<CountingServer> {
  const connections: Socket[] = []
  const server = createServer((request, response) => {
    const text = answer(request.url ?? '', response)
    if (text === undefined) return
    const type = request.url?.endsWith('.js') ? 'text/javascript' : 'text/html'
    response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' })
    response.end(text)
  })
  server.on('connection', socket => connections.push(socket))
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => connections.reduce((sum, socket) => sum + socket.bytesRead, 0),
  }
}

/** Counts packets, as those of QUIC and of WebRTC. */
export async function serveUdp(): Promise<{ port: number; packets: () => number }> {
  let packets = 0
  const socket = createSocket('udp4', () => {
    packets += 1
  })
  sockets.push(socket)
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
  return { port: socket.address().port, packets: () => packets }
}

/** Ends all servers of a test. */
export async function closeServers(): Promise<void> {
  for (const socket of sockets.splice(0)) socket.close()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
}
