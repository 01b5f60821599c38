import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openApp, signIn } from '../app.ts'
import { composer, messageList, open, row } from '../locators.ts'
import { World } from '../world.ts'

/* Edge cases of the whole client: start by a link, quit while typing, a damaged cache. */

const group = 'Air 2 上市发布群'
let world: World
let app: ClientApp | null

beforeEach(async () => {
  world = await World.start()
})
afterEach(async () => {
  await app?.kill()
  await world.close()
})

async function start(args: string[] = []): Promise<ClientApp> {
  app = await openApp({ profile: join(world.folder, 'profile'), args })
  app.page.setDefaultTimeout(10_000)
  return app
}

async function quit(): Promise<void> {
  await app?.quit()
  app = null
}

test('the last typed text is a draft after quitting; a link that starts the app opens its conversation', async () => {
  const first = await start()
  await signIn(first.page, world.server.url, 'chenyu')
  await open(first.page, group)
  await composer(first.page).click()
  await first.page.keyboard.insertText('半句话')
  await quit()

  const second = await start([`lianqun://conversation/${world.groupId}`])
  await composer(second.page).waitFor()
  await expect.poll(() => composer(second.page).innerText()).toContain('半句话')
  await messageList(second.page).getByText('第 1 条：灰度切流按计划', { exact: true }).waitFor()
})

test('a damaged cache shows an error, is rebuilt from the server, or can be left by signing out', async () => {
  const first = await start()
  await signIn(first.page, world.server.url, 'chenyu')
  await row(first.page, group).waitFor()
  await quit()
  const workspaces = join(world.folder, 'profile', 'workspaces')
  const damage = (): void => {
    for (const name of readdirSync(workspaces)) {
      // A file that was moved aside stays as it is.
      if (name.includes('.broken-')) continue
      const path = join(workspaces, name, 'cache.db')
      writeFileSync(path, readFileSync(path).fill(7, 0, 4_096))
    }
  }
  damage()
  const second = await start()
  await second.page.getByRole('button', { name: 'Rebuild cache' }).click()
  await second.page.getByRole('alertdialog').getByRole('button', { name: 'Rebuild cache' }).click()
  await row(second.page, group).waitFor()
  await quit()

  damage()
  const third = await start()
  await third.page.getByRole('button', { name: 'Sign out' }).click()
  await third.page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click()
  await third.page.getByRole('button', { name: 'Sign in' }).waitFor()
  expect(readdirSync(workspaces)).toEqual([])
})
