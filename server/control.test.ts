import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Command, runCommand } from './accounts.ts'
import { askServer, controlPath, listenForCommands } from './control.ts'
import { connect, testDevice } from './testing/client.ts'
import { startWorkspace, type TestWorkspace } from './testing/workspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await startWorkspace()
})
afterEach(() => workspace.end())

const command = (name: Command, ...args: string[]) => runCommand(name, ['--data', workspace.dataDir, ...args], {})
const passwordIn = (text: string) => /password {2}(\S+)/.exec(text)?.[1] ?? ''

async function signIn(password: string) {
  const client = await connect(workspace.server.url)
  await client.request('auth.signIn', { account: 'lin', password, device: testDevice() })
  return client
}

test('the commands reach a running server: what they change holds at once', async () => {
  const password = passwordIn(await command('add-person', '--account', 'lin', '--name', '林晚'))
  const client = await signIn(password)
  await command('disable', '--account', 'lin')
  expect(await client.waitFor('session.ended')).toEqual({ reason: 'account_disabled' })
  await command('enable', '--account', 'lin')
  const next = passwordIn(await command('set-password', '--account', 'lin'))
  await expect(signIn(password)).rejects.toThrow(/wrong/)
  await signIn(next)
})

test('somebody from outside the company is marked as such, when they are added and later', async () => {
  await command('add-person', '--account', 'lin', '--name', '林晚', '--external')
  await command('add-person', '--account', 'mo', '--name', '莫然')
  const a = await workspace.client('a')
  const externals = async () => {
    const { changes } = await a.request('sync.changes', { scope: 'directory', since: 0, limit: 100 })
    return changes.flatMap(({ entity, value }) => (entity === 'employee' && value.external ? [value.name] : []))
  }
  expect(await externals()).toEqual(['林晚'])
  await command('set-internal', '--account', 'lin')
  await command('set-external', '--account', 'mo')
  expect(await externals()).toEqual(['莫然'])
  await expect(command('set-external', '--account', 'none')).rejects.toThrow(/no account/)
  await expect(command('set-external', '--account', 'mo', '--to', 'x')).rejects.toThrow(/--help/)
})

test('the server’s refusal is the command’s', async () => {
  await expect(command('disable', '--account', 'none')).rejects.toThrow(/no account/)
  await expect(askServer(workspace.dataDir, { command: 'constructor', args: [] })).rejects.toThrow(/no command/)
  await expect(command('add-person', '--account', 'x', '--name', '\u200b')).rejects.toThrow(/seen/)
})

test.skipIf(process.platform === 'win32')('only the server’s user may reach it', () => {
  expect(statSync(controlPath(workspace.dataDir)).mode & 0o077).toBe(0)
})

describe.skipIf(process.platform === 'win32')('a folder with too long a path for its socket', () => {
  const log = pino({ level: 'silent' })
  let root: string
  let dataDir: string
  let path: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lianqun-long-'))
    // The temporary folder of the test alone, wherever the socket is put in it: only what the test made is removed.
    vi.stubEnv('TMPDIR', root)
    dataDir = join(root, 'x'.repeat(100))
    mkdirSync(dataDir)
    path = controlPath(dataDir)
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(root, { recursive: true })
  })
  const ask = () => askServer(dataDir, { command: 'disable', args: [] })
  const listen = () => listenForCommands(dataDir, async () => 'done', log)

  test('has it in a folder that only its user can enter', async () => {
    expect(Buffer.byteLength(path)).toBeLessThanOrEqual(103)
    expect(dirname(dirname(path))).toBe(root)
    expect(await ask()).toBeNull()
    const server = await listen()
    expect(await ask()).toBe('done')
    expect(statSync(dirname(path)).mode & 0o077).toBe(0)
    server.close()
    const next = await listen()
    expect(await ask()).toBe('done')
    next.close()
  })

  const taken: [string, (folder: string) => void][] = [
    ['that everybody may enter', folder => mkdirSync(folder) ?? chmodSync(folder, 0o777)],
    ['that is a link', folder => symlinkSync(dataDir, folder)],
  ]
  // Only root can give a folder away.
  if (process.getuid?.() === 0)
    taken.push(['of another user', folder => mkdirSync(folder, { mode: 0o700 }) ?? chownSync(folder, 65_534, 65_534)])
  test.each(taken)('believes nobody who waits there in a folder %s, and is served without it', async (_what, take) => {
    take(dirname(path))
    const stranger = createServer(socket => socket.end(JSON.stringify({ text: 'a stranger’s answer' })))
    await new Promise<void>((done, fail) => stranger.once('error', fail).listen(path, done))
    expect(await ask()).toBeNull()
    const server = await listen()
    expect(server.listening).toBe(false)
    stranger.close()
  })
})
