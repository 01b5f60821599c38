import { beforeEach, describe, expect, test } from 'vitest'
import { FakeContents, FakeSession } from './fake-electron.ts'
import { guardSession, guardView, guestLink } from './guard.ts'
import { type OriginPolicy, originPolicyOf } from './origin-policy.ts'

const workspace = 'https://chat.example.com'
let policy: OriginPolicy | null
let session: FakeSession
let contents: FakeContents
let clock: number
let blocked: string[]
let outside: string[]
const log = () => {}

beforeEach(() => {
  policy = originPolicyOf({ startUrl: 'https://leave.example.com/', allowedOrigins: [] }, workspace)
  session = new FakeSession()
  contents = new FakeContents()
  clock = 0
  blocked = []
  outside = []
  guardSession(session.asSession, { policy: () => policy, log })
  guardView(contents.asContents, {
    policy: () => policy,
    onBlocked: ({ reason, origin }) => blocked.push(`${reason} ${origin}`),
    openExternal: address => outside.push(address),
    log,
    now: () => clock,
  })
})

const presses = () => contents.emit('input-event', {}, { type: 'mouseDown' })

describe('a guest’s session', () => {
  test('allows requests to its origins only', () => {
    expect(session.lets('https://leave.example.com/api')).toBe(true)
    expect(session.lets('https://leave.example.com/', 'mainFrame')).toBe(true)
    expect(session.lets('https://chat.example.com/api')).toBe(true)
    expect(session.lets('wss://leave.example.com/live', 'webSocket')).toBe(true)
    expect(session.lets('wss://chat.example.com/v1/socket', 'webSocket')).toBe(false)
    expect(session.lets('https://chat.example.com/', 'mainFrame')).toBe(false)
    expect(session.lets('https://chat.example.com/', 'subFrame')).toBe(false)
    expect(session.lets('https://evil.example/x.js', 'script')).toBe(false)
    expect(session.lets('http://127.0.0.1:9222/json')).toBe(false)
    expect(session.lets('file:///etc/passwd', 'image')).toBe(false)
  })

  test('allows no request once the tab is closed', () => {
    policy = null
    expect(session.lets('https://leave.example.com/api')).toBe(false)
  })

  test('grants no permission, requested or checked, and downloads nothing', () => {
    const answers: boolean[] = []
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-sanitized-write', 'fullscreen']) {
      session.asks({}, permission, granted => answers.push(granted), { requestingUrl: 'https://leave.example.com/' })
      answers.push(session.checks({}, permission, 'https://leave.example.com', {}))
    }
    expect(answers).toEqual(answers.map(() => false))
    expect(session.devices()).toBe(false)
    let prevented = false
    session.emit('will-download', {
      preventDefault: () => {
        prevented = true
      },
    })
    expect(prevented).toBe(true)
  })
})

test('pages of a private network may reach it, pages of the internet may not', () => {
  policy = originPolicyOf(
    { startUrl: 'https://leave.example.com/', allowedOrigins: ['http://10.0.0.8'] },
    'https://chat.corp.internal',
  )
  const granted = (origin: string) => {
    const answers: boolean[] = []
    for (const permission of ['local-network-access', 'local-network', 'loopback-network']) {
      session.asks({}, permission, one => answers.push(one), { requestingUrl: `${origin}/page` })
      answers.push(session.checks({}, permission, `${origin}/`, {}))
    }
    return answers
  }
  expect(granted('http://10.0.0.8')).toEqual(Array(6).fill(true))
  for (const other of ['https://leave.example.com', 'http://10.0.0.9', 'https://evil.example', 'null'])
    expect(granted(other)).toEqual(Array(6).fill(false))
})

test('a guest installs no service worker, which would answer in place of the network', () => {
  const cancelled = (requestHeaders: Record<string, string>) => {
    let answered: boolean | undefined
    session.sends({ requestHeaders }, ({ cancel }) => {
      answered = cancel === true
    })
    return answered
  }
  expect(cancelled({ 'Service-Worker': 'script', Accept: '*/*' })).toBe(true)
  expect(cancelled({ 'service-worker': 'script' })).toBe(true)
  expect(cancelled({ 'Sec-Fetch-Dest': 'worker' })).toBe(false)
})

test('a guest’s pages get our policies in addition to their own', () => {
  const received = (responseHeaders: Record<string, string[]>) => {
    let headers: Record<string, string | string[]> | undefined
    session.receives({ responseHeaders }, answer => {
      headers = answer.responseHeaders
    })
    return headers
  }
  const csp =
    'sandbox allow-same-origin allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox ' +
    'allow-top-navigation-by-user-activation; ' +
    'default-src https://leave.example.com https://chat.example.com ' +
    "'unsafe-inline' 'unsafe-eval' data: blob:; " +
    'connect-src https://leave.example.com https://chat.example.com wss://leave.example.com data: blob:; ' +
    'form-action https://leave.example.com'
  const allowlist = [
    '("https://leave.example.com" "https://chat.example.com" "wss://leave.example.com");webrtc=block;redirects=allow',
  ]
  expect(received({ 'x-a': ['1'] })).toEqual({
    'x-a': ['1'],
    'Content-Security-Policy': [csp],
    'Connection-Allowlist': allowlist,
  })
  expect(
    received({ 'content-security-policy': ["script-src 'self'"], 'connection-allowlist': ['();webrtc=allow'] }),
  ).toEqual({ 'content-security-policy': ["script-src 'self'", csp], 'Connection-Allowlist': allowlist })
  // Reports are sent by the network stack, past every request that is seen here.
  expect(
    received({
      'Reporting-Endpoints': ['default="https://evil.example/"'],
      'report-to': ['{"endpoints":[{"url":"https://evil.example/"}]}'],
      NEL: ['{"report_to":"default"}'],
    }),
  ).toEqual({ 'Content-Security-Policy': [csp], 'Connection-Allowlist': allowlist })
})

describe('a guest’s view', () => {
  test('navigates within its own origins', () => {
    expect(contents.tries('will-navigate', 'https://leave.example.com/a')).toBe(false)
    expect(contents.tries('will-redirect', 'https://leave.example.com/b')).toBe(false)
    expect(contents.tries('will-frame-navigate', 'about:srcdoc', false)).toBe(false)
    expect(blocked).toEqual([])
  })

  test('is blocked when it navigates elsewhere by itself', () => {
    expect(contents.tries('will-navigate', 'https://evil.example/a?secret')).toBe(true)
    expect(contents.tries('will-redirect', 'http://192.168.0.1/')).toBe(true)
    expect(contents.tries('will-navigate', 'app://lianqun/index.html')).toBe(true)
    expect(blocked).toEqual(['origin https://evil.example', 'local http://192.168.0.1', 'scheme app:'])
    expect(outside).toEqual([])
  })

  test('an external link that the user follows opens in the browser, once per input', () => {
    presses()
    expect(contents.tries('will-navigate', 'https://docs.example/a')).toBe(true)
    expect(contents.tries('will-navigate', 'https://docs.example/b')).toBe(true)
    expect(outside).toEqual(['https://docs.example/a'])
    expect(blocked).toEqual(['origin https://docs.example'])
  })

  test('an earlier input or a mouse movement does not count', () => {
    presses()
    clock += 1_001
    contents.emit('input-event', {}, { type: 'mouseMove' })
    expect(contents.tries('will-navigate', 'https://docs.example/a')).toBe(true)
    expect(outside).toEqual([])
  })

  test('private addresses, files and redirects never open in the browser', () => {
    for (const address of ['http://192.168.0.1/reboot', 'file:///etc/passwd', 'lianqun://person/u1']) {
      presses()
      expect(contents.tries('will-navigate', address)).toBe(true)
    }
    presses()
    expect(contents.tries('will-redirect', 'https://docs.example/?token=1')).toBe(true)
    expect(outside).toEqual([])
  })

  test('a frame that navigates elsewhere is refused, and the page is not blocked', () => {
    expect(contents.tries('will-frame-navigate', 'https://ads.example/', false)).toBe(true)
    expect(contents.tries('will-redirect', 'https://ads.example/', false)).toBe(true)
    expect(blocked).toEqual([])
  })

  test('opens no windows: its own links open in the view, others in the browser', () => {
    expect(contents.openWindow({ url: 'https://leave.example.com/pop' })).toEqual({ action: 'deny' })
    expect(contents.openWindow({ url: 'https://docs.example/' })).toEqual({ action: 'deny' })
    expect([contents.loaded, outside]).toEqual([[], []])
    presses()
    contents.openWindow({ url: 'https://leave.example.com/pop' })
    presses()
    contents.openWindow({ url: 'https://docs.example/' })
    expect([contents.loaded, outside]).toEqual([['https://leave.example.com/pop'], ['https://docs.example/']])
    expect(blocked).toEqual([])
  })

  test('cannot prevent being closed', () => {
    let ignored = false
    contents.emit('will-prevent-unload', {
      preventDefault: () => {
        ignored = true
      },
    })
    expect(ignored).toBe(true)
  })

  test('gets no webview, no address through WebRTC', () => {
    const prevented: string[] = []
    contents.emit('will-attach-webview', { preventDefault: () => prevented.push('webview') })
    expect(prevented).toEqual(['webview'])
    expect(contents.calls).toContain('disable_non_proxied_udp')
  })
})

test('links of guests', () => {
  expect(guestLink('https://docs.example/')).toBe('https://docs.example/')
  expect(guestLink('mailto:a@b.example')).toBe('mailto:a@b.example')
  expect(guestLink('http://localhost:8080/')).toBeNull()
  expect(guestLink('http://[::ffff:10.0.0.1]/')).toBeNull()
  expect(guestLink('file:///x')).toBeNull()
})
