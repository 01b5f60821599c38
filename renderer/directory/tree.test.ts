import { expect, test } from 'vitest'
import type { DepartmentItem } from '../../preload/contract/index.ts'
import { arrange, moveInTree, pathTo, rowsOf, topOf } from './tree.ts'

const organisation = { name: '青屿科技', latinName: 'Qingyu' }
function department(id: string, parentId: string | null): DepartmentItem {
  return { id, parentId, name: id, latinName: '', headcount: 1, depth: 0, hasChildren: false }
}
const many = arrange({
  organisation,
  departments: [
    department('rd', null),
    department('platform', 'rd'),
    department('backend', 'platform'),
    department('hr', null),
  ],
})
const one = arrange({ organisation, departments: [department('all', null), department('rd', 'all')] })
const shape = (rows: ReturnType<typeof rowsOf>) => rows.map(row => `${'  '.repeat(row.depth)}${row.id ?? '*'}`)

test('several departments at the top stand below the organisation', () => {
  expect(topOf(many)).toBeNull()
  expect(shape(rowsOf(many, new Set()))).toEqual(['*', '  rd', '  hr'])
  expect(shape(rowsOf(many, new Set(['rd', 'platform'])))).toEqual([
    '*',
    '  rd',
    '    platform',
    '      backend',
    '  hr',
  ])
  expect(shape(rowsOf(many, new Set(['platform'])))).toEqual(['*', '  rd', '  hr'])
})

test('a single top-level department is the root', () => {
  expect(topOf(one)).toBe('all')
  expect(shape(rowsOf(one, new Set()))).toEqual(['all', '  rd'])
})

test('the path to a department', () => {
  expect(pathTo(many, 'backend').map(item => item.id)).toEqual(['rd', 'platform', 'backend'])
  expect(pathTo(many, null)).toEqual([])
  expect(pathTo(many, 'gone')).toEqual([])
})

test('keys move, open and close', () => {
  const closed = rowsOf(many, new Set())
  expect(moveInTree(closed, 1, 'ArrowRight')).toEqual({ open: 'rd' })
  const open = rowsOf(many, new Set(['rd']))
  expect(moveInTree(open, 1, 'ArrowRight')).toEqual({ go: 2 })
  expect(moveInTree(open, 2, 'ArrowLeft')).toEqual({ go: 1 })
  expect(moveInTree(open, 1, 'ArrowLeft')).toEqual({ close: 'rd' })
  expect(moveInTree(open, 0, 'ArrowLeft')).toBeNull()
  expect(moveInTree(open, 3, 'ArrowDown')).toEqual({ go: 3 })
  expect(moveInTree(open, 1, 'End')).toEqual({ go: 3 })
  expect(moveInTree(open, -1, 'ArrowDown')).toEqual({ go: 0 })
  expect(moveInTree(open, 0, 'x')).toBeNull()
})
