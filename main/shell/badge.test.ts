import type { NativeImage } from 'electron'
import { expect, test } from 'vitest'
import { createBadge } from './badge.ts'

function setUp(platform: NodeJS.Platform) {
  const calls: unknown[] = []
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
  })
  return {
    calls,
    badge,
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

test('the Windows task bar gets an image with a description, and again for a new window', () => {
  const { badge, calls, setHasWindow } = setUp('win32')
  badge.set(1)
  badge.set(12)
  setHasWindow(false)
  badge.set(5)
  setHasWindow(true)
  badge.refresh()
  badge.set(0)
  expect(calls).toEqual([
    ['1.png', '1 unread message'],
    ['more.png', '12 unread messages'],
    ['5.png', '5 unread messages'],
    [null, ''],
  ])
})
