import { expect, test } from 'vitest'
import { chooseInMenu, composer, messageList, messageWith, open, row, section, toLatest } from './locators.ts'
import { app, page, reopen, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* What one keeps of one's own about messages: saved under labels, reminders, deleted for oneself. */

signedInForEach(async () => {
  await open(page, group)
  await toLatest(page)
})

const message = (text: string) => messageWith(page, text)
const menu = (text: string, item: string) => chooseInMenu(page, text, item)
const saved = (text: string) =>
  page.getByRole('list', { name: 'Saved' }).getByRole('listitem').filter({ hasText: text })

/** Opens the same profile again, as after a restart. */
async function restart(): Promise<void> {
  await app.kill()
  await reopen()
  await row(page, group).waitFor()
}

test('a message is saved under labels offline, arrives after a restart, is found, opened at its source and taken out', async () => {
  await world.say('zhouye', '回滚窗口 11:00')
  await message('回滚窗口 11:00').waitFor()
  await world.unplug()
  await page.getByRole('button', { name: 'Retry', exact: true }).waitFor()
  await menu('回滚窗口 11:00', 'Save')
  await page.getByRole('button', { name: 'Add labels' }).click()
  const labels = page.getByRole('dialog', { name: 'Edit labels' })
  await labels.getByLabel('Label', { exact: true }).fill('发布')
  await page.keyboard.press('Enter')
  await labels.getByLabel('Label', { exact: true }).fill('要紧')
  await labels.getByRole('button', { name: 'Save' }).click()
  await message('回滚窗口 11:00').getByLabel('Saved: 发布、要紧').waitFor()
  await app.kill()
  await world.back()
  await restart()
  await section(page, 'Saved').click()
  await saved('回滚窗口').waitFor()
  const other = await world.connect('chenyu')
  await expect
    .poll(async () =>
      JSON.stringify((await other.request('sync.changes', { scope: 'me', since: 0, limit: 500 })).changes),
    )
    .toContain('要紧')
  other.ws.close()

  await page.getByRole('radio', { name: /^发布/ }).click()
  await page.getByLabel('Search saved messages').fill('11:00')
  await saved('回滚窗口').waitFor()
  await page.getByLabel('Search saved messages').fill('没有这句')
  await page.getByText('No saved messages match').waitFor()
  await page.getByLabel('Search saved messages').fill('')
  await saved('回滚窗口').getByRole('button', { name: 'Show in conversation' }).click()
  await message('回滚窗口 11:00').waitFor()
  await section(page, 'Saved').click()
  await saved('回滚窗口').getByRole('button', { name: 'Remove from saved' }).click()
  await page.getByText('Nothing saved yet').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await saved('回滚窗口').getByRole('button', { name: '要紧' }).waitFor()
})

test('several messages are saved at once, and the labels of one are edited from its menu', async () => {
  await world.say('zhouye', '回滚窗口 11:00')
  await world.say('linwan', '面板加好了')
  await menu('面板加好了', 'Save')
  await menu('回滚窗口 11:00', 'Select')
  await message('面板加好了').getByRole('checkbox').click()
  const bar = page.getByRole('region', { name: 'Select' })
  await bar.getByText('2 selected').waitFor()
  await bar.getByRole('button', { name: 'Save', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('2 messages saved').waitFor()
  await bar.waitFor({ state: 'detached' })
  await menu('回滚窗口 11:00', 'Edit labels')
  const labels = page.getByRole('dialog', { name: 'Edit labels' })
  await labels.getByLabel('Label', { exact: true }).fill('发布')
  await labels.getByRole('button', { name: 'Save' }).click()
  await message('回滚窗口 11:00').getByLabel('Saved: 发布').waitFor()
  await section(page, 'Saved').click()
  for (const text of ['回滚窗口 11:00', '面板加好了']) await saved(text).waitFor()
})

test('a recalled message is saved no more; of a group that one left, what was saved can be read', async () => {
  const { seq } = await world.say('zhouye', '说错的一句')
  await world.say('zhouye', '留下的一句')
  await menu('说错的一句', 'Save')
  await menu('留下的一句', 'Save')
  await message('留下的一句').getByLabel('Saved', { exact: true }).waitFor()
  const sender = await world.connect('zhouye')
  await sender.request('message.recall', { conversationId: world.groupId, seq })
  await section(page, 'Saved').click()
  await saved('留下的一句').waitFor()
  await saved('说错的一句').waitFor({ state: 'detached' })
  const me = await world.connect('chenyu')
  await me.request('conversation.leave', { conversationId: world.groupId })
  await saved('留下的一句').getByText('You no longer have access to the original').waitFor()
  await saved('留下的一句').getByRole('button', { name: '留下的一句' }).click()
  await page.getByRole('dialog', { name: 'Ye Zhou' }).getByText('留下的一句').waitFor()
  for (const client of [sender, me]) client.ws.close()
})

test('a reminder is set by a choice, comes from another device, rings, opens its message, sleeps and is done', async context => {
  await world.say('zhouye', '下午回我')
  await menu('下午回我', 'Remind me later')
  await page
    .getByRole('dialog', { name: 'Remind me later' })
    .getByRole('button', { name: /^In 20 minutes/ })
    .click()
  await page.getByText(/^Reminder set for /).waitFor()
  await section(page, 'Saved').click()
  await page.getByRole('radio', { name: 'Reminders' }).click()
  const reminder = page.getByRole('region', { name: 'Upcoming' }).getByRole('listitem')
  await reminder.getByText('下午回我').waitFor()

  const other = await world.connect('chenyu')
  const { seq } = await world.say('linwan', '晚点看')
  await other.request('message.remind', { conversationId: world.groupId, seq, at: Date.now() - 1_000 })
  const due = page.getByRole('region', { name: 'Due' }).getByRole('listitem')
  await due.getByText('晚点看').waitFor()
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /1 reminder due/ })
    .waitFor()
  if (app.standin === null) return context.skip('only the stand-in tells what was notified')
  const shown = await app.standin.waitForRecorded('notifications', entry =>
    /"Reminder".*晚点看/.test(JSON.stringify(entry)),
  )
  await app.standin.notificationClick(shown.id)
  await message('晚点看').waitFor()

  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Saved/ })
    .click()
  await due.getByRole('button', { name: 'Snooze' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Tomorrow/ })
    .click()
  await page.getByRole('radio', { name: 'Reminders' }).click()
  await reminder.getByText(/tomorrow 09:00/).waitFor()
  await reminder.filter({ hasText: '下午回我' }).getByRole('button', { name: 'Remove reminder' }).click()
  await reminder.filter({ hasText: '下午回我' }).waitFor({ state: 'detached' })
  other.ws.close()
})

test('a message deleted for oneself is gone from the list, the search and another device, and others keep it', async () => {
  const { seq } = await world.say('zhouye', '不要留着这句')
  await message('不要留着这句').waitFor()
  const other = await world.connect('chenyu')
  await menu('不要留着这句', 'Delete for me')
  const ask = page.getByRole('alertdialog', { name: 'Delete this message?' })
  await ask.getByRole('button', { name: 'Delete for me' }).click()
  await message('不要留着这句').waitFor({ state: 'detached' })
  const push = await other.waitFor('sync.push', ({ changes }) => JSON.stringify(changes).includes('hidden'))
  expect(push.changes).toMatchObject([{ entity: 'messageState', value: { seq, hidden: true } }])
  await page.getByText('不要留着这句').first().waitFor({ state: 'detached' })
  await restart()
  await open(page, group)
  await composer(page).waitFor()
  await messageList(page).getByRole('article').last().waitFor()
  expect(await page.getByText('不要留着这句').count()).toBe(0)
  const sender = await world.connect('zhouye')
  const kept = await sender.request('message.get', { conversationId: world.groupId, seqs: [seq] })
  expect(kept.messages).toMatchObject([{ content: { text: '不要留着这句' } }])
  for (const client of [sender, other]) client.ws.close()
})

test('who comes back to much catches up: decisions, questions and files of what they have not read, each leads to its message', async () => {
  await world.say('linwan', '物料谁来验收？')
  const { seq } = await world.say('zhouye', '定了：周五十点发布')
  const zhou = await world.connect('zhouye')
  await zhou.request('message.mark', { conversationId: world.groupId, seq, kind: 'decision' })
  await message('定了：周五十点发布').getByText('Decision', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Catch up' }).click()
  const panel = page.getByRole('complementary', { name: 'Catch up' })
  await panel.getByRole('region', { name: 'Possibly unanswered' }).getByText('物料谁来验收？').waitFor()
  await panel.getByText(/^\d+ messages, /).waitFor()
  await panel.getByRole('radio', { name: 'All' }).click()
  await panel.getByRole('region', { name: 'People' }).getByText('Wan Lin').waitFor()
  await messageList(page)
    .first()
    .evaluate(list => list.scrollTo(0, 0))
  await panel.getByRole('region', { name: 'Decisions' }).getByRole('button').click()
  await message('定了：周五十点发布').waitFor()
  await page.keyboard.press('Escape')
  zhou.ws.close()
})
