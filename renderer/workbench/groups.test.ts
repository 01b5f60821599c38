import { expect, test } from 'vitest'
import type { AppItem } from '../../preload/contract/index.ts'
import { byGroup, matches } from './groups.ts'

const app = (id: string, group: string, order: number): AppItem => ({
  id,
  name: `应用${id}`,
  latinName: `App ${id}`,
  description: '',
  latinDescription: 'Leave and purchase',
  group,
  icon: 'bot',
  hue: 1,
  permissions: [],
  unknownPermissions: 0,
  sortOrder: order,
  favourite: false,
})

test('known groups come first, the rest together, apps in their order', () => {
  const groups = byGroup([
    app('z', 'strange', 1),
    app('b', 'business', 1),
    app('2', 'everyday', 2),
    app('1', 'everyday', 1),
    app('y', 'odd', 0),
  ])
  expect(groups.map(([group, apps]) => [group, apps.map(each => each.id)])).toEqual([
    ['everyday', ['1', '2']],
    ['business', ['b']],
    ['other', ['y', 'z']],
  ])
})

test('an app is found by either name and by its description', () => {
  expect(matches(app('x', 'everyday', 1), '应用')).toBe(true)
  expect(matches(app('x', 'everyday', 1), ' app X ')).toBe(true)
  expect(matches(app('x', 'everyday', 1), 'purchase')).toBe(true)
  expect(matches(app('x', 'everyday', 1), 'travel')).toBe(false)
})
