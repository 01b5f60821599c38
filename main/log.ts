/** Writes one line to stderr. `detail` must not contain text of users. */
export function log(message: string, detail?: Record<string, unknown>): void {
  const details = detail === undefined ? '' : ` ${JSON.stringify(detail)}`
  process.stderr.write(`${new Date().toISOString()} ${message}${details}\n`)
}

export type Log = typeof log
