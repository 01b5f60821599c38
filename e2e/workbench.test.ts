import { join } from 'node:path'
import type { WebContentsView } from 'electron'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openApp, openSignedIn } from './app.ts'
import { closeServers, serve } from './counting-server.ts'
import { focused, tabTo } from './keys.ts'
import { row, section } from './locators.ts'
import { World } from './world.ts'

/* The workbench around its mini-apps: tabs, keyboard, consent, and what stands in a hidden app's place. */

let world: World
let app: ClientApp
let page: Page

beforeEach(async () => {
  world = await World.start()
})

afterEach(async () => {
  await app.kill()
  await closeServers()
  await world.close()
})

async function start(): Promise<void> {
  app = await openSignedIn(world)
  page = app.page
  await section(page, 'Workbench').click()
}

/** Waits long enough for a machine under load. */
const poll = <T>(value: () => T) => expect.poll(value, { timeout: 20_000 })

const tab = (name: RegExp | string) => page.getByRole('tab', { name })
const tile = (name: RegExp) => page.getByRole('tabpanel').or(page.locator('main')).getByRole('button', { name }).first()

async function openMiniApp(name: RegExp, part: string): Promise<Page> {
  await tile(name).click()
  await page.getByRole('button', { name: 'Allow and open' }).click()
  const guest = await app.guest(part)
  await poll(views).toContainEqual(expect.objectContaining({ visible: true, url: expect.stringContaining(part) }))
  return guest
}

/** The views of the window, as main knows them. */
function views() {
  return app.evaluate(({ BrowserWindow }) => {
    const children = (BrowserWindow.getAllWindows()[0]?.contentView.children ?? []) as WebContentsView[]
    return children.map(view => ({
      url: view.webContents.getURL(),
      visible: view.getVisible(),
      focused: view.webContents.isFocused(),
    }))
  })
}

/** Waits until the one app has the keyboard. */
async function entered(): Promise<void> {
  await poll(async () => (await views()).map(view => view.focused)).toEqual([true])
  // On the stand-in the keys of a view pass through an element of the window's page.
  if (app.standin !== null) await page.waitForFunction(() => document.activeElement?.localName === 'standin-view')
}

test('a picture of the app stays while a menu or popover is open, and the app comes back after it', async () => {
  await start()
  await openMiniApp(/^Announcements/, '/apps/announcements/')
  await entered()
  const picture = page.locator('.workbench-app-picture')
  const bounds = await page.locator('.workbench-app-place').boundingBox()
  for (const open of [
    () => page.getByRole('button', { name: 'Permissions' }).click(),
    () => tab('Announcements').click({ button: 'right' }),
  ]) {
    await open()
    await poll(views).toMatchObject([{ visible: false }])
    expect(await picture.boundingBox()).toEqual(bounds)
    const size = await picture.evaluate(image => [
      (image as HTMLImageElement).naturalWidth,
      (image as HTMLImageElement).naturalHeight,
    ])
    expect(size).toEqual([bounds?.width, bounds?.height])
    await page.keyboard.press('Escape')
    await poll(views).toMatchObject([{ visible: true }])
    await picture.waitFor({ state: 'detached' })
  }
})

test('tabs close by Ctrl+W, the middle button and their menu, and change by Ctrl+Tab', async () => {
  await start()
  await openMiniApp(/^Announcements/, '/apps/announcements/')
  await tab('Home').click()
  await openMiniApp(/^Directory lookup/, '/apps/directory-lookup/')
  const selected = () => page.getByRole('tab', { selected: true }).textContent()
  const roles = await page
    .getByRole('tablist')
    .evaluate(list => Array.from(list.children, child => child.getAttribute('role')))
  expect(roles).toEqual(['tab', 'tab', 'tab'])

  await tab('Home').click()
  await page.keyboard.press('Control+Tab')
  expect(await selected()).toContain('Announcements')
  // The app has the keyboard now; the key reaches the window from within it.
  await poll(views).toContainEqual(
    expect.objectContaining({ url: expect.stringContaining('announcements'), focused: true }),
  )
  await page.keyboard.press('Control+Tab')
  await poll(selected).toContain('Directory lookup')
  await page.keyboard.press('Control+Shift+Tab')
  await poll(selected).toContain('Announcements')

  await page.keyboard.press('Control+w')
  await tab('Announcements').waitFor({ state: 'detached' })
  expect(await selected()).toContain('Directory lookup')
  await tab('Directory lookup').click({ button: 'middle' })
  await tab('Directory lookup').waitFor({ state: 'detached' })
  expect(await selected()).toContain('Home')

  await tile(/^Announcements/).click()
  await tab('Announcements').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Close tab' }).click()
  await tab('Announcements').waitFor({ state: 'detached' })
  await tile(/^Announcements/).click()
  await tab('Announcements').locator('.workbench-tab-close').click()
  await tab('Announcements').waitFor({ state: 'detached' })
})

test('the keyboard goes to an app that is opened, and F6 moves it between app and window', async () => {
  await start()
  await openMiniApp(/^Announcements/, '/apps/announcements/')
  const focused = async () => (await views()).map(view => view.focused)
  await entered()
  await page.keyboard.press('F6')
  await poll(focused).toEqual([false])
  await poll(() => tab('Announcements').evaluate(element => element === document.activeElement)).toBe(true)
  await page.keyboard.press('F6')
  await entered()
  // A section without the app: its page must not keep the keyboard.
  await section(page, 'Directory').click()
  await poll(focused).toEqual([false])
})

test('an app that loads a page by itself does not take the keyboard; keys of the window work from within it', async () => {
  await start()
  const guest = await openMiniApp(/^Announcements/, '/apps/announcements/')
  await entered()
  await page.keyboard.press('F6')
  await poll(async () => (await views()).map(view => view.focused)).toEqual([false])
  const loaded = guest.waitForEvent('load')
  await guest.evaluate(() => location.reload())
  await loaded
  expect((await views()).map(view => view.focused)).toEqual([false])
  await page.keyboard.press('F6')
  await entered()
  await page.keyboard.press('Control+1')
  await row(page, 'Air 2 上市发布群').waitFor()
  await poll(views).toMatchObject([{ visible: false, focused: false }])
})

test('a right click on text in an app has a menu that edits there', async () => {
  const own = await serve(() => '<!doctype html><title>Guide</title><input value="some words" autofocus>')
  await world.server.domain.createApp({ id: 'guide', name: '向导', latinName: 'Guide', startUrl: `${own.origin}/` })
  await start()
  await tile(/^Guide/).click()
  const guest = await app.guest(own.origin)
  const field = await guest.locator('input').boundingBox()
  const place = await page.locator('.workbench-app-place').boundingBox()
  await entered()
  const { standin } = app
  if (standin === null || field === null || place === null) return
  await page.mouse.click(place.x + field.x + 10, place.y + field.y + 10, { button: 'right' })
  const menu = await standin.waitForRecorded('menus', ({ call }) => call === 'popup')
  expect(menu.items.map(({ role }) => role)).toContain('pasteAndMatchStyle')
  await app.evaluate(({ standin: controls }) => controls.clickPopup('selectAll'))
  await guest.waitForFunction(() => {
    const input = document.querySelector('input')
    return input !== null && input.selectionEnd === input.value.length && input.selectionStart === 0
  })
  await page.mouse.click(place.x + field.x + 10, place.y + field.y + 10, { button: 'right' })
  await standin.waitForRecorded('menus', ({ items }) => items.some(({ role, enabled }) => role === 'cut' && enabled))
  await app.evaluate(({ standin: controls }) => controls.clickPopup('cut'))
  await guest.waitForFunction(() => document.querySelector('input')?.value === '')
})

test('consent says where an app comes from; an app of the workspace shows no address', async () => {
  const own = await serve(() => '<!doctype html><title>Guide</title><p>guide</p>')
  const guide = { id: 'guide', name: '向导', latinName: 'Guide', startUrl: `${own.origin}/` }
  await world.server.domain.createApp({ ...guide, permissions: ['user.read'] })
  await start()
  await tile(/^Guide/).click()
  await page.getByText(`From ${new URL(own.origin).host}`).waitFor()
  await page.getByRole('button', { name: 'Allow and open' }).click()
  await app.guest(own.origin)
  await page.getByText(`From ${new URL(own.origin).host}`).waitFor()
  await tab('Home').click()
  await tile(/^Announcements/).click()
  await page.getByText('Provided by your workspace').waitFor()
  const icons = await page.locator('.workbench-permission-list svg').evaluateAll(all => all.map(one => one.innerHTML))
  expect(icons.length).toBeGreaterThan(1)
  expect(new Set(icons).size).toBe(icons.length)
  await page.getByRole('button', { name: 'Allow and open' }).click()
  await page.getByRole('button', { name: 'Permissions' }).waitFor()
  expect(await page.getByRole('tabpanel').textContent()).not.toContain('127.0.0.1')
})

test('an app that is opened while offline says so, and asks for permissions when the line is back', async () => {
  await start()
  await world.unplug()
  await page.locator('.app-connection:not(.online)').waitFor()
  await tile(/^Announcements/).click()
  await page.getByText('You’re offline. Open apps when you’re back online.').waitFor()
  expect(await page.getByRole('button', { name: 'Allow and open' }).count()).toBe(0)
  await world.back()
  await page.getByRole('button', { name: 'Allow and open' }).waitFor({ timeout: 60_000 })
})

test('apps are found, starred and opened by keys, and it is known over a restart which were opened', async () => {
  await start()
  const cards = page.locator('.workbench-tile')
  await cards.filter({ hasText: 'Directory lookup' }).waitFor()
  const opened = (name: string) => cards.filter({ hasText: name }).getByText(/^Last opened: /)
  expect(await page.getByText(/^Last opened: /).count()).toBe(0)
  const cut = (words: Element[]) => words.filter(one => one.scrollHeight > one.clientHeight).map(one => one.textContent)
  expect(await page.locator('.workbench-tile small').evaluateAll(cut)).toEqual([])
  await page.keyboard.press('Control+3')
  await focused(tab('Home'))
  await tabTo(page, cards.nth(0).getByRole('button').first())
  await page.keyboard.press('ArrowRight')
  await focused(cards.nth(1).getByRole('button').first())
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  // A favourite comes first.
  await poll(() => cards.first().textContent()).toContain('Directory lookup')
  await page.keyboard.press('Control+f')
  await page.keyboard.type('announce')
  await poll(() => cards.count()).toBe(1)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Allow and open' }).waitFor()
  await tab('Home').click()
  await opened('Announcements').waitFor()
  await page.getByText('Qingyu Tech · 2 apps').waitFor()

  for (let n = 1; n <= 5; n++)
    await world.server.domain.createApp({ id: `more-${n}`, name: `应用${n}`, latinName: `More ${n}`, startUrl: '/' })
  const part = (name: string) => page.getByRole('region', { name, exact: true })
  await part('Recent')
    .getByRole('button', { name: /^Announcements/ })
    .waitFor()
  await app.quit()
  app = await openApp({ profile: join(world.folder, 'profile') })
  page = app.page
  await section(page, 'Workbench').click()
  await part('Recent')
    .getByRole('button', { name: /^Announcements/ })
    .waitFor()
  await part('Favourites')
    .getByRole('button', { name: /^Directory lookup/ })
    .waitFor()
  expect(await part('Recent').locator('.workbench-tile').count()).toBe(1)
})
