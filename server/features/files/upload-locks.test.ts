import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { UploadLocks } from './upload-locks.ts'

const { signal } = new AbortController()

test('one request has an upload at a time, and is asked once to make room', async () => {
  const locks = new UploadLocks()
  const [first, second, other] = [locks.newLock('a'), locks.newLock('a'), locks.newLock('b')]
  let asked = 0
  await first.lock(signal, () => {
    asked++
  })
  await other.lock(signal, () => {})
  let has = false
  const waiting = second
    .lock(signal, () => {})
    .then(() => {
      has = true
    })
  for (let turns = 0; turns < 50; turns++) await turn()
  expect([asked, has]).toEqual([1, false])
  await first.unlock()
  await waiting
  expect(has).toBe(true)
})

test('all that wait get it one after the other', async () => {
  const locks = new UploadLocks()
  let [inside, most, done] = [0, 0, 0]
  const work = async () => {
    const lock = locks.newLock('a')
    await lock.lock(signal, () => {})
    most = Math.max(most, ++inside)
    await turn()
    inside--
    done++
    await lock.unlock()
  }
  await Promise.all(Array.from({ length: 20 }, work))
  expect([most, done]).toEqual([1, 20])
})

test('who waits too long, or is gone, gets nothing and keeps nobody from it', async () => {
  const locks = new UploadLocks(20)
  const first = locks.newLock('a')
  await first.lock(signal, () => {})
  await expect(locks.newLock('a').lock(signal, () => {})).rejects.toMatchObject({ errorName: 'unavailable' })
  const gone = new AbortController()
  const waiting = locks.newLock('a').lock(gone.signal, () => {})
  gone.abort()
  await expect(waiting).rejects.toMatchObject({ errorName: 'unavailable' })
  await first.unlock()
  await locks.newLock('a').lock(signal, () => {})
})
