import { expect, test } from 'vitest'
import { chooseInMenu, messageList, open, row, toLatest, write } from './locators.ts'
import { app, page, reopen, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* A problem group counts its hours: from opening to the first answer, the fix and the result. */

const minute = 60_000
const incident = 'INC-2043'

signedInForEach()

const bar = () => page.getByRole('region', { name: 'Flow clock' }).first()
const panel = () => page.getByRole('complementary', { name: 'Details' })

/** A problem that 周野 opened 135 minutes ago, answered by 陈屿 after 4. */
async function openIncident(): Promise<string> {
  const { domain } = world.server
  const openedAt = Date.now() - 135 * minute
  const say = (senderId: string, text: string, after: number) =>
    domain.sendMessage({
      senderId,
      conversationId: 'inc',
      clientId: null,
      sentAt: openedAt + after * minute,
      content: { type: 'text', text, mentions: [] },
    })
  await domain.createGroup({
    id: 'inc',
    ownerId: 'zhouye',
    userIds: ['chenyu', 'linwan'],
    name: incident,
    createdAt: openedAt,
    problem: true,
  })
  await say('zhouye', '支付回调延迟', 1)
  await say('linwan', '我看看网关', 4)
  await say('zhouye', '已回滚到 v3.8.1', 80)
  return 'inc'
}

test('the bar and the row of a problem group show its hours; the fix and the result are marked, and taken back', async () => {
  await openIncident()
  await row(page, incident).getByText('2 h', { exact: true }).waitFor()
  await open(page, incident)
  await toLatest(page)
  await bar().getByText('Open', { exact: true }).waitFor()
  await bar()
    .getByRole('button', { name: /^First answer 4 min/ })
    .waitFor()
  await bar()
    .getByText(/^Fix 2 h \d+ min$/)
    .waitFor()
  await bar().getByText('Result —').waitFor()
  await chooseInMenu(page, '已回滚到 v3.8.1', 'Mark as fix')
  await bar()
    .getByRole('button', { name: /^Fix 1 h 20 min/ })
    .waitFor()
  await messageList(page).getByRole('article').last().getByText('Fix', { exact: true }).waitFor()
  await bar()
    .getByText(/^Result 2 h \d+ min$/)
    .waitFor()
  await write(page, '全部恢复')
  await chooseInMenu(page, '全部恢复', 'Mark as result')
  await bar().getByText('Solved', { exact: true }).waitFor()
  await messageList(page)
    .getByText(/^You marked the result. The problem took 2 h/)
    .waitFor()
  await row(page, incident).getByText('2 h', { exact: true }).waitFor({ state: 'detached' })
  // A recall of the result opens it again.
  await chooseInMenu(page, '全部恢复', 'Recall')
  await bar().getByText('Open', { exact: true }).waitFor()
  await messageList(page).getByText('The result was taken back. The problem is open again').waitFor()
  await chooseInMenu(page, '已回滚到 v3.8.1', 'Remove “Fix”')
  await bar()
    .getByText(/^Fix 2 h \d+ min$/)
    .waitFor()
  await page.keyboard.press('Control+.')
  await panel().getByText('4 min', { exact: true }).waitFor()

  // Without the server and after a restart it is there, and goes on.
  await world.unplug()
  await app.quit()
  await reopen()
  await open(page, incident)
  await bar()
    .getByRole('button', { name: /^First answer 4 min/ })
    .waitFor()
})

test('a group is made a problem group when it is made, or later in its settings', async () => {
  await open(page, group)
  await toLatest(page)
  expect(await bar().count()).toBe(0)
  const zhouye = await world.connect('zhouye')
  const role = { conversationId: world.groupId, userId: 'chenyu', role: 'admin' } as const
  await zhouye.request('group.setRole', role)
  await page.keyboard.press('Control+.')
  await panel().getByRole('button', { name: 'Group settings' }).click()
  const toggle = panel().getByRole('switch', { name: /^Problem group/ })
  await toggle.click()
  await bar()
    .getByText(/^Opened /)
    .waitFor()
  await messageList(page).getByText('You opened a problem. Its clock is running').waitFor()
  // What was said before does not stop it.
  await messageList(page).getByText('第 120 条：灰度切流按计划', { exact: true }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Mark as decision' }).waitFor()
  expect(await page.getByRole('menuitem', { name: 'Mark as fix' }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await toggle.click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Stop the clock' }).click()
  await bar().waitFor({ state: 'detached' })
  await zhouye.close()

  await page.getByRole('button', { name: 'New group' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'New group' })
  await dialog.getByRole('combobox').or(dialog.getByRole('searchbox')).first().fill('何清')
  await dialog.getByRole('option', { name: /Qing He/ }).click()
  await dialog.getByRole('switch', { name: /^Problem group/ }).click()
  await dialog.getByRole('button', { name: 'Create group', exact: true }).click()
  await bar().getByText('First answer 0 min').waitFor()
})
