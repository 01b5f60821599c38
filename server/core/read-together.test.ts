import { expect, test, vi } from 'vitest'
import { readTogether } from './read-together.ts'

test('who asks in one tick, or while a read runs, is answered by one read, each with what is theirs', async () => {
  const reads: (readonly string[])[] = []
  const first = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const ask = readTogether(async ids => {
    reads.push(ids)
    if (reads.length === 1) {
      begun.resolve()
      await first.promise
    }
    return id => `of ${id}`
  })
  const early = [ask('a'), ask('b'), ask('a')]
  await begun.promise
  const late = [ask('a'), ask('c')]
  first.resolve()
  expect(await Promise.all([...early, ...late])).toEqual(['of a', 'of b', 'of a', 'of a', 'of c'])
  expect(reads).toEqual([
    ['a', 'b'],
    ['a', 'c'],
  ])
  expect(await ask('d')).toBe('of d')
})

test('what one is told instead of an answer, the others of the same read are not', async () => {
  const ask = readTogether(async () => id => {
    if (id === 'bad') throw new Error('ended')
    return id
  })
  const asked = await Promise.allSettled(['a', 'bad', 'b'].map(ask))
  expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('a read that gets no answer holds up nobody who asks later', async () => {
  const forever = Promise.withResolvers<void>()
  const ask = readTogether(async ids => {
    if (ids.includes('lost')) await forever.promise
    return id => id
  }, 1)
  const lost = ask('lost')
  await new Promise(setImmediate)
  expect(await ask('a')).toBe('a')
  forever.resolve()
  expect(await lost).toBe('lost')
})

test('more than one read may hold are read one after the other; a read that fails is told to those of it', async () => {
  const sizes: number[] = []
  const ask = readTogether(async ids => {
    sizes.push(ids.length)
    if (sizes.length === 2) throw new Error('no database')
    return id => id
  })
  const asked = await Promise.allSettled(Array.from({ length: 1_100 }, (_, i) => ask(String(i))))
  expect(sizes).toEqual([500, 500, 100])
  expect(asked.filter(({ status }) => status === 'rejected').length).toBe(500)
  expect(asked.at(-1)).toEqual({ status: 'fulfilled', value: '1099' })
})

test('who is first is answered at once, who asks soon after waits for others who do', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  try {
    const reads: (readonly string[])[] = []
    const ask = readTogether(async ids => {
      reads.push(ids)
      return id => id
    })
    const turns = async () => {
      for (let i = 0; i < 5; i++) await new Promise(setImmediate)
    }
    expect(await ask('a')).toBe('a')
    const soon = [ask('b')]
    await turns()
    soon.push(ask('c'))
    await turns()
    expect(reads).toEqual([['a']])
    await vi.advanceTimersByTimeAsync(10)
    await Promise.all(soon)
    expect(reads).toEqual([['a'], ['b', 'c']])
    await vi.advanceTimersByTimeAsync(10)
    expect(await ask('d')).toBe('d')
  } finally {
    vi.useRealTimers()
  }
})
