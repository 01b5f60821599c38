import type { IncomingMessage } from 'node:http'
import { Duplex } from 'node:stream'
import { socketPath, subprotocol } from '@lianqun/protocol'
import { pick } from '../../common/random.ts'
import { connectError, DesktopError } from '../../main/workspace/errors.ts'
import type { HttpRequest, Line, LineHandlers, Transport } from '../../main/workspace/transport/transport.ts'
import type { Gateway } from '../../server/core/gateway/gateway.ts'
import type { Clock, Process } from './clock.ts'
import { closeFrame, pongFrame, type Said, ServerReader, textFrame, upgradeRequest } from './frames.ts'
import type { Trace } from './trace.ts'

/** A server as the network knows it. */
export interface Host {
  readonly name: string
  /** Changes when it is started again. */
  readonly process: Process
  /** Null while it takes no connections. */
  readonly gateway: Gateway | null
}

/** Who hears of what a client says and is told. */
export interface Wiretap {
  connected(client: string, host: string): void
  disconnected(client: string, host: string): void
  asked(client: string, host: string, text: string): void
  told(client: string, host: string, text: string): void
}

/** The code of a socket that broke off without a close frame. */
const brokenOff = 1006

/** The server's end of a socket. */
class ServerEnd extends Duplex {
  readonly #link: Link

  constructor(link: Link) {
    super()
    this.#link = link
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#link.fromServer(chunk)
    done()
  }

  override _final(done: () => void): void {
    this.#link.fromServer(null)
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#link.fromServer(null)
    done(error)
  }
}

/** A connection of a client to a server: what is sent arrives in order, after a while, or not at all. */
class Link implements Line {
  readonly client: string
  readonly host: Host
  readonly #hostProcess: Process
  readonly #clientProcess: Process
  readonly #network: Network
  readonly #handlers: LineHandlers
  readonly #reader = new ServerReader()
  #server: ServerEnd | null = null
  /** The client has it open, and has not given it up. */
  #open = false
  #over = false
  #ended = false
  /** Nothing passes any more, and nobody is told. */
  #dead = { up: false, down: false }
  #lastUp = 0
  #lastDown = 0
  bytesRead = 0

  constructor(network: Network, client: string, clientProcess: Process, host: Host, handlers: LineHandlers) {
    this.#network = network
    this.client = client
    this.#clientProcess = clientProcess
    this.host = host
    this.#hostProcess = host.process
    this.#handlers = handlers
  }

  get isOpen(): boolean {
    return this.#open
  }

  /** Begins to open it. */
  open(handshakeMs: number): void {
    const { clock } = this.#network
    clock.after(handshakeMs, this.#clientProcess, () => {
      if (!this.#open) this.#fail(new DesktopError('unreachable', 'no answer in time'))
    })
    this.#up(() => {
      const { gateway } = this.host
      if (gateway === null) {
        this.#down(() => this.#fail(new DesktopError('unreachable', 'ECONNREFUSED')))
        return
      }
      this.#server = new ServerEnd(this)
      const request = upgradeRequest(socketPath, subprotocol, '10.0.0.1')
      gateway.upgrade(request as unknown as IncomingMessage, this.#server, Buffer.alloc(0))
    })
  }

  send(text: string): void {
    this.#network.tap.asked(this.client, this.host.name, text)
    const frame = textFrame(text)
    this.#up(() => this.#server?.push(frame))
  }

  /** The client gives it up. */
  abandon(): void {
    if (this.#over) return
    this.#end()
    this.#up(() => this.#server?.destroy())
  }

  /** What the server writes; null: it closes its end. */
  fromServer(chunk: Buffer | null): void {
    if (this.#ended) return
    if (chunk === null) this.#ended = true
    const bytes = chunk === null ? null : Buffer.from(chunk)
    this.#down(() => {
      if (bytes === null) this.#broken()
      else {
        this.bytesRead += bytes.length
        for (const said of this.#reader.read(bytes)) this.#heard(said)
      }
    })
  }

  /** There is no network: it is never open. `told`: the client knows that at once. */
  vanish(told: boolean, handshakeMs: number): void {
    const error = told ? new DesktopError('no_network', 'ENETUNREACH') : new DesktopError('unreachable', 'no answer')
    this.#network.clock.after(told ? 1 : handshakeMs, this.#clientProcess, () => this.#fail(error))
  }

  /** The line breaks, and both ends are told. What is under way may still arrive. */
  cut(): void {
    const { clock } = this.#network
    this.#dead.down ||= clock.random() < 0.5
    this.#dead.up ||= clock.random() < 0.5
    clock.after(this.#network.lag(), this.#clientProcess, () => this.#broken())
    clock.after(Math.max(0, this.#lastUp - clock.now) + this.#network.lag(), this.#hostProcess, () =>
      this.#server?.destroy(),
    )
  }

  /** From now on nothing passes, one way or both, and nobody is told. */
  mute(way: 'up' | 'down' | 'both'): void {
    if (way !== 'down') this.#dead.up = true
    if (way !== 'up') this.#dead.down = true
  }

  /** The client's process is gone. `silently`: its machine too, so that the server is told nothing. */
  clientDied(silently: boolean): void {
    this.#dead.down = true
    this.#end()
    if (!silently) this.#up(() => this.#server?.destroy())
    else this.#dead.up = true
  }

  /** The server's process is gone. `silently`: its machine too, so that the client is told nothing. */
  serverDied(silently: boolean): void {
    const { clock } = this.#network
    this.#dead.up = true
    this.#dead.down ||= silently || clock.random() < 0.5
    if (!silently) clock.after(this.#network.lag(), this.#clientProcess, () => this.#broken())
  }

  #heard(said: Said): void {
    if (this.#over) return
    if (said.kind === 'answer') {
      if (said.status !== 101) {
        const refusal = new Error(`Unexpected server response: ${said.status}`)
        this.#fail(connectError(Object.assign(refusal, { retryAfterMs: said.retryAfterMs })))
        return
      }
      this.#open = true
      this.#network.tap.connected(this.client, this.host.name)
      this.#handlers.opened()
    } else if (said.kind === 'text') {
      this.#network.tap.told(this.client, this.host.name, said.text)
      this.#handlers.received(said.text)
    } else if (said.kind === 'ping') this.#up(() => this.#server?.push(pongFrame(said.payload)))
    else {
      this.#up(() => this.#server?.push(closeFrame(said.code)))
      this.#end()
      this.#handlers.closed({ code: said.code, reason: said.reason })
    }
  }

  #broken(): void {
    if (this.#over) return
    if (!this.#open) this.#fail(new DesktopError('unreachable', 'ECONNRESET'))
    else {
      this.#end()
      this.#handlers.closed({ code: brokenOff, reason: '' })
    }
  }

  #fail(error: Error): void {
    if (this.#over) return
    this.#end()
    this.#handlers.closed({ error })
  }

  #end(): void {
    if (this.#open) this.#network.tap.disconnected(this.client, this.host.name)
    this.#open = false
    this.#over = true
    this.#network.links.delete(this)
  }

  #up(arrive: () => void): void {
    if (this.#dead.up) return
    const { clock } = this.#network
    this.#lastUp = Math.max(this.#lastUp, clock.now + this.#network.lag())
    clock.after(this.#lastUp - clock.now, this.#hostProcess, () => {
      if (!this.#dead.up) arrive()
    })
  }

  #down(arrive: () => void): void {
    if (this.#dead.down) return
    const { clock } = this.#network
    this.#lastDown = Math.max(this.#lastDown, clock.now + this.#network.lag())
    clock.after(this.#lastDown - clock.now, this.#clientProcess, () => {
      if (!this.#dead.down) arrive()
    })
  }
}

/** Between the clients and the servers, of which a balancer chooses one for each connection. */
export class Network {
  readonly clock: Clock
  readonly tap: Wiretap
  readonly links = new Set<Link>()
  hosts: readonly Host[] = []
  /** Clients without a network; whether they are told so. */
  readonly offline = new Map<string, boolean>()
  /** Milliseconds that most of what is sent is under way, at most. */
  lagMs = 5
  /** How much of it takes many times as long, as a probability. */
  slow = 0.02
  readonly #trace: Trace

  constructor(clock: Clock, tap: Wiretap, trace: Trace) {
    this.clock = clock
    this.tap = tap
    this.#trace = trace
  }

  /** Milliseconds that something is under way. */
  lag(): number {
    const { random } = this.clock
    const ms = random() * this.lagMs
    return random() < this.slow ? ms * 40 : ms
  }

  /** The way of one process of a client. */
  transportOf(client: string, process: Process): Transport {
    return {
      http: (_request: HttpRequest) => Promise.reject(new DesktopError('unreachable', 'no HTTP in a simulation')),
      connect: (_url, handlers, handshakeMs) => {
        const host = pick(this.clock.random, this.hosts)
        const link = new Link(this, client, process, host, handlers)
        this.links.add(link)
        const told = this.offline.get(client)
        this.#trace.note(`${client} connects to ${host.name}${told === undefined ? '' : ', without a network'}`)
        if (told === undefined) link.open(handshakeMs)
        else link.vanish(told, handshakeMs)
        return link
      },
    }
  }

  linksOf(client: string): Link[] {
    return [...this.links].filter(link => link.client === client)
  }

  linksTo(host: string): Link[] {
    return [...this.links].filter(link => link.host.name === host)
  }
}
