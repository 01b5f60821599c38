import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { subprotocol } from '@lianqun/protocol'
import WebSocket, { WebSocketServer } from 'ws'

/** The probability of each fault per frame, 0 to 1. */
export interface Faults {
  drop: number
  duplicate: number
  /** The frame is swapped with the next one. */
  reorder: number
  delay: number
  maxDelayMs: number
  /** The connection is cut at this frame. */
  cut: number
  /** From this frame on nothing passes, but the connection stays open. */
  halfOpen: number
}

const none: Faults = { drop: 0, duplicate: 0, reorder: 0, delay: 0, maxDelayMs: 0, cut: 0, halfOpen: 0 }

/** A proxy between a client and the server that injects faults into WebSocket frames. */
export class HostileProxy {
  readonly #server: WebSocketServer
  readonly #lines = new Set<() => void>()
  #faults: Faults = none
  #refusing = false

  private constructor(server: WebSocketServer) {
    this.#server = server
  }

  /** @param target the server's ws:// address with path */
  static async start(target: () => string, random: () => number): Promise<HostileProxy> {
    const server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      handleProtocols: () => subprotocol,
      perMessageDeflate: false,
    })
    await once(server, 'listening')
    const proxy = new HostileProxy(server)
    server.on('connection', client => proxy.#line(client, target(), random))
    return proxy
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Sets the faults from now on, also for open connections. */
  set(faults: Partial<Faults>): void {
    this.#faults = { ...none, ...faults }
  }

  /** Stops all faults; cuts half-open connections, so that clients need not wait for a timeout. */
  heal(): void {
    this.#faults = none
    this.#refusing = false
  }

  /** Cuts all connections and refuses new ones until `heal`. */
  unplug(): void {
    this.#refusing = true
    for (const cut of [...this.#lines]) cut()
  }

  async close(): Promise<void> {
    for (const cut of [...this.#lines]) cut()
    await new Promise<void>(resolve => this.#server.close(() => resolve()))
  }

  #line(client: WebSocket, target: string, random: () => number): void {
    if (this.#refusing) {
      client.terminate()
      return
    }
    const upstream = new WebSocket(target, subprotocol, { perMessageDeflate: false })
    let dead = false
    const cut = (): void => {
      if (dead) return
      dead = true
      this.#lines.delete(cut)
      client.terminate()
      upstream.terminate()
    }
    this.#lines.add(cut)
    const state = { mute: false }
    const waiting: string[] = []
    const up = this.#direction(
      text => upstream.send(text),
      random,
      state,
      cut,
      () => dead,
    )
    const down = this.#direction(
      text => client.send(text),
      random,
      state,
      cut,
      () => dead,
    )
    upstream.on('open', () => {
      for (const text of waiting.splice(0)) up(text)
    })
    client.on('message', data => {
      if (upstream.readyState === WebSocket.OPEN) up(data.toString())
      else waiting.push(data.toString())
    })
    upstream.on('message', data => down(data.toString()))
    upstream.on('close', (code, reason) => {
      if (code >= 4000 && !dead) {
        dead = true
        this.#lines.delete(cut)
        client.close(code, reason)
      } else cut()
    })
    client.on('close', cut)
    upstream.on('error', cut)
    client.on('error', cut)
  }

  #direction(
    send: (text: string) => void,
    random: () => number,
    state: { mute: boolean },
    cut: () => void,
    dead: () => boolean,
  ): (text: string) => void {
    let held: string | null = null
    const out = (text: string): void => {
      if (!dead() && !state.mute) send(text)
    }
    return text => {
      const faults = this.#faults
      if (random() < faults.cut) return cut()
      if (random() < faults.halfOpen) state.mute = true
      if (state.mute || random() < faults.drop) return
      if (held === null && random() < faults.reorder) {
        held = text
        setTimeout(() => {
          if (held === text) held = null
          else return
          out(text)
        }, faults.maxDelayMs)
        return
      }
      const later = random() < faults.delay ? random() * faults.maxDelayMs : 0
      const deliver = (): void => {
        out(text)
        if (random() < faults.duplicate) out(text)
        if (held !== null) {
          out(held)
          held = null
        }
      }
      if (later > 0) setTimeout(deliver, later)
      else deliver()
    }
  }
}
