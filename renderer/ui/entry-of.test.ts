import { expect, test } from 'vitest'
import { entryOf } from './entry-of.ts'

test('a table has what it names, not what every object inherits', () => {
  const table: Record<string, number> = { one: 1 }
  expect(entryOf(table, 'one')).toBe(1)
  for (const name of ['two', 'constructor', 'toString', '__proto__']) expect(entryOf(table, name)).toBeUndefined()
})
