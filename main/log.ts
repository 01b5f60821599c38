import { homedir } from 'node:os'
import { type LogFile, openLogFile } from './log-file.ts'

const maxFileBytes = 1_000_000
/** Lines of this run that diagnostics show. */
const keptLines = 300
const maxLineChars = 4_000

// A terminal that was closed makes each further line an error, which would otherwise end the process or open a dialog.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

const recent: string[] = []
let file: LogFile | null = null

/** Writes one line to stderr and to the log file. `detail` must not contain text of users. */
export function log(message: string, detail?: Record<string, unknown>): void {
  const details = detail === undefined ? '' : ` ${JSON.stringify(detail)}`
  const line = withoutPrivate(`${new Date().toISOString()} ${message}${details}`)
  process.stderr.write(`${line}\n`)
  recent.push(line)
  if (recent.length > keptLines) recent.shift()
  file?.write(line)
}

export type Log = typeof log

/** Writes the log to `path` too, with the lines of this run so far. */
export function logTo(path: string): void {
  const onError = (error: unknown): boolean => process.stderr.write(`the log file cannot be written: ${error}\n`)
  file = openLogFile({ path, maxBytes: maxFileBytes, onError })
  for (const line of recent) file.write(line)
  process.on('exit', flushLog)
}

/** Writes what waits for the log file: before the process may end. */
export function flushLog(): void {
  file?.flush()
}

/** The latest lines of this run, oldest first. */
export function recentLog(): readonly string[] {
  return recent
}

/** Cuts a line, and takes out of it what errors quote: the JSON that could not be parsed, the name of the user. */
export function withoutPrivate(line: string, home: string = homedir()): string {
  const cut = withoutQuotedJson(line)
  const escaped = JSON.stringify(home).slice(1, -1)
  const anonymous = home.length > 1 ? cut.replaceAll(escaped, '~').replaceAll(home, '~') : cut
  return anonymous.length > maxLineChars ? `${anonymous.slice(0, maxLineChars)}…` : anonymous
}

const notJson = 'is not valid JSON'

/** The quoted piece may hold quotes itself, so all from the first one goes. */
function withoutQuotedJson(line: string): string {
  const end = line.lastIndexOf(notJson)
  if (end < 0) return line
  const start = line.search(/Unexpected |"/)
  return start < 0 || start > end ? line : `${line.slice(0, start)}… ${line.slice(end)}`
}
