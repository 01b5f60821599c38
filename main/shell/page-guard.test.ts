import { beforeEach, expect, test } from 'vitest'
import { FakeContents, FakeSession } from '../workbench/fake-electron.ts'
import { guardPage, guardPermissions } from './page-guard.ts'

let contents: FakeContents
let outside: string[]
let logged: string[]

beforeEach(() => {
  contents = new FakeContents()
  outside = []
  logged = []
  guardPage(contents.asContents, {
    openExternal: address => void outside.push(address),
    log: message => void logged.push(message),
  })
})

test('our page stays on its own address', () => {
  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const) {
    expect(contents.tries(event, 'app://lianqun/index.html#/x')).toBe(false)
    for (const other of [
      'https://evil.example/?secret',
      'app://evil/index.html',
      'app://lianqun@evil/',
      'file:///etc/passwd',
      'data:text/html,x',
      'about:blank',
    ])
      expect(contents.tries(event, other)).toBe(true)
  }
  // The rest of an address may be private.
  expect(logged.join()).not.toContain('secret')
})

test('our page opens no window; links open in the system, other schemes nowhere', () => {
  for (const url of [
    'https://docs.example/',
    'mailto:a@b.example',
    'file:///etc/passwd',
    'app://lianqun/',
    'lianqun://x',
  ])
    expect(contents.openWindow({ url })).toEqual({ action: 'deny' })
  expect(outside).toEqual(['https://docs.example/', 'mailto:a@b.example'])
})

test('our page gets no webview', () => {
  let prevented = false
  contents.emit('will-attach-webview', {
    preventDefault: () => {
      prevented = true
    },
  })
  expect(prevented).toBe(true)
})

test('our page may write the clipboard and fill the screen, and has no other permission', () => {
  const session = new FakeSession()
  guardPermissions(session.asSession, async () => true)
  const granted = (permission: string, address: string) => {
    const answers = [session.checks({}, permission, address, {})]
    session.asks({}, permission, answer => answers.push(answer), { requestingUrl: address })
    return answers
  }
  expect(granted('clipboard-sanitized-write', 'app://lianqun/index.html')).toEqual([true, true])
  expect(granted('clipboard-sanitized-write', 'https://evil.example/')).toEqual([false, false])
  for (const permission of ['clipboard-read', 'media', 'geolocation', 'notifications', 'openExternal'])
    expect(granted(permission, 'app://lianqun/index.html')).toEqual([false, false])
  expect(granted('fullscreen', 'app://lianqun/index.html')).toEqual([true, true])
  expect(session.devices()).toBe(false)
})

test('our page may use the microphone alone, and no other page may', async () => {
  const session = new FakeSession()
  let system = true
  let asks = 0
  guardPermissions(session.asSession, async () => {
    asks++
    return system
  })
  const asked = async (mediaTypes: string[], address = 'app://lianqun/index.html') => [
    ...mediaTypes.map(mediaType => session.checks({}, 'media', address, { mediaType })),
    await new Promise(answer => session.asks({}, 'media', answer, { requestingUrl: address, mediaTypes })),
  ]
  expect(await asked(['audio'])).toEqual([true, true])
  expect(asks).toBe(1)
  expect(await asked(['video'])).toEqual([false, false])
  expect(await asked(['audio', 'video'])).toEqual([true, false, false])
  expect(await asked([])).toEqual([false])
  expect(await asked(['audio'], 'https://evil.example/')).toEqual([false, false])
  expect(asks).toBe(1)
  system = false
  expect(await asked(['audio'])).toEqual([true, false])
})
