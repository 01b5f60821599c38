import { describe, expect, test } from 'vitest'
import {
  connectionAllowlist,
  contentSecurityPolicy,
  decide,
  hasBridge,
  isGuestPage,
  type OriginPolicy,
  originPolicyOf,
  partitionOf,
  type RequestKind,
} from './origin-policy.ts'

const workspace = 'https://chat.example.com'
const policy = originPolicyOf(
  {
    startUrl: 'https://leave.example.com/home?x=1',
    allowedOrigins: ['https://cdn.example.com/lib', 'https://files.example.com:8080'],
  },
  workspace,
) as OriginPolicy

describe('the policy of an app', () => {
  test('has its start, its origins, and the workspace for resources', () => {
    expect(policy.start).toBe('https://leave.example.com/home?x=1')
    expect([...policy.pages]).toEqual([
      'https://leave.example.com',
      'https://cdn.example.com',
      'https://files.example.com:8080',
    ])
    expect([...policy.resources]).toEqual([...policy.pages, workspace])
  })

  test('a path starts on the workspace server', () => {
    const own = originPolicyOf({ startUrl: '/apps/leave/?a#b', allowedOrigins: [] }, 'http://127.0.0.1:8440')
    expect(own?.start).toBe('http://127.0.0.1:8440/apps/leave/?a#b')
    expect([...(own?.pages ?? [])]).toEqual(['http://127.0.0.1:8440'])
  })

  test.each([
    '//evil.example/x',
    '/\\evil.example/x',
    '\\\\evil.example',
    'apps/leave',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'app://lianqun/index.html',
    'data:text/html,x',
    'https://user@leave.example.com/',
    'https://',
    '',
  ])('is null for an app that starts at %j', startUrl =>
    expect(originPolicyOf({ startUrl, allowedOrigins: [] }, workspace)).toBeNull(),
  )

  test('leaves out origins that are not web addresses', () => {
    const some = originPolicyOf(
      { startUrl: '/a', allowedOrigins: ['file:///x', 'app://lianqun', 'nonsense'] },
      workspace,
    )
    expect([...(some?.pages ?? [])]).toEqual([workspace])
  })
})

describe('a guest may reach', () => {
  const yes: [RequestKind, string][] = [
    ['page', 'https://leave.example.com/other'],
    ['page', 'https://LEAVE.example.com:443/'],
    ['page', 'https://cdn.example.com/'],
    ['page', 'https://files.example.com:8080/'],
    ['frame', 'https://cdn.example.com/frame'],
    ['frame', 'about:srcdoc'],
    ['frame', 'about:blank'],
    ['frame', 'data:text/html,x'],
    ['resource', 'https://chat.example.com/api/apps'],
    ['resource', 'wss://leave.example.com/live'],
    ['resource', 'wss://files.example.com:8080/live'],
    ['resource', 'data:image/png;base64,AA'],
    ['resource', 'blob:https://leave.example.com/1-2'],
  ]
  test.each(yes)('%s %s', (kind, address) => expect(decide(policy, address, kind)).toEqual({ allowed: true }))

  const no: [RequestKind, string, string][] = [
    ['page', 'https://chat.example.com/', 'origin'],
    ['page', 'https://evil.example/', 'origin'],
    ['page', 'https://leave.example.com.evil.example/', 'origin'],
    ['page', 'https://leave.example.com@evil.example/', 'origin'],
    ['page', 'https://user:pw@leave.example.com/', 'origin'],
    ['page', 'http://leave.example.com/', 'origin'],
    ['page', 'https://leave.example.com:8443/', 'origin'],
    ['page', 'http://localhost:3000/', 'local'],
    ['page', 'http://10.0.0.8/', 'local'],
    ['page', 'file:///etc/passwd', 'scheme'],
    ['page', 'app://lianqun/index.html', 'scheme'],
    ['page', 'data:text/html,x', 'scheme'],
    ['page', 'blob:https://leave.example.com/1-2', 'scheme'],
    ['page', 'about:blank', 'scheme'],
    ['page', 'javascript:alert(1)', 'scheme'],
    ['page', 'wss://leave.example.com/', 'scheme'],
    ['page', 'lianqun://person/u1', 'scheme'],
    ['page', 'not an address', 'scheme'],
    ['frame', 'https://ads.example/', 'origin'],
    ['frame', 'https://chat.example.com/', 'origin'],
    ['frame', 'file:///x', 'scheme'],
    ['frame', 'app://lianqun/', 'scheme'],
    ['resource', 'https://tracker.example/x.js', 'origin'],
    ['resource', 'http://169.254.169.254/latest', 'local'],
    ['resource', 'http://[::1]:8440/', 'local'],
    ['resource', 'http://0x7f.1/', 'local'],
    ['resource', 'ws://localhost:9222/devtools', 'local'],
    ['resource', 'wss://cdn.example.com:1/', 'origin'],
    ['resource', 'file:///x', 'scheme'],
    ['resource', 'app://lianqun/assets/x.js', 'scheme'],
    ['resource', 'blob:https://evil.example/1', 'scheme'],
    ['resource', 'wss://chat.example.com/v1/socket', 'origin'],
    ['resource', 'ftp://leave.example.com/', 'scheme'],
    ['resource', 'filesystem:https://leave.example.com/x', 'scheme'],
    ['resource', 'chrome://gpu', 'scheme'],
  ]
  test.each(no)('not %s %s (%s)', (kind, address, reason) =>
    expect(decide(policy, address, kind)).toMatchObject({ allowed: false, reason }),
  )
})

test('plain http is allowed only in private networks, or when the workspace uses it', () => {
  const start = (startUrl: string, at = workspace) => originPolicyOf({ startUrl, allowedOrigins: [] }, at)?.start
  expect(start('http://leave.example.com/')).toBeUndefined()
  expect(start('http://10.0.0.8:8080/', 'https://chat.corp.internal')).toBe('http://10.0.0.8:8080/')
  expect(start('http://leave.example.com/', 'http://chat.example.com')).toBe('http://leave.example.com/')
  const { pages } = originPolicyOf(
    { startUrl: '/a', allowedOrigins: ['http://cdn.example.com'] },
    workspace,
  ) as OriginPolicy
  expect([...pages]).toEqual([workspace])
})

describe('private addresses', () => {
  const start = (startUrl: string, at: string) => originPolicyOf({ startUrl, allowedOrigins: [] }, at) !== null
  const origins = (origin: string, at: string) =>
    [...(originPolicyOf({ startUrl: '/a', allowedOrigins: [origin] }, at) as OriginPolicy).pages].slice(1)

  test('are refused to apps of a workspace on the internet', () => {
    for (const host of ['10.0.0.8', 'printer.local', '127.0.0.1:9222', 'localhost', '[::1]', '[::ffff:0:10.0.0.1]']) {
      expect(start(`https://${host}/`, workspace)).toBe(false)
      expect(origins(`https://${host}`, workspace)).toEqual([])
    }
  })

  test('of the network are allowed where the workspace is in one, those of this machine only where it is here', () => {
    for (const at of ['https://chat.corp.internal', 'http://10.0.0.1:8440']) {
      expect(origins('http://10.0.0.8', at)).toEqual(['http://10.0.0.8'])
      expect(origins('http://127.0.0.1:9222', at)).toEqual([])
      expect(start('http://localhost:3000/', at)).toBe(false)
    }
    expect(origins('http://127.0.0.1:9222', 'http://localhost:8440')).toEqual(['http://127.0.0.1:9222'])
    expect(start('http://localhost:3000/', 'http://127.0.0.1:8440')).toBe(true)
  })
})

test('an origin that would mean more in a policy is left out', () => {
  for (const origin of [
    'https://*',
    'https://*.example',
    'https://a;b.example',
    'https://a,b.example',
    "https://a'b",
  ]) {
    const some = originPolicyOf({ startUrl: '/a', allowedOrigins: [origin] }, workspace) as OriginPolicy
    expect([...some.pages]).toEqual([workspace])
    expect(contentSecurityPolicy(some)).not.toContain('*')
    expect(originPolicyOf({ startUrl: `${origin}/`, allowedOrigins: [] }, workspace)).toBeNull()
  }
})

test('the connection allowlist names the app’s origins, and blocks WebRTC', () => {
  expect(connectionAllowlist(policy)).toBe(
    '("https://leave.example.com" "https://cdn.example.com" "https://files.example.com:8080" ' +
      '"https://chat.example.com" "wss://leave.example.com" "wss://cdn.example.com" "wss://files.example.com:8080");' +
      'webrtc=block;redirects=allow',
  )
  const here = originPolicyOf({ startUrl: '/a', allowedOrigins: [] }, 'http://[::1]:8440') as OriginPolicy
  expect(connectionAllowlist(here)).toBe('("http://[\\\\:\\\\:1]:8440");webrtc=block;redirects=allow')
})

test('only the origin of the app’s start has the bridge', () => {
  expect(hasBridge(policy, 'https://leave.example.com/x')).toBe(true)
  expect(hasBridge(policy, 'https://leave.example.com')).toBe(true)
  for (const other of [
    'https://cdn.example.com',
    'https://chat.example.com',
    'null',
    '',
    'https://leave.example.com:8443',
  ])
    expect(hasBridge(policy, other)).toBe(false)
})

test('pages of the app’s own origins', () => {
  expect(isGuestPage(policy, 'https://leave.example.com/x')).toBe(true)
  expect(isGuestPage(policy, 'https://chat.example.com/x')).toBe(false)
  expect(isGuestPage(policy, 'blob:https://leave.example.com/1')).toBe(false)
  expect(isGuestPage(policy, 'about:blank')).toBe(false)
  expect(isGuestPage(policy, '')).toBe(false)
})

test('partitions differ by account and app, even without regard to case', () => {
  const names = [
    partitionOf('a1', 'leave'),
    partitionOf('b2', 'leave'),
    partitionOf('a1', 'Leave'),
    partitionOf('a1', 'LEAVE'),
  ]
  expect(names[0]).toBe('persist:app-a1-leave')
  expect(new Set(names.map(name => name.toLowerCase())).size).toBe(names.length)
})

test('no app can choose an id that leads to the partition of another', () => {
  const victim = partitionOf('a1', 'Leave')
  let id = victim.slice('persist:app-a1-'.length)
  for (let step = 0; step < 3; step++) {
    const partition = partitionOf('a1', id)
    expect(partition).not.toBe(victim)
    id = partition.slice('persist:app-a1-'.length)
  }
})
