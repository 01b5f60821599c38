import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { noMetrics } from '../../metrics/metrics.ts'
import { insertJobs } from '../../storage/jobs.ts'
import type { Store } from '../../storage/store.ts'
import type { JobRow } from '../../storage/tables.ts'
import { openTestStore, type TestStore } from '../../testing/store.ts'
import type { Job, JobSpec } from './jobs.ts'
import { JobRunner } from './runner.ts'

/** Kinds of the test, which no feature has. */
interface TestJob extends Omit<Job, 'payload'> {
  payload: { n: number }
}
interface TestSpec extends Omit<JobSpec, 'run'> {
  run(job: TestJob): Promise<unknown>
}

let folder: string
let opened: TestStore
let store: Store
let now: number
let ended: string[]
const runners: JobRunner[] = []
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-jobs-'))
  opened = await openTestStore(folder)
  store = opened.store
  now = 1_000_000
  ended = []
})
afterEach(async () => {
  for (const runner of runners.splice(0)) await runner.stop()
  await opened.end()
  rmSync(folder, { recursive: true, force: true })
})

const minute = 60_000
/** One process. Its clock is that of the test. */
function process(spec: Partial<TestSpec>, period?: TestSpec, of = store): JobRunner {
  const runner = new JobRunner({
    store: of,
    specs: {
      testJob: { atOnce: 4, attempts: 3, run: async () => {}, ...spec },
      ...(period && { testPeriod: period }),
    } as never,
    metrics: { ...noMetrics, jobEnded: (kind, outcome) => void ended.push(`${kind} ${outcome}`) },
    log: { warn() {}, error() {} },
    everyMs: 3_000,
    now: () => now,
  })
  runners.push(runner)
  return runner
}
const rowOf = ({ n, key = String(n), lane = '' }: { n: number; key?: string; lane?: string }): JobRow => {
  const times = { created_at: now, run_at: now, attempts: 0, token: null }
  return { kind: 'testJob', key, lane, payload: JSON.stringify({ n }), ...times }
}
const enqueue = (...jobs: { n: number; key?: string; lane?: string }[]) =>
  store.write([], ({ db }) => insertJobs(db, jobs.map(rowOf)))
const left = () =>
  store.read(async db => (await db.selectFrom('jobs').select('key').orderBy('key').execute()).map(({ key }) => key))
/** Resolves when `wanted` is true, after what is asked of the database. */
const until = (wanted: () => unknown) => expect.poll(async () => Boolean(await wanted())).toBe(true)

test('what is stored is done once and is gone', async () => {
  const done: number[] = []
  const runner = process({ run: async ({ payload }) => void done.push(payload.n) })
  await enqueue({ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }, { n: 5 }, { n: 6 })
  runner.wake()
  await until(async () => (await left()).length === 0)
  expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6])
  expect(ended).toEqual(Array(6).fill('testJob done'))
})

test('a transaction that is taken back leaves no job', async () => {
  const failing = store.write([], async ({ db }) => {
    await insertJobs(db, [rowOf({ n: 1 })])
    throw new Error('taken back')
  })
  await expect(failing).rejects.toThrow('taken back')
  expect(await left()).toEqual([])
})

test('two processes take each job once', async () => {
  const done: string[] = []
  const other = await opened.again()
  const one = process({ run: async ({ payload }) => void done.push(`${payload.n}`) })
  const two = process({ run: async ({ payload }) => void done.push(`${payload.n}`) }, undefined, other)
  await enqueue(...Array.from({ length: 60 }, (_, n) => ({ n })))
  one.wake()
  two.wake()
  await until(async () => (await left()).length === 0)
  expect(done.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n))
})

test('what a killed process had begun is done by another when its lease is over, and not before', async () => {
  let began = 0
  let die: (error: Error) => void = () => {}
  const killed = process({
    run: () =>
      new Promise((_resolve, reject) => {
        began += 1
        die = reject
      }),
  })
  const done: number[] = []
  const other = process({ run: async ({ payload }) => void done.push(payload.n) })
  await enqueue({ n: 1 })
  await killed.look()
  await until(() => began === 1)
  await other.look()
  expect(done).toEqual([])
  now += minute + 1
  await other.look()
  await until(async () => (await left()).length === 0)
  expect(done).toEqual([1])
  // It lives after all: nothing is left for it to end or to do again.
  die(new Error('too late'))
  await until(() => ended.length === 2)
  expect(await left()).toEqual([])
})

test('a job that is asked for again while it is done is done again', async () => {
  const seen: number[] = []
  const open: (() => void)[] = []
  const runner = process({
    run: ({ payload }) => {
      seen.push(payload.n)
      return new Promise<void>(resolve => open.push(resolve))
    },
  })
  await enqueue({ n: 1, key: 'same' })
  runner.wake()
  await until(() => open.length === 1)
  await enqueue({ n: 2, key: 'same' })
  open[0]?.()
  await until(() => open.length === 2)
  open[1]?.()
  await until(async () => (await left()).length === 0)
  expect(seen).toEqual([1, 2])
})

test('a job that fails rests longer each time, and is given up in the end', async () => {
  const at: number[] = []
  const runner = process({
    attempts: 3,
    run: async () => {
      at.push(now)
      throw new Error('poison')
    },
  })
  await enqueue({ n: 1 })
  for (let i = 0; i < 60; i++) {
    const before = ended.length
    const tried = at.length
    await runner.look()
    if (at.length > tried) await until(() => ended.length > before)
    now += 1_000
  }
  expect(ended).toEqual(['testJob retried', 'testJob retried', 'testJob failed'])
  const [first = 0, second = 0, third = 0] = at
  expect(second - first).toBeGreaterThanOrEqual(2_500)
  expect(third - second).toBeGreaterThanOrEqual(5_000)
  expect(await left()).toEqual([])
})

test('a job that kills each process that begins it is given up', async () => {
  let began = 0
  const kill: Partial<TestSpec> = {
    attempts: 2,
    run: ({ signal }) =>
      new Promise((_resolve, reject) => {
        began += 1
        signal.addEventListener('abort', () => reject(new Error('the test ends')))
      }),
  }
  await enqueue({ n: 1 })
  for (let i = 1; i <= 2; i++) {
    await process(kill).look()
    await until(() => began === i)
    now += minute + 1
  }
  await process(kill).look()
  await until(async () => (await left()).length === 0)
  expect(began).toBe(2)
  expect(ended).toEqual(['testJob failed'])
})

test('a process that stops leaves what it had begun to others at once', async () => {
  const begun: TestJob[] = []
  const runner = process({
    run: job =>
      new Promise((_resolve, reject) => {
        begun.push(job)
        job.signal.addEventListener('abort', () => reject(new Error('stopped')))
      }),
  })
  await enqueue({ n: 1 })
  await runner.look()
  await until(() => begun.length === 1)
  await runner.stop()
  let attempt = 0
  const other = process({ attempts: 1, run: async () => void attempt++ })
  await other.look()
  await until(async () => (await left()).length === 0)
  expect([attempt, ended]).toEqual([1, ['testJob done']])
})

test('of one lane one is done at a time, and the others go on', async () => {
  const order: number[] = []
  let open: () => void = () => {}
  const gate = new Promise<void>(resolve => {
    open = resolve
  })
  const runner = process({
    atOnce: 3,
    run: async ({ payload }) => {
      order.push(payload.n)
      if (payload.n < 10) await gate
    },
  })
  await enqueue({ n: 1, lane: 'a' }, { n: 2, lane: 'a' }, { n: 3, lane: 'a' }, { n: 4, lane: 'a' })
  now += 1
  await enqueue({ n: 10, lane: 'b' }, { n: 11, lane: 'b' })
  runner.wake()
  await until(async () => (await left()).length === 4)
  expect(order).toEqual([1, 10, 11])
  open()
  await until(async () => (await left()).length === 0)
  expect(order).toEqual([1, 10, 11, 2, 3, 4])
})

test('what is done again and again is done once in each period, by whichever process', async () => {
  let times = 0
  const period: TestSpec = { atOnce: 1, attempts: 2, everyMs: 3_600_000, run: async () => void times++ }
  const [one, two] = [process({}, period), process({}, period)]
  await one.start()
  await two.start()
  const settled = async () => {
    await one.look()
    await two.look()
    await until(() => times === ended.length)
    await one.look()
    await two.look()
  }
  await until(() => ended.length === 1)
  await settled()
  expect(times).toBe(1)
  now += 3_600_001
  await settled()
  expect(times).toBe(2)
  // A later start is no reason, a shorter period is.
  await process({}, period).start()
  await settled()
  expect(times).toBe(2)
  const hasty = process({}, { ...period, everyMs: 1_000 })
  await hasty.start()
  now += 1_001
  await hasty.look()
  await until(() => times === 3)
})

test('a period that fails for good comes again the next time', async () => {
  let times = 0
  const run = async () => {
    times += 1
    throw new Error('the disk fails')
  }
  const runner = process({}, { atOnce: 1, attempts: 1, everyMs: 3_600_000, run })
  await runner.start()
  await until(() => ended.length === 1)
  now += 3_600_001
  await runner.look()
  await until(() => ended.length === 2)
  expect([times, ended]).toEqual([2, ['testPeriod failed', 'testPeriod failed']])
})

test('kinds of a later version stay for those who know them', async () => {
  await store.write([], ({ db }) => insertJobs(db, [{ ...rowOf({ n: 1, key: 'k' }), kind: 'later' }]))
  await process({}).look()
  expect(await left()).toEqual(['k'])
})
