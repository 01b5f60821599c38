/** A failure that the person who starts the server can do something about: the message says what. */
export class StartupError extends Error {
  /** For those who can do something about it without a person. */
  readonly code: 'port_in_use' | null

  constructor(message: string, code: 'port_in_use' | null = null) {
    super(message)
    this.code = code
  }
}
