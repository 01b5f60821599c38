import { spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A small file system of its own over a folder, which can be filled up. Only root on Linux can mount one. */
export class SmallDisk {
  readonly folder: string
  readonly mounted: boolean

  /** `folder`: one that is there. */
  constructor(folder: string, megabytes: number) {
    this.folder = folder
    const options = `size=${megabytes}m,mode=755`
    this.mounted =
      process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'none', folder]).status === 0
  }

  /** Leaves not a page of room. */
  fill(): void {
    const file = openSync(this.#ballast, 'w')
    for (const size of [1_048_576, 4_096]) while (wrote(file, size));
    closeSync(file)
  }

  free(): void {
    rmSync(this.#ballast, { force: true })
  }

  get #ballast(): string {
    return join(this.folder, 'of-others')
  }

  unmount(): void {
    if (this.mounted) spawnSync('umount', ['-l', this.folder])
  }
}

function wrote(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) === size
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false
    throw error
  }
}
