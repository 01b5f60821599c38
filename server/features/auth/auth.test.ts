import { ProtocolError } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect, testDevice } from '../../testing/client.ts'
import { errorOf, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await startWorkspace({ limits: { authAttempts: 3 } })
  await workspace.server.domain.createEmployee({ id: 'lin', name: '林', account: 'Lin', password: 'right horse' })
})
afterEach(() => workspace.end())

const signIn = { account: 'lin', password: 'right horse' }

test('auth.signIn returns the user and signs the connection in', async () => {
  const client = await connect(workspace.server.url)
  expect(await errorOf(client.request('sync.hello', {}))).toBe('unauthenticated')
  const device = testDevice()
  const session = await client.request('auth.signIn', { ...signIn, account: ' LIN ', device })
  expect(session).toMatchObject({ userId: 'lin', deviceId: device.id })
  expect((await client.request('sync.hello', {})).userId).toBe('lin')
  const { devices } = await client.request('device.list', {})
  expect(devices).toMatchObject([{ id: device.id, current: true }])
  expect(await errorOf(client.request('auth.signIn', { ...signIn, device: testDevice() }))).toBe('invalid_request')
})

test('an unknown account and a wrong password look the same', async () => {
  const client = await connect(workspace.server.url)
  const device = testDevice()
  const wrong = await client.request('auth.signIn', { ...signIn, password: 'x', device }).catch((e: unknown) => e)
  const unknown = await client.request('auth.signIn', { account: 'no', password: 'x', device }).catch((e: unknown) => e)
  expect(wrong).toBeInstanceOf(ProtocolError)
  expect(String(unknown)).toBe(String(wrong))
})

test('failed attempts are limited by account, successes are not counted', async () => {
  for (let i = 0; i < 5; i++) {
    const client = await connect(workspace.server.url)
    await client.request('auth.signIn', { ...signIn, device: testDevice() })
  }
  const client = await connect(workspace.server.url)
  for (let i = 0; i < 3; i++) {
    const wrong = client.request('auth.signIn', { ...signIn, password: 'x', device: testDevice() })
    expect(await errorOf(wrong)).toBe('wrong_credentials')
  }
  const error = await client.request('auth.signIn', { ...signIn, device: testDevice() }).catch((e: unknown) => e)
  expect(error).toMatchObject({ errorName: 'too_many_attempts', retryAfterMs: expect.any(Number) })
})

test('concurrent sign-ins of different users all succeed', async () => {
  const clients = await Promise.all(Array.from({ length: 100 }, () => connect(workspace.server.url)))
  const sessions = await Promise.all(
    clients.map(client => client.request('auth.signIn', { ...signIn, device: testDevice() })),
  )
  expect(new Set(sessions.map(session => session.deviceId)).size).toBe(100)
})

test('concurrent guesses are limited before they are checked', async () => {
  const clients = await Promise.all(Array.from({ length: 20 }, () => connect(workspace.server.url)))
  const errors = await Promise.all(
    clients.map(client =>
      errorOf(client.request('auth.signIn', { ...signIn, password: 'guess', device: testDevice() })),
    ),
  )
  // Two checks run at a time.
  expect(errors.filter(error => error === 'wrong_credentials').length).toBeLessThanOrEqual(4)
  expect(errors.filter(error => error === 'too_many_attempts').length).toBeGreaterThanOrEqual(16)
})

test('behind a proxy attempts are counted by client address', async () => {
  const limits = { authAttempts: 2, authAttemptsPerAccount: 5 }
  const behind = await startWorkspace({ limits, trustProxy: ['127.0.0.1'] })
  await behind.server.domain.createEmployee({ id: 'lin', name: '林', account: 'lin', password: 'right horse' })
  const from = async (address: string, password: string) => {
    const client = await connect(behind.server.url, { 'x-forwarded-for': address })
    return errorOf(client.request('auth.signIn', { account: 'lin', password, device: testDevice() }))
  }
  for (let i = 0; i < 2; i++) expect(await from('203.0.113.1', 'x')).toBe('wrong_credentials')
  expect(await from('203.0.113.1', 'right horse')).toBe('too_many_attempts')
  expect(await from('203.0.113.2', 'right horse')).toBe('no error')
  for (let i = 3; i < 6; i++) expect(await from(`203.0.113.${i}`, 'x')).toBe('wrong_credentials')
  expect(await from('203.0.113.2', 'right horse')).toBe('too_many_attempts')
  await behind.end()
})

test('a refresh token works once; a lost answer can be asked for again; an older one ends the session', async () => {
  const first = await connect(workspace.server.url)
  const { refreshToken: one } = await first.request('auth.signIn', { ...signIn, device: testDevice() })
  const refresh = async (refreshToken: string) => {
    const client = await connect(workspace.server.url)
    return client.request('auth.refresh', { refreshToken })
  }
  const lost = await refresh(one)
  const two = await refresh(one)
  expect(two.refreshToken).not.toBe(lost.refreshToken)
  const three = await refresh(two.refreshToken)
  expect(await errorOf(refresh(one))).toBe('session_revoked')
  expect(await errorOf(refresh(three.refreshToken))).toBe('session_revoked')
  expect(await first.closed).toMatchObject({ code: 4401 })
  expect(await errorOf(refresh('made up'))).toBe('token_expired')
})

test('resumes with an access token, not with another', async () => {
  const first = await connect(workspace.server.url)
  const session = await first.request('auth.signIn', { ...signIn, device: testDevice() })
  const second = await connect(workspace.server.url)
  expect(await errorOf(second.request('auth.resume', { accessToken: `${session.accessToken}x` }))).toBe('token_expired')
  await second.request('auth.resume', { accessToken: session.accessToken })
  const { token } = await second.request('app.token', { appId: 'announcements' })
  const third = await connect(workspace.server.url)
  expect(await errorOf(third.request('auth.resume', { accessToken: token }))).toBe('token_expired')
})

test('signing in again on a device ends the session it had', async () => {
  const device = testDevice()
  const first = await connect(workspace.server.url)
  const old = await first.request('auth.signIn', { ...signIn, device })
  const second = await connect(workspace.server.url)
  await second.request('auth.signIn', { ...signIn, device })
  expect(await first.waitFor('session.ended')).toEqual({ reason: 'signed_out' })
  expect(await first.closed).toMatchObject({ code: 4401 })
  const third = await connect(workspace.server.url)
  expect(await errorOf(third.request('auth.resume', { accessToken: old.accessToken }))).toBe('session_revoked')
})

test('a revoked device is notified and closed; its tokens are invalid', async () => {
  const lost = await connect(workspace.server.url)
  const device = testDevice()
  const session = await lost.request('auth.signIn', { ...signIn, device })
  const here = await connect(workspace.server.url)
  await here.request('auth.signIn', { ...signIn, device: testDevice() })
  expect(await errorOf(here.request('device.revoke', { deviceId: 'nobody' }))).toBe('not_found')
  await here.request('device.revoke', { deviceId: device.id })
  expect(await lost.waitFor('session.ended')).toEqual({ reason: 'revoked' })
  expect(await lost.closed).toMatchObject({ code: 4401 })
  const again = await connect(workspace.server.url)
  expect(await errorOf(again.request('auth.resume', { accessToken: session.accessToken }))).toBe('session_revoked')
  expect(await errorOf(again.request('auth.refresh', { refreshToken: session.refreshToken }))).toBe('session_revoked')
})

test('signing out answers, then closes', async () => {
  const client = await connect(workspace.server.url)
  await client.request('auth.signIn', { ...signIn, device: testDevice() })
  expect(await client.request('auth.signOut', {})).toEqual({})
  expect(await client.waitFor('session.ended')).toEqual({ reason: 'signed_out' })
  expect(await client.closed).toMatchObject({ code: 4401 })
})

test('a disabled account is signed out and cannot sign in', async () => {
  const client = await connect(workspace.server.url)
  const session = await client.request('auth.signIn', { ...signIn, device: testDevice() })
  await workspace.server.domain.setDisabled('lin', true)
  expect(await client.waitFor('session.ended')).toEqual({ reason: 'account_disabled' })
  const again = await connect(workspace.server.url)
  const { accessToken, refreshToken } = session
  expect(await errorOf(again.request('auth.signIn', { ...signIn, device: testDevice() }))).toBe('account_disabled')
  expect(await errorOf(again.request('auth.resume', { accessToken }))).toBe('account_disabled')
  expect(await errorOf(again.request('auth.refresh', { refreshToken }))).toBe('account_disabled')
})

test('a connection without a sign-in is closed', async () => {
  const strict = await startWorkspace({ limits: { authMs: 50 } })
  const client = await connect(strict.server.url)
  expect(await client.closed).toMatchObject({ code: 4408 })
  await strict.end()
})
