import { limits } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { employee } from '../cache/testing.ts'
import type { Request } from './connection.ts'
import { NameResolver } from './name-resolver.ts'

const nameless = (id: string) => ({ id, name: '', latinName: '' })

/** A resolver with a server that knows all ids but `nobody`; `next` resolves when names have been stored. */
function setUp() {
  const asked: string[][] = []
  const applied: string[] = []
  let onResolved: () => void = () => {}
  const resolver = new NameResolver({
    cache: {
      applyEmployees: async employees => {
        applied.push(...employees.map(({ id }) => id))
      },
    },
    request: (async (_method: string, { userIds }: { userIds: string[] }) => {
      asked.push(userIds)
      return { employees: userIds.filter(id => id !== 'nobody').map(id => employee(id, id)) }
    }) as unknown as Request,
    onResolved: () => onResolved(),
    log: () => {},
    collectMs: 0,
  })
  const next = () =>
    new Promise<void>(resolve => {
      onResolved = resolve
    })
  return { resolver, asked, applied, next }
}

test('people without a name are requested once, together', async () => {
  const { resolver, asked, applied, next } = setUp()
  resolver.start()
  const named = next()
  resolver.noteShown({
    items: [{ id: 'c1', name: '', avatarPeople: [nameless('a'), { id: 'b', name: '有名', latinName: '' }] }],
  })
  resolver.noteShown([{ sender: nameless('a'), people: [nameless('nobody')] }, { sender: nameless('') }, null])
  await named
  expect(asked).toEqual([['a', 'nobody']])
  expect(applied).toEqual(['a'])
  resolver.noteShown([nameless('nobody'), nameless('a')])
  const again = next()
  resolver.noteShown(nameless('c'))
  await again
  expect(asked.slice(1)).toEqual([['c']])
})

test('people that are missing while offline are requested when online again, within the limit', async () => {
  const { resolver, asked, applied, next } = setUp()
  const many = Array.from({ length: limits.employees + 5 }, (_, i) => nameless(`p${i}`))
  resolver.noteShown(many)
  expect(asked).toEqual([])
  resolver.start()
  await next()
  await next()
  expect(asked.map(ids => ids.length)).toEqual([limits.employees, 5])
  expect(applied).toHaveLength(limits.employees + 5)
})

test('an id that the directory cannot have is not asked for', async () => {
  const { resolver, asked, next } = setUp()
  resolver.start()
  const named = next()
  resolver.noteShown([nameless('not an id'), nameless('x'.repeat(65)), nameless('a')])
  await named
  expect(asked).toEqual([['a']])
})
