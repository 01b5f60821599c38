import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openSignedIn } from './app.ts'
import { focused } from './keys.ts'
import { chooseInMenu, messageList, messageWith, open, row, toLatest } from './locators.ts'
import { group, World } from './world.ts'

/* The tabs of a conversation's panel: links, what is pinned, decisions and questions. */

let world: World
let app: ClientApp
let page: Page

beforeEach(async () => {
  world = await World.start()
  app = await openSignedIn(world)
  page = app.page
  await open(page, group)
  await toLatest(page)
})

afterEach(async () => {
  await app.kill()
  await world.close()
})

const panel = () => page.getByRole('complementary', { name: 'Details' })
const tab = (name: string) => panel().getByRole('tab', { name, exact: true })

test('links come as they are said, lead to their message, go when it is recalled, and stay offline', async () => {
  const old = await world.say('linwan', '规范 https://doc.qingyu.example/air2-kv')
  for (let i = 1; i <= 60; i++) await world.say('zhouye', `之后第 ${i} 条`)
  await page.getByRole('button', { name: 'Details' }).click()
  await tab('Links').click()
  const link = (text: string) => panel().getByRole('listitem').filter({ hasText: text }).first()
  await link('doc.qingyu.example/air2-kv').waitFor()
  const { seq } = await world.say('zhouye', '看板 www.board.com/x 和 https://pay.example')
  await panel().getByText('pay.example', { exact: true }).waitFor()
  expect(await panel().getByRole('listitem').count()).toBe(3)

  await link('doc.qingyu.example/air2-kv').getByRole('button').first().click()
  await messageWith(page, '规范').waitFor()
  const other = await world.connect('zhouye')
  await other.request('message.recall', { conversationId: world.groupId, seq })
  await panel().getByText('pay.example', { exact: true }).waitFor({ state: 'detached' })
  await other.request('message.pin', { conversationId: world.groupId, seq: old.seq, on: true })
  other.ws.close()
  await page.getByRole('region', { name: 'Pinned messages' }).waitFor()

  await world.unplug()
  await page.getByRole('button', { name: 'Retry', exact: true }).waitFor()
  await tab('Pinned').click()
  await panel().getByText('You’re offline. Only what’s on this computer is shown').waitFor()
  await panel().getByText('规范 https://doc').waitFor()
  await tab('Links').click()
  await link('doc.qingyu.example/air2-kv').waitFor()
  await world.back()
})

test('the tabs are walked with the arrow keys; a bar over the messages opens the one with what is pinned', async () => {
  const [first, second] = [await world.say('zhouye', '先看这条'), await world.say('zhouye', '再看那条')]
  const other = await world.connect('zhouye')
  for (const { seq } of [first, second])
    await other.request('message.pin', { conversationId: world.groupId, seq, on: true })
  other.ws.close()
  await page.getByRole('region', { name: 'Pinned messages' }).getByRole('button', { name: /2/ }).click()
  await panel().getByRole('listitem').filter({ hasText: '先看这条' }).waitFor()
  await tab('Pinned').focus()
  await page.keyboard.press('ArrowRight')
  await panel().getByText('No decisions or questions yet').waitFor()
  await chooseInMenu(page, '再看那条', 'Mark as question')
  await panel().getByRole('listitem').filter({ hasText: 'Open' }).waitFor()
  await tab('Decisions').focus()
  await page.keyboard.press('Home')
  await panel().getByRole('searchbox').waitFor()
  expect(await tab('Members').getAttribute('aria-selected')).toBe('true')
  await panel().getByRole('button', { name: 'Close' }).click()
  await panel().waitFor({ state: 'detached' })
})

test('by keys: what opens there takes the focus, Escape closes it and the focus returns, and the members are one stop', async () => {
  const inPanel = (name: string) => panel().getByRole('button', { name, exact: true })
  const beside = (name: string) => page.getByRole('complementary', { name })
  const details = page.getByRole('button', { name: 'Details' })
  await details.focus()
  await page.keyboard.press('Enter')
  await inPanel('Group settings').focus()
  await page.keyboard.press('Enter')
  await focused(page.getByRole('heading', { name: 'Group settings' }))
  await page.keyboard.press('Escape')
  await focused(inPanel('Group settings'))
  await inPanel('Catch up').focus()
  await page.keyboard.press('Enter')
  await focused(beside('Catch up').getByRole('heading', { name: 'Catch up', exact: true }))
  await page.keyboard.press('Escape')
  await focused(tab('Members'))

  const members = panel().getByRole('list', { name: 'Members' }).getByRole('listitem')
  await members.nth(3).waitFor()
  await panel().getByRole('searchbox').focus()
  await page.keyboard.press('Tab')
  await focused(members.first().getByRole('button').first())
  await page.keyboard.press('ArrowDown')
  await focused(members.nth(1).getByRole('button').first())
  await page.keyboard.press('End')
  await focused(members.last().getByRole('button').first())
  await page.keyboard.press('Shift+Tab')
  await focused(panel().getByRole('searchbox'))

  await chooseInMenu(page, '第 120 条：灰度切流按计划', 'Reply in thread')
  await focused(beside('Thread').getByRole('textbox', { name: 'Reply in thread' }))
  await page.keyboard.press('Escape')
  await beside('Thread').waitFor({ state: 'detached' })
  await focused(tab('Members'))
})

test('a direct conversation has them too', async () => {
  const { id } = await world.server.domain.direct('linwan', 'chenyu')
  await world.say('linwan', '给你 https://direct.example/a', id)
  await row(page, 'Wan Lin').click()
  await messageList(page).getByText('给你').waitFor()
  await page.getByRole('button', { name: 'Details' }).click()
  await tab('Links').click()
  await panel().getByText('direct.example/a', { exact: true }).waitFor()
  await tab('Photos').click()
  await panel().getByText('No photos yet').waitFor()
})

test('a dot says who is there, in the list, the header and among the members, and goes with them', async () => {
  const { id } = await world.server.domain.direct('linwan', 'chenyu')
  await world.say('linwan', '在吗', id)
  await page.getByRole('button', { name: 'Details' }).click()
  const member = panel().getByRole('listitem').filter({ hasText: 'Wan Lin' })
  await member.waitFor()
  const other = await world.connect('linwan')
  const dots = (where: typeof member) => where.getByRole('img', { name: 'online' })
  await dots(member).waitFor()
  await dots(row(page, 'Wan Lin')).waitFor()
  expect(await dots(panel().getByRole('listitem').filter({ hasText: 'Yu Chen' })).count()).toBe(0)
  await row(page, 'Wan Lin').click()
  await page.locator('.messages-header').getByRole('img', { name: 'online' }).waitFor()
  await other.request('presence.report', { state: 'away' })
  await row(page, 'Wan Lin').getByRole('img', { name: 'away' }).waitFor()
  other.ws.close()
  await row(page, 'Wan Lin').getByRole('img', { name: 'away' }).waitFor({ state: 'detached' })
})

test('a department group says that its members follow the department, and why one cannot leave', async () => {
  const { domain } = world.server
  await domain.createDepartmentGroup({ departmentId: 'rnd' })
  const listed = row(page, '产品研发中心')
  await listed.getByText('department', { exact: true }).waitFor()
  await listed.click()
  await page.getByRole('button', { name: 'Details' }).click()
  await panel().getByText('Members follow Product and R&D. Nobody is added or removed by hand.').waitFor()
  await panel().getByRole('listitem').filter({ hasText: 'Qing He' }).waitFor()
  await domain.updateEmployee('heqing', { departmentIds: ['emea'] })
  await messageList(page).getByText('Qing He left the department and the group').waitFor()
  await panel().getByRole('listitem').filter({ hasText: 'Qing He' }).waitFor({ state: 'detached' })
  await panel().getByRole('button', { name: 'Group settings' }).click()
  expect(await panel().getByRole('button', { name: 'Leave group' }).isDisabled()).toBe(true)
  expect(await panel().getByText('Who can add people').count()).toBe(0)
  await panel()
    .getByText(/you can’t leave it yourself/)
    .waitFor()
})

test('an admin reads what was done to the group, as it was and as it became', async () => {
  const owner = await world.connect('zhouye')
  const on = { conversationId: world.groupId }
  await owner.request('group.setRole', { ...on, userId: 'chenyu', role: 'admin' })
  await owner.request('group.configure', { ...on, settings: { speak: 'admins' } })
  owner.ws.close()
  await page.getByRole('button', { name: 'Details' }).click()
  await panel().getByRole('button', { name: 'Group settings' }).click()
  await panel().getByRole('button', { name: 'Activity log' }).click()
  const log = page.getByRole('complementary', { name: 'Activity log' })
  await log.getByRole('listitem').filter({ hasText: 'Ye Zhou changed the settings' }).waitFor()
  await log.getByText('Who can send messages: Everyone → Owner and admins').waitFor()
  await page.keyboard.press('Escape')
})
