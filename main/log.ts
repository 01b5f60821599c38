/** Writes one line to the terminal: what happened, and details without anything a person wrote. */
export function log(message: string, detail?: Record<string, unknown>): void {
  const details = detail === undefined ? '' : ` ${JSON.stringify(detail)}`
  process.stderr.write(`${new Date().toISOString()} ${message}${details}\n`)
}

export type Log = typeof log
