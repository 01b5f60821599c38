/** Most characters in a page or a push: at three bytes per character still far below `limits.frameBytes`. */
export const pageChars = 240_000

/** How many leading items of a list fit a page; at least one. */
export function fitting<T>(list: readonly T[]): number {
  let size = 0
  for (const [i, item] of list.entries()) {
    size += JSON.stringify(item).length
    if (size > pageChars && i > 0) return i
  }
  return list.length
}
