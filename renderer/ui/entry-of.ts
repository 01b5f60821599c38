/** The own entry of a table for an untrusted name; inherited names such as `constructor` have none. */
export function entryOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
