import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { signIn } from './app.ts'
import { row } from './locators.ts'
import { World } from './world.ts'

/*
 * Tests the packaged executable in LIANQUN_E2E_EXECUTABLE. Its fuses disable Node's inspector, which
 * Playwright's Electron support needs, so its window is reached over Chromium's debugging port. It starts with that
 * port only if it was built with LIANQUN_TEST_BUILD=1.
 */

const executable = process.env.LIANQUN_E2E_EXECUTABLE
let world: World
let client: ChildProcess | null = null
let browser: Browser | null = null

afterEach(async () => {
  await browser?.close()
  if (client !== null && client.exitCode === null && client.signalCode === null) {
    const ended = once(client, 'exit')
    client.kill('SIGKILL')
    await ended
  }
  await world.close()
})

/** The debugging address of a program that was started with `--remote-debugging-port=0`. */
function debuggingAddress(program: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (program.stderr === null) throw new Error('its standard error has to be a pipe')
    let said = ''
    // Keep reading, because a full pipe would block the program.
    createInterface({ input: program.stderr }).on('line', line => {
      said += `\n${line}`
      const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1]
      if (address !== undefined) resolve(address)
    })
    program.once('error', reject)
    program.once('exit', () => reject(new Error(`it ended before it could be reached:${said}`)))
  })
}

async function firstPage(of: Browser): Promise<Page> {
  const [context] = of.contexts()
  if (context === undefined) throw new Error('it has no browser context')
  return context.pages()[0] ?? context.waitForEvent('page')
}

test.skipIf(executable === undefined)('the packaged client signs in', async () => {
  world = await World.start()
  const profile = `--user-data-dir=${join(world.folder, 'profile')}`
  client = spawn(executable ?? '', ['--remote-debugging-port=0', profile, '--lang=en-US'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LANG: 'en_US.UTF-8', LANGUAGE: 'en' },
  })
  browser = await chromium.connectOverCDP(await debuggingAddress(client))
  const page = await firstPage(browser)
  await signIn(page, world.server.url, 'chenyu')
  await row(page, 'Air 2 上市发布群').waitFor()
  expect(page.url()).toMatch(/^app:\/\/lianqun\//)
})
