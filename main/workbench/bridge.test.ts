import type { App, AppPermission } from '@lianqun/protocol'
import type { IpcMainInvokeEvent, WebContents } from 'electron'
import { beforeEach, describe, expect, test } from 'vitest'
import { type BridgeCallName, bridgeCalls } from '../../preload/bridge/index.ts'
import { DesktopError } from '../workspace/errors.ts'
import { type BridgeOptions, bridgeAnswers, createBridge, type Guest, guestContext } from './bridge.ts'
import { type OriginPolicy, originPolicyOf } from './origin-policy.ts'

const app: App = {
  id: 'leave',
  name: '请假',
  latinName: 'Leave',
  description: '',
  latinDescription: '',
  group: 'hr',
  icon: 'calendar',
  hue: 1,
  startUrl: 'https://leave.example.com/',
  allowedOrigins: ['https://files.example.com:8080'],
  permissions: ['user.read', 'conversation.open', 'clipboard.write'],
  sortOrder: 1,
  deleted: false,
  revision: 1,
}
const surroundings = {
  user: { id: 'zhou', name: '周野', latinName: 'Zhou Ye' },
  workspace: { name: '山海', latinName: 'Shanhai' },
  language: 'zh',
  theme: 'light',
  platform: 'linux',
} as const

const view = {} as WebContents
let guest: Guest
let calls: unknown[]
let frame: { origin: string; parent: unknown }
let pressed: boolean
let clock: number
let tokenError: Error | null
let call: (name: unknown, args?: unknown, sender?: WebContents) => Promise<unknown>

beforeEach(() => {
  const allowed: AppPermission[] = ['conversation.open', 'clipboard.write', 'profile.open']
  guest = {
    app,
    policy: originPolicyOf(app, 'https://chat.example.com') as OriginPolicy,
    allowed,
    shown: true,
    consumeUserActivation: () => {
      const before = pressed
      pressed = false
      return before
    },
  }
  calls = []
  frame = { origin: 'https://leave.example.com', parent: null }
  pressed = true
  clock = 0
  tokenError = null
  const note =
    (what: string) =>
    (...args: unknown[]): void => {
      calls.push([what, ...args])
    }
  const answer = bridgeAnswers({
    ipcMain: { handle: () => {}, removeHandler: () => {} },
    guestOf: sender => (sender === view ? guest : null),
    context: of => guestContext(of, surroundings),
    token: async (appId, permissions) => {
      if (tokenError !== null) throw tokenError
      return {
        token: `for ${appId}: ${permissions}`,
        expiresAt: 5,
        apiBase: 'https://chat.example.com/api',
        inner: 'secret',
      }
    },
    setTitle: note('title'),
    close: note('close'),
    openConversation: note('conversation'),
    openProfile: note('profile'),
    writeClipboard: note('clipboard'),
    openExternal: note('external'),
    log: () => {},
    now: () => clock,
  })
  call = (name, args = {}, sender = view) =>
    answer({ sender, senderFrame: frame } as unknown as IpcMainInvokeEvent, name, args)
})

const never = (): never => {
  throw new Error('not to be called')
}
const unused: Omit<BridgeOptions, 'ipcMain'> = {
  guestOf: never,
  context: never,
  token: never,
  setTitle: never,
  close: never,
  openConversation: never,
  openProfile: never,
  writeClipboard: never,
  openExternal: never,
  log: never,
}

const code = async (outcome: Promise<unknown>) => ((await outcome) as { error?: { code: string } }).error?.code

describe('senders that are answered', () => {
  test('the app’s own page', async () => {
    expect(await call('app.close')).toEqual({ ok: true, value: {} })
    expect(calls).toEqual([['close', 'leave']])
  })

  test('no other sender, frame or origin', async () => {
    expect(await code(call('app.close', {}, {} as WebContents))).toBe('not_allowed')
    frame = { origin: 'https://leave.example.com', parent: {} }
    expect(await code(call('app.close'))).toBe('not_allowed')
    // The app may load and navigate to its other origins, but they have no bridge.
    const others = ['https://evil.example', 'https://chat.example.com', 'http://10.0.0.8:8080', 'null', 'file://', '']
    for (const origin of others) {
      frame = { origin, parent: null }
      expect(await code(call('app.close'))).toBe('not_allowed')
    }
    frame = null as unknown as typeof frame
    expect(await code(call('app.close'))).toBe('not_allowed')
    expect(calls).toEqual([])
  })
})

describe('calls that are answered', () => {
  test('calls whose permission is declared and allowed', async () => {
    expect(await call('conversation.open', { userId: 'lin' })).toEqual({ ok: true, value: {} })
    pressed = true
    expect(await call('clipboard.write', { text: 'x' })).toEqual({ ok: true, value: {} })
    expect(await code(call('profile.open', { userId: 'lin' }))).toBe('not_declared')
    guest = { ...guest, allowed: [] }
    expect(await code(call('clipboard.write', { text: 'y' }))).toBe('not_allowed')
    expect(calls).toEqual([
      ['conversation', { userId: 'lin' }],
      ['clipboard', 'x'],
    ])
  })

  test('no unknown calls, and none with invalid arguments', async () => {
    for (const name of ['files.read', '__proto__', 'constructor', '', 7, null]) {
      expect(await code(call(name))).toBe('unknown_call')
    }
    expect(await code(call('conversation.open', { userId: 'a', conversationId: 'b' }))).toBe('bad_arguments')
    expect(await code(call('conversation.open', 'lin'))).toBe('bad_arguments')
    expect(await code(call('clipboard.write', { text: 'x'.repeat(100_001) }))).toBe('bad_arguments')
    expect(await code(call('title.set', { title: 3 }))).toBe('bad_arguments')
    expect(calls).toEqual([])
  })

  test('with the user only where that is allowed', async () => {
    const known = { appId: 'leave', ...surroundings }
    expect(await call('context.get')).toEqual({ ok: true, value: { ...known, user: null } })
    guest = { ...guest, allowed: ['user.read'] }
    expect(await call('context.get')).toEqual({ ok: true, value: known })
    guest = { ...guest, app: { ...app, permissions: [] } }
    expect(await call('context.get')).toEqual({ ok: true, value: { ...known, user: null } })
  })

  test('token.get, without fields that the contract does not have', async () => {
    expect(await call('token.get')).toEqual({
      ok: true,
      value: {
        token: 'for leave: conversation.open,clipboard.write',
        expiresAt: 5,
        apiBase: 'https://chat.example.com/api',
      },
    })
  })

  test('failures without internal details', async () => {
    tokenError = new DesktopError('offline', 'not connected')
    expect(await code(call('token.get'))).toBe('offline')
    tokenError = new Error('/home/zhou/secret')
    const outcome = await call('token.get')
    expect(await code(Promise.resolve(outcome))).toBe('failed')
    expect(JSON.stringify(outcome)).not.toContain('secret')
  })

  test('links to the web, and to private networks only on origins of the app', async () => {
    guest.policy = originPolicyOf(
      { ...app, allowedOrigins: ['http://10.0.0.8:8080'] },
      'https://chat.lan',
    ) as OriginPolicy
    await call('link.open', { url: 'https://docs.example/' })
    pressed = true
    await call('link.open', { url: 'http://10.0.0.8:8080/file' })
    pressed = true
    expect(await code(call('link.open', { url: 'http://10.0.0.9/' }))).toBe('bad_arguments')
    pressed = true
    expect(await code(call('link.open', { url: 'file:///etc/passwd' }))).toBe('bad_arguments')
    pressed = true
    expect(await code(call('link.open', { url: 'mailto:a@b.example' }))).toBe('bad_arguments')
    expect(calls).toEqual([
      ['external', 'https://docs.example/'],
      ['external', 'http://10.0.0.8:8080/file'],
    ])
  })

  test('no navigation, link or clipboard for an app in the background', async () => {
    guest = { ...guest, shown: false }
    expect(await code(call('conversation.open', { userId: 'lin' }))).toBe('failed')
    expect(await code(call('link.open', { url: 'https://docs.example/' }))).toBe('failed')
    expect(await code(call('clipboard.write', { text: 'x' }))).toBe('failed')
    expect(await call('title.set', { title: ' 新 ' })).toEqual({ ok: true, value: {} })
    expect(calls).toEqual([['title', 'leave', '新']])
  })

  test('no navigation, link or clipboard without user activation, which is used up by one call', async () => {
    expect(await code(call('clipboard.write', { text: 'x' }))).toBeUndefined()
    expect(await code(call('clipboard.write', { text: 'y' }))).toBe('failed')
    expect(await code(call('conversation.open', { userId: 'lin' }))).toBe('failed')
    expect(await code(call('link.open', { url: 'https://docs.example/' }))).toBe('failed')
    guest = { ...guest, app: { ...app, permissions: ['profile.open'] } }
    expect(await code(call('profile.open', { userId: 'lin' }))).toBe('failed')
    expect(calls).toEqual([['clipboard', 'x']])
  })

  test('a limited number per second', async () => {
    const codes = await Promise.all(Array.from({ length: 70 }, () => code(call('context.get'))))
    expect(codes.filter(found => found === 'failed')).toHaveLength(10)
    clock += 1_000
    expect(await code(call('context.get'))).toBeUndefined()
  })
})

test('the bridge handles its channel until it ends', () => {
  const listening: string[] = []
  const end = createBridge({
    ...unused,
    ipcMain: {
      handle: channel => void listening.push(channel),
      removeHandler: channel => void listening.splice(listening.indexOf(channel), 1),
    },
  })
  expect(listening).toEqual(['bridge:call'])
  end()
  expect(listening).toEqual([])
})

const goodArgs: Record<BridgeCallName, unknown> = {
  'context.get': {},
  'token.get': {},
  'title.set': { title: 'a' },
  'app.close': {},
  'conversation.open': { userId: 'zhou' },
  'profile.open': { userId: 'zhou' },
  'clipboard.write': { text: 'a' },
  'link.open': { url: 'https://example.com/' },
}
test.each(Object.entries(bridgeCalls))('%s needs user activation if it is `pressOnly`', async (name, { pressOnly }) => {
  guest.app = { ...app, permissions: [...app.permissions, 'profile.open'] }
  pressed = false
  expect(await call(name, goodArgs[name as BridgeCallName])).toMatchObject({ ok: !pressOnly })
  pressed = true
  expect(await call(name, goodArgs[name as BridgeCallName])).toMatchObject({ ok: true })
  expect(pressed).toBe(!pressOnly)
})
