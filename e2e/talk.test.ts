import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { focused, tabTo } from './keys.ts'
import { chooseInMenu, composer, messageList, messageWith, open, toLatest, write } from './locators.ts'
import { page, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* What one does with a message: reply, thread, react, pin, mark, edit, forward. */

signedInForEach(async () => {
  await open(page, group)
  await toLatest(page)
})

const message = (text: string) => messageWith(page, text)
const menu = (text: string, item: string) => chooseInMenu(page, text, item)

test('R replies with a quote, which leads to its source far above; the thread shows root and replies', async () => {
  await messageList(page).getByRole('article').last().focus()
  await page.keyboard.press('r')
  await page.getByText(/^Reply to /).waitFor()
  await page.keyboard.press('Escape')
  await page.getByText(/^Reply to /).waitFor({ state: 'detached' })

  // The source is far above what is loaded.
  await world.say('linwan', '收到', world.groupId, undefined, 10)
  const quote = message('收到').getByRole('button', { name: /灰度切流按计划/ })
  const words = /第 \d+ 条/.exec(await quote.innerText())?.[0] ?? ''
  await quote.click()
  await message(words).waitFor()
  await page.getByRole('button', { name: /^(Jump to latest|\d+ new messages?)$/ }).click()

  await menu('收到', 'Reply in thread')
  const thread = page.getByRole('complementary', { name: 'Thread' })
  await thread.getByText(`${words}：灰度切流按计划`).waitFor()
  await thread.getByText('1 reply', { exact: true }).waitFor()
  await thread.getByRole('textbox').click()
  await page.keyboard.type('我也看到了')
  await page.keyboard.press('Enter')
  await thread.getByRole('article').filter({ hasText: '我也看到了' }).waitFor()
  await thread.getByText('2 replies').waitFor()
  await message('我也看到了')
    .getByRole('button', { name: new RegExp(words) })
    .waitFor()
  await page.keyboard.press('Escape')
  await thread.waitFor({ state: 'detached' })
})

test('a reply to a message that is recalled says so', async () => {
  const { seq } = await world.say('zhouye', '先别发')
  await menu('先别发', 'Reply')
  await composer(page).first().pressSequentially('好的')
  await page.keyboard.press('Enter')
  await message('好的')
    .getByRole('button', { name: /先别发/ })
    .waitFor()
  const other = await world.connect('zhouye')
  await other.request('message.recall', { conversationId: world.groupId, seq })
  other.ws.close()
  await message('好的').getByText('The original message was recalled').waitFor()
  expect(await page.getByText('先别发').count()).toBe(0)
})

test('what is recalled is gone from what one replies to, the pin, the thread, the list and the files of the device', async () => {
  const secret = 'quagga 上线'
  const { seq } = await world.say('zhouye', secret)
  const other = await world.connect('zhouye')
  await other.request('message.pin', { conversationId: world.groupId, seq, on: true })
  await world.say('linwan', '收到', world.groupId, undefined, seq)
  await menu(secret, 'Reply')
  const strip = page.locator('.messages-target')
  await strip.getByText(secret).waitFor()
  await composer(page).first().pressSequentially('写到一半')
  await menu(secret, 'Reply in thread')
  const thread = page.getByRole('complementary', { name: 'Thread' })
  await thread.getByText(secret).waitFor()
  const shows = () => page.evaluate(() => document.body.innerHTML.includes('quagga'))
  expect(await shows()).toBe(true)
  await other.request('message.recall', { conversationId: world.groupId, seq })
  other.ws.close()
  await expect.poll(shows).toBe(false)
  await strip.getByText('Reply to Ye Zhou').waitFor()
  expect(await composer(page).first().innerText()).toBe('写到一半')
  const profile = join(world.folder, 'profile')
  const holding = readdirSync(profile, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .filter(entry => readFileSync(join(entry.parentPath, entry.name)).includes('quagga'))
  expect(holding.map(({ name }) => name)).toEqual([])
})

test('reactions are given and taken back by pointer and keys, and name who gave them', async () => {
  await world.say('zhouye', '上线了')
  await message('上线了').hover()
  await message('上线了').getByRole('button', { name: 'Add reaction' }).click()
  await page.getByRole('button', { name: 'React with 🎉' }).first().click()
  const chip = message('上线了').getByRole('button', { name: /1 person/ })
  await chip.waitFor()
  expect(await chip.getAttribute('aria-pressed')).toBe('true')
  await chip.focus()
  await page.getByText('Yu Chen', { exact: true }).last().waitFor()
  await page.keyboard.press('Enter')
  await chip.waitFor({ state: 'detached' })
  await page.mouse.move(0, 0)
  await message('上线了').focus()
  await tabTo(page, message('上线了').getByRole('button', { name: 'Add reaction' }))
  await page.keyboard.press('Enter')
  // What one gave last comes first.
  await focused(page.getByRole('button', { name: 'React with 🎉' }))
  await page.keyboard.press('Enter')
  await chip.waitFor()
  await menu('上线了', 'See reactions')
  await page.getByRole('dialog', { name: 'Reactions' }).getByText('Yu Chen').waitFor()
})

test('a pin stands under the header, decisions and questions are listed, and whoever asked accepts the answer', async () => {
  await world.say('zhouye', '14:00 开始灰度')
  await menu('14:00 开始灰度', 'Pin to conversation')
  const bar = page.getByRole('region', { name: 'Pinned messages' })
  await bar.getByText(/14:00 开始灰度/).waitFor()
  await menu('14:00 开始灰度', 'Mark as decision')
  await message('14:00 开始灰度').getByText('Decision', { exact: true }).waitFor()

  await write(page, '几点全量？')
  await menu('几点全量？', 'Mark as question')
  const seq = await page.evaluate(async id => {
    const { desktop } = window as unknown as { desktop: import('../preload/contract/index.ts').Desktop }
    const answer = await desktop.call('messages.page', { id, anchor: { at: 'latest' }, limit: 1 })
    return answer.ok ? (answer.value.items.at(-1)?.seq ?? 0) : 0
  }, world.groupId)
  await world.say('zhouye', '明天九点', world.groupId, undefined, seq)
  await menu('明天九点', 'Accept as answer')
  await message('几点全量？').getByText('Answered').waitFor()

  await page.getByRole('button', { name: 'Details' }).click()
  const panel = page.getByRole('complementary', { name: 'Details' })
  await panel.getByRole('tab', { name: 'Pinned' }).click()
  await panel.getByText('14:00 开始灰度').waitFor()
  await panel.getByRole('tab', { name: 'Decisions' }).click()
  await panel.getByText('14:00 开始灰度').waitFor()
  await panel.getByRole('radio', { name: 'Questions' }).click()
  await panel.getByText('几点全量？').waitFor()
  await panel.getByRole('button', { name: 'Accepted answer' }).waitFor()
  await menu('14:00 开始灰度', 'Unpin')
  await bar.waitFor({ state: 'detached' })
})

test('an own message is edited from its menu, and says what it said before', async () => {
  await write(page, '明天三点')
  await menu('明天三点', 'Edit')
  await page.getByText('Editing message').waitFor()
  await page.keyboard.press('End')
  await page.keyboard.type('半')
  await page.keyboard.press('Enter')
  await message('明天三点半').getByRole('button', { name: 'Edited' }).click()
  await page.getByRole('dialog', { name: 'Edit history' }).getByText('明天三点', { exact: true }).waitFor()
})
