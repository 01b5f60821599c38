import { expect, test } from 'vitest'
import { violationsOf } from './accessibility.ts'
import { messageList, open, search, toLatest } from './locators.ts'
import { page, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* The palette, the full search with its filters, and the search within one conversation. */

signedInForEach()

const palette = () => page.getByRole('dialog', { name: 'Search and jump' })
const results = () => palette().getByRole('listbox', { name: 'Search results' })
const option = (name: string | RegExp) => results().getByRole('option', { name }).first()

test('the palette finds people by pinyin, initials and with a slip, commands and apps in both languages', async () => {
  await page.keyboard.press('Control+k')
  await results().getByText('Recent', { exact: true }).waitFor()
  for (const typed of ['heqing', 'hq', '何清', 'heqign', 'Qing']) {
    await search(page, typed)
    await option(/Qing He/).waitFor()
  }
  for (const typed of ['设置', 'shezhi', 'Setings', 'ＳＥＴＴＩＮＧＳ']) {
    await search(page, typed)
    await option(/^Settings/).waitFor()
  }
  await search(page, 'Settings')
  await option(/^Settings/).click()
  await page.getByRole('region', { name: 'Settings' }).waitFor()
  await palette().waitFor({ state: 'detached' })
})

test('the palette finds a department, which the directory then shows', async () => {
  await search(page, 'chanpinbu')
  await option(/Product/).click()
  await page.getByRole('heading', { level: 1, name: 'Product', exact: true }).waitFor()
})

test('each entry of the menu is in the palette', async () => {
  const entries = await page.evaluate(async () => {
    const desktop = (window as unknown as { desktop: { call(name: string, args: object): Promise<unknown> } }).desktop
    const answer = (await desktop.call('app.commands', {})) as { value: { title: { en: string } }[] }
    return answer.value.map(({ title }) => title.en.replace(/…$/, ''))
  })
  expect(entries.length).toBeGreaterThan(15)
  await page.keyboard.press('Control+k')
  await palette().getByRole('radio', { name: 'Commands' }).click()
  await option(/^Settings/).waitFor()
  const shown = await results().locator('.app-palette-row .grow').allInnerTexts()
  for (const entry of entries) expect(shown).toContain(entry)
})

test('Enter goes to a message with what stands around it; Ctrl+Enter and Tab do the other things', async () => {
  const field = await search(page, '第 77 条')
  await results().getByText('第 77 条').first().waitFor()
  await field.press('Tab')
  await expect.poll(() => palette().getByRole('radio', { name: 'People' }).getAttribute('aria-checked')).toBe('true')
  await field.press('Shift+Tab')
  await results().getByText('第 77 条').first().waitFor()
  await page.keyboard.press('Enter')
  await messageList(page).getByText('第 77 条：灰度切流按计划', { exact: true }).waitFor()
  await messageList(page).getByText('第 76 条：灰度切流按计划', { exact: true }).waitFor()

  await search(page, 'heqing')
  await option(/Qing He/).waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: 'Qing He' }).first().waitFor()
})

test('the full search reads filters as they are typed and pressed, shows what is around a hit, and leads there', async () => {
  await world.say('linwan', '回滚窗口在 https://example.com/plan')
  await world.say('zhouye', '回滚窗口改到周五')
  await search(page, '回滚窗口')
  await option(/Search all messages for/).click()
  const field = page.getByRole('combobox', { name: 'Search all messages' })
  const hits = page.getByRole('listbox', { name: 'Messages found' }).getByRole('option')
  await expect.poll(() => hits.count()).toBe(2)
  await field.fill('回滚窗口 from:林晚')
  await expect.poll(() => hits.count()).toBe(1)
  await page.getByRole('button', { name: 'Remove “From: 林晚”' }).click()
  await expect.poll(() => hits.count()).toBe(2)
  await page.getByRole('button', { name: 'Kind', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Link', exact: true }).click()
  await expect.poll(() => hits.count()).toBe(1)
  expect(await field.inputValue()).toBe('回滚窗口 has:link ')
  await page.getByText('Searched this computer and the server').waitFor()
  await page.getByRole('region', { name: 'Messages around it' }).getByText('回滚窗口改到周五').waitFor()
  await page.getByRole('button', { name: 'Open conversation' }).click()
  await messageList(page)
    .getByText(/回滚窗口在/)
    .waitFor()
})

test('in a small window, which has no room for what is around a hit, a click goes to it', async () => {
  await world.say('linwan', '回滚窗口在这里')
  await page.setViewportSize({ width: 880, height: 560 })
  await search(page, '回滚窗口')
  await option(/Search all messages for/).click()
  await page.getByRole('listbox', { name: 'Messages found' }).getByRole('option').click()
  await messageList(page).getByText('回滚窗口在这里').waitFor()
})

test('a filter by conversation means what was said to one person alone too', async () => {
  const { id } = await world.server.domain.direct('linwan', 'chenyu')
  await world.say('linwan', '灯塔只在这里说', id)
  await world.say('linwan', '灯塔也在群里说')
  await search(page, '灯塔')
  await option(/Search all messages for/).click()
  const field = page.getByRole('combobox', { name: 'Search all messages' })
  const hits = page.getByRole('listbox', { name: 'Messages found' }).getByRole('option')
  await expect.poll(() => hits.count()).toBe(2)
  await field.fill('灯塔 in:林晚')
  await expect.poll(() => hits.count()).toBe(1)
  await hits.getByText('灯塔只在这里说').waitFor()
  // Who said it says where, too.
  expect(await hits.getByText('Wan Lin').count()).toBe(1)
})

test('Ctrl+F finds within the conversation, marks the words, and Escape leads back to where one was', async () => {
  const { seq } = await world.say('linwan', '回滚窗口在这里')
  const owner = await world.connect('zhouye')
  await owner.request('message.pin', { conversationId: world.groupId, seq, on: true })
  await owner.close()
  await open(page, group)
  await toLatest(page)
  await page.getByRole('region', { name: 'Pinned messages' }).waitFor()
  const composer = page.getByRole('textbox', { name: /Message/ })
  await composer.focus()
  await page.keyboard.press('Control+f')
  const field = page.getByRole('searchbox', { name: 'Find in conversation' })
  await field.fill('第 1')
  const bar = page.getByRole('search', { name: 'Find in conversation' })
  await bar.getByText(/^1 of \d+$/).waitFor()
  await field.press('Enter')
  await bar.getByText(/^2 of \d+$/).waitFor()
  // By mouse, too: the bar stands below the one with what is pinned, not under it.
  await bar.getByRole('button', { name: 'Later match' }).click()
  await bar.getByText(/^1 of \d+$/).waitFor()
  // What search takes for the same is lit up.
  await field.fill('迴滾窗口')
  await bar.getByText('1 of 1', { exact: true }).waitFor()
  const lit = () => page.evaluate(() => [...(CSS.highlights.get('messages-find-current') ?? [])].map(String))
  await expect.poll(lit).toEqual(['回滚窗口'])
  expect(await violationsOf('finding in a conversation', page)).toEqual([])
  await field.fill('没有这句话')
  await bar.getByText('No results').waitFor()
  await field.fill('第 2 条')
  await messageList(page).getByText('第 2 条：灰度切流按计划', { exact: true }).waitFor()
  await field.press('Escape')
  await bar.waitFor({ state: 'detached' })
  await messageList(page).getByText('回滚窗口在这里').waitFor()
  expect(await composer.evaluate(element => element === document.activeElement)).toBe(true)
  expect(await page.evaluate(() => CSS.highlights.size)).toBe(0)
})

test('offline it says how far back this device reaches', async () => {
  await search(page, '灰度')
  await option(/Search all messages for/).waitFor()
  await world.unplug()
  await option(/Search all messages for/).click()
  await page.getByText(/^You’re offline\. (All messages are|Everything since|Only a part)/).waitFor()
})
