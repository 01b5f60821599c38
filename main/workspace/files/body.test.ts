import { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { bodyOf } from './body.ts'

async function* pieces(count: number, ended: () => void): AsyncGenerator<Uint8Array> {
  try {
    for (let i = 0; i < count; i++) {
      if (i % 3 === 0) await new Promise(setImmediate)
      yield Buffer.alloc(65_536, i)
    }
  } finally {
    ended()
  }
}

/** Reads some pieces as Electron's `protocol.handle` does, then ends as it does when the page wants no more. */
async function take(body: ReadableStream, count: number): Promise<void> {
  const stream = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0])
  let left = count
  await new Promise<void>(resolve => {
    stream.on('error', () => {})
    stream.on('close', () => resolve())
    stream.on('readable', () => {
      stream.read()
      if (left-- <= 0) stream.destroy()
    })
  })
}

test('a body has all bytes in their order', async () => {
  let ended = 0
  const body = bodyOf(() => pieces(7, () => ended++))
  const bytes = Buffer.from(await new Response(body).arrayBuffer())
  expect(bytes.length).toBe(7 * 65_536)
  expect([...Array(7).keys()].map(i => bytes[i * 65_536])).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(ended).toBe(1)
})

test('a page that wants no more ends the reading at any time, and nothing is thrown past everybody', async () => {
  const thrown: unknown[] = []
  const note = (error: unknown) => thrown.push(error)
  process.on('uncaughtException', note)
  onTestFinished(() => void process.off('uncaughtException', note))
  let [begun, ended] = [0, 0]
  const signals: AbortSignal[] = []
  for (let round = 0; round < 100; round++) {
    const body = bodyOf(signal => {
      begun++
      signals.push(signal)
      return pieces(1_000, () => ended++)
    })
    await take(body, round % 10)
  }
  await expect.poll(() => ended).toBe(begun)
  expect(signals.every(({ aborted }) => aborted)).toBe(true)
  expect(thrown).toEqual([])
})

test('an error of the source ends the body with it', async () => {
  const body = bodyOf(async function* () {
    yield Buffer.from('one')
    throw new Error('damaged')
  })
  await expect(new Response(body).text()).rejects.toThrow('damaged')
})
