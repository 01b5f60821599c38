import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

export interface LogFile {
  /** Adds a line; it is written within `writeEveryMs`. */
  write(line: string): void
  /** Writes now what is waiting: before the process may end. */
  flush(): void
}

/** Lines are written together, so that a flood of them costs few writes (ms). */
const writeEveryMs = 200
/** Lines that wait at most; those beyond are counted. */
const maxWaiting = 2_000

/**
 * A log file of at most twice `maxBytes`: when it is full, it becomes `<path>.old` in place of the one before. Readable
 * by its owner only. A failed write is told once, by `onError`, until one succeeds; its lines are dropped.
 */
export function openLogFile(options: {
  path: string
  maxBytes: number
  onError: (error: unknown) => void
  /** Calls `write` once after `ms` milliseconds. */
  later?: (write: () => void, ms: number) => void
}): LogFile {
  const { path, maxBytes, onError, later = unreferencedTimer } = options
  let waiting: string[] = []
  let dropped = 0
  let scheduled = false
  let failing = false

  const flush = (): void => {
    scheduled = false
    if (waiting.length === 0) return
    const text = `${waiting.join('\n')}\n${dropped > 0 ? `${dropped} more lines were dropped\n` : ''}`
    waiting = []
    dropped = 0
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      if (sizeOf(path) + Buffer.byteLength(text) > maxBytes) rotate(path)
      appendFileSync(path, text, { mode: 0o600 })
      failing = false
    } catch (error) {
      if (failing) return
      failing = true
      onError(error)
    }
  }

  return {
    write(line) {
      if (waiting.length >= maxWaiting) dropped++
      else waiting.push(line)
      if (scheduled) return
      scheduled = true
      later(flush, writeEveryMs)
    },
    flush,
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

function rotate(path: string): void {
  if (sizeOf(path) > 0) renameSync(path, `${path}.old`)
}

function unreferencedTimer(write: () => void, ms: number): void {
  setTimeout(write, ms).unref()
}
