import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openApp } from './app.ts'
import { row } from './locators.ts'

/* The demo as a newcomer meets it. */

const root = join(import.meta.dirname, '..')
let folder: string
let server: ChildProcess
let app: ClientApp

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-e2e-demo-'))
  const args = ['--data', join(folder, 'server'), '--port', '0', '--demo', '--demo-language', 'en']
  server = spawn(process.execPath, [join(root, 'server/bin/lianqun-server.js'), ...args, '--log-level', 'warn'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { stdout } = server
  if (stdout === null) throw new Error('the server has no output')
  const demo = await new Promise<string>((resolve, reject) => {
    createInterface({ input: stdout }).on('line', line => {
      if (line.startsWith('demo ')) resolve(line.slice('demo '.length))
    })
    server.once('exit', code => reject(new Error(`the demo ended with code ${code}`)))
  })
  app = await openApp({ profile: join(folder, 'profile'), env: { LIANQUN_DEMO: demo } })
  app.page.setDefaultTimeout(15_000)
})

afterEach(async () => {
  await app.kill()
  server.kill()
  if (server.exitCode === null) await once(server, 'exit')
  rmSync(folder, { recursive: true, force: true })
})

test('says who one is and what to try, where nothing else is, until it is dismissed', async () => {
  const { page } = app
  await page.getByRole('button', { name: /^Open the demo workspace/ }).click()
  const goOn = page.getByRole('button', { name: 'Continue without it' })
  await goOn.or(page.getByRole('navigation')).first().waitFor()
  if (await goOn.isVisible()) {
    await goOn.click()
    await page.getByRole('button', { name: 'I understand, continue' }).click()
  }
  const guide = page.getByRole('complementary', { name: 'Demo guide' })
  await guide.getByText('You’re Morgan Ellis, and you work at Larkfield').waitFor()
  await row(page, 'Lark 2 launch').click()
  await guide.waitFor({ state: 'detached' })
  await page.keyboard.press('Alt+ArrowLeft')
  await guide.getByRole('button', { name: 'Got it' }).click()
  await guide.waitFor({ state: 'detached' })
  await page.reload()
  await row(page, 'Lark 2 launch').waitFor()
  expect(await guide.count()).toBe(0)
})
