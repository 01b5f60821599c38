import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violationsOf } from './accessibility.ts'
import { type ClientApp, openApp } from './app.ts'
import { composer, messageList, open, row, section, toLatest, write } from './locators.ts'
import { group, password, World } from './world.ts'

/*
 * Every screen of the window and of the bundled apps, in both languages and themes, without a violation of any rule
 * that axe knows. The tests go on where the one before ended.
 */

let world: World
let app: ClientApp
let page: Page

beforeAll(async () => {
  world = await World.start()
  const { domain } = world.server
  await domain.setRoles('chenyu', { publisher: true })
  await domain.createAnnouncement({
    authorId: 'chenyu',
    title: 'Air 2 上市当天的安排',
    body: '上午十点开始，详见 https://qingyu.example/air2',
  })
  await world.say('linwan', '@陈屿 终稿在 https://qingyu.example/doc', 'launch', {
    userId: 'chenyu',
    offset: 0,
    length: 3,
  })
  await world.say('maya', 'Global is ready when you are.')
  await world.say('chenyu', '好，按计划发布')
  const direct = await domain.direct('zhouye', 'chenyu')
  await world.say('zhouye', '在吗', direct.id)
  app = await openApp({ profile: join(world.folder, 'profile') })
  page = app.page
  page.setDefaultTimeout(15_000)
})

afterAll(async () => {
  await app.kill()
  await world.close()
})

/** Checks what is shown now; the rest of the screens is checked whatever is found. */
async function check(screen: string, of?: Page): Promise<void> {
  // Nothing is pointed at, so that no tooltip comes and goes.
  await page.mouse.move(640, 2)
  expect.soft(await violationsOf(screen, page, of)).toEqual([])
}

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const dialog = (name: string) => page.getByRole('dialog', { name })

/** Closes the layer on top. */
async function leave(role: 'dialog' | 'alertdialog' | 'menu' = 'dialog'): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole(role).waitFor({ state: 'detached' })
}

test('before the sign-in', async () => {
  const address = page.getByLabel('Workspace address')
  await address.waitFor()
  await check('sign-in')
  await address.fill(world.server.url)
  await page.getByLabel('Account', { exact: true }).fill('chenyu')
  await page.getByLabel('Password', { exact: true }).fill('wrong')
  await button('Sign in').click()
  await page.getByRole('alert').waitFor()
  await check('a refused sign-in')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await button('Sign in').click()
  const goOn = button('Continue without it')
  await goOn.or(page.getByRole('navigation')).first().waitFor()
  if (!(await goOn.isVisible())) return
  await check('blocked')
  await goOn.click()
  await page.getByRole('alertdialog').waitFor()
  await check('the dialog of a blocked session')
  await button('I understand, continue').click()
})

test('conversations', async () => {
  await row(page, group).waitFor()
  await check('no conversation chosen')
  await open(page, group)
  await toLatest(page)
  await messageList(page).getByRole('button', { name: '3 unread' }).waitFor()
  await check('group')
  await page.keyboard.press('Control+.')
  await page.getByRole('listitem').filter({ hasText: 'Wan Lin' }).waitFor()
  await check('group with its panel')
  await row(page, 'Ye Zhou').click()
  await page.getByRole('complementary').getByText('13800002043').waitFor()
  await check('direct conversation with its panel')
  await page.keyboard.press('Control+.')
  await page.getByRole('complementary').waitFor({ state: 'detached' })
  await check('direct conversation')
  await world.server.domain.rename({ conversationId: world.groupId, actorId: 'zhouye', name: `${group} 2` })
  await open(page, group)
  await toLatest(page)
  await messageList(page).locator('.messages-notice[tabindex="0"]').waitFor()
  await check('a group that ends with a notice')
})

test('what one does with messages', async () => {
  await open(page, group)
  await toLatest(page)
  const pick = async (item: RegExp) => {
    await messageList(page).getByText('好，按计划发布', { exact: true }).last().click({ button: 'right' })
    await page.getByRole('menuitem', { name: item }).click()
  }
  await pick(/^Reply R/)
  await page.getByText(/^Reply to /).waitFor()
  await check('a reply')
  await page.keyboard.press('Escape')
  await pick(/^Mark as decision/)
  await pick(/^Pin to conversation/)
  await page.getByRole('region', { name: 'Pinned messages' }).waitFor()
  await messageList(page).getByRole('article').last().getByRole('button', { name: 'Add reaction' }).click()
  await button('React with 👍').first().click()
  await messageList(page)
    .getByRole('button', { name: /1 person/ })
    .waitFor()
  await check('a message that is pinned and marked and has a reaction')
  await pick(/^Reply in thread/)
  await page.getByRole('complementary', { name: 'Thread' }).getByText('No replies yet').waitFor()
  await check('a thread')
  await page.getByRole('complementary', { name: 'Thread' }).getByRole('button', { name: 'Close' }).click()
  await page.keyboard.press('Control+.')
  await button('Pins, decisions & questions').click()
  const flags = page.getByRole('complementary', { name: 'Pins, decisions & questions' })
  await flags.getByText('好，按计划发布').waitFor()
  await check('what is pinned')
  await flags.getByRole('radio', { name: 'Questions' }).click()
  await flags.getByText('No questions yet').waitFor()
  await check('no questions')
  await flags.getByRole('button', { name: 'Close' }).click()
  await page.keyboard.press('Control+.')
  await pick(/^Select/)
  await page.getByText('1 selected').waitFor()
  await check('messages that are selected')
  await page.getByRole('region', { name: 'Select' }).getByRole('button', { name: 'Forward' }).click()
  await page.getByRole('dialog').getByRole('checkbox').first().click()
  await check('the dialog that forwards')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await button('Stop selecting').click()
  await pick(/^Unpin/)
  await pick(/^Remove/)
})

test('what opens over a conversation', async () => {
  await open(page, group)
  await toLatest(page)
  await composer(page).click()
  await page.keyboard.type('@')
  await page.getByRole('listbox', { name: 'Mention someone' }).waitFor()
  await check('mentions')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Backspace')
  await page.keyboard.type(':smil')
  await page.getByRole('listbox', { name: 'Emoji suggestions' }).waitFor()
  await check('suggested emojis')
  await page.keyboard.press('Escape')
  await button('Formatting').click()
  await page.getByRole('toolbar', { name: 'Text formatting' }).waitFor()
  await composer(page).click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('```ts const a = 1')
  await page.getByRole('combobox', { name: 'Code language' }).waitFor()
  await check('the composer with its formats')
  await page.keyboard.press('Control+Enter')
  await messageList(page).getByRole('button', { name: 'Copy code' }).waitFor()
  await check('a formatted message')
  await button('Link').click()
  await page.getByRole('textbox', { name: 'Link address' }).waitFor()
  await check('the address of a link')
  await page.keyboard.press('Escape')
  await button('Hide formatting').click()
  await button('Emoji').click()
  await page.getByRole('option', { name: 'grinning face', exact: true }).waitFor()
  await check('emojis')
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'Search emoji' }).waitFor({ state: 'detached' })
  await messageList(page)
    .getByText(/unread$/)
    .last()
    .waitFor()
  await composer(page).click()
  await page.keyboard.press('ArrowUp')
  await page.getByText('Editing message').waitFor()
  await check('editing a message')
  await page.keyboard.press('Escape')
  const last = messageList(page).getByText('好，按计划发布', { exact: true })
  await last.hover()
  await page.getByRole('toolbar').waitFor()
  expect.soft(await violationsOf('the bar of a message', page)).toEqual([])
  await last.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Copy', exact: true }).waitFor()
  await check('the menu of a message')
  await leave('menu')
  await row(page, group).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Leave group' }).waitFor()
  await check('the menu of a conversation')
  await leave('menu')
  await messageList(page).getByRole('button', { name: '3 unread' }).last().click()
  await page.getByRole('dialog', { name: 'Read receipts' }).waitFor()
  await check('receipts')
  await leave()
  await messageList(page).getByRole('button', { name: 'Maya Ortiz' }).click()
  await page.getByRole('dialog').getByText('13800002043').waitFor()
  await check('the card of a person in place')
  await leave()
})

test('search and a new group', async () => {
  await page.keyboard.press('Control+k')
  await page.keyboard.type('发布')
  await page.getByRole('listbox', { name: 'Search results' }).waitFor()
  await check('search')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+n')
  await dialog('New group').getByRole('option').filter({ hasText: 'EMEA' }).waitFor()
  await check('a new group')
  await page.keyboard.type('maya')
  await dialog('New group').getByRole('option').filter({ hasText: 'Maya Ortiz' }).waitFor()
  await page.keyboard.press('Enter')
  await dialog('New group').getByRole('button', { name: 'Remove Maya Ortiz' }).waitFor()
  await check('a new group with one chosen')
  await leave()
})

test('directory', async () => {
  await section(page, 'Directory').click()
  await page.getByRole('treeitem').filter({ hasText: 'Product and R&D' }).first().waitFor()
  await page.locator('.directory-member').first().waitFor()
  await check('directory')
  await page.locator('.directory-member').filter({ hasText: 'Ye Zhou' }).getByRole('button').first().click()
  await page.getByRole('complementary').getByText('13800002043').waitFor()
  await check('directory with a card')
  await page.keyboard.press('Control+f')
  await page.keyboard.type('chen')
  await page.getByRole('option').filter({ hasText: 'Yu Chen' }).waitFor()
  await check('search of the directory')
  await page.keyboard.press('Escape')
})

test('workbench', async () => {
  await section(page, 'Workbench').click()
  await button(/^Announcements/).waitFor()
  await check('workbench')
  await button(/^Announcements/).click()
  await button('Allow and open').waitFor()
  await check('consent')
  await button('Allow and open').click()
  const announcements = await app.guest('/apps/announcements/')
  const first = announcements.getByRole('button', { name: /Air 2 上市当天的安排/ })
  await first.waitFor()
  await check('an open app')
  await check('announcements', announcements)
  await first.click()
  await announcements
    .getByRole('article')
    .or(announcements.getByRole('heading', { level: 2 }))
    .first()
    .waitFor()
  await check('an announcement', announcements)
  await announcements.getByRole('button', { name: 'New announcement' }).click()
  await announcements.getByLabel('Title').waitFor()
  await check('writing an announcement', announcements)
  await button('Permissions').click()
  await button('Revoke access').waitFor()
  await check('permissions')
  await leave()
})

test('lookup', async () => {
  await page.getByRole('tab', { name: 'Home' }).click()
  await button(/^Directory lookup/).click()
  await button('Allow and open').click()
  const lookup = await app.guest('/apps/directory-lookup/')
  await lookup.getByRole('textbox').waitFor()
  await check('lookup', lookup)
  await lookup.getByRole('textbox').fill('chen')
  const found = lookup.getByRole('button', { name: /Yu Chen/ })
  await found.waitFor()
  await check('lookup with results', lookup)
  await found.click()
  await lookup.getByText('13800002043').waitFor()
  await check('lookup with a person', lookup)
})

test('settings and the own menu', async () => {
  await section(page, 'Settings').click()
  await page.getByText('This device', { exact: true }).waitFor()
  await check('settings')
  await page.keyboard.press('Control+/')
  await dialog('Keyboard shortcuts').waitFor()
  await check('shortcuts')
  await leave()
  await button('Check connection').click()
  await page
    .getByText('The connection works.')
    .or(page.getByText(/^Problems found/))
    .waitFor()
  await check('the check of the connection')
  await leave()
  await button(/Yu Chen.*menu/).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
  await check('the own menu')
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('alertdialog').waitFor()
  await check('the dialog of signing out')
  await leave('alertdialog')
})

test('offline', async () => {
  await section(page, 'Messages').click()
  await open(page, group)
  await world.unplug()
  await button('Retry').waitFor()
  await write(page, '离线时写的')
  await check('a conversation offline')
  await section(page, 'Directory').click()
  await page.getByText(/^Offline\. Directory as of/).waitFor()
  await check('directory offline')
})
