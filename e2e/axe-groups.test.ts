import { expect, test } from 'vitest'
import { violationsOf } from './accessibility.ts'
import { messageList, open, section, toLatest } from './locators.ts'
import { page, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* What people of a group ask and tell each other, in both languages and themes, as `axe` does for the other screens. */

signedInForEach()

async function check(screen: string): Promise<void> {
  // Nothing is pointed at, so that no tooltip comes and goes.
  await page.mouse.move(640, 2)
  expect.soft(await violationsOf(screen, page)).toEqual([])
}

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const dialog = (name: string) => page.getByRole('dialog', { name })

async function leaveDialog(): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

test('what is asked of people, the clock of a problem, and a card', async () => {
  const ask = async (userId: string, text: string) => {
    const client = await world.connect(userId)
    const { seq } = await world.say(userId, text)
    const urgent = userId === 'zhouye'
    await client.request('message.request', { conversationId: world.groupId, seq, ask: 'acknowledged', urgent })
    await client.close()
  }
  await ask('zhouye', '请确认排班')
  await ask('chenyu', '名单对吗')
  await section(page, 'Saved').click()
  await page.getByRole('radio', { name: 'To answer 1' }).click()
  const owed = page.getByRole('list', { name: 'To answer' })
  await owed.getByText('请确认排班').waitFor()
  await check('what others wait for')
  await owed.getByRole('button', { name: 'Confirm', exact: true }).click()
  await page.getByText('Nothing is waiting for your answer').waitFor()
  await check('nothing that others wait for')
  await page.keyboard.press('Control+1')
  await open(page, group)
  await toLatest(page)
  await messageList(page).getByRole('button', { name: 'Show who answered: 0 of 3 confirmed' }).click()
  await dialog('Confirmations')
    .getByRole('region', { name: /^Waiting for/ })
    .waitFor()
  await check('who has answered a request')
  await leaveDialog()
  const owner = await world.connect('zhouye')
  await owner.request('group.setProblem', { conversationId: world.groupId, on: true })
  await owner.close()
  await page.getByRole('region', { name: 'Flow clock' }).waitFor()
  await check('the clock of a problem')
  await button('Details').click()
  await page.getByRole('complementary', { name: 'Details' }).getByText('Flow clock').waitFor()
  await check('the clock of a problem in the details')
  await button('Details').click()
  await messageList(page).getByRole('button', { name: 'Ye Zhou' }).last().click()
  await button('Send card').click()
  const card = dialog('Send Ye Zhou’s card')
  await card.getByRole('checkbox').first().click()
  await check('the dialog that sends a card')
  await card.getByRole('button', { name: 'Cancel' }).click()
})

test('what a group announces, and the links to it', async () => {
  const owner = await world.connect('zhouye')
  const inGroup = { conversationId: world.groupId }
  const link = { expiresInMs: null, maxUses: null, approval: true }
  await owner.request('group.setRole', { ...inGroup, userId: 'chenyu', role: 'admin' })
  const { token } = await owner.request('group.createLink', { ...inGroup, ...link })
  const asking = await world.connect('heqing')
  await asking.request('group.joinByLink', { token })
  await asking.close()
  const doc = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: '周五 18:00 起封版' }] }] }
  const clientId = crypto.randomUUID()
  await owner.request('groupAnnouncement.publish', { ...inGroup, clientId, doc, mentionAll: false, confirm: true })
  const { id } = await world.server.domain.createGroup({ ownerId: 'zhouye', userIds: ['heqing'], name: '灰度值班' })
  const other = await owner.request('group.createLink', { conversationId: id, ...link })
  const address = `${world.server.httpUrl}/join/${other.token}`
  await world.say('zhouye', address)
  await owner.close()

  await open(page, group)
  await toLatest(page)
  const bar = page.getByRole('region', { name: 'Announcement' }).first()
  await bar.getByText('周五 18:00 起封版').waitFor()
  await check('an announcement that asks for a confirmation')
  await bar.getByRole('button', { name: /周五 18:00/ }).click()
  const panel = page.getByRole('complementary', { name: 'Announcement' })
  await panel.getByText('0 of 3 confirmed').waitFor()
  await check('the panel of an announcement')
  await panel.getByRole('button', { name: 'Edit and post again' }).click()
  await dialog('Edit and post again').getByRole('textbox').waitFor()
  await check('writing an announcement')
  await button('Cancel').click()
  await dialog('Edit and post again').waitFor({ state: 'detached' })
  await panel.getByRole('button', { name: 'Close' }).click()
  await button('Details').click()
  const requests = page.getByRole('region', { name: 'Join requests' })
  await requests.getByText('Qing He').waitFor()
  await check('who asks to join a group')
  await requests.getByRole('button', { name: 'Decline' }).click()
  await requests.waitFor({ state: 'detached' })
  await button('Details').click()
  // A link of the own workspace opens here, not in the browser.
  await messageList(page).getByRole('link', { name: address }).click()
  await dialog('Join group').getByText('灰度值班').waitFor()
  await check('joining a group')
  await leaveDialog()
  await bar.getByRole('button', { name: 'Got it' }).click()
  await bar.waitFor({ state: 'detached' })
})

test('what is sent from the composer, and how the list is kept in order', async () => {
  await open(page, group)
  await toLatest(page)
  for (const [name, opened] of [
    ['New poll', 'New poll'],
    ['New sign-up list', 'New sign-up list'],
    ['Send a contact card', 'Send a contact card'],
    ['Ask for a confirmation', 'Ask for a confirmation'],
  ] as const) {
    await button(name).click()
    await dialog(opened).waitFor()
    await check(name)
    await leaveDialog()
  }
  await button('List actions').click()
  await page.getByRole('menuitem', { name: 'Manage labels' }).click()
  await dialog('Manage labels').getByText('No labels yet').waitFor()
  await check('no labels')
  await dialog('Manage labels').getByRole('button', { name: 'New label' }).click()
  const edit = dialog('New label')
  await edit.getByLabel('Name', { exact: true }).fill('发布')
  for (const kind of ['name', 'member', 'kind']) {
    await edit.getByRole('button', { name: 'Add a rule' }).click()
    await edit
      .getByRole('combobox', { name: /^Rule \d$/ })
      .last()
      .selectOption(kind)
  }
  await check('a label with a rule of each kind')
})

test('what its owner does with a group', async () => {
  const { domain } = world.server
  const { id } = await domain.createGroup({ ownerId: 'chenyu', userIds: ['zhouye', 'linwan'], name: '值班群' })
  await domain.rename({ conversationId: id, actorId: 'chenyu', name: '夜间值班' })
  await open(page, '夜间值班')
  await button('Details').click()
  const panel = page.getByRole('complementary', { name: 'Details' })
  const member = panel.getByRole('listitem').filter({ hasText: 'Ye Zhou' })
  await member.hover()
  await member.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Make owner' }).waitFor()
  await check('the menu of a member')
  await page.getByRole('menuitem', { name: 'Make owner' }).click()
  await page.getByRole('alertdialog').waitFor()
  await check('handing a group over')
  await page.keyboard.press('Escape')
  await panel.getByRole('button', { name: 'Group settings' }).click()
  await panel.getByRole('button', { name: 'Edit your name in this group' }).click()
  await panel.getByRole('textbox').waitFor()
  await check('the settings of an own group')
  await page.keyboard.press('Escape')
  await panel.getByRole('button', { name: 'Dissolve group' }).click()
  await page.getByRole('alertdialog').waitFor()
  await check('dissolving a group')
  await page.keyboard.press('Escape')
  await panel.getByRole('button', { name: 'Activity log' }).click()
  await page.getByRole('complementary', { name: 'Activity log' }).getByRole('listitem').first().waitFor()
  await check('the activity log')
})
