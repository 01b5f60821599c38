/** A failure that the operator can fix; the message says how. */
export class StartupError extends Error {
  /** For callers that can recover on their own. */
  readonly code: 'port_in_use' | null

  constructor(message: string, code: 'port_in_use' | null = null) {
    super(message)
    this.code = code
  }
}

/** What an error says, for a sentence of our own. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
