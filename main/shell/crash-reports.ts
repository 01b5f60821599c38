import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../log.ts'

/**
 * Deletes the reports of crashes in a folder and below it. They hold memory of the program, so also messages: they go
 * when the user signs out. A missing folder has none.
 */
export function deleteCrashReports(folder: string, log: Log): void {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    for (const name of names) if (name.endsWith('.dmp')) rmSync(join(folder, name), { force: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log('the reports of crashes could not be deleted', { error: String(error) })
  }
}
