import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openApp, signIn } from './app.ts'
import { row } from './locators.ts'
import { group, password, World } from './world.ts'

/* What the window says about the system's key store; the stand-in plays each kind of it. */

let world: World
const apps: ClientApp[] = []

beforeEach(async () => {
  world = await World.start()
})
afterEach(async () => {
  for (const app of apps.splice(0)) await app.kill()
  await world.close()
})

async function start(env: Record<string, string>): Promise<ClientApp> {
  const app = await openApp({ profile: join(world.folder, 'profile'), env })
  apps.push(app)
  app.page.setDefaultTimeout(20_000)
  return app
}
const onStandin = test.skipIf(process.env.LIANQUN_E2E_HOST === 'electron')

onStandin('the demo is opened without a question about safe storage', async () => {
  const demo = {
    address: world.server.url,
    account: 'chenyu',
    password,
    name: '青屿科技',
    latinName: 'Qingyu Tech',
    people: 5,
  }
  const { page } = await start({ LIANQUN_DEMO: JSON.stringify(demo) })
  await page.getByRole('button', { name: 'Open the demo workspace' }).click()
  await row(page, group).waitFor()
})

onStandin('a workspace is asked about once it let the person in, and one can go back', async () => {
  const { page } = await start({})
  await page.getByLabel('Workspace address').fill(world.server.url)
  await page.getByLabel('Account', { exact: true }).fill('chenyu')
  await page.getByLabel('Password', { exact: true }).fill('wrong')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.getByText('Secure storage is unavailable').count()).toBe(0)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Secure storage is unavailable' }).waitFor()
  await page.getByRole('button', { name: 'Back to sign-in' }).click()
  await page.getByLabel('Workspace address').waitFor()
})

onStandin('a locked key store is said so, and the client starts again to go on when it is unlocked', async () => {
  const first = await start({ ELECTRON_STANDIN_KEY_STORE: 'real' })
  await signIn(first.page, world.server.url, 'chenyu')
  await row(first.page, group).waitFor()
  await first.quit()
  const locked = await start({ ELECTRON_STANDIN_KEY_STORE: 'locked' })
  await locked.page.getByRole('heading', { name: 'The system keychain is locked' }).waitFor()
  expect(await locked.page.getByRole('button', { name: 'Continue without it' }).count()).toBe(0)
  const restarted = locked.standin?.waitForRecorded('calls', ({ api }) => api === 'app.relaunch')
  await locked.page.getByRole('button', { name: 'Restart and try again' }).click()
  await restarted
  await locked.standin?.waitForExit()
  const { page } = await start({ ELECTRON_STANDIN_KEY_STORE: 'real' })
  await row(page, group).waitFor()
})
