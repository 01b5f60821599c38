import type { IncomingMessage } from 'node:http'

/** An open connection, or one that is being opened. */
export interface Line {
  readonly isOpen: boolean
  /** Bytes received so far; a sign of life while a long answer arrives. */
  readonly bytesRead: number
  /** Sends a text frame; only while it is open. */
  send(text: string): void
  /** Gives the connection up at once. No handler is called afterwards. */
  abandon(): void
}

/** How a line ended: closed by a side, or failed. A line that could not be opened fails with a `DesktopError`. */
export type LineEnd = { code: number; reason: string } | { error: Error }

export interface LineHandlers {
  opened(): void
  /** A text frame, or null for a binary one. */
  received(text: string | null): void
  /** Called once at most, and last; without `opened` before, the line could not be opened. */
  closed(end: LineEnd): void
}

/** One request over HTTP to the workspace. */
export interface HttpRequest {
  method: string
  url: string
  headers: Record<string, string>
  body?: Uint8Array
  /** Gives it up, also while its answer is read. */
  signal?: AbortSignal
  /** Bytes of the body that were handed to the network. */
  onSent?: (bytes: number) => void
}

/** The way to the workspace: WebSockets of its protocol, and HTTP for files. */
export interface Transport {
  /**
   * Sends a request by the routes and certificates that sockets take. Resolves with the head of the answer, whatever its
   * status; the caller reads its body or destroys it.
   * @throws DesktopError when there is no answer
   */
  http(request: HttpRequest): Promise<IncomingMessage>
  /** @param handshakeMs the most that one attempt may take, milliseconds; the wait for a person does not count */
  connect(url: string, handlers: LineHandlers, handshakeMs: number): Line
}

/** A larger frame from the server drops the connection, bytes; pages are far smaller. */
export const maxPayload = 32 * 1_048_576
