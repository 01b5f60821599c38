import { afterEach, beforeEach, expect, test, vi } from 'vitest'

type Asked = { name: string; args: { query: string; cursor?: string | null }; answer: (value: unknown) => void }
const asked: Asked[] = []
const settled = () => new Promise<void>(resolve => setImmediate(resolve))

async function finding(online: boolean) {
  const { useConnection } = await import('../../stores/session.ts')
  useConnection.setState({ status: online ? 'online' : 'offline' } as never)
  const { useNavigation } = await import('../../stores/navigation.ts')
  return { ...(await import('./finding.ts')), at: () => useNavigation.getState().conversation?.seq }
}

/** Answers the oldest call that waits. */
async function answer(value: unknown): Promise<Asked> {
  const next = asked.shift()
  if (next === undefined) throw new Error('nothing was asked')
  next.answer({ ok: true, value })
  await settled()
  return next
}
const device = (seqs: number[], since: number | null = null) => ({ seqs, more: false, since })
const page = (seqs: number[], cursor: string | null) => ({ hits: seqs.map(seq => ({ seq })), cursor })

beforeEach(() => {
  vi.resetModules()
  asked.length = 0
  const desktop = {
    call: (name: string, args: Asked['args']) => new Promise(answer => asked.push({ name, args, answer })),
    on: () => () => {},
  }
  vi.stubGlobal('window', { desktop, addEventListener() {} })
})
afterEach(() => vi.unstubAllGlobals())

test('it goes to the first match of the query that was asked, not of the one before', async () => {
  const { find, at, useFinding } = await finding(false)
  void find('c', 'old')
  await answer(device([9, 4]))
  expect(at()).toBe(9)
  void find('c', 'new')
  expect([at(), useFinding.getState().seqs]).toEqual([9, []])
  // An answer to the old query that comes late counts for nothing.
  void find('c', 'newer')
  await answer(device([8]))
  expect(at()).toBe(9)
  await answer(device([7, 2]))
  expect([at(), useFinding.getState().seqs]).toEqual([7, [7, 2]])
})

test('what this device does not hold is asked of the server, page by page, and both are one list', async () => {
  const { find, goBy, at, useFinding } = await finding(true)
  void find('c', 'x')
  await answer(device([90, 80], 1))
  expect(useFinding.getState()).toMatchObject({ seqs: [90, 80], more: true, server: 'asking' })
  // A page of what is held already: on to the next one.
  await answer(page([90, 80], '80'))
  expect((await answer(page([70, 60], '60'))).args).toMatchObject({ query: 'x', cursor: '80' })
  expect(useFinding.getState()).toMatchObject({ seqs: [90, 80, 70, 60], more: true, server: 'idle' })
  expect(at()).toBe(90)
  goBy(1)
  expect(at()).toBe(80)
  await answer(page([50], null))
  expect(useFinding.getState()).toMatchObject({ seqs: [90, 80, 70, 60, 50], more: false, server: 'asked' })
  goBy(-1)
  goBy(-1)
  expect(at()).toBe(90)
  expect(asked).toEqual([])
})

test('where this device holds all, or there is no connection, the server is not asked', async () => {
  const { find, useFinding } = await finding(true)
  void find('c', 'x')
  await answer(device([3]))
  expect([useFinding.getState().more, asked]).toEqual([false, []])
  const offline = await finding(false)
  void offline.find('c', 'y')
  await answer(device([3], 1))
  expect([useFinding.getState().more, asked]).toEqual([false, []])
})

test('after a change the list is read again, and one stays where one was', async () => {
  const { find, findAgain, goBy, at, useFinding, currentIndex } = await finding(false)
  void find('c', 'x')
  await answer(device([9, 5, 3]))
  goBy(1)
  void findAgain()
  await answer(device([12, 9, 5, 3]))
  expect([at(), currentIndex(useFinding.getState())]).toEqual([5, 2])
  void findAgain()
  await answer(device([12, 9, 3]))
  expect([at(), currentIndex(useFinding.getState())]).toEqual([5, 2])
})
