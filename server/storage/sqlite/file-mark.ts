import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { StartupError } from '../startup-error.ts'

/*
 * A mark beside the database says which file the server last had open, and in what state. Where they do not agree, the
 * file is another one, such as a backup: its counters may have been used by clients for other rows already.
 */

/**
 * What a file system knows of a file. `changed`, `size`, `touched` and `rights` only once nobody writes it any more. A copy
 * that is put back with `cp -p` or `rsync` brings along when it was written, but not when it was touched.
 */
export interface FileState {
  inode: string
  /** When the file was made; left out where the file system does not know. */
  born?: string | undefined
  changed?: string | undefined
  size?: string | undefined
  touched?: string | undefined
  rights?: string | undefined
}

/** `generations`: names of openings, one of which is in the database. `commits`: what its counter had at least. */
export interface FileMark {
  generations: string[]
  commits: number
  file: FileState
}

const markName = 'workspace.mark'

/** The state of the database's file, or null when there is none. `closed`: nobody writes it any more. */
export function fileState(dataDir: string, closed: boolean): FileState | null {
  const stat = statSync(join(dataDir, 'workspace.db'), { bigint: true, throwIfNoEntry: false })
  if (!stat) return null
  // Where the time of birth is not known, it is 0 or the time of the last change.
  const known = stat.birthtimeNs > 0n && stat.birthtimeNs !== stat.ctimeNs
  return {
    inode: String(stat.ino),
    ...(known ? { born: String(stat.birthtimeNs) } : {}),
    // Windows may note the last change some time after it.
    ...(closed && process.platform !== 'win32'
      ? {
          changed: String(stat.mtimeNs),
          size: String(stat.size),
          touched: String(stat.ctimeNs),
          rights: `${stat.mode} ${stat.uid} ${stat.gid} ${stat.nlink}`,
        }
      : {}),
  }
}

/** The mark, or null when there is none or it cannot be read. @throws StartupError when it may not be read */
export function readMark(dataDir: string): FileMark | null {
  let text: string
  try {
    text = readFileSync(join(dataDir, markName), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new StartupError(`${join(dataDir, markName)} cannot be read: ${String(error)}`)
  }
  try {
    const mark = JSON.parse(text) as FileMark
    return Array.isArray(mark.generations) && typeof mark.file?.inode === 'string' ? mark : null
  } catch {
    // A mark that is not whole says as little as none.
    return null
  }
}

/** Writes the mark so that it is there as a whole, or as it was before. */
export function writeMark(dataDir: string, mark: FileMark): void {
  const path = join(dataDir, markName)
  const file = openSync(`${path}.new`, 'w', 0o600)
  try {
    writeSync(file, JSON.stringify(mark))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(`${path}.new`, path)
}

/** Whether the database is another one than the mark's. `generation` is null for a database without one. */
export function isReplaced(
  mark: FileMark | null,
  found: { generation: string | null; commits: number; file: FileState | null },
): boolean {
  const { generation, commits, file } = found
  // A new workspace, or one of a server that left no marks.
  if (!mark) return generation !== null
  if (!file || generation === null || !mark.generations.includes(generation) || commits < mark.commits) return true
  const same = (a: string | undefined, b: string | undefined) => a === undefined || b === undefined || a === b
  const { file: was } = mark
  const differs = was.inode !== file.inode || !same(was.born, file.born)
  // Other rights are what touched it.
  const touched = !same(was.touched, file.touched) && same(was.rights, file.rights)
  return differs || touched || !same(was.changed, file.changed) || !same(was.size, file.size)
}
