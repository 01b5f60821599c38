import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, expect, test } from 'vitest'
import type { TestClient } from '../server/testing/client.ts'
import { openApp } from './app.ts'
import { composer, messageList, open, row, standsBelowMessages, toLatest, write } from './locators.ts'
import { page, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* Groups: roles, settings, and what members are told of them. The user is 陈屿, the owner of the group 周野. */

let owner: TestClient

signedInForEach(
  async () => {
    owner = await world.connect('zhouye')
    await open(page, group)
    await toLatest(page)
  },
  { timeoutMs: 15_000 },
)
afterEach(() => owner.ws.close())

const inGroup = () => ({ conversationId: world.groupId })
const notice = (text: string | RegExp) => messageList(page).getByText(text).first()
const panel = () => page.getByRole('complementary', { name: 'Details' })
const settings = async () => {
  if ((await panel().count()) === 0) await page.getByRole('button', { name: 'Details' }).click()
  await panel().getByRole('button', { name: 'Group settings' }).click()
}

/** Opens what can be done with a member. */
async function actionsOf(name: string): Promise<void> {
  const member = panel().getByRole('listitem').filter({ hasText: name })
  await member.hover()
  await member.getByRole('button', { name: 'More actions' }).click()
}

test('who is made an admin is told, sets who may speak and slow mode, and makes no admins', async () => {
  await owner.request('group.setRole', { ...inGroup(), userId: 'chenyu', role: 'admin' })
  await notice(/^Ye Zhou made you an admin$/).waitFor()
  await settings()
  await panel().getByRole('button', { name: 'Who can send messages: Everyone' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Owner and admins' }).click()
  await panel().getByRole('button', { name: 'Who can send messages: Owner and admins' }).waitFor()
  await notice(/You changed the settings. Who can send messages: Owner and admins/).waitFor()
  const member = await world.connect('linwan')
  const content = { type: 'text' as const, text: '我', mentions: [] }
  const send = () => member.request('message.send', { ...inGroup(), clientId: crypto.randomUUID(), content })
  await expect(send()).rejects.toMatchObject({ errorName: 'only_admins' })
  member.ws.close()
  await write(page, '管理员可以说话')
  await panel().getByRole('button', { name: 'Back to details' }).click()
  await panel().getByRole('listitem').filter({ hasText: 'Yu Chen' }).getByText('Admin', { exact: true }).waitFor()
  await actionsOf('Wan Lin')
  await page.getByRole('menuitem', { name: 'Remove from group' }).waitFor()
  expect(await page.getByRole('menuitem', { name: 'Make admin' }).count()).toBe(0)
})

test('a member where only admins speak reads why, and writes again when all may', async () => {
  await owner.request('group.configure', { ...inGroup(), settings: { speak: 'admins', pin: 'admins' } })
  const silent = page.getByRole('status').filter({ hasText: 'Only the owner and admins can send messages' })
  await standsBelowMessages(page, silent)
  await page.keyboard.press('Control+.')
  await panel().waitFor()
  await standsBelowMessages(page, silent)
  expect(await composer(page).count()).toBe(0)
  await messageList(page).getByText('第 120 条：灰度切流按计划', { exact: true }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Copy link' }).waitFor()
  for (const name of [/^Reply R$/, 'Pin to conversation'])
    expect(await page.getByRole('menuitem', { name }).count()).toBe(0)
  await page.getByRole('menuitem', { name: 'Select' }).click()
  await standsBelowMessages(page, page.getByRole('region', { name: 'Select' }))
  expect(await silent.count()).toBe(0)
  await page.keyboard.press('Escape')
  await silent.waitFor()
  await settings()
  await panel().getByText('Only the owner and admins can change this').waitFor()
  expect(
    await panel()
      .getByRole('button', { name: /^Who can/ })
      .count(),
  ).toBe(0)
  await owner.request('group.configure', { ...inGroup(), settings: { speak: 'everyone' } })
  await composer(page).waitFor()
  await write(page, '又能说了')
})

test('in slow mode the composer counts down, and keeps what is written', async () => {
  await owner.request('group.configure', { ...inGroup(), settings: { slowSeconds: 300 } })
  await notice(/Slow mode: One message in 5 minutes/).waitFor()
  await write(page, '第一条')
  await page.getByText(/^Slow mode: you can send in \d+ s$/).waitFor()
  await composer(page).click()
  await composer(page).pressSequentially('第二条')
  await page.keyboard.press('Enter')
  expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true)
  expect(await composer(page).innerText()).toContain('第二条')
  await owner.request('group.configure', { ...inGroup(), settings: { slowSeconds: 0 } })
  await page.getByText(/^Slow mode: you can/).waitFor({ state: 'detached' })
  await composer(page).click()
  await page.keyboard.press('Enter')
  await messageList(page).getByText('第二条', { exact: true }).waitFor()
})

test('the owner hands the group over, and what an owner does goes with it', async () => {
  await owner.request('group.transfer', { ...inGroup(), userId: 'chenyu' })
  await notice(/now the group owner/).waitFor()
  await page.getByRole('button', { name: 'Details' }).click()
  const menu = async (name: string, item: string) => {
    await actionsOf(name)
    await page.getByRole('menuitem', { name: item }).click()
  }
  await menu('Wan Lin', 'Make admin')
  await panel().getByRole('listitem').filter({ hasText: 'Wan Lin' }).getByText('Admin', { exact: true }).waitFor()
  await menu('Ye Zhou', 'Make owner')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Make owner' }).click()
  await panel().getByRole('listitem').filter({ hasText: 'Ye Zhou' }).getByText('Owner', { exact: true }).waitFor()
})

test('a name of one’s own in the group stands at the messages, in the list and in mentions', async () => {
  await owner.request('group.setNickname', { ...inGroup(), nickname: '发布指挥' })
  await world.say('zhouye', '切流开始')
  await messageList(page)
    .getByRole('article', { name: /^发布指挥 / })
    .last()
    .waitFor()
  await composer(page).click()
  await page.keyboard.type('@fbzh')
  await page
    .getByRole('listbox', { name: 'Mention someone' })
    .getByRole('option', { name: /发布指挥/ })
    .waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type('收到')
  await page.keyboard.press('Enter')
  await messageList(page).getByText('@发布指挥').last().waitFor()
  await page.getByRole('button', { name: 'Details' }).click()
  await panel().getByRole('searchbox', { name: 'Search members' }).fill('zhihui')
  await panel().getByRole('listitem').filter({ hasText: 'Wan Lin' }).waitFor({ state: 'detached' })
  await panel().getByRole('listitem').filter({ hasText: 'Ye Zhou' }).getByText('发布指挥').waitFor()
  await panel().getByRole('button', { name: 'Group settings' }).click()
  await panel().getByRole('button', { name: 'Edit your name in this group' }).click()
  await panel().getByRole('textbox', { name: 'Your name in this group' }).fill('产品小陈')
  await page.keyboard.press('Enter')
  await panel().getByText('产品小陈').waitFor()
})

test('an admin makes a link, and whoever asks to join by it is let in', async () => {
  await owner.request('group.setRole', { ...inGroup(), userId: 'chenyu', role: 'admin' })
  await notice('Ye Zhou made you an admin').waitFor()
  await settings()
  await panel().getByRole('button', { name: 'Invite link' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite link' })
  await dialog.getByRole('switch', { name: /^Needs approval/ }).click()
  await dialog.getByRole('button', { name: 'Create link' }).click()
  await dialog.getByRole('img', { name: 'QR code to join the group' }).waitFor()
  const address = await dialog.getByRole('status').innerText()
  const token = /\/join\/([\w-]+)$/.exec(address)?.[1] ?? ''
  await dialog
    .getByRole('list', { name: 'Active links' })
    .getByText(/Yu Chen · used 0 times/)
    .waitFor()
  await page.keyboard.press('Escape')
  await panel().getByRole('button', { name: 'Back to details' }).click()

  const heqing = await world.connect('heqing')
  expect(await heqing.request('group.joinByLink', { token })).toMatchObject({ state: 'asked' })
  const requests = panel().getByRole('region', { name: 'Join requests' })
  await requests.getByText('Qing He').waitFor()
  await requests.getByRole('button', { name: 'Let in' }).click()
  await notice('You added Qing He').waitFor()
  await requests.waitFor({ state: 'detached' })
  heqing.ws.close()
})

test('a link that is opened says where it leads, and joins', async () => {
  const { id } = await world.server.domain.createGroup({ ownerId: 'maya', userIds: ['linwan'], name: '海外发布' })
  const maya = await world.connect('maya')
  const link = { conversationId: id, expiresInMs: null, maxUses: null, approval: false }
  const { token } = await maya.request('group.createLink', link)
  maya.ws.close()
  // As the system hands a link on: to a second start, which gives it to the first and ends.
  await openApp({ profile: join(world.folder, 'profile'), args: [`lianqun://join/${token}`] }).catch(() => {})
  const dialog = page.getByRole('dialog', { name: 'Join group' })
  await dialog.getByText('2 members · link from Maya Ortiz').waitFor()
  await dialog.getByRole('button', { name: 'Join' }).click()
  await row(page, '海外发布').waitFor()
  await messageList(page).getByText('You joined by a link from Maya Ortiz').waitFor()
})

test('a group that is dissolved says so and stays to be read; its owner dissolves it', async () => {
  await owner.request('group.dissolve', inGroup())
  const left = page.getByRole('region', { name: 'You’re not in this conversation' })
  await left.getByText('Ye Zhou dissolved the group').waitFor()
  await messageList(page).getByText('第 120 条：灰度切流按计划', { exact: true }).waitFor()

  await world.server.domain.createGroup({ id: 'mine', ownerId: 'chenyu', userIds: ['maya'], name: '我的群' })
  await row(page, '我的群').click()
  await composer(page).waitFor()
  await settings()
  await panel().getByRole('button', { name: 'Dissolve group' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Dissolve group' }).click()
  await row(page, '我的群').waitFor({ state: 'detached' })
})

test('a group gets a picture of its own, which the list shows, and goes back to those of its members', async () => {
  await settings()
  const entry = async (name: string) => {
    await panel().getByRole('button', { name: 'Group picture' }).click()
    await page.getByRole('menuitem', { name }).click()
  }
  const chooser = page.waitForEvent('filechooser')
  await entry('Choose a picture…')
  const buffer = await sharp({ create: { width: 800, height: 500, channels: 3, background: '#c33' } })
    .png()
    .toBuffer()
  await (await chooser).setFiles({ name: 'team.png', mimeType: 'image/png', buffer })
  await notice('You changed the group’s picture').waitFor()
  const listed = row(page, group).locator('img')
  await expect.poll(() => listed.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256)
  await panel().getByRole('button', { name: 'Group picture' }).locator('img').waitFor()
  await entry('Use members’ pictures')
  await listed.waitFor({ state: 'detached' })
})

test('people who were picked are saved under a name, picked again as one, renamed and deleted', async () => {
  const dialog = (name: string) => page.getByRole('dialog', { name })
  const start = async () => {
    await page.getByRole('button', { name: 'New group' }).click()
    await dialog('New group').getByRole('searchbox').waitFor()
  }
  const press = (name: string) => dialog('New group').getByRole('button', { name }).click()
  const pick = async (name: string) => {
    await dialog('New group').getByRole('searchbox').fill(name)
    await dialog('New group').getByRole('option').filter({ hasText: name }).first().click()
    await dialog('New group')
      .getByRole('button', { name: `Remove ${name}` })
      .waitFor()
  }
  await start()
  await pick('Maya Ortiz')
  await pick('Qing He')
  await press('Save this selection…')
  await dialog('Save this selection').getByRole('textbox', { name: 'Name' }).fill('Night shift')
  await page.keyboard.press('Enter')
  await dialog('Save this selection').waitFor({ state: 'detached' })
  await dialog('New group').getByRole('button', { name: 'Cancel' }).click()
  // Who left the company is passed over.
  await world.server.domain.updateEmployee('heqing', { deleted: true })
  await start()
  await press('Night shift (1)')
  await dialog('New group').getByRole('button', { name: 'Remove Maya Ortiz' }).waitFor()
  expect(await dialog('New group').getByRole('button', { name: 'Remove Qing He' }).count()).toBe(0)
  await press('Manage saved people…')
  const manage = dialog('Manage saved people')
  await manage.getByRole('button', { name: 'Rename “Night shift”' }).click()
  await manage.getByRole('textbox').fill('Day shift')
  await page.keyboard.press('Enter')
  await manage.getByRole('button', { name: 'Delete “Day shift”' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await manage.getByText('No saved people yet').waitFor()
})

test('without a connection settings and selections say so, keep what was written, and take it afterwards', async () => {
  await owner.request('group.setRole', { ...inGroup(), userId: 'chenyu', role: 'admin' })
  await notice(/^Ye Zhou made you an admin$/).waitFor()
  await settings()
  const retry = page.getByRole('button', { name: 'Retry', exact: true })
  const offline = 'You’re offline. Check your network and try again.'
  await panel().getByRole('button', { name: 'Edit description' }).click()
  const words = panel().getByRole('textbox', { name: 'Description' })
  await words.fill('每天十点站会')
  await world.unplug()
  await retry.waitFor()
  await page.keyboard.press('Enter')
  await panel().getByText(offline).waitFor()
  expect(await words.inputValue()).toBe('每天十点站会')
  await panel().getByRole('button', { name: 'Who can send messages: Everyone' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Owner and admins' }).click()
  await page.locator('.toasts').getByText(offline).waitFor()
  await panel().getByRole('button', { name: 'Who can send messages: Everyone' }).waitFor()
  await world.back()
  await retry.waitFor({ state: 'detached' })
  await words.press('Enter')
  await panel().getByText('每天十点站会').waitFor()

  await page.getByRole('button', { name: 'New group' }).click()
  const dialog = page.getByRole('dialog', { name: 'New group' })
  for (const name of ['Maya Ortiz', 'Qing He']) {
    await dialog.getByRole('searchbox').fill(name)
    await dialog.getByRole('option').filter({ hasText: name }).first().click()
  }
  await dialog.getByRole('button', { name: 'Save this selection…' }).click()
  const save = page.getByRole('dialog', { name: 'Save this selection' })
  await save.getByRole('textbox', { name: 'Name' }).fill('Night shift')
  await world.unplug()
  await page.keyboard.press('Enter')
  await save.getByText(offline).waitFor()
  expect(await save.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Night shift')
  await world.back()
  await expect
    .poll(async () => {
      if ((await save.count()) > 0) await save.getByRole('button', { name: 'Save' }).click()
      return save.count()
    })
    .toBe(0)
  await dialog.getByRole('button', { name: 'Night shift (2)' }).waitFor()
})
