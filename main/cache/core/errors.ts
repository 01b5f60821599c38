import { CacheError, type OpenFailure } from './types.ts'

const byCode: [prefix: string, failure: OpenFailure, message: string][] = [
  ['SQLITE_FULL', 'full', 'The disk is full. Free some space and try again.'],
  ['SQLITE_CORRUPT', 'corrupt', 'The message cache is damaged. Reset it to read it from the server again.'],
  ['SQLITE_NOTADB', 'corrupt', 'The message cache is damaged. Reset it to read it from the server again.'],
  ['SQLITE_IOERR', 'io', 'The message cache could not be read or written. Check the disk.'],
  ['SQLITE_CANTOPEN', 'io', 'The message cache could not be opened. Check that its folder exists and is writable.'],
  ['SQLITE_READONLY', 'io', 'The message cache is read-only. Check the permissions of its folder.'],
  ['SQLITE_BUSY', 'io', 'The message cache is in use by another process.'],
  ['ENOSPC', 'full', 'The disk is full. Free some space and try again.'],
]

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}

/** Maps an error of SQLite or the file system to a `CacheError`; returns any other error unchanged. */
export function toCacheError(error: unknown): unknown {
  if (error instanceof CacheError) return error
  const code = codeOf(error)
  for (const [prefix, failure, message] of byCode) {
    if (code.startsWith(prefix)) return new CacheError(failure, `${message} (${code})`)
  }
  return error
}
