import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectAs, type TestClient, testDevice } from '../server/testing/client.ts'
import { type ClientApp, openSignedIn } from './app.ts'
import { composer, messageList, open, row, toLatest, write } from './locators.ts'
import { group, World } from './world.ts'

/* Groups: roles, settings, and what members are told of them. The user is 陈屿, the owner of the group 周野. */

let world: World
let app: ClientApp
let page: Page
let owner: TestClient

beforeEach(async () => {
  world = await World.start()
  app = await openSignedIn(world, { timeoutMs: 15_000 })
  page = app.page
  owner = await as('zhouye')
  await open(page, group)
  await toLatest(page)
})

afterEach(async () => {
  owner.ws.close()
  await app.kill()
  await world.close()
})

/** Another person of the group, on another device. */
async function as(userId: string): Promise<TestClient> {
  const session = await world.server.domain.issueSession(userId, testDevice())
  return connectAs(world.server.url.replace(/^http/, 'ws'), session)
}
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
  const member = await as('linwan')
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
  await page.getByRole('status').getByText('Only the owner and admins can send messages').waitFor()
  expect(await composer(page).count()).toBe(0)
  await messageList(page).getByText('第 120 条：灰度切流按计划', { exact: true }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Copy link' }).waitFor()
  for (const name of [/^Reply R$/, 'Pin to conversation'])
    expect(await page.getByRole('menuitem', { name }).count()).toBe(0)
  await page.keyboard.press('Escape')
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
