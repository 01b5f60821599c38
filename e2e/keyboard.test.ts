import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openApp } from './app.ts'
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

/** Waits until an element has the focus. */
async function focused(target: Locator): Promise<void> {
  await target.first().waitFor()
  await expect.poll(() => target.first().evaluate(element => element === document.activeElement)).toBe(true)
}

/**
 * Presses Tab until an element has the focus. Each stop is an element of the page, and shows that it has the focus by
 * looking different.
 */
async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.first().waitFor()
  const stops: string[] = []
  for (let left = 40; left > 0; left--) {
    if (await target.first().evaluate(element => element === document.activeElement)) return
    await press(key)
    const stop = await page.evaluate(() => {
      const element = document.activeElement
      const shown = element?.getBoundingClientRect()
      const seen = element?.matches(':focus-visible') && shown !== undefined && shown.width > 0 && shown.height > 0
      return { name: `${element?.localName} ${element?.getAttribute('aria-label') ?? element?.textContent}`, seen }
    })
    stops.push(stop.name.slice(0, 60))
    expect(stop.seen, `the focus cannot be seen after ${stops.join(', ')}`).toBe(true)
  }
  throw new Error(`Tab does not lead there: ${stops.join(', ')}`)
}

async function signInByKeys(): Promise<void> {
  await focused(page.getByLabel('Workspace address'))
  await type(world.server.url)
  await tabTo(page.getByLabel('Account', { exact: true }))
  await type('chenyu')
  await tabTo(page.getByLabel('Password', { exact: true }))
  await type(password)
  await press('Enter')
  const goOn = button('Continue without it')
  await goOn.or(page.getByRole('navigation')).first().waitFor()
  if (await goOn.isVisible()) {
    await tabTo(goOn)
    await press('Enter')
    await focused(button('Cancel'))
    await tabTo(button('I understand, continue'))
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
  await tabTo(last, 'Shift+Tab')
  await press('Shift+F10')
  await page.getByRole('menuitem', { name: /^Copy/ }).waitFor()
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
  await tabTo(button(/^Directory lookup/))
  await press('Enter')
  await tabTo(button('Allow and open'))
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
  await tabTo(dialog.getByLabel(/^Group name/), 'Shift+Tab')
  await type('按键建的群')
  await tabTo(dialog.getByRole('button', { name: 'Create group' }))
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
  await tabTo(page.getByRole('complementary').getByRole('button', { name: 'Message', exact: true }))
  await press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Maya Ortiz' }).waitFor()
  await focused(composer(page))
})
