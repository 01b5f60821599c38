import { limits } from '@lianqun/protocol'
import type { ServerLimits } from '../../options.ts'
import { Buckets } from '../rate-limits.ts'

/**
 * The sockets on which nobody has signed in, by address, and what each address may send with them. When there are too
 * many, the oldest socket goes of the address that has the most, so that one address cannot keep the others out.
 */
export class Strangers<Socket extends { destroy(): unknown }> {
  readonly #limits: ServerLimits
  readonly #byAddress = new Map<string, Set<Socket>>()
  readonly #addresses = new Map<Socket, string>()
  readonly #frames: Buckets
  readonly #bytes: Buckets
  readonly #sockets: Buckets

  constructor(limits: ServerLimits) {
    this.#limits = limits
    this.#frames = new Buckets(limits.addressFramesPerSecond, limits.addressFrameBurst)
    this.#bytes = new Buckets(limits.addressBytesPerSecond, limits.addressByteBurst)
    this.#sockets = new Buckets(limits.addressSocketsPerSecond, limits.addressSocketBurst)
  }

  /** Counts a socket under its address, once. May destroy another one. */
  enter(socket: Socket, address: string): void {
    if (this.#addresses.has(socket)) return
    const ofAddress = this.#byAddress.get(address) ?? new Set()
    this.#byAddress.set(address, ofAddress.add(socket))
    this.#addresses.set(socket, address)
    if (ofAddress.size > this.#limits.maxUnauthenticatedPerAddress) this.#dropOldest(ofAddress)
    else if (this.#addresses.size > this.#limits.maxUnauthenticated) this.#dropOldest(this.#largest())
  }

  /** Somebody has signed in on the socket, or it is closed. Idempotent. */
  leave(socket: Socket): void {
    const address = this.#addresses.get(socket)
    if (address === undefined) return
    this.#addresses.delete(socket)
    const ofAddress = this.#byAddress.get(address)
    ofAddress?.delete(socket)
    if (ofAddress?.size === 0) this.#byAddress.delete(address)
  }

  /** 0: an address may open one more WebSocket now. Otherwise the milliseconds after which it should try again. */
  openingWait(address: string): number {
    const bucket = this.#sockets.of(address)
    return bucket.take() === 0 ? 0 : bucket.comeAgain(limits.returnMs)
  }

  /** Whether an address may send so many more frames now. */
  mayFrame(address: string, frames = 1): boolean {
    return this.#frames.take(address, frames) === 0
  }

  /** Whether an address may send so many bytes now. */
  maySend(address: string, bytes: number): boolean {
    return this.#bytes.take(address, bytes) === 0
  }

  /** Of several the one that came first, so that a newcomer is never shut out by others that wait. */
  #largest(): Set<Socket> {
    let largest = new Set<Socket>()
    for (const sockets of this.#byAddress.values()) if (sockets.size > largest.size) largest = sockets
    return largest
  }

  #dropOldest(sockets: Set<Socket>): void {
    const [oldest] = sockets
    if (!oldest) return
    this.leave(oldest)
    oldest.destroy()
  }
}
