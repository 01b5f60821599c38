import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import { closeAction, hideWindow } from './closing.ts'

const platforms = ['darwin', 'win32', 'linux'] as const
const staying = { closeToTray: true, hasTray: true, quitting: false }

describe.each(platforms)('closing on %s', platform => {
  test('closes when the app quits', () => {
    expect(closeAction({ ...staying, platform, quitting: true })).toBe('close')
  })

  test('hides only what can be brought back', () => {
    const hides = { darwin: 'hide', win32: 'hide', linux: 'hide-if-tray' }
    expect(closeAction({ ...staying, platform })).toBe(hides[platform])
    const closes = platform === 'darwin' ? 'hide' : 'close'
    expect(closeAction({ ...staying, platform, closeToTray: false })).toBe(closes)
    expect(closeAction({ ...staying, platform, hasTray: false })).toBe(closes)
  })

  test('a window in full screen leaves no black space behind', () => {
    const calls: string[] = []
    const window = Object.assign(new EventEmitter(), {
      hide: () => calls.push('hide'),
      isFullScreen: () => true,
      setFullScreen: (on: boolean) => calls.push(`full screen ${on}`),
      isDestroyed: () => false,
    })
    hideWindow(window as never, platform)
    if (platform === 'darwin') {
      expect(calls).toEqual(['full screen false'])
      window.emit('leave-full-screen')
    }
    expect(calls).toEqual(platform === 'darwin' ? ['full screen false', 'hide'] : ['hide'])
  })
})
