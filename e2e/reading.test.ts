import { expect, test } from 'vitest'
import { dateOf } from '../renderer/messages/dates.ts'
import { composer, messageList, open, row, section, toLatest } from './locators.ts'
import { page, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* Reading and writing in the open conversation: read marks, drafts, sending, and keyboard use. */

signedInForEach()

/** The host keeps its pages focused, so this simulates that the window gets or loses the focus. */
async function setLookedAt(looked: boolean): Promise<void> {
  await page.evaluate(looked => {
    document.hasFocus = () => looked
    window.dispatchEvent(new Event(looked ? 'focus' : 'blur'))
  }, looked)
}

async function readMark(): Promise<number> {
  const { items } = await page.evaluate(async () => {
    const { desktop } = window as unknown as { desktop: import('../preload/contract/index.ts').Desktop }
    const answer = await desktop.call('conversations.page', { filter: 'all', offset: 0, limit: 10 })
    if (!answer.ok) throw new Error(answer.error.message)
    return answer.value
  })
  const item = items.find(({ name }) => name === group)
  if (item === undefined) throw new Error('the group is not there')
  return item.readSeq
}

test('messages that arrive while another section is open are shown on return', async () => {
  await open(page, group)
  await toLatest(page)
  await messageList(page).getByText('第 120 条：灰度切流按计划', { exact: true }).waitFor()
  await section(page, 'Workbench').click()
  await world.say('zhouye', '切流 10%')
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Messages/ })
    .click()
  await messageList(page).getByText('切流 10%', { exact: true }).waitFor()
})

test('messages that arrive without focus are unread until the first was in view', async () => {
  await open(page, group)
  await toLatest(page)
  await messageList(page).getByText('第 120 条：灰度切流按计划', { exact: true }).waitFor()
  await expect.poll(readMark).toBeGreaterThan(120)
  const before = await readMark()
  await setLookedAt(false)
  for (let i = 1; i <= 40; i++) await world.say('zhouye', `进度 ${i}`)
  await messageList(page).getByText('进度 40', { exact: true }).waitFor()
  await setLookedAt(true)
  const above = page.getByRole('button', { name: '40 unread', exact: true })
  await above.waitFor()
  expect(await readMark()).toBe(before)
  await above.click()
  await messageList(page).getByText('New messages').waitFor()
  await messageList(page).getByText('进度 1', { exact: true }).waitFor()
  await expect.poll(readMark).toBeGreaterThan(before)
  await toLatest(page)
  await expect.poll(async () => (await row(page, group).innerText()).includes('进度 40')).toBe(true)
  await expect.poll(() => page.getByRole('option', { name: /unread/ }).count()).toBe(0)
})

test('messages sent in quick succession keep their text', async () => {
  await open(page, group)
  await toLatest(page)
  await composer(page).click()
  for (const text of ['一', '二', '三']) {
    await page.keyboard.insertText(text)
    await page.keyboard.press('Enter')
  }
  for (const text of ['一', '二', '三']) await messageList(page).getByText(text, { exact: true }).waitFor()
  expect((await composer(page).innerText()).trim()).toBe('')
})

test('a draft stays with its conversation, also right after a switch', async () => {
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Messages/ })
    .click()
  await open(page, group)
  await composer(page).click()
  await page.keyboard.insertText('还没写完')
  await section(page, 'Settings').click()
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Messages/ })
    .click()
  await expect.poll(() => composer(page).innerText()).toContain('还没写完')
})

test('the keyboard moves from the composer to the messages and between them, and opens their menu', async () => {
  await open(page, group)
  await toLatest(page)
  await messageList(page).getByText('第 120 条：灰度切流按计划', { exact: true }).waitFor()
  await composer(page).click()
  const focused = () => page.evaluate(() => document.activeElement?.closest('[data-row]')?.textContent ?? '')
  for (let i = 0; i < 3 && !(await focused()); i++) await page.keyboard.press('Shift+Tab')
  await expect.poll(focused).toContain('第 120 条')
  for (const n of [119, 118, 117]) {
    await page.keyboard.press('ArrowUp')
    await expect.poll(focused).toContain(`第 ${n} 条`)
  }
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Copy', exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(focused).toContain('第 117 条')
  await page.keyboard.press('End')
  await expect.poll(focused).toContain('第 120 条')
})

test('a day is jumped to by its date', async () => {
  await open(page, group)
  await toLatest(page)
  await page.getByRole('button', { name: 'Details', exact: true }).click()
  const date = page.getByLabel('Jump to date')
  const jump = async (daysAgo: number) => {
    const day = new Date()
    day.setDate(day.getDate() - daysAgo)
    const from = day.setHours(0, 0, 0, 0)
    const row = await world.server.domain.write('workspace', w =>
      w.db
        .selectFrom('messages')
        .select('content')
        .where('conversation_id', '=', world.groupId)
        .where('sent_at', '>=', from)
        .where('content', 'like', '%第 %')
        .orderBy('seq')
        .executeTakeFirstOrThrow(),
    )
    await date.fill(dateOf(from))
    await date.press('Enter')
    return (JSON.parse(row.content) as { text: string }).text
  }
  const there = await jump(3)
  await messageList(page).locator('.messages-highlighted').getByText(there, { exact: true }).waitFor()
  await messageList(page).getByText(there, { exact: true }).waitFor()
  await expect.poll(() => messageList(page).getByText('第 120 条：灰度切流按计划', { exact: true }).count()).toBe(0)
  const other = await jump(2)
  await messageList(page).locator('.messages-highlighted').getByText(other, { exact: true }).waitFor()
})
