import { expect, test } from 'vitest'
import { inOrder } from './order.ts'

test('of what has the same name, the person and the group stand before the department', () => {
  const found = { departments: ['d'], people: [], groups: ['g'], messages: ['m'], files: [], apps: [], commands: [] }
  expect(inOrder(found)).toEqual(['g', 'd', 'm'])
  expect(inOrder({ ...found, people: ['p'] })[0]).toBe('p')
})
