/** Replaces items that did not change with the previous objects, by their keys, so that they are not rendered again. */
export function reuseUnchanged<T>(
  before: Iterable<T>,
  items: readonly T[],
  keyOf: (item: T) => string,
  isSame: (old: T, item: T) => boolean,
): T[] {
  const known = new Map<string, T>()
  for (const old of before) known.set(keyOf(old), old)
  return items.map(item => {
    const old = known.get(keyOf(item))
    return old !== undefined && isSame(old, item) ? old : item
  })
}
