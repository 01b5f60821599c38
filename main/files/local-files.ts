import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, parse } from 'node:path'
import { promisify } from 'node:util'
import type { Log } from '../log.ts'
import { fileError, localName } from '../workspace/files/local.ts'

/** Marks a file as one that came from elsewhere, so that the system warns before it runs anything of it. */
export type Marker = (path: string) => Promise<void>

/**
 * `Zone.Identifier` on Windows, quarantine on macOS; Linux has none. A file system that can keep no mark, such as FAT on a
 * stick, keeps the file all the same, as browsers do.
 */
export function markerOf(platform: NodeJS.Platform, log: Log, now: () => number = Date.now): Marker {
  return path =>
    mark(platform, path, now).catch(error => log('a saved file could not be marked', { error: String(error) }))
}

async function mark(platform: NodeJS.Platform, path: string, now: () => number): Promise<void> {
  if (platform === 'win32') await writeFile(`${path}:Zone.Identifier`, '[ZoneTransfer]\r\nZoneId=3\r\n')
  if (platform !== 'darwin') return
  const value = `0081;${Math.floor(now() / 1_000).toString(16)};Lianqun;`
  await promisify(execFile)('/usr/bin/xattr', ['-w', 'com.apple.quarantine', value, path])
}

/**
 * Writes a file to where the person wants it: beside it first, marked, then in one step under its name. Nothing of it is
 * left after an error. @throws DesktopError `disk_full`, `file_unreadable`
 */
export async function writeLocal(path: string, bytes: AsyncIterable<Uint8Array>, mark: Marker): Promise<void> {
  const part = join(dirname(path), `.${process.pid}-${Math.random().toString(36).slice(2)}.lianqun-part`)
  let out: WriteStream | null = null
  try {
    await mkdir(dirname(path), { recursive: true })
    out = createWriteStream(part, { flags: 'wx' })
    const failed = once(out, 'error').then(([error]) => {
      throw error
    })
    failed.catch(() => {})
    for await (const chunk of bytes) if (!out.write(chunk)) await Promise.race([once(out, 'drain'), failed])
    out.end()
    await Promise.race([once(out, 'close'), failed])
    await mark(part)
    await rename(part, path)
  } catch (error) {
    // While it is being opened it is not there yet, and would be after it was removed; Windows removes no open file.
    if (out !== null && !out.closed) await new Promise<void>(closed => out?.once('close', () => closed()).destroy())
    await rm(part, { force: true })
    throw fileError(error)
  }
}

/** A path in a folder for a file of this name that is not taken: `name (1).ext`. */
export async function freePath(folder: string, name: string): Promise<string> {
  const { name: stem, ext } = parse(localName(name))
  for (let n = 0; ; n++) {
    const path = join(folder, n === 0 ? stem + ext : `${stem} (${n})${ext}`)
    if (!(await sizeOf(path)).exists) return path
  }
}

/** The size of a file in bytes, and whether there is one. */
export async function sizeOf(path: string): Promise<{ exists: boolean; size: number }> {
  try {
    return { exists: true, size: (await stat(path)).size }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { exists: false, size: 0 }
    throw fileError(error)
  }
}
