/** How wide a line may be, in letters, before an object or a list has a line for each of what is in it. */
const lineRoom = 78

/** A value as JSON that is easy to read: what fits stands on one line, and so do numbers; the whole never does. */
export function written(value: unknown): string {
  return laidOut(value, '', true, 0)
}

/** `before`: letters that stand on its first line after the indent. */
function laidOut(value: unknown, indent: string, whole: boolean, before: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const flat = inLine(value)
  const numbers = Array.isArray(value) && value.every(item => typeof item === 'number')
  if (!whole && (numbers || indent.length + before + flat.length < lineRoom)) return flat
  const inner = `${indent}  `
  const list = Array.isArray(value)
  const parts = list
    ? value.map(item => laidOut(item, inner, false, 0))
    : entriesOf(value).map(([key, item]) => `${key}: ${laidOut(item, inner, false, key.length + 2)}`)
  if (parts.length === 0) return flat
  const lines = parts.map(part => inner + part).join(',\n')
  return list ? `[\n${lines}\n${indent}]` : `{\n${lines}\n${indent}}`
}

/** A value on one line. */
function inLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`
  const members = entriesOf(value).map(([key, item]) => `${key}: ${inLine(item)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

/** What JSON has of an object, its keys in quotes. */
function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[JSON.stringify(key), item]]))
}
