import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readOptions } from './cli-options.ts'
import { startServer } from './index.ts'
import { connect, connectAs, testDevice } from './testing/client.ts'
import { errorOf, makeGroup, startWorkspace } from './testing/workspace.ts'

// Each command is a process of its own; several come one after the other.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
const bin = fileURLToPath(new URL('./bin/lianqun-server.js', import.meta.url))
let dir: string
const children: Running[] = []
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lianqun-cli-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.process.exitCode === null) child.process.kill('SIGKILL')
    await child.exited
  }
  rmSync(dir, { recursive: true, force: true })
})

interface Running {
  process: ChildProcess
  out: () => string
  err: () => string
  /** The address the server listens on. */
  url: Promise<string>
  exited: Promise<{ code: number | null; signal: string | null }>
}

function run(args: string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [bin, ...args], { env: { ...process.env, ...env }, stdio: 'pipe' })
  let out = ''
  let err = ''
  child.stderr.on('data', data => {
    err += String(data)
  })
  const exited = new Promise<{ code: number | null; signal: string | null }>(resolve => {
    child.on('close', (code, signal) => resolve({ code, signal }))
  })
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', data => {
      out += String(data)
      const match = /^listening (ws:\S+)$/m.exec(out)
      if (match?.[1]) resolve(match[1])
    })
    child.on('close', () => reject(new Error(`it ended before it listened: ${err}`)))
  })
  url.catch(() => undefined)
  const running = { process: child, out: () => out, err: () => err, url, exited }
  children.push(running)
  return running
}

test('the first start prints how to sign in, the second does not; SIGTERM stops it cleanly', async () => {
  const first = run(['--data', dir, '--port', '0'])
  const url = await first.url
  const password = /password {2}(\S+)/.exec(first.out())?.[1] ?? ''
  const client = await connect(url)
  const session = await client.request('auth.signIn', { account: 'admin', password, device: testDevice() })
  expect(session.userId).toBe('admin')
  first.process.kill('SIGTERM')
  expect(await client.closed).toMatchObject({ code: 1001 })
  expect(await first.exited).toEqual({ code: 0, signal: null })
  for (const secret of [password, session.accessToken, session.refreshToken]) expect(first.err()).not.toContain(secret)
  const second = run([], { LIANQUN_DATA: dir, LIANQUN_PORT: '0', LIANQUN_LOG_LEVEL: 'silent' })
  await second.url
  expect(second.out()).not.toContain('password')
  second.process.kill('SIGINT')
  expect(await second.exited).toEqual({ code: 0, signal: null })
  expect(second.err()).toBe('')
})

test('a file says what the arguments do not', async () => {
  const file = join(dir, 'config.json')
  writeFileSync(file, JSON.stringify({ data: join(dir, 'data'), port: 0, 'log-level': 'silent' }))
  const server = run(['--config', file])
  await server.url
  const made = run(['add-person', '--config', file, '--account', 'lin', '--name', '林'])
  expect(await made.exited).toMatchObject({ code: 0 })
  server.process.kill('SIGTERM')
  expect(await server.exited).toEqual({ code: 0, signal: null })
  expect(server.err()).toBe('')
  writeFileSync(file, JSON.stringify({ prot: 1 }))
  const wrong = run([], { LIANQUN_CONFIG: file })
  expect(await wrong.exited).toMatchObject({ code: 1 })
  expect(wrong.err()).toContain('"prot"')
})

test('killed between commit and acknowledgement, a retry finds exactly one message', async () => {
  const workspace = await startWorkspace({ dataDir: dir })
  const id = await makeGroup(await workspace.client('a'), ['b'])
  const session = await workspace.server.domain.issueSession('a', testDevice())
  await workspace.server.close()
  const params = {
    conversationId: id,
    clientId: randomUUID(),
    content: { type: 'text' as const, text: '只有一条', mentions: [] },
  }
  const crashing = run(['--data', dir, '--port', '0'], { LIANQUN_TEST_CRASH: 'after-commit' })
  const doomed = await connectAs(await crashing.url, session)
  await expect(doomed.request('message.send', params)).rejects.toThrow(/closed/)
  expect(await crashing.exited).toEqual({ code: null, signal: 'SIGKILL' })

  const server = await startServer({ dataDir: dir })
  const client = await connectAs(server.url, session)
  const { message } = await client.request('message.send', params)
  expect((await client.request('message.send', params)).message).toEqual(message)
  const { messages } = await client.request('message.history', { conversationId: id, limit: 50 })
  expect(messages.filter(m => m.clientId === params.clientId)).toEqual([message])
  await server.close()
})

test('an error that the operator can fix is printed as one sentence', async () => {
  const server = await startServer({ dataDir: join(dir, 'one') })
  const busy = run(['--data', join(dir, 'two'), '--port', String(server.port)])
  expect(await busy.exited).toMatchObject({ code: 1 })
  expect(busy.err()).toMatch(/Port \d+ of 127\.0\.0\.1 is in use\..*--port/)
  const other = run(['--data', join(dir, 'two'), '--port', String(server.port), '--any-port'])
  expect(await other.url).not.toBe(server.url)
  const same = run(['--data', join(dir, 'one'), '--port', '0'])
  expect(await same.exited).toMatchObject({ code: 1 })
  expect(same.err()).toMatch(/Another server uses/)
  writeFileSync(join(dir, 'file'), '')
  const file = run(['--data', join(dir, 'file'), '--port', '0'])
  expect(await file.exited).toMatchObject({ code: 1 })
  expect(file.err()).toMatch(/cannot be written/)
  await server.close()
})

test('the commands add, disable and enable people and set passwords while no server is running', async () => {
  const first = run(['--data', dir, '--port', '0'])
  await first.url
  first.process.kill('SIGTERM')
  await first.exited

  const lost = /password {2}(\S+)/.exec(first.out())?.[1] ?? ''
  const command = async (...args: string[]) => {
    const child = run([...args, '--data', dir])
    return { code: (await child.exited).code, out: child.out(), err: child.err() }
  }
  const passwordIn = (out: string) => /password {2}(\S+)/.exec(out)?.[1] ?? ''
  const back = await command('set-password', '--account', 'admin')
  const person = ['--account', 'Lin', '--name', '林晚', '--latin-name', 'Wan Lin', '--department', '品牌部']
  const added = await command('add-person', ...person, '--mail', 'lin@example.com')
  expect([back.code, added.code]).toEqual([0, 0])
  expect(await command('add-person', ...person)).toMatchObject({ code: 1, err: expect.stringMatching(/lin is taken/) })
  const second = ['--account', 'mo', '--name', '莫然', '--department', '品牌部']
  expect(await command('add-person', ...second)).toMatchObject({ code: 0 })
  expect(await command('disable', '--account', 'mo')).toMatchObject({ code: 0 })
  expect(await command('disable', '--account', 'none')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/no account/),
  })
  expect(await command('add-person', '--account', 'x')).toMatchObject({ code: 1, err: expect.stringMatching(/--name/) })

  const server = await startServer({ dataDir: dir })
  const signIn = async (account: string, password: string) => {
    const client = await connect(server.url)
    return client.request('auth.signIn', { account, password, device: testDevice() })
  }
  await expect(signIn('admin', lost)).rejects.toThrow(/wrong/)
  expect((await signIn('admin', passwordIn(back.out))).userId).toBe('admin')
  const { userId } = await signIn('lin', passwordIn(added.out))
  await expect(signIn('mo', 'x')).rejects.toThrow(/wrong/)
  const client = await connectAs(server.url, await server.domain.issueSession(userId, testDevice()))
  const { changes } = await client.request('sync.changes', { scope: 'directory', since: 0, limit: 100 })
  const departments = changes.flatMap(change => (change.entity === 'department' ? [change.value] : []))
  expect(departments.map(({ name }) => name)).toEqual(['品牌部'])
  const people = changes.flatMap(change => (change.entity === 'employee' ? [change.value] : []))
  const departmentIds = [departments[0]?.id]
  expect(people.find(each => each.id === userId)).toMatchObject({ name: '林晚', latinName: 'Wan Lin', departmentIds })
  await server.close()
})

test('a command needs a workspace', async () => {
  const nowhere = run(['set-password', '--account', 'admin', '--data', join(dir, 'nowhere')])
  expect(await nowhere.exited).toMatchObject({ code: 1 })
  expect(nowhere.err()).toMatch(/no workspace in/)
})

test('--demo on a workspace with other data prints an error and exits', async () => {
  const workspace = await startWorkspace({ dataDir: dir })
  await workspace.server.close()
  const demo = run(['--data', dir, '--port', '0', '--demo'])
  expect(await demo.exited).toEqual({ code: 1, signal: null })
  expect(demo.err()).toMatch(/another workspace/)
})

test('--new-epoch changes the epoch and signs everybody out', async () => {
  const workspace = await startWorkspace({ dataDir: dir })
  const { epoch } = await (await workspace.client('a')).request('sync.hello', {})
  const session = await workspace.server.domain.issueSession('a', testDevice())
  await workspace.server.close()
  const restored = run(['--data', dir, '--port', '0', '--new-epoch'])
  const client = await connect(await restored.url)
  expect(await errorOf(client.request('auth.resume', session))).toBe('token_expired')
  expect(await errorOf(client.request('auth.refresh', session))).toBe('session_revoked')
  expect(restored.out()).toMatch(/signed out/)
  restored.process.kill('SIGTERM')
  await restored.exited
  const server = await startServer({ dataDir: dir })
  const again = await connectAs(server.url, await server.domain.issueSession('a', testDevice()))
  expect((await again.request('sync.hello', {})).epoch).not.toBe(epoch)
  await server.close()
})

test('a backup that was put back is noticed and said, whether or not anyone asks for a new epoch', async () => {
  const workspace = await startWorkspace({ dataDir: dir })
  const { epoch } = await (await workspace.client('a')).request('sync.hello', {})
  const session = await workspace.server.domain.issueSession('a', testDevice())
  await workspace.server.close()
  cpSync(dir, `${dir}.backup`, { recursive: true })
  const between = run(['--data', dir, '--port', '0'])
  expect((await (await connectAs(await between.url, session)).request('sync.hello', {})).epoch).toBe(epoch)
  between.process.kill('SIGTERM')
  await between.exited
  cpSync(`${dir}.backup`, dir, { recursive: true })
  rmSync(`${dir}.backup`, { recursive: true })
  const restored = run(['--data', dir, '--port', '0'])
  const client = await connectAs(await restored.url, session)
  expect((await client.request('sync.hello', {})).epoch).not.toBe(epoch)
  expect(restored.err()).toMatch(/not the one that was last closed.*--new-epoch/)
})

test.each(['0.0.0.0', '::', '192.0.2.7'])('the demo company is not served on %s', async host => {
  const demo = run(['--demo', '--data', dir, '--port', '0'], { LIANQUN_HOST: host })
  expect(await demo.exited).toMatchObject({ code: 1 })
  expect(demo.err()).toMatch(/password that everybody knows/)
})

test('command-line options and environment', async () => {
  expect(readOptions(['--port', '1'], { LIANQUN_PORT: '2', LIANQUN_HOST: '::' })).toMatchObject({ port: 1, host: '::' })
  const files = readOptions(['--max-file-mb', '5', '--blocked-types', 'exe,video/*'], { LIANQUN_BLOBS: 's3://h/b' })
  expect(files).toMatchObject({ blockedTypes: ['exe', 'video/*'], blobs: 's3://h/b' })
  for (const wrong of ['0', '-1', '1.5', 'x']) expect(() => readOptions([`--max-file-mb=${wrong}`], {})).toThrow('MiB')
  expect(files.limits).toEqual({ fileBytes: 5_242_880, uploadBytesPerDay: 20 * 1_073_741_824 })
  const bounded = readOptions(['--upload-quota-mb', '0', '--min-free-mb', '500'], {})
  expect(bounded.limits).toMatchObject({ uploadBytesPerDay: 0, minFreeBytes: 500 * 1_048_576, minFreeShare: 1 })
  expect(() => readOptions(['--upload-quota-mb=much'], {})).toThrow('quota')
  expect(() => readOptions(['--min-free-mb=-1'], {})).toThrow('free')
  expect(readOptions(['--metrics', '127.0.0.1:9464'], {}).metrics).toEqual({ host: '127.0.0.1', port: 9464 })
  expect(readOptions([], { LIANQUN_METRICS: '[::1]:0' }).metrics).toEqual({ host: '::1', port: 0 })
  expect(readOptions([], {}).metrics).toBeUndefined()
  for (const wrong of ['9464', 'localhost', '::1:9464', 'a:70000', 'http://a:1'])
    expect(() => readOptions(['--metrics', wrong], {})).toThrow(/--metrics/)
  const commas = 'postgres://a:b,c@one,two/lianqun'
  expect(readOptions(['--database', commas], {}).database).toBe(commas)
  expect(() => readOptions(['--bus', 'nats://a,http://b'], {})).toThrow(/--bus/)
  expect(readOptions(['--otel', 'http://127.0.0.1:4318'], {}).tracing?.url).toBe('http://127.0.0.1:4318/v1/traces')
  expect(readOptions([], {}).tracing).toBeUndefined()
  expect(readOptions(['--trust-proxy', '10.0.0.1, 10.1.0.0/16'], {}).trustProxy).toEqual(['10.0.0.1', ' 10.1.0.0/16'])
  const key = join(dir, 'key')
  writeFileSync(key, ' from-a-file\n')
  const url = 'https://translate.example/translate'
  expect(readOptions([], {}).translate).toBe(undefined)
  expect(readOptions([], { LIANQUN_TRANSLATE_URL: url, LIANQUN_TRANSLATE_KEY: 'k' }).translate).toEqual({
    url,
    key: 'k',
  })
  expect(
    readOptions(['--translate-url', url, '--translate-key-file', key], { LIANQUN_TRANSLATE_KEY: 'k' }),
  ).toMatchObject({
    translate: { url, key: 'from-a-file' },
  })
  const noKey = ['--translate-url', url, '--translate-key-file', join(dir, 'none')]
  expect(() => readOptions(noKey, {})).toThrow(/key of the translation service cannot be read/)
  writeFileSync(key, '\n')
  expect(() => readOptions([], { LIANQUN_TRANSLATE_URL: url, LIANQUN_TRANSLATE_KEY_FILE: key })).toThrow(/is empty/)
  expect(() => readOptions(['--translate-key-file', key], {})).toThrow(/--translate-url/)
  expect(() => readOptions(['--port', 'x'], {})).toThrow(/port/)
  expect(() => readOptions(['--what'], {})).toThrow(/--help/)
  expect(() => readOptions(['--log-level', 'loud'], {})).toThrow(/log level/)
  expect(readOptions([], {}).roles).toEqual(['gateway', 'api', 'jobs'])
  expect(readOptions(['--role', 'jobs, api'], { LIANQUN_ROLE: 'gateway' }).roles).toEqual(['api', 'jobs'])
  expect(readOptions([], { LIANQUN_ROLE: 'gateway' }).roles).toEqual(['gateway'])
  expect(() => readOptions(['--role', 'cook'], {})).toThrow(/"cook"/)
  const help = run(['--help'])
  expect(await help.exited).toMatchObject({ code: 0 })
  expect(help.out()).toContain('--new-epoch')
})
