import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import type { Services, Write } from '../../core/services.ts'
import type { Wakes } from '../../core/wakes.ts'
import { idList } from '../../storage/id-list.ts'
import { acknowledge, release, takeEvents } from './queue.ts'
import type { BotEventRow, BotRow } from './tables.ts'

/** Most events that a socket has got and not acknowledged. */
const mostInFlight = 100
/** How often what was not heard of is looked for, milliseconds. */
const lookEveryMs = 3_000
/** Acknowledgements are written together. */
const acknowledgeMs = 20
const mostPayload = 1_048_576
const pingMs = 20_000
/** Most sockets of one bot, and of all. */
const mostOfBot = 10
const mostSockets = 5_000

/** How a socket tells a bot what happened; what the bot sends its entry reads. */
export interface SocketDialect {
  /** Sends an event. False: this dialect has no words for it, and it is acknowledged. */
  send(row: BotEventRow): boolean | Promise<boolean>
  closed?(): void
}

/** One socket of a bot, which is told what waits for it. */
export class BotSocket {
  readonly bot: BotRow
  readonly ws: WebSocket
  readonly #write: Write
  readonly #inFlight = new Set<number>()
  readonly #done: number[] = []
  #writing: Promise<void> = Promise.resolve()
  #taking: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | null = null
  #busy = false
  #again = false
  #closed = false
  #dialect: SocketDialect | null = null
  readonly #failed: (error: unknown) => void

  constructor(bot: BotRow, ws: WebSocket, write: Write, failed: (error: unknown) => void) {
    this.bot = bot
    this.ws = ws
    this.#write = write
    this.#failed = failed
  }

  /** Begins to send. */
  speak(dialect: SocketDialect): void {
    this.#dialect = dialect
    this.look()
  }

  /** There may be events. */
  look(): void {
    if (this.#closed || this.#dialect === null) return
    if (this.#busy) {
      this.#again = true
      return
    }
    this.#busy = true
    this.#taking = this.#take()
      .catch(this.#failed)
      .finally(() => {
        this.#busy = false
        if (this.#again) {
          this.#again = false
          this.look()
        }
      })
  }

  async #take(): Promise<void> {
    const room = mostInFlight - this.#inFlight.size
    if (room <= 0) return
    // An acknowledgement that waits to be written would bring the event again.
    await this.#writing
    const rows = await this.#write(`bot:${this.bot.id}`, async w => {
      const now = await w.db
        .selectFrom('bots')
        .select(['token_hash', 'enabled'])
        .where('id', '=', this.bot.id)
        .executeTakeFirst()
      if (now?.token_hash !== this.bot.token_hash || now.enabled === 0) return null
      return takeEvents(w, { botId: this.bot.id, limit: room, mine: [...this.#inFlight] })
    })
    if (rows === null) {
      this.ws.close(4401, 'the token is no longer valid')
      return
    }
    for (const { id } of rows) this.#inFlight.add(Number(id))
    for (const row of rows) {
      if (this.#closed) return
      if (!(await this.#dialect?.send(row))) this.acknowledge(Number(row.id))
    }
    if (rows.length === room) this.#again = true
  }

  /** The bot has taken an event. */
  acknowledge(id: number): void {
    if (!this.#inFlight.delete(id)) return
    this.#done.push(id)
    this.#timer ??= setTimeout(() => this.#flush(), acknowledgeMs)
  }

  #flush(): void {
    this.#timer = null
    const ids = this.#done.splice(0)
    if (ids.length === 0) return
    this.#writing = this.#write([], w => acknowledge(w, this.bot.id, ids)).catch(this.#failed)
    void this.#writing.then(() => this.look())
  }

  /** Sends a text, unless the socket is closed or the bot reads too slowly. */
  send(text: string | Uint8Array): void {
    if (this.ws.readyState !== WebSocket.OPEN) return
    if (this.ws.bufferedAmount > 8 * mostPayload) this.ws.close(1013, 'read faster')
    else this.ws.send(text)
  }

  /** What was sent and not acknowledged waits again. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#dialect?.closed?.()
    // What is being taken now would else be nobody's until its lease ends.
    await this.#taking
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#flush()
    await this.#writing
    const ids = [...this.#inFlight]
    if (ids.length > 0) await this.#write(`bot:${this.bot.id}`, w => release(w, this.bot.id, ids)).catch(this.#failed)
  }
}

/** How a socket at a path is taken. It has to find out whose it is, and then calls `admit`. */
export type SocketEntry = (ws: WebSocket, request: IncomingMessage, admit: (bot: BotRow) => BotSocket | null) => void

/** The sockets of bots, at paths of their own beside those of clients. */
export class BotSockets {
  readonly #services: Pick<Services, 'store' | 'write' | 'failed'>
  readonly #entries: ReadonlyMap<string, SocketEntry>
  readonly #sockets = new Map<string, Set<BotSocket>>()
  readonly #all = new Set<WebSocket>()
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: mostPayload, perMessageDeflate: false })
  #timers: NodeJS.Timeout[] = []
  readonly #wakes: Wakes
  #closing = false

  /** `entries`: by path. */
  constructor(
    services: Pick<Services, 'store' | 'write' | 'failed'>,
    wakes: Wakes,
    entries: Readonly<Record<string, SocketEntry>>,
  ) {
    this.#services = services
    this.#wakes = wakes
    this.#entries = new Map(Object.entries(entries))
  }

  /** Whether a bot is connected here. */
  has(botId: string): boolean {
    return this.#sockets.has(botId)
  }

  get count(): number {
    return this.#all.size
  }

  /** Takes an upgrade of HTTP, if it is for a bot. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const entry = this.#entries.get((request.url ?? '').split('?')[0] ?? '')
    if (entry === undefined) return false
    socket.on('error', () => socket.destroy())
    if (this.#closing || this.#all.size >= mostSockets) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return true
    }
    this.#server.handleUpgrade(request, socket, head, ws => this.#accept(ws, request, entry))
    return true
  }

  #accept(ws: WebSocket, request: IncomingMessage, entry: SocketEntry): void {
    if (this.#timers.length === 0)
      this.#timers = [
        setInterval(() => void this.#lookAll().catch(this.#services.failed), lookEveryMs).unref(),
        setInterval(() => this.#ping(), pingMs).unref(),
      ]
    this.#all.add(ws)
    let mine: BotSocket | null = null
    const stranger = setTimeout(() => ws.close(4401, 'nobody signed in'), 10_000)
    ws.on('error', () => ws.terminate())
    ws.on('pong', () => alive.add(ws))
    alive.add(ws)
    ws.on('close', () => {
      clearTimeout(stranger)
      this.#all.delete(ws)
      if (mine !== null) this.#remove(mine)
    })
    entry(ws, request, bot => {
      clearTimeout(stranger)
      const sockets = this.#sockets.get(bot.id) ?? new Set()
      if (ws.readyState !== WebSocket.OPEN || mine !== null) return null
      if (sockets.size >= mostOfBot) {
        ws.close(4429, 'too many sockets of one bot')
        return null
      }
      mine = new BotSocket(bot, ws, this.#services.write, this.#services.failed)
      sockets.add(mine)
      if (sockets.size === 1) {
        this.#sockets.set(bot.id, sockets)
        this.#wakes.on(`bot:${bot.id}`, this.#onWake)
      }
      return mine
    })
  }

  readonly #onWake = (topic: string): void => {
    for (const socket of this.#sockets.get(topic.slice('bot:'.length)) ?? []) socket.look()
  }

  #remove(socket: BotSocket): void {
    const sockets = this.#sockets.get(socket.bot.id)
    sockets?.delete(socket)
    if (sockets?.size === 0) {
      this.#sockets.delete(socket.bot.id)
      this.#wakes.off(`bot:${socket.bot.id}`, this.#onWake)
    }
    void socket.close()
  }

  /** What no wake told of is found by looking for it. */
  async #lookAll(): Promise<void> {
    if (this.#sockets.size === 0) return
    const rows = await this.#services.store.read(db =>
      db
        .selectFrom('bot_events')
        .select('bot_id')
        .distinct()
        .where('bot_id', 'in', idList([...this.#sockets.keys()]))
        .where('state', '=', 'waiting')
        .where('leased_until', '<=', Date.now())
        .execute(),
    )
    for (const { bot_id } of rows) this.#onWake(`bot:${bot_id}`)
  }

  #ping(): void {
    for (const ws of this.#all) {
      if (!alive.delete(ws)) ws.terminate()
      else if (ws.readyState === WebSocket.OPEN) ws.ping()
    }
  }

  /** Closes all of them; waits until what they had taken waits again. */
  async close(): Promise<void> {
    this.#closing = true
    for (const timer of this.#timers) clearInterval(timer)
    const closing = [...this.#sockets.values()].flatMap(sockets => [...sockets])
    for (const ws of this.#all) ws.close(1001, 'the server stops')
    await Promise.all(closing.map(socket => socket.close()))
    for (const ws of this.#all) ws.terminate()
    this.#server.close()
  }
}

const alive = new WeakSet<WebSocket>()
