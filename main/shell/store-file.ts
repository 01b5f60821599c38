import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import ElectronStore from 'electron-store'

/** A small JSON file that is written atomically. */
export interface StoreFile {
  readonly path: string
  /** Path to which a damaged file was moved or copied, or null. */
  readonly keptCopy: string | null
  get(key: string): unknown
  set(key: string, value: unknown): void
  /** Copies the file, before an invalid value is replaced. Does nothing if there is a copy already. */
  keepCopy(): void
}

/**
 * Opens `<folder>/<name>.json`, readable by its owner only. A file that is not a JSON object is moved aside and
 * replaced with an empty one.
 * @throws errors of the file system
 */
export function openStoreFile(folder: string, name: string): StoreFile {
  const path = join(folder, `${name}.json`)
  const aside = `${path}.damaged-${Date.now()}`
  let kept: string | null = null
  if (existsSync(path) && !holdsObject(path)) {
    renameSync(path, aside)
    kept = aside
  }
  const store = new ElectronStore({ cwd: folder, name, configFileMode: 0o600, accessPropertiesByDotNotation: false })
  return {
    path,
    get keptCopy() {
      return kept
    },
    get: key => store.get(key),
    set: (key, value) => store.set(key, value),
    keepCopy() {
      if (kept !== null || !existsSync(path)) return
      copyFileSync(path, aside)
      kept = aside
    },
  }
}

function holdsObject(path: string): boolean {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}
