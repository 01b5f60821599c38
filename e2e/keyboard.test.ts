import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openApp } from './app.ts'
import { focused, tabTo } from './keys.ts'
import { composer, messageList, row } from './locators.ts'
import { group, password, World } from './world.ts'

/* The whole way from the first start to a group of one's own by keys alone: no test here clicks, focuses or fills in. */

let world: World
let app: ClientApp
let page: Page

beforeEach(async () => {
  world = await World.start()
  app = await openApp({ profile: join(world.folder, 'profile') })
  page = app.page
  page.setDefaultTimeout(15_000)
})

afterEach(async () => {
  await app.kill()
  await world.close()
})

const press = (key: string) => page.keyboard.press(key)
const type = (text: string) => page.keyboard.type(text)
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })

async function signInByKeys(): Promise<void> {
  await focused(page.getByLabel('Workspace address'))
  await type(world.server.url)
  await tabTo(page, page.getByLabel('Account', { exact: true }))
  await type('chenyu')
  await tabTo(page, page.getByLabel('Password', { exact: true }))
  await type(password)
  await press('Enter')
  const goOn = button('Continue without it')
  await goOn.or(page.getByRole('navigation')).first().waitFor()
  if (await goOn.isVisible()) {
    await tabTo(page, goOn)
    await press('Enter')
    await focused(button('Cancel'))
    await tabTo(page, button('I understand, continue'))
    await press('Enter')
  }
  await row(page, group).waitFor()
  await focused(page.getByRole('listbox', { name: 'Conversations' }))
}

test('from the first start to a sent message, with a mention, and its menu', async () => {
  await signInByKeys()
  await press('ArrowDown')
  await press('Enter')
  await composer(page).waitFor()
  await focused(composer(page))
  await type('@lin')
  await page.getByRole('option').filter({ hasText: 'Wan Lin' }).waitFor()
  await press('Enter')
  await type('看一下')
  await press('Shift+Enter')
  await type('第二行')
  await press('Enter')
  await messageList(page).getByText('第二行').waitFor()
  await focused(composer(page))

  // Back into the messages: the last one, its menu, and out again.
  const last = messageList(page).getByRole('article').last()
  await tabTo(page, last, 'Shift+Tab')
  await press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Copy', exact: true }).waitFor()
  await press('ArrowDown')
  await press('Escape')
  await page.getByRole('menu').waitFor({ state: 'detached' })
  await focused(last)
  // The menu of the conversation in the list.
  await press('Control+1')
  await focused(page.getByRole('listbox', { name: 'Conversations' }))
  await press('Shift+F10')
  const mute = page.getByRole('menuitem', { name: 'Mute' })
  await mute.waitFor()
  await page.waitForFunction(() => document.activeElement?.closest('[role="menu"]'))
  await press('m')
  await focused(mute)
  await press('Enter')
  await row(page, group)
    .getByLabel('Muted')
    .or(row(page, group).getByText('Muted'))
    .first()
    .waitFor({ state: 'attached' })
})

test('into an app of the workbench and back', async () => {
  await signInByKeys()
  await press('Control+3')
  await focused(page.getByRole('tab', { name: 'Home' }))
  await tabTo(page, button(/^Directory lookup/))
  await press('Enter')
  await tabTo(page, button('Allow and open'))
  await press('Enter')
  const lookup = await app.guest('/apps/directory-lookup/')
  await lookup.getByRole('textbox').waitFor()
  if (app.standin !== null) await page.waitForFunction(() => document.activeElement?.localName === 'standin-view')
  await expect.poll(() => lookup.evaluate(() => document.activeElement?.localName)).toBe('input')
  await type('zhouye')
  await lookup.getByText('Ye Zhou').first().waitFor()
  await press('F6')
  await focused(page.getByRole('tab', { name: /^Directory lookup/ }))
  await press('ArrowLeft')
  await focused(page.getByRole('tab', { name: 'Home' }))
  await press('Control+1')
  await focused(page.getByRole('listbox', { name: 'Conversations' }))
})

test('a search, a new group, and a person of the directory', async () => {
  await signInByKeys()
  await press('Control+k')
  await focused(page.getByRole('combobox'))
  // At once: Enter is for what was typed, not for what was found until then.
  await type('第 120 条')
  await press('Enter')
  await messageList(page).getByText('第 120 条：灰度切流按计划', { exact: true }).waitFor()

  await press('Control+n')
  const dialog = page.getByRole('dialog', { name: 'New group' })
  await dialog.waitFor()
  await focused(dialog.getByLabel('Search by name or department'))
  for (const name of ['maya', 'heqing']) {
    await type(name)
    await press('Enter')
    await dialog
      .getByRole('button', { name: /^Remove/ })
      .nth(name === 'maya' ? 0 : 1)
      .waitFor()
  }
  await tabTo(page, dialog.getByLabel(/^Group name/), 'Shift+Tab')
  await type('按键建的群')
  await tabTo(page, dialog.getByRole('button', { name: 'Create group' }))
  await press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('heading', { level: 1, name: /按键建的群/ }).waitFor()
  await focused(composer(page))
  await type('大家好')
  await press('Enter')
  await messageList(page).getByText('大家好', { exact: true }).waitFor()

  await press('Control+2')
  await focused(page.getByRole('tree'))
  await press('Control+f')
  await type('maya')
  await press('Enter')
  await tabTo(page, page.getByRole('complementary').getByRole('button', { name: 'Message', exact: true }))
  await press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Maya Ortiz' }).waitFor()
  await focused(composer(page))
})
