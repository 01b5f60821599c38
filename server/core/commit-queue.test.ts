import { ProtocolError } from '@lianqun/protocol'
import { expect, test, vi } from 'vitest'
import { type Commit, CommitQueue } from './commit-queue.ts'

function sqliteError(code: string): Error {
  return Object.assign(new Error(code), { code })
}

/** Queues the inputs `1` to `count` and returns their outcomes and the failures after a commit. */
async function outcomesOf(commit: Commit<number, string>, count: number) {
  const failures: unknown[] = []
  const outcomes: (string | Error)[] = []
  const queue = new CommitQueue(commit, error => failures.push(error))
  await new Promise<void>(resolve => {
    for (let i = 1; i <= count; i++) {
      queue.add(i, outcome => {
        outcomes.push(outcome)
        if (outcomes.length === count) setImmediate(resolve)
      })
    }
  })
  return { outcomes, failures }
}

test('inputs of one tick share a commit, and an invalid input fails alone', async () => {
  const commits: number[][] = []
  const { outcomes } = await outcomesOf(async (inputs, done) => {
    commits.push([...inputs])
    if (inputs.includes(2)) throw sqliteError('SQLITE_CONSTRAINT_FOREIGNKEY')
    done(inputs.map(String))
  }, 3)
  expect(commits).toEqual([[1, 2, 3], [1], [2], [3]])
  expect(outcomes).toEqual(['1', expect.any(Error), '3'])
})

test('an error of the storage itself is not retried input by input', async () => {
  for (const code of ['SQLITE_IOERR', 'SQLITE_FULL', 'SQLITE_CORRUPT']) {
    let commits = 0
    const { outcomes } = await outcomesOf(async () => {
      commits += 1
      throw sqliteError(code)
    }, 3)
    expect(commits).toBe(1)
    expect(outcomes.every(outcome => outcome instanceof Error)).toBe(true)
    if (code === 'SQLITE_FULL') expect(outcomes[0]).toBeInstanceOf(ProtocolError)
  }
})

test('a failure after the commit is reported and no input is answered twice', async () => {
  let commits = 0
  const { outcomes, failures } = await outcomesOf(async (inputs, done) => {
    commits += 1
    done(inputs.map(String))
    throw new Error('the deliveries failed')
  }, 2)
  expect({ commits, outcomes, failures }).toEqual({ commits: 1, outcomes: ['1', '2'], failures: [expect.any(Error)] })
})

test('after a commit of many the next one waits a moment for more, after one of few it does not', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  try {
    const commits: number[] = []
    const turn = () => new Promise(resolve => setImmediate(resolve))
    const queue = new CommitQueue<number, string>(
      async (inputs, done) => {
        commits.push(inputs.length)
        await turn()
        done(inputs.map(String))
      },
      () => {},
    )
    const add = (count: number) => {
      for (let i = 0; i < count; i++) queue.add(i, () => {})
    }
    const turns = async () => {
      for (let i = 0; i < 5; i++) await turn()
    }
    add(8)
    await turn()
    add(1)
    await turns()
    add(3)
    await turns()
    expect(commits).toEqual([8])
    vi.advanceTimersByTime(1)
    await turn()
    add(1)
    await turns()
    expect(commits).toEqual([8, 4, 1])
  } finally {
    vi.useRealTimers()
  }
})
