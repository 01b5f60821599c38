import { limits } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { employee } from '../cache/testing.ts'
import type { Request } from './connection.ts'
import { NameResolver } from './name-resolver.ts'

const nameless = (id: string) => ({ id, name: '', latinName: '' })

/** A namer over a server that knows everybody but `nobody`; `next` resolves when names have come. */
function setUp() {
  const asked: string[][] = []
  const applied: string[] = []
  let told: () => void = () => {}
  const namer = new NameResolver({
    cache: {
      applyEmployees: async employees => {
        applied.push(...employees.map(({ id }) => id))
      },
    },
    request: (async (_method: string, { userIds }: { userIds: string[] }) => {
      asked.push(userIds)
      return { employees: userIds.filter(id => id !== 'nobody').map(id => employee(id, id)) }
    }) as unknown as Request,
    onResolved: () => told(),
    log: () => {},
    collectMs: 0,
  })
  const next = () =>
    new Promise<void>(resolve => {
      told = resolve
    })
  return { namer, asked, applied, next }
}

test('who is shown without a name is asked for once, together with the others', async () => {
  const { namer, asked, applied, next } = setUp()
  namer.start()
  const named = next()
  namer.noteShown({
    items: [{ id: 'c1', name: '', avatarPeople: [nameless('a'), { id: 'b', name: '有名', latinName: '' }] }],
  })
  namer.noteShown([{ sender: nameless('a'), people: [nameless('nobody')] }, { sender: nameless('') }, null])
  await named
  expect(asked).toEqual([['a', 'nobody']])
  expect(applied).toEqual(['a'])
  namer.noteShown([nameless('nobody'), nameless('a')])
  const again = next()
  namer.noteShown(nameless('c'))
  await again
  expect(asked.slice(1)).toEqual([['c']])
})

test('who is wanted while the line is down is asked for when it is back, in parts that fit', async () => {
  const { namer, asked, applied, next } = setUp()
  const many = Array.from({ length: limits.employees + 5 }, (_, i) => nameless(`p${i}`))
  namer.noteShown(many)
  expect(asked).toEqual([])
  namer.start()
  await next()
  await next()
  expect(asked.map(ids => ids.length)).toEqual([limits.employees, 5])
  expect(applied).toHaveLength(limits.employees + 5)
})
