type Intersection<T> = (T extends unknown ? (value: T) => void : never) extends (value: infer I) => void ? I : never

/** Merges several parts into one object. Throws when two parts have the same name, which a spread would hide. */
export function mergeOnce<P extends readonly object[]>(what: string, parts: readonly [...P]): Intersection<P[number]> {
  const merged = new Map<string, unknown>()
  for (const [name, value] of parts.flatMap(part => Object.entries(part))) {
    if (merged.has(name)) throw new Error(`${what}: two parts have the name ${name}.`)
    merged.set(name, value)
  }
  return Object.fromEntries(merged) as Intersection<P[number]>
}
