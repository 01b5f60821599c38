import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startDemo } from '../scripts/demo-server.ts'
import { type ClientApp, openApp } from './app.ts'
import { row } from './locators.ts'

/* The demo as a newcomer meets it. */

let folder: string
let server: ChildProcess
let app: ClientApp

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-e2e-demo-'))
  const started = await startDemo(join(folder, 'server'), { language: 'en' })
  server = started.server
  app = await openApp({ profile: join(folder, 'profile'), env: { LIANQUN_DEMO: started.demo } })
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
