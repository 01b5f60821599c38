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

/** Opens WebSockets of the workspace's protocol. */
export interface Transport {
  /** @param handshakeMs the most that one attempt may take, milliseconds; the wait for a person does not count */
  connect(url: string, handlers: LineHandlers, handshakeMs: number): Line
}

/** A larger frame from the server drops the connection, bytes; pages are far smaller. */
export const maxPayload = 32 * 1_048_576
