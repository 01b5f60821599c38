import { socketPath } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import { direct } from './faults/views.ts'
import { composer, messageList, open, row, search, toLatest } from './locators.ts'
import { page, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* What must not stay readable, and what breaks without taking the window along. */

signedInForEach(async () => {
  await open(page, group)
})

test('what was recalled leaves the open search results and the line of the screen reader', async () => {
  await toLatest(page)
  await messageList(page).getByText('第 120 条').waitFor()
  const session = await world.server.domain.issueSession('zhouye', { id: 'phone', name: 'phone', platform: 'test' })
  const url = new URL(world.server.url)
  const zhouye = await direct(`ws://${url.host}${socketPath}`, session)
  const said = page.getByRole('status').filter({ hasText: '口令是芝麻开门' })
  const { message } = await zhouye.request('message.send', {
    conversationId: world.groupId,
    clientId: '0190a1b2-c3d4-7e5f-8a6b-000000000001',
    content: { type: 'text', text: '口令是芝麻开门', mentions: [] },
  })
  await said.waitFor({ state: 'attached' })
  await search(page, '芝麻')
  const hit = page.getByRole('listbox', { name: 'Search results' }).getByRole('option').filter({ hasText: '芝麻开门' })
  await hit.waitFor()

  await zhouye.request('message.recall', { conversationId: world.groupId, seq: message.seq })
  await hit.waitFor({ state: 'detached' })
  await said.waitFor({ state: 'detached' })
  expect(await page.locator('body').innerText()).not.toContain('芝麻开门')
  await page.keyboard.press('Escape')
  zhouye.close()
})

test('a dialog that throws is closed and says so; the window and what is written in it stay', async () => {
  await composer(page).click()
  await page.keyboard.insertText('还没写完')
  await page.evaluate(() => {
    const create = document.createElement.bind(document)
    document.createElement = ((name: string) => {
      if (name === 'dl') throw new Error('broken')
      return create(name)
    }) as typeof document.createElement
  })
  await page.keyboard.press('Control+/')
  await page.getByRole('alert').filter({ hasText: 'so it was closed' }).waitFor()
  expect(await page.getByRole('dialog').count()).toBe(0)
  await expect.poll(() => composer(page).innerText()).toContain('还没写完')
  await row(page, group).waitFor()

  await page.evaluate(() => Reflect.deleteProperty(document, 'createElement'))
  await page.keyboard.press('Control+/')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
})
