import { EventEmitter } from 'node:events'
import type { NativeImage } from 'electron'
import { expect, test } from 'vitest'
import { createBadge } from './badge.ts'

function setUp(platform: NodeJS.Platform) {
  const calls: unknown[] = []
  const timers: (() => void)[] = []
  let hasWindow = true
  const badge = createBadge({
    app: { setBadgeCount: count => calls.push(count) > 0 },
    window: () =>
      hasWindow
        ? { setOverlayIcon: (image: NativeImage | null, text: string) => void calls.push([image, text]) }
        : null,
    imageFrom: path => path.split(/[/\\]/).at(-1) as unknown as NativeImage,
    images: 'badge',
    platform,
    language: () => 'en',
    later: draw => timers.push(draw),
  })
  return {
    calls,
    badge,
    elapse: () => {
      for (const draw of timers.splice(0)) draw()
    },
    setHasWindow: (value: boolean) => {
      hasWindow = value
    },
  }
}

test('dock and launcher show the number', () => {
  const { badge, calls } = setUp('darwin')
  badge.set(3)
  badge.set(3)
  badge.set(0)
  expect(calls).toEqual([3, 0])
})

test('the Windows task bar gets an image with a description', () => {
  const { badge, calls, setHasWindow } = setUp('win32')
  badge.set(1)
  badge.set(12)
  setHasWindow(false)
  badge.set(5)
  setHasWindow(true)
  badge.set(0)
  expect(calls).toEqual([
    ['1.png', '1 unread message'],
    ['more.png', '12 unread messages'],
    [null, ''],
  ])
})

test('Windows gets the image again when the window is shown, and once its button in the task bar is there', () => {
  const { badge, calls, elapse } = setUp('win32')
  const window = new EventEmitter()
  badge.follow(window as never)
  badge.set(3)
  window.emit('show')
  badge.set(4)
  elapse()
  window.emit('restore')
  expect(calls.map(call => (call as [string])[0])).toEqual(['3.png', '3.png', '4.png', '4.png', '4.png'])
})

test.each(['darwin', 'linux'] as const)('%s keeps the number itself', platform => {
  const { badge, calls } = setUp(platform)
  const window = new EventEmitter()
  badge.follow(window as never)
  badge.set(3)
  window.emit('show')
  expect(calls).toEqual([3])
})
