import { WebSocketServer } from 'ws'

/*
 * The baseline of the group send: a bare ws server that forwards every frame to every connection, with frames of
 * one tick joined, without storage, validation or authorisation.
 */

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
let pending: Buffer[] = []

server.on('connection', socket => {
  socket.on('message', data => {
    pending.push(data as Buffer)
    if (pending.length === 1) setImmediate(flush)
  })
})

function flush(): void {
  const separator = Buffer.from(',')
  const frame = Buffer.concat(pending.flatMap((data, i) => (i === 0 ? [data] : [separator, data])))
  pending = []
  for (const client of server.clients) client.send(frame, { binary: false })
}

server.on('listening', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 })
})
// Answers with the processor time so far, in microseconds.
process.on('message', () => process.send?.(process.cpuUsage()))
process.on('disconnect', () => process.exit(0))
