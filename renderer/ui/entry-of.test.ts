import { expect, test } from 'vitest'
import { entryOf } from './entry-of.ts'

test('inherited properties are not entries of a table', () => {
  const table: Record<string, number> = { one: 1 }
  expect(entryOf(table, 'one')).toBe(1)
  for (const name of ['two', 'constructor', 'toString', '__proto__']) expect(entryOf(table, name)).toBeUndefined()
})
