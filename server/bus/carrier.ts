/**
 * Why something may have been lost: the connection of this process broke off, it is back, this process was cut off for
 * being too slow, or another one tells that what it sent may not have arrived.
 */
export type Doubt = 'disconnected' | 'reconnected' | 'slow consumer' | 'sender lost messages'

/** `from` is the id of the sender. */
export type OnMessage = (payload: Uint8Array, subject: string, from: string) => void

/**
 * Carries short-lived messages between the processes of one workspace. What is sent may be lost, doubled across
 * reconnects, or out of order between senders; what one sender sends on one connection arrives in order.
 *
 * `onDoubt` tells of every loss that can be known of. A process that is killed takes along what it has just sent, and
 * nobody is told of that: whoever must miss nothing also looks into the database from time to time.
 */
export interface Carrier {
  /** Random id of this process; its own messages are not delivered back. */
  readonly id: string
  readonly connected: boolean
  /** Bytes of the longest payload. */
  readonly maxPayload: number
  /** Messages that were not sent because there was no connection, or one that takes nothing. */
  readonly dropped: number
  /**
   * Sends to all others that have subscribed. Without a connection the message is dropped. Throws `OversizeError` when
   * the payload is longer than `maxPayload`.
   */
  send(subject: string, payload: Uint8Array | string): void
  /**
   * Calls `onMessage` for each message from now on. In `subject` `*` stands for one token, and `>` at the end for one
   * or more. Resolves when nothing sent from then on is missed; never rejects, as `onDoubt` tells of a lost connection.
   */
  subscribe(subject: string, onMessage: OnMessage): Promise<void>
  /** Calls `fn` whenever something may have been lost, and on 'reconnected' once all subscriptions hold again. */
  onDoubt(fn: (why: Doubt) => void): void
  /** Sends what waits, and ends. */
  close(): Promise<void>
}

/** A message that is too long for the carrier; nothing was sent. */
export class OversizeError extends Error {
  /** Bytes. */
  readonly size: number
  /** Bytes; `maxPayload` of the carrier. */
  readonly limit: number

  constructor(subject: string, size: number, limit: number) {
    super(`a message of ${size} bytes to "${subject}" is longer than the ${limit} that are carried`)
    this.name = 'OversizeError'
    this.size = size
    this.limit = limit
  }
}

const concrete = /^[^\s.*>]+(\.[^\s.*>]+)*$/
const pattern = /^([^\s.*>]+|\*)(\.([^\s.*>]+|\*))*(\.>)?$|^>$/

/** Throws when the subject of a message is empty, has spaces, an empty token or a wildcard. */
export function assertSubject(subject: string): void {
  if (!concrete.test(subject)) throw new TypeError(`"${subject}" is not a subject to send to`)
}

/** Throws when the subject of a subscription is malformed. */
export function assertPattern(subject: string): void {
  if (!pattern.test(subject)) throw new TypeError(`"${subject}" is not a subject to subscribe to`)
}
