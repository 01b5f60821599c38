import { expect, test } from 'vitest'
import { composer, messageList, open, toLatest } from './locators.ts'
import { app, page, reopen, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* Requests: a sender asks to be told, others answer, also offline; urgent ones come again. */

signedInForEach(async () => {
  await open(page, group)
  await toLatest(page)
})

const message = (text: string) => messageList(page).getByRole('article').filter({ hasText: text })

test('a message asks everyone for a confirmation; its sender sees who owes it and reminds them', async () => {
  await page.getByRole('button', { name: 'Ask for a confirmation' }).click()
  const dialog = page.getByRole('dialog', { name: 'Ask for a confirmation' })
  await dialog.getByRole('switch').click()
  await dialog.getByRole('button', { name: 'Ask', exact: true }).click()
  await page.getByText('Urgent · Asks everyone to confirm').waitFor()
  await composer(page).first().click()
  await page.keyboard.type('15:00 前确认值班')
  await page.keyboard.press('Enter')
  await message('15:00 前确认值班').getByText('Urgent · Please confirm').waitFor()
  await page.getByText('Urgent · Asks everyone to confirm').waitFor({ state: 'detached' })

  const count = (words: string) => message('15:00 前确认值班').getByRole('button', { name: words })
  await count('0 of 3 confirmed').waitFor()
  const other = await world.connect('linwan')
  const { seq } = (await other.request('message.history', { conversationId: world.groupId, limit: 1 })).messages[0] ?? {
    seq: 0,
  }
  await other.request('message.respond', { conversationId: world.groupId, seq, done: true })
  await count('1 of 3 confirmed').click()
  const lists = page.getByRole('dialog', { name: 'Confirmations' })
  await lists.getByRole('region', { name: 'Waiting for 2' }).getByText('Ye Zhou').waitFor()
  await lists.getByRole('region', { name: 'Answered 1' }).getByText('Wan Lin').waitFor()
  await lists.getByRole('button', { name: /^Remind those/ }).click()
  await page.getByText('Reminded', { exact: true }).waitFor()
  await lists.getByText(/^Reminded at /).waitFor()
  await page.keyboard.press('Escape')

  // It asks no more.
  await message('15:00 前确认值班').getByText('15:00 前确认值班').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Ask for a confirmation' }).click()
  await dialog.getByRole('button', { name: 'Don’t ask' }).click()
  await message('15:00 前确认值班').getByText('Please confirm').waitFor({ state: 'detached' })
  await other.close()
})

test('what is asked of the user is answered offline, and after a restart the sender knows', async () => {
  const zhouye = await world.connect('zhouye')
  const { seq } = await world.say('zhouye', '压测窗口改到 16:00')
  const on = { conversationId: world.groupId, seq }
  await zhouye.request('message.request', { ...on, ask: 'done' })
  await message('压测窗口').getByText('Waiting for you to finish').waitFor()
  await zhouye.close()
  await world.unplug()
  await message('压测窗口').getByRole('button', { name: 'Done', exact: true }).click()
  await message('压测窗口').getByText('You marked it done').waitFor()
  await app.kill()
  await world.back()
  await reopen()
  const again = await world.connect('zhouye')
  await expect
    .poll(async () => (await again.request('message.owed', on)).people.filter(({ at }) => at !== null), {
      timeout: 20_000,
    })
    .toMatchObject([{ userId: 'chenyu' }])
  await open(page, group)
  await toLatest(page)
  await message('压测窗口').getByText('You marked it done').waitFor()
  await message('压测窗口').getByText('1 of 3 done').waitFor()
  await again.close()
})

test('an urgent message rings, and is answered after a restart', async context => {
  if (app.standin === null) return context.skip('the notifications of a real system cannot be read')
  await page.getByRole('button', { name: 'Directory', exact: true }).click()
  const zhouye = await world.connect('zhouye')
  const { seq } = await world.say('zhouye', '14:10 前给结论')
  await zhouye.request('message.request', { conversationId: world.groupId, seq, ask: 'acknowledged', urgent: true })
  await app.standin.waitForRecorded('notifications', entry => {
    const said = JSON.stringify(entry)
    return said.includes('Waiting for you') && said.includes('14:10 前给结论')
  })
  await zhouye.close()
  await app.quit()
  await reopen()
  await open(page, group)
  await toLatest(page)
  await message('14:10 前给结论').getByRole('button', { name: 'Confirm', exact: true }).click()
  await message('14:10 前给结论').getByText('You confirmed').waitFor()
})

test('people’s cards are sent from the composer, and show who they are', async () => {
  await page.getByRole('button', { name: 'Send a contact card' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send a contact card' })
  await dialog.getByRole('combobox').or(dialog.getByRole('searchbox')).first().fill('何清')
  await dialog.getByRole('option', { name: /Qing He/ }).click()
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  const card = messageList(page).getByRole('button', { name: 'Contact card of Qing He' })
  await card.getByText('Back end').waitFor()
  await card.click()
  await page.getByRole('dialog').getByText('Qing He').first().waitFor()
})

test('a card is sent from a profile to whom one chooses, and says who it is in a record too', async () => {
  const { domain } = world.server
  const direct = await domain.direct('zhouye', 'chenyu')
  await world.say('zhouye', '在吗', direct.id)
  await messageList(page).getByRole('button', { name: 'Wan Lin' }).last().click()
  await page.getByRole('dialog', { name: 'Details' }).getByRole('button', { name: 'Send card' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send Wan Lin’s card' })
  await dialog.getByRole('checkbox', { name: group }).click()
  await dialog.getByRole('checkbox', { name: 'Ye Zhou' }).click()
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('Card sent', { exact: true }).waitFor()
  await dialog.waitFor({ state: 'detached' })
  const card = messageList(page).getByRole('button', { name: 'Contact card of Wan Lin' })
  await toLatest(page)
  await card.getByText('Brand design').waitFor()
  await open(page, 'Ye Zhou')
  await card.waitFor()

  // Forwarded as a record it is who it was.
  const content = { type: 'contact' as const, userId: 'linwan' }
  const zhouye = await world.connect('zhouye')
  const item = { senderName: '周野', senderLatinName: 'Ye Zhou', sentAt: Date.now() }
  await zhouye.request('message.send', {
    conversationId: world.groupId,
    clientId: crypto.randomUUID(),
    content: { type: 'record', title: '周野的聊天记录', items: [{ ...item, content }] },
  })
  await zhouye.close()
  await open(page, group)
  await toLatest(page)
  const record = messageList(page).getByRole('button', { name: '周野的聊天记录' })
  await record.getByText('Ye Zhou: [Contact card] Wan Lin').waitFor()
  await record.click()
  await page
    .getByRole('dialog', { name: '周野的聊天记录' })
    .getByRole('button', { name: 'Contact card of Wan Lin' })
    .getByText('Brand design')
    .waitFor()
})

test('requests of attachments go along, and all that waits for an answer is in one list', async () => {
  const zhouye = await world.connect('zhouye')
  for (const [text, ask] of [
    ['请填工时', 'done'],
    ['看过的回一下', 'acknowledged'],
  ] as const) {
    const { seq } = await world.say('zhouye', text)
    await zhouye.request('message.request', { conversationId: world.groupId, seq, ask, urgent: ask === 'done' })
  }
  await zhouye.close()
  await page.getByRole('button', { name: 'Saved', exact: true }).click()
  await page.getByRole('radio', { name: 'To answer 2' }).click()
  const list = page.getByRole('list', { name: 'To answer' })
  // The urgent one comes first.
  await list.getByRole('listitem').first().getByText('请填工时').waitFor()
  await list.getByRole('listitem').first().getByText('Urgent · Waiting for you to finish').waitFor()
  await list.getByRole('listitem').first().getByRole('button', { name: 'Done', exact: true }).click()
  await list.getByText('请填工时').waitFor({ state: 'detached' })
  await list.getByRole('button', { name: 'Confirm', exact: true }).click()
  await page.getByText('Nothing is waiting for your answer').waitFor()

  await page.keyboard.press('Control+1')
  await open(page, group)
  await toLatest(page)
  await page.getByRole('button', { name: 'Ask for a confirmation' }).click()
  await page
    .getByRole('dialog', { name: 'Ask for a confirmation' })
    .getByRole('button', { name: 'Ask', exact: true })
    .click()
  await page.getByText('Asks everyone to confirm').waitFor()
  await page.evaluate(() => {
    const data = new DataTransfer()
    data.items.add(new File(['周六 何清'], '排班表.txt', { type: 'text/plain' }))
    const drop = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
    document.querySelector('.messages-composer [role="textbox"]')?.dispatchEvent(drop)
  })
  await page.getByRole('list', { name: 'Attachments to send' }).getByRole('listitem').waitFor()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await message('排班表.txt').getByText('Please confirm').waitFor()
  await message('排班表.txt').getByRole('button', { name: '0 of 3 confirmed' }).waitFor()
  await page.getByText('Asks everyone to confirm').waitFor({ state: 'detached' })
})
