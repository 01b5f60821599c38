import type { StoreFile } from './store-file.ts'

/** A store file in memory, for tests: values go through JSON as on the disk. */
export function memoryFile(content: Record<string, unknown> = {}): StoreFile & { content: Record<string, unknown> } {
  let kept: string | null = null
  return {
    content,
    path: 'memory.json',
    get keptCopy() {
      return kept
    },
    get: key => content[key],
    set(key, value) {
      content[key] = JSON.parse(JSON.stringify(value))
    },
    keepCopy() {
      kept ??= 'memory.json.damaged'
    },
  }
}
