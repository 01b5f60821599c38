import { expect, test } from 'vitest'
import { composer, messageList, open, row, standsBelowMessages, toLatest } from './locators.ts'
import { app, page, reopen, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* What a person keeps of a group that they were removed from. */

signedInForEach(undefined, { timeoutMs: 15_000 })

const removeMe = () =>
  world.server.domain.transaction(operations =>
    operations.removeMembers({ conversationId: world.groupId, actorId: 'zhouye', userIds: ['chenyu'] }),
  )

test('who is removed while writing keeps the history and the text, and is told who did it', async () => {
  await open(page, group)
  await toLatest(page)
  await composer(page).click()
  await page.keyboard.insertText('还没写完的话')
  await removeMe()
  const left = page.getByRole('region', { name: 'You’re not in this conversation' })
  await left.getByText('Ye Zhou removed you from the group').waitFor()
  await left.getByText('还没写完的话').waitFor()
  await standsBelowMessages(page, left)
  expect(await composer(page).count()).toBe(0)
  await messageList(page).getByText('第 120 条：灰度切流按计划', { exact: true }).waitFor()
  await left.getByRole('button', { name: 'Copy' }).waitFor()
  await left.getByRole('button', { name: 'Discard' }).click()
  await left.getByText('还没写完的话').waitFor({ state: 'detached' })
  // It stays until the person removes it.
  await row(page, group).waitFor()
  await left.getByRole('button', { name: 'Remove from list' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove from list' }).click()
  await row(page, group).waitFor({ state: 'detached' })
})

test('who was removed while offline keeps what was written meanwhile, with the history, also over a restart', async () => {
  await open(page, group)
  await toLatest(page)
  await world.unplug()
  await composer(page).click()
  await page.keyboard.insertText('离线时写的')
  await page.keyboard.press('Enter')
  await messageList(page).getByText('离线时写的', { exact: true }).waitFor()
  await world.back()
  await removeMe()
  await page.getByRole('region', { name: 'You’re not in this conversation' }).waitFor()
  await app.quit()
  await reopen()
  await row(page, group).click()
  await page.getByRole('region', { name: 'You’re not in this conversation' }).waitFor()
  await messageList(page).getByText('第 120 条：灰度切流按计划', { exact: true }).waitFor()
  await messageList(page).getByText('离线时写的', { exact: true }).waitFor()
})
