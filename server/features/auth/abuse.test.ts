import { afterEach, expect, test, vi } from 'vitest'
import type { ServerOptions } from '../../index.ts'
import { connect, testDevice } from '../../testing/client.ts'
import { errorOf, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { PasswordChecker } from './passwords.ts'

let workspace: TestWorkspace
afterEach(() => workspace.end())

const password = 'right horse'
async function start(limits: ServerOptions['limits'] = {}, trustProxy: string[] = []) {
  workspace = await startWorkspace({ limits, trustProxy })
  await workspace.server.domain.createEmployee({ id: 'lin', name: '林', account: 'lin', password })
}

async function signIn(over: { password?: string; device?: ReturnType<typeof testDevice>; from?: string } = {}) {
  const client = await connect(workspace.server.url, { 'x-forwarded-for': over.from ?? '203.0.113.250' })
  const device = over.device ?? testDevice()
  const session = await client.request('auth.signIn', { account: 'lin', password: over.password ?? password, device })
  return { client, session, device }
}

test('guesses of strangers, also from one /64, lock nobody out on a device that is known', async () => {
  await start({ authAttemptsPerAccount: 3, authAttemptsPerAddress: 3 }, ['127.0.0.1'])
  const { device } = await signIn()
  for (let i = 0; i < 3; i++) {
    expect(await errorOf(signIn({ password: 'guess', from: `2001:db8:1:1::${i + 1}` }))).toBe('wrong_credentials')
  }
  expect(await errorOf(signIn({ from: '2001:db8:1:1:ffff::9' }))).toBe('too_many_attempts')
  expect(await errorOf(signIn({ from: '203.0.113.1' }))).toBe('too_many_attempts')
  expect(await errorOf(signIn({ device, from: '2001:db8:1:1::1' }))).toBe('no error')
})

test('guesses from many networks of one household or site count together, at sign-in and with made-up tokens', async () => {
  await start({ authAttemptsPerHousehold: 2, authAttemptsPerSite: 3 }, ['127.0.0.1'])
  let accounts = 0
  const guess = async (from: string) => {
    const client = await connect(workspace.server.url, { 'x-forwarded-for': from })
    accounts += 1
    return errorOf(client.request('auth.signIn', { account: `a${accounts}`, password: 'x', device: testDevice() }))
  }
  const refresh = async (from: string) => {
    const client = await connect(workspace.server.url, { 'x-forwarded-for': from })
    return errorOf(client.request('auth.refresh', { refreshToken: 'made up' }))
  }
  for (const [attempt, failed] of [
    [guess, 'wrong_credentials'],
    [refresh, 'token_expired'],
  ] as const) {
    expect(await attempt('2001:db8:1:101::1')).toBe(failed)
    expect(await attempt('2001:db8:1:102::1')).toBe(failed)
    expect(await attempt('2001:db8:1:103::1')).toBe('too_many_attempts')
    expect(await attempt('2001:db8:1:201::1')).toBe(failed)
    expect(await attempt('2001:db8:1:301::1')).toBe('too_many_attempts')
    expect(await attempt('2001:db8:2:301::1')).toBe(failed)
  }
})

test('guesses on a device that is known are limited for themselves', async () => {
  await start({ authAttempts: 2 })
  const { device } = await signIn()
  for (let i = 0; i < 2; i++) expect(await errorOf(signIn({ device, password: 'x' }))).toBe('wrong_credentials')
  expect(await errorOf(signIn({ device }))).toBe('too_many_attempts')
  expect(await errorOf(signIn())).toBe('no error')
})

test('an attempt that is refused anyway takes no place among those that wait for a check', async () => {
  await start({ authAttempts: 1 })
  expect(await errorOf(signIn({ password: 'guess' }))).toBe('wrong_credentials')
  const check = vi.spyOn(PasswordChecker.prototype, 'check')
  expect(await errorOf(signIn())).toBe('too_many_attempts')
  expect(check).not.toHaveBeenCalled()
  check.mockRestore()
})

test('sign-ins of one address are limited, right ones too', async () => {
  await start({ signInBurst: 2, signInsPerSecond: 0.01 }, ['127.0.0.1'])
  await signIn({ from: '203.0.113.1' })
  await signIn({ from: '203.0.113.1' })
  expect(await errorOf(signIn({ from: '203.0.113.1' }))).toBe('too_many_attempts')
  expect(await errorOf(signIn({ from: '203.0.113.2' }))).toBe('no error')
})

test('above the limit of sessions the one not seen for longest ends', async () => {
  await start({ sessionsPerPerson: 2 })
  const first = await signIn()
  const second = await signIn()
  const third = await signIn()
  expect(await first.client.waitFor('session.ended')).toEqual({ reason: 'signed_out' })
  const { devices } = await third.client.request('device.list', {})
  expect(devices.map(({ id }) => id).sort()).toEqual([second.device.id, third.device.id].sort())
})

test('all other devices can be signed out at once', async () => {
  await start()
  const [first, second, here] = [await signIn(), await signIn(), await signIn()]
  expect(await here.client.request('device.revokeOthers', {})).toEqual({ revoked: 2 })
  for (const { client } of [first, second]) expect(await client.waitFor('session.ended')).toEqual({ reason: 'revoked' })
  expect((await here.client.request('device.list', {})).devices).toHaveLength(1)
  expect(await here.client.request('device.revokeOthers', {})).toEqual({ revoked: 0 })
})

test('refresh tokens that were made up are limited per address, real ones per session', async () => {
  await start({ authAttemptsPerAddress: 3, refreshBurst: 2, refreshesPerSecond: 0.01 })
  const { session } = await signIn()
  const refresh = async (refreshToken: string) =>
    (await connect(workspace.server.url)).request('auth.refresh', { refreshToken })
  for (let i = 0; i < 3; i++) expect(await errorOf(refresh('made up'))).toBe('token_expired')
  expect(await errorOf(refresh('made up'))).toBe('too_many_attempts')
  const one = await refresh(session.refreshToken)
  const two = await refresh(one.refreshToken)
  expect(await errorOf(refresh(two.refreshToken))).toBe('rate_limited')
})

test('people change their own password; other devices are signed out, this one stays', async () => {
  await start({ authAttempts: 2 })
  const other = await signIn()
  const { client, device } = await signIn()
  const next = 'battery staple'
  const change = (current: string) => errorOf(client.request('auth.changePassword', { current, next }))
  expect(await change('wrong')).toBe('wrong_credentials')
  expect(await change(password)).toBe('no error')
  expect(await other.client.waitFor('session.ended')).toEqual({ reason: 'revoked' })
  expect((await client.request('sync.hello', {})).userId).toBe('lin')
  expect(await errorOf(signIn())).toBe('wrong_credentials')
  expect(await errorOf(signIn({ password: next, device }))).toBe('no error')
})

test('guesses at the current password are limited, and a person without an account has none', async () => {
  await start({ authAttempts: 1 })
  const { client } = await signIn()
  const params = { current: 'guess', next: 'battery staple' }
  expect(await errorOf(client.request('auth.changePassword', params))).toBe('wrong_credentials')
  expect(await errorOf(client.request('auth.changePassword', { ...params, current: password }))).toBe(
    'too_many_attempts',
  )
  const a = await workspace.client('a')
  expect(await errorOf(a.request('auth.changePassword', params))).toBe('wrong_credentials')
})

test('a password is the same however its characters are put together', async () => {
  await start()
  await workspace.server.domain.setPassword('lin', 'Zoe\u0308 reitet')
  expect(await errorOf(signIn({ password: 'Zo\u00eb reitet' }))).toBe('no error')
  await workspace.server.domain.setPassword('lin', 'Zo\u00eb reitet')
  expect(await errorOf(signIn({ password: 'Zoe\u0308 reitet' }))).toBe('no error')
})
