import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { violationsOf } from './accessibility.ts'
import { type ClientApp, openSignedIn } from './app.ts'
import { focused } from './keys.ts'
import { messageList, open, row, toLatest } from './locators.ts'
import { group, World } from './world.ts'

/* What a person does with the rows of their list: order pins, fold, put away, mark as unread. */

let world: World
let app: ClientApp
let page: Page
const groups = ['羽毛球社', '技术分享', '构建通知', '设计评审']

beforeEach(async () => {
  world = await World.start()
  await world.server.domain.transaction(async operations => {
    for (const name of groups)
      await operations.createGroup({ ownerId: 'zhouye', userIds: ['chenyu', 'linwan'], name, id: idOf(name) })
  })
  for (const name of groups) await world.say('zhouye', `${name}：大家好`, idOf(name))
  app = await openSignedIn(world)
  page = app.page
  await row(page, group).waitFor()
})

afterEach(async () => {
  await app.kill()
  await world.close()
})

const idOf = (name: string) => `g${groups.indexOf(name)}`
const rows = () => page.getByRole('listbox', { name: 'Conversations' }).getByRole('option')
const names = async () => (await rows().locator('.messages-name').allInnerTexts()).map(name => name.trim())
const menu = async (name: string, item: string) => {
  await row(page, name).click({ button: 'right' })
  await page.getByRole('menuitem', { name: item }).click()
}
/** Waits for the rows in this order, from the first on. */
const order = (...expected: string[]) =>
  expect.poll(async () => (await names()).slice(0, expected.length), { timeout: 10_000 }).toEqual(expected)
const away = () => page.mouse.move(900, 500)

test('pinned rows are moved by menu, keys and pointer, and keep their order after a restart of the window', async () => {
  for (const name of ['羽毛球社', '技术分享', '构建通知']) await menu(name, 'Pin')
  await away()
  await order('构建通知', '技术分享', '羽毛球社')
  await menu('羽毛球社', 'Move up')
  await order('构建通知', '羽毛球社', '技术分享')
  const list = page.getByRole('listbox', { name: 'Conversations' })
  await list.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Alt+ArrowDown')
  await order('羽毛球社', '构建通知', '技术分享')
  // The row that moved stays the active one.
  await page.keyboard.press('Alt+ArrowDown')
  await order('羽毛球社', '技术分享', '构建通知')
  await row(page, '羽毛球社').hover()
  await page.mouse.down()
  await row(page, '构建通知').hover({ position: { x: 40, y: 55 } })
  await page.mouse.up()
  await order('技术分享', '构建通知', '羽毛球社')
  await page.reload()
  await order('技术分享', '构建通知', '羽毛球社')
})

test('a folded group is in the row of folded groups until it mentions me', async () => {
  for (const name of ['羽毛球社', '技术分享']) await menu(name, 'Fold this group')
  await away()
  await row(page, 'Folded groups').getByText('2 groups').waitFor()
  expect(await names()).not.toContain('羽毛球社')
  await row(page, 'Folded groups').click()
  await page.getByRole('heading', { name: 'Folded groups' }).waitFor()
  await order('技术分享', '羽毛球社')
  await page.getByRole('button', { name: 'Inbox' }).click()
  await world.say('zhouye', '@陈屿 周三来吗', idOf('羽毛球社'), { userId: 'chenyu', offset: 0, length: 3 })
  await away()
  await row(page, '羽毛球社').waitFor()
  await row(page, 'Folded groups').getByText('1 group').waitFor()
})

test('what is done with is away until something new is said, and the pointer and a key put it away', async () => {
  await row(page, '构建通知').hover()
  await row(page, '构建通知').locator('[data-action="done"]').click()
  await expect.poll(names).not.toContain('构建通知')
  await row(page, '设计评审').click()
  await page.getByRole('listbox', { name: 'Conversations' }).focus()
  await page.keyboard.press('e')
  await expect.poll(names).not.toContain('设计评审')
  await page.getByRole('radio', { name: 'Done' }).click()
  // Both may be of the same millisecond.
  await expect.poll(async () => (await names()).toSorted()).toEqual(['构建通知', '设计评审'])
  await page.getByRole('radio', { name: 'Inbox' }).click()
  await world.say('zhouye', 'main #8812 失败', idOf('构建通知'))
  await away()
  await row(page, '构建通知').getByText('main #8812 失败').waitFor()
})

test('messages are unread again from one on, for me alone', async () => {
  await open(page, group)
  await toLatest(page)
  const at = messageList(page).getByRole('article').filter({ hasText: '第 118 条' })
  await at.getByText('第 118 条：灰度切流按计划').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Mark unread from here' }).click()
  await row(page, group).getByText('3', { exact: true }).waitFor()
  await messageList(page).getByText('New messages').waitFor()
  // It stays so while the conversation is open, and is read once it is opened again.
  await world.say('zhouye', '第 121 条')
  await row(page, group).getByText('4', { exact: true }).waitFor()
  await open(page, '羽毛球社')
  await open(page, group)
  await toLatest(page)
  await row(page, group).getByText('4', { exact: true }).waitFor({ state: 'detached' })
})

test('all is marked as read at once, also without a connection', async () => {
  await world.unplug()
  await page.getByRole('button', { name: 'List actions' }).click()
  await page.getByRole('menuitem', { name: 'Mark all as read' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Mark all as read' }).click()
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  await expect.poll(() => rows().locator('.badge').count()).toBe(0)
  await world.back()
  const other = await world.connect('zhouye')
  const seen = async () => {
    const { receipts } = await other.request('conversation.receipts', { conversationId: idOf('羽毛球社') })
    return receipts.find(({ userId }) => userId === 'chenyu')?.readSeq
  }
  await expect.poll(seen, { timeout: 20_000 }).toBeGreaterThan(1)
  other.ws.close()
})

test('a label is made with a rule, given by hand, and filters the list', async () => {
  await page.getByRole('button', { name: 'List actions' }).click()
  await page.getByRole('menuitem', { name: 'Manage labels' }).click()
  await page.getByRole('button', { name: 'New label' }).click()
  // It has the focus over the dialog that it was opened from, and so has the search for people over this one.
  await focused(page.getByRole('textbox', { name: 'Name', exact: true }))
  await page.keyboard.type('周边')
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByRole('combobox', { name: 'Rule 1' }).selectOption('member')
  await page.getByRole('button', { name: 'Choose a member' }).click()
  const people = page.getByRole('dialog', { name: 'Choose a member' })
  await focused(people.getByLabel('Search by name or department'))
  await page.keyboard.type('Ye Zhou')
  await people.getByRole('option').filter({ hasText: 'Ye Zhou' }).click()
  await page.getByRole('group', { name: 'Rule 1' }).getByRole('button', { name: 'Ye Zhou' }).waitFor()
  await page.getByRole('combobox', { name: 'Rule 1' }).selectOption('name')
  await page.getByRole('textbox', { name: 'Text of rule 1' }).fill('羽毛球')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog', { name: 'Manage labels' }).getByRole('listitem').filter({ hasText: '周边' }).waitFor()
  await page.getByRole('button', { name: 'Close', exact: true }).last().click()
  await row(page, '羽毛球社').getByText('周边').waitFor()
  await menu('技术分享', 'Labels…')
  await page.getByRole('checkbox', { name: '周边' }).click()
  await expect.poll(() => page.getByRole('checkbox', { name: '周边' }).getAttribute('aria-checked')).toBe('true')
  await page.getByRole('button', { name: 'Close', exact: true }).last().click()
  await page.getByRole('radio', { name: '周边' }).click()
  await expect.poll(async () => (await names()).toSorted()).toEqual(['技术分享', '羽毛球社'].toSorted())
})

test('files dropped on a row wait in the composer of its conversation', async () => {
  const files = await page.evaluateHandle(() => {
    const data = new DataTransfer()
    data.items.add(new File(['a,b'], 'table.csv', { type: 'text/csv' }))
    return data
  })
  await row(page, '技术分享').dispatchEvent('dragover', { dataTransfer: files })
  await row(page, '技术分享').dispatchEvent('drop', { dataTransfer: files })
  await page.getByRole('heading', { name: /技术分享/ }).waitFor()
  await page.getByText('table.csv').waitFor()
  expect(await messageList(page).getByText('table.csv').count()).toBe(0)
})

test('axe finds nothing in the list and its dialogs', async () => {
  const check = async (screen: string) => {
    await page.mouse.move(640, 2)
    expect.soft(await violationsOf(screen, page)).toEqual([])
  }
  await menu('羽毛球社', 'Fold this group')
  await menu('技术分享', 'Pin')
  await away()
  await row(page, 'Folded groups').waitFor()
  await page.getByRole('button', { name: 'List actions' }).click()
  await page.getByRole('menuitem', { name: 'Manage labels' }).click()
  await check('no labels')
  await page.getByRole('button', { name: 'New label' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('周边')
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByRole('textbox', { name: 'Text of rule 1' }).fill('技术')
  await check('a new label')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Close', exact: true }).last().click()
  await row(page, '技术分享').getByText('周边').waitFor()
  await check('the list with a pin, a label and folded groups')
  await row(page, 'Folded groups').click()
  await check('the folded groups')
  await page.getByRole('button', { name: 'Inbox' }).click()
  await page.getByRole('radio', { name: 'Done' }).click()
  await check('nothing done')
})
