import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestClient } from '../../testing/client.ts'
import { startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { makeBot, type TestBot } from './testing.ts'

const script = join(import.meta.dirname, '../../../scripts/bot-new.ts')
const run = promisify(execFile)
let workspace: TestWorkspace
let a: TestClient
let bot: TestBot
let folder: string
let child: ChildProcess | undefined
beforeAll(async () => {
  workspace = await startWorkspace()
  a = await workspace.client('a')
  bot = await makeBot(a, workspace.server.httpUrl, { name: '新来的' })
  folder = mkdtempSync(join(tmpdir(), 'lianqun-bot-'))
})
afterAll(async () => {
  child?.kill()
  await workspace.end()
  rmSync(folder, { recursive: true, force: true })
})

const make = (name: string, token = bot.token) =>
  run(process.execPath, [script, join(folder, name), '--url', workspace.server.httpUrl, '--token', token])

test('from nothing to a bot that answers, which needs Node and nothing else', async () => {
  const { stdout } = await make('my-bot')
  expect(stdout).toContain('新来的')
  const home = join(folder, 'my-bot')
  expect(readFileSync(join(home, 'lianqun-bot.js'), 'utf8')).not.toMatch(/from "(?!node:)/)
  const started = spawn(process.execPath, ['--env-file=.env', 'bot.js'], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child = started
  await new Promise<void>((resolve, reject) => {
    started.stdout.on('data', data => String(data).includes('connected') && resolve())
    started.on('exit', code => reject(new Error(`the bot ended with ${code}`)))
  })
  const { head } = await a.request('conversation.direct', { userId: bot.id })
  const conversationId = head.conversation.id
  const answered = a.waitFor('sync.push', ({ changes }) => JSON.stringify(changes).includes('Hello 林晚!'))
  const use = { conversationId, botId: bot.id, clientId: randomUUID() }
  await a.request('bot.command', { ...use, command: 'hello', text: '林晚' })
  await answered
})

test('a wrong token, a folder that is there and a missing answer are said, and nothing is written', async () => {
  await expect(make('other', 'lqb-wrong')).rejects.toMatchObject({ stderr: expect.stringContaining('token') })
  await expect(make('.')).rejects.toMatchObject({ stderr: expect.stringContaining('is there already') })
  await expect(run(process.execPath, [script])).rejects.toMatchObject({ stderr: expect.stringContaining('missing') })
})
