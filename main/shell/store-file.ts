import { copyFileSync, existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import ElectronStore from 'electron-store'

/** A small JSON file that is written atomically. */
export interface StoreFile {
  readonly path: string
  /** Where the file was moved or copied to because it could not be read as it was. */
  readonly keptCopy: string | null
  get(key: string): unknown
  set(key: string, value: unknown): void
  /** Keeps a copy of the file as it is now, before a wrong part is replaced. */
  keepCopy(): void
}

/**
 * Opens `<folder>/<name>.json`, readable by this person only. A file that is no JSON is moved aside and an empty one
 * takes its place.
 * @throws what the file system throws when the folder cannot be read or written
 */
export function openStoreFile(folder: string, name: string): StoreFile {
  const path = join(folder, `${name}.json`)
  const aside = `${path}.damaged-${Date.now()}`
  const open = () =>
    new ElectronStore({ cwd: folder, name, configFileMode: 0o600, accessPropertiesByDotNotation: false })
  let kept: string | null = null
  let store: ElectronStore
  try {
    store = open()
  } catch (error) {
    if (!(error instanceof SyntaxError) || !existsSync(path)) throw error
    renameSync(path, aside)
    kept = aside
    store = open()
  }
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
