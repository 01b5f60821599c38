import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openApp, signIn } from './app.ts'
import { composer, open, row, section } from './locators.ts'
import { group, password, World } from './world.ts'

/* Getting around with the keyboard: shortcuts, where the focus goes, back and forward, the window's title. */

let world: World
let app: ClientApp

beforeEach(async () => {
  world = await World.start()
  app = await openApp({ profile: join(world.folder, 'profile') })
  app.page.setDefaultTimeout(10_000)
})

afterEach(async () => {
  await app.kill()
  await world.close()
})

const focused = (page: Page, selector: string) =>
  page.waitForFunction(of => document.activeElement?.matches(of) ?? false, selector)
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

test('the focus is in the list after the sign-in, and the heading of a question has it before', async () => {
  const { page } = app
  await page.getByLabel('Workspace address').fill(world.server.url)
  await page.getByLabel('Account', { exact: true }).fill('chenyu')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  const goOn = page.getByRole('button', { name: 'Continue without it' })
  await goOn.or(page.getByRole('navigation')).first().waitFor()
  if (await goOn.isVisible()) {
    await focused(page, 'h1')
    // Nobody is signed in yet, so there is nothing to sign out of.
    await page.getByRole('button', { name: 'Back to sign-in' }).waitFor()
    await goOn.click()
    await page.getByRole('button', { name: 'I understand, continue' }).click()
  }
  await row(page, group).waitFor()
  await focused(page, '[role="listbox"]')
})

test('shortcuts work in every section, move the focus, and are listed', async () => {
  const { page } = app
  await signIn(page, world.server.url, 'chenyu')
  await row(page, group).waitFor()
  await page.keyboard.press('Control+2')
  await focused(page, '[role="tree"]')
  await page.keyboard.press('Control+f')
  await focused(page, '[data-section-search]')
  await page.keyboard.press('Control+3')
  await focused(page, '[role="tab"]')
  await page.keyboard.press('Control+k')
  await focused(page, '[role="combobox"]')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+,')
  await focused(page, '.settings')
  await page.keyboard.press('Control+k')
  await focused(page, '[role="combobox"]')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+1')
  await focused(page, '[role="listbox"]')
  await page.keyboard.press('Control+/')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Next unread conversation').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('Control+n')
  await page.getByRole('dialog', { name: 'New group' }).waitFor()
})

test('a section that is asked for while a layer gives the focus back has it once it is loaded', async () => {
  const { page } = app
  await signIn(page, world.server.url, 'chenyu')
  await row(page, group).waitFor()
  await page.keyboard.press('Control+3')
  await focused(page, '[role="tab"]')
  await page.keyboard.press('Control+k')
  await focused(page, '[role="combobox"]')
  // Both keys before the layer's own task; the settings are loaded after it.
  await page.evaluate(async () => {
    const press = (key: string, ctrlKey: boolean) =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true, composed: true }),
      )
    press('Escape', false)
    while (document.querySelector('[role="combobox"]')) await Promise.resolve()
    press(',', true)
  })
  await focused(page, '.settings')
})

test('back and forward by keys, buttons and the mouse; the next unread; the title of the window', async () => {
  const { page } = app
  await world.server.domain.direct('zhouye', 'chenyu').then(({ id }) => world.say('zhouye', '在吗', id))
  await signIn(page, world.server.url, 'chenyu')
  await row(page, group).waitFor()
  await expect.poll(() => page.title()).toBe('(99+) Messages · Lianqun')
  await open(page, group)
  await expect.poll(() => page.title()).toContain(`${group} · Lianqun`)
  await page.keyboard.press('Alt+ArrowDown')
  await composer(page).waitFor()
  await expect.poll(() => page.title()).toContain('Ye Zhou · Lianqun')
  await section(page, 'Directory').click()
  await expect.poll(() => page.title()).toContain('Directory · Lianqun')
  await page.keyboard.press('Alt+ArrowLeft')
  await expect.poll(() => page.title()).toContain('Ye Zhou · Lianqun')
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  await expect.poll(() => page.title()).toContain(`${group} · Lianqun`)
  await page.evaluate(() => window.dispatchEvent(new MouseEvent('mouseup', { button: 4 })))
  await expect.poll(() => page.title()).toContain('Ye Zhou · Lianqun')
  await page.keyboard.press('Alt+ArrowRight')
  await expect.poll(() => page.title()).toContain('Directory · Lianqun')
  expect(await page.getByRole('button', { name: 'Forward', exact: true }).isDisabled()).toBe(true)
})

test('a group that is started from a department shows the people of that department', async () => {
  const { page } = app
  await signIn(page, world.server.url, 'chenyu')
  await row(page, group).waitFor()
  await section(page, 'Directory').click()
  await page.getByRole('treeitem').filter({ hasText: 'Product and R&D' }).first().click()
  await page.getByRole('button', { name: /^Brand design/ }).click()
  await heading(page, 'Brand design')
  await page.getByRole('main').getByRole('button', { name: 'New group', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'New group' })
  await dialog.getByText('Brand design', { exact: true }).first().waitFor()
  await dialog.getByRole('option').filter({ hasText: 'Wan Lin' }).waitFor()
})
