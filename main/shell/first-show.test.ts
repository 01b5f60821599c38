import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { showWhenReady } from './first-show.ts'

function hidden() {
  const timers: { call: () => void; ms: number }[] = []
  let shows = 0
  const state = { destroyed: false }
  const webContents = new EventEmitter()
  const window = Object.assign(new EventEmitter(), { webContents, isDestroyed: () => state.destroyed })
  const now = showWhenReady(
    window as never,
    () => shows++,
    (call, ms) => timers.push({ call, ms }),
  )
  const elapse = () => {
    for (const { call } of timers.sort((a, b) => a.ms - b.ms)) call()
  }
  return { window, webContents, timers, elapse, now, state, shows: () => shows }
}

test('the first frame shows the window, once', () => {
  const { window, webContents, elapse, now, shows } = hidden()
  expect(shows()).toBe(0)
  window.emit('ready-to-show')
  expect(shows()).toBe(1)
  webContents.emit('did-finish-load')
  elapse()
  now()
  expect(shows()).toBe(1)
})

test('a window whose first frame is never told is shown after its page has loaded', () => {
  const { webContents, timers, elapse, shows } = hidden()
  webContents.emit('did-finish-load')
  expect(timers.map(({ ms }) => ms)).toEqual([4_000, 500])
  elapse()
  expect(shows()).toBe(1)
})

test('a page that does not even load does not keep it hidden; a closed window is left alone', () => {
  const stuck = hidden()
  stuck.elapse()
  expect(stuck.shows()).toBe(1)
  const closed = hidden()
  closed.state.destroyed = true
  closed.elapse()
  expect(closed.shows()).toBe(0)
})
