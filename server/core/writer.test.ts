import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGroup, rename } from '../features/conversations/index.ts'
import { setOrganisation } from '../features/directory/index.ts'
import type { Lock } from '../storage/lock.ts'
import { makeGroup, startWorkspace, type TestWorkspace } from '../testing/workspace.ts'
import type { Writer } from './writer.ts'

let workspace: TestWorkspace
beforeAll(async () => {
  workspace = await startWorkspace()
})
afterAll(() => workspace.end())

const write = <T>(locks: Lock | readonly Lock[], fn: (w: Writer) => Promise<T>) =>
  workspace.server.domain.write(locks, fn)

test('a change without its lock throws, and nothing is written', async () => {
  const a = await workspace.client('a')
  const id = await makeGroup(a, ['b'], 'before')
  const name = (w: Writer) => rename(w, { conversationId: id, actorId: 'a', name: 'after' })
  await expect(write('user:a', name)).rejects.toThrow(`conversation:${id} is changed`)
  const make = (w: Writer) => createGroup(w, { ownerId: 'a', userIds: ['b', 'c'], name: '' }, 10)
  await expect(write(['user:a', 'user:b'], make)).rejects.toThrow('user:c is changed')
  const company = (w: Writer) => setOrganisation(w, { name: '新的', latinName: '' })
  await expect(write('apps', company)).rejects.toThrow('directory is changed')
  const session = { id: 's', user_id: 'a' }
  const end = async (w: Writer) => w.sessionEnded(session, 'revoked')
  await expect(write('user:b', end)).rejects.toThrow('user:a is changed')
  const heads = await a.request('sync.heads', { cursor: null, limit: 10 })
  expect(heads.heads.map(head => head.conversation.name)).toEqual(['before'])
  await write('workspace', make)
  await write([`conversation:${id}`], name)
  await write('directory', company)
})

test('a row of a user’s own scope cannot go into a shared scope', () => {
  const wrong = async (w: Writer) => {
    // @ts-expect-error: `me` is not a shared scope
    await w.sharedNext('me')
    // @ts-expect-error: preferences belong to the scope `me`
    w.sharedAdd('apps', { entity: 'preferences', value: { favouriteApps: [], revision: 1 } })
  }
  expect(wrong).toBeTypeOf('function')
})

test('a revision without its row throws, and so does a row without its revision', async () => {
  const take = async (w: Writer) => void (await w.sharedNext('apps'))
  await expect(write('apps', take)).rejects.toThrow('apps took 1 revisions for 0 pushed rows')
  const value = { name: '青屿', latinName: '', revision: 1 }
  const push = async (w: Writer) => w.sharedAdd('directory', { entity: 'organisation', value })
  await expect(write('directory', push)).rejects.toThrow('directory pushes a row without a revision')
})

test('the event loop goes round while thousands of members change', async () => {
  const ids = Array.from({ length: 1_000 }, (_, i) => `many${i}`)
  await workspace.server.domain.transaction(async operations => {
    for (const id of ids) await operations.createEmployee({ id, name: id })
  })
  let turns = 0
  let turning = true
  const turn = () => {
    turns++
    if (turning) setImmediate(turn)
  }
  setImmediate(turn)
  const during = await write('workspace', async w => {
    const before = turns
    await createGroup(w, { ownerId: 'a', userIds: ids, name: '' }, 5_000)
    return turns - before
  })
  turning = false
  expect(during).toBeGreaterThanOrEqual(3)
})
