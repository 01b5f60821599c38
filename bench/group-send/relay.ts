import { WebSocketServer } from 'ws'
import { openPool } from '../../server/storage/postgres/pool.ts'
import { readOrder, serveParent } from '../servers/parent.ts'

/*
 * The baseline of the group send: a bare ws server that forwards every frame to every connection, with frames of
 * one tick joined, without validation or authorisation. With a database it inserts a row for each before, those that
 * came while the last statement ran in one, as the server does.
 */

const { database } = await readOrder<{ database?: string }>()
const pool = database === undefined ? null : await openTable(database)
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
const pending: Buffer[] = []
let running = false
let stored = 0

server.on('connection', socket => {
  socket.on('message', data => {
    pending.push(data as Buffer)
    if (running) return
    running = true
    setImmediate(() => void flush())
  })
})

async function flush(): Promise<void> {
  while (pending.length > 0) {
    const frames = pending.splice(0, 500)
    if (pool !== null) await store(pool, frames.length)
    forward(frames)
  }
  running = false
}

function forward(frames: readonly Buffer[]): void {
  const separator = Buffer.from(',')
  const frame = Buffer.concat(frames.flatMap((data, i) => (i === 0 ? [data] : [separator, data])))
  for (const socket of server.clients) socket.send(frame, { binary: false })
}

/** A table as that of messages, with its indexes. */
async function openTable(url: string): Promise<ReturnType<typeof openPool>> {
  const failed = (error: Error) => {
    throw error
  }
  const pool = openPool(url, { connections: 1, failed })
  await pool.query('create table relayed (like messages including all)')
  return pool
}

async function store(pool: ReturnType<typeof openPool>, count: number): Promise<void> {
  const content = JSON.stringify({ type: 'text', text: 'x'.repeat(200), mentions: [] })
  const rows = Array.from({ length: count }, () => {
    const seq = ++stored
    return {
      conversation_id: 'g0',
      seq,
      revision: seq,
      ordinal: seq,
      sender_id: 'p0',
      client_id: `0198c5a1-7c3e-7b1a-9f00-${String(seq).padStart(12, '0')}`,
      content_hash: 'x'.repeat(43),
      sent_at: 1_790_000_000_000,
      content,
    }
  })
  const text = 'insert into relayed select * from json_populate_recordset(null::relayed, $1::json)'
  await pool.query({ name: 'store', text, values: [JSON.stringify(rows)] })
}

server.on('listening', () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  serveParent({ url: `ws://127.0.0.1:${port}` }, async () => pool?.end())
})
