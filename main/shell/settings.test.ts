import { describe, expect, test, vi } from 'vitest'
import { createSettings, defaultSettings } from './settings.ts'
import { memoryFile } from './test-file.ts'

const origin = 'https://a.example'

describe('settings', () => {
  test('start with the defaults and keep what is set', () => {
    const file = memoryFile()
    const settings = createSettings(file)
    expect(settings.get()).toEqual(defaultSettings)
    settings.set({ theme: 'dark', listWidth: 420 })
    expect(createSettings(file).get()).toEqual({ ...defaultSettings, theme: 'dark', listWidth: 420 })
    expect(settings.damagedCopy).toBeNull()
  })

  test('call listeners with the old and new settings, only when something changed', () => {
    const settings = createSettings(memoryFile())
    const listener = vi.fn()
    const stop = settings.onChange(listener)
    settings.set({ doNotDisturb: false, theme: undefined })
    expect(listener).not.toHaveBeenCalled()
    const next = settings.set({ doNotDisturb: true })
    expect(listener).toHaveBeenCalledExactlyOnceWith(next, defaultSettings)
    stop()
    settings.set({ doNotDisturb: false })
    expect(listener).toHaveBeenCalledOnce()
  })

  test('replace an invalid value with its default, and keep the others and a copy of the file', () => {
    const settings = createSettings(
      memoryFile({ settings: { theme: 'pink', language: 'en', listWidth: -1 }, window: 'wide', deviceId: 'd1' }),
    )
    expect(settings.get()).toEqual({ ...defaultSettings, language: 'en' })
    expect(settings.windowPlace()).toBeNull()
    expect(settings.deviceId()).toBe('d1')
    expect(settings.damagedCopy).not.toBeNull()
  })

  test('throw for an invalid change and stay unchanged', () => {
    const file = memoryFile()
    const settings = createSettings(file)
    expect(() => settings.set({ listWidth: 20 })).toThrow()
    expect(settings.get()).toEqual(defaultSettings)
    expect(file.content.settings).toBeUndefined()
  })

  test('create the device id once', () => {
    const file = memoryFile()
    const id = createSettings(file).deviceId()
    expect(id).not.toBe('')
    expect(createSettings(file).deviceId()).toBe(id)
  })

  test('keep the permissions of an app separate for each account', () => {
    const file = memoryFile()
    const settings = createSettings(file)
    settings.setAllowed('one', 'leave', origin, ['user.read', 'user.read'])
    settings.setAllowed('one', 'news', origin, [])
    settings.setAllowed('two', 'leave', origin, [])
    const again = createSettings(file)
    expect(again.allowed('one', 'leave', origin)).toEqual(['user.read'])
    expect(again.allowed('two', 'leave', origin)).toEqual([])
    expect(again.allowed('three', 'leave', origin)).toEqual([])
    expect(again.usedApps('one')).toEqual(['leave', 'news'])
    expect(again.usedApps('three')).toEqual([])
  })

  test('forget the permissions of an account that is signed out, and only those', () => {
    const file = memoryFile()
    const settings = createSettings(file)
    settings.setAllowed('one', 'leave', origin, ['user.read'])
    settings.setAllowed('two', 'leave', origin, ['user.read'])
    settings.forgetAccount('one')
    settings.forgetAccount('constructor')
    expect(settings.allowed('one', 'leave', origin)).toEqual([])
    const again = createSettings(file)
    expect([again.usedApps('one'), again.usedApps('two')]).toEqual([[], ['leave']])
  })

  test('hold what an app may do for the origin that it was allowed to, and for no other', () => {
    const file = memoryFile({ apps: { one: { old: ['user.read'] } } })
    const settings = createSettings(file)
    settings.setAllowed('one', 'leave', origin, ['user.read'])
    expect(settings.allowed('one', 'leave', origin)).toEqual(['user.read'])
    expect(settings.allowed('one', 'leave', 'https://b.example')).toEqual([])
    expect(settings.allowed('one', 'old', origin)).toEqual([])
    expect(settings.usedApps('one')).toEqual(['old', 'leave'])
  })

  test('remember the last sign-in and the bounds of the window', () => {
    const file = memoryFile()
    const settings = createSettings(file)
    expect(settings.lastSignIn()).toEqual({ address: '', account: '' })
    settings.setLastSignIn({ address: 'chat.example.com', account: 'zhou' })
    settings.setWindowPlace({ x: -10, y: 4, width: 900, height: 700, maximized: true })
    const again = createSettings(file)
    expect(again.lastSignIn()).toEqual({ address: 'chat.example.com', account: 'zhou' })
    expect(again.windowPlace()).toEqual({ x: -10, y: 4, width: 900, height: 700, maximized: true })
  })

  test('keep values of a later version, which do not count as damaged', () => {
    const content = {
      settings: { theme: 'sepia', listWidth: 5_000, density: 'compact', language: 'en' },
      window: { x: 1, y: 2, width: 900, height: 700, maximized: false, screen: 'left' },
      apps: {
        one: { leave: { origin, permissions: ['user.read', 'calendar.read'] }, okr: { words: ['user.read'] } },
        two: { leave: { origin, permissions: ['user.read'] } },
      },
    }
    const file = memoryFile(structuredClone(content))
    const settings = createSettings(file)
    expect(settings.get()).toEqual({ ...defaultSettings, language: 'en' })
    expect(settings.allowed('one', 'leave', origin)).toEqual(['user.read'])
    expect(settings.allowed('one', 'okr', origin)).toEqual([])
    expect(settings.allowed('two', 'leave', origin)).toEqual(['user.read'])
    expect(settings.usedApps('one')).toEqual(['leave', 'okr'])
    expect(settings.damagedCopy).toBeNull()

    settings.set({ doNotDisturb: true })
    settings.setWindowPlace({ x: 5, y: 2, width: 900, height: 700, maximized: false })
    settings.setAllowed('one', 'leave', origin, ['user.read', 'clipboard.write'])
    expect(file.content).toEqual({
      settings: { ...content.settings, doNotDisturb: true },
      window: { ...content.window, x: 5 },
      apps: {
        one: { ...content.apps.one, leave: { origin, permissions: ['user.read', 'clipboard.write', 'calendar.read'] } },
        two: content.apps.two,
      },
    })
    settings.setAllowed('one', 'leave', origin, [])
    expect(file.content.apps).toMatchObject({ one: { leave: { origin, permissions: [] } } })
  })

  test('handle app ids that are names of Object.prototype', () => {
    const file = memoryFile()
    const settings = createSettings(file)
    const names = ['constructor', 'toString', '__proto__']
    for (const name of names) {
      expect(settings.allowed('one', name, origin)).toEqual([])
      expect(settings.allowed(name, 'leave', origin)).toEqual([])
      settings.setAllowed('one', name, origin, ['user.read'])
    }
    const again = createSettings(file)
    expect(again.usedApps('one')).toEqual(names)
    for (const name of names) expect(again.allowed('one', name, origin)).toEqual(['user.read'])
    expect(again.allowed('one', 'valueOf', origin)).toEqual([])
  })
})
