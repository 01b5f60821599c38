import { encode, type ParsedMessage, parseFrame } from '@lianqun/protocol'
import type { ServerOptions } from 'lianqun-server'
import { type WebSocket, WebSocketServer } from 'ws'
import { Tokens } from '../../server/core/tokens.ts'
import { requireSession } from '../../server/features/auth/sessions.ts'
import { openStore } from './company.ts'
import { readOrder, serveParent } from './parent.ts'
import type { ServerReady } from './server.ts'

/*
 * The baseline of sockets: a bare ws server that checks an access token and its session as the real one does, and answers
 * every other request with nothing. It pings at the interval of the real one.
 */

const pingMs = 30_000
const answer = encode.result(1, {}).replace('"id":1', '"id":$')

const { host = '127.0.0.1', ...where } = await readOrder<ServerOptions>()
const store = await openStore(where)
const tokens = new Tokens(store.meta('token_secret'), store.meta('workspace_id'))
const server = new WebSocketServer({ port: 0, host, perMessageDeflate: false, backlog: 511 })

server.on('connection', socket => {
  socket.on('message', data => {
    for (const message of parseFrame(String(data))) void serve(socket, message)
  })
  socket.on('error', () => {
    // Its client is gone, and 'close' follows.
  })
})

async function serve(socket: WebSocket, message: ParsedMessage): Promise<void> {
  if (message.kind !== 'request') return
  if (message.method === 'auth.resume') {
    const { accessToken } = message.params as { accessToken: string }
    const { sessionId } = await tokens.verifyAccess(accessToken)
    await store.read(db => requireSession(db, sessionId))
  }
  socket.send(answer.replace('$', String(message.id)))
}

setInterval(() => {
  for (const socket of server.clients) socket.ping()
}, pingMs).unref()

server.on('listening', () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  serveParent({ url: `ws://${host}:${port}` } satisfies ServerReady, () => store.shutdown())
})
