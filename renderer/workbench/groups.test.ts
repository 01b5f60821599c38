import { expect, test } from 'vitest'
import type { AppItem } from '../../preload/contract/index.ts'
import { fewApps, sectionsOf } from './groups.ts'

const app = (id: string, group: string, order: number, fields: Partial<AppItem> = {}): AppItem => ({
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
  openedAt: null,
  ...fields,
})
const shape = (apps: AppItem[], query = '') =>
  sectionsOf(apps, query).map(({ id, apps: of }) => [id, of.map(one => one.id)])

test('known groups come first, the rest together, apps in their order', () => {
  const apps = [
    app('z', 'strange', 1),
    app('b', 'business', 1),
    app('2', 'everyday', 2),
    app('1', 'everyday', 1),
    app('y', 'odd', 0),
  ]
  expect(shape(apps)).toEqual([
    ['everyday', ['1', '2']],
    ['business', ['b']],
    ['other', ['y', 'z']],
  ])
})

test('of few apps each stands once, the favourites first', () => {
  const apps = [app('1', 'everyday', 1, { openedAt: 5 }), app('2', 'everyday', 2, { favourite: true, openedAt: 6 })]
  expect(shape(apps)).toEqual([['everyday', ['2', '1']]])
  expect(shape([])).toEqual([])
})

test('of many, favourites and what was opened last come first, and the groups have all', () => {
  const ids = Array.from({ length: fewApps + 1 }, (_, at) => `${at}`)
  const plain = ids.map((id, at) => app(id, 'everyday', at))
  expect(shape(plain)).toEqual([
    ['favourites', []],
    ['everyday', ids],
  ])
  const used = plain.map((one, at) => ({ ...one, favourite: at === 2, openedAt: at === 0 ? null : at }))
  expect(shape(used)).toEqual([
    ['favourites', ['2']],
    ['recent', ['6', '5', '4', '3']],
    ['everyday', ids],
  ])
})

test('an app is found by either name and by its description, in its group alone', () => {
  const apps = [app('x', 'everyday', 1, { favourite: true }), app('y', 'business', 2, { latinDescription: 'Travel' })]
  for (const query of ['应用x', ' app X ', 'purchase']) expect(shape(apps, query)).toEqual([['everyday', ['x']]])
  expect(shape(apps, 'nothing')).toEqual([])
})
