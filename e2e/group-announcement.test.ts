import { afterEach, expect, test } from 'vitest'
import type { TestClient } from '../server/testing/client.ts'
import { messageList, open, toLatest } from './locators.ts'
import { app, page, reopen, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* The announcement of a group: who writes it, the bar above the messages, and who has confirmed. The user is 陈屿. */

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
const bar = () => page.locator('.messages-announcement-bar')
const panel = () => page.getByRole('complementary', { name: 'Announcement' })
const card = (text: string) => messageList(page).getByRole('article').filter({ hasText: text })
const doc = (text: string) => ({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] })
const publish = (text: string, confirm: boolean) =>
  owner.request('groupAnnouncement.publish', {
    ...inGroup(),
    clientId: crypto.randomUUID(),
    doc: doc(text),
    mentionAll: false,
    confirm,
  })
const makeAdmin = () => owner.request('group.setRole', { ...inGroup(), userId: 'chenyu', role: 'admin' })

test('an admin writes an announcement with formats, sees who has confirmed it, reminds the others and takes it down', async () => {
  await makeAdmin()
  await page.getByRole('button', { name: 'Details' }).click()
  await page.getByRole('button', { name: 'Post an announcement' }).click()
  const dialog = page.getByRole('dialog', { name: 'Post an announcement' })
  const post = dialog.getByRole('button', { name: 'Post', exact: true })
  expect(await post.isDisabled()).toBe(true)
  await dialog.getByRole('textbox', { name: 'Announcement' }).click()
  await page.keyboard.type('**封版** 周五 18:00')
  await dialog.getByRole('switch', { name: /^Ask members to confirm/ }).click()
  await dialog.getByRole('textbox', { name: 'Announcement' }).click()
  await page.keyboard.press('Control+Enter')
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Announcement posted').waitFor()
  await card('封版 周五 18:00').getByText('Announcement', { exact: true }).waitFor()
  await card('封版 周五 18:00').locator('strong').getByText('封版').waitFor()
  await bar().getByText('封版 周五 18:00').waitFor()
  // Who wrote it owes nothing.
  expect(await bar().getByRole('button', { name: 'Got it' }).count()).toBe(0)

  const { seq } = (await owner.request('message.history', { ...inGroup(), limit: 1 })).messages[0] ?? { seq: 0 }
  await owner.request('message.respond', { ...inGroup(), seq, done: true })
  await bar().getByRole('button', { name: /封版/ }).click()
  await panel()
    .getByRole('button', { name: /1 of 3 confirmed/ })
    .click()
  const lists = page.getByRole('dialog', { name: 'Confirmations' })
  await lists.getByRole('region', { name: 'Waiting for 2' }).getByText('Wan Lin').waitFor()
  await lists.getByRole('region', { name: 'Answered 1' }).getByText('Ye Zhou').waitFor()
  await lists.getByRole('button', { name: /^Remind those/ }).click()
  await page.getByText('Reminded', { exact: true }).waitFor()
  await page.keyboard.press('Escape')

  await panel().getByRole('button', { name: 'Edit and post again' }).click()
  const again = page.getByRole('dialog', { name: 'Edit and post again' })
  await again.getByRole('textbox', { name: 'Announcement' }).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' 改为 20:00')
  await again.getByRole('button', { name: 'Post', exact: true }).click()
  await bar().getByText('封版 周五 18:00 改为 20:00').waitFor()
  await panel()
    .getByRole('list', { name: 'Earlier announcements' })
    .getByText('封版 周五 18:00', { exact: true })
    .waitFor()

  await panel().getByRole('button', { name: 'Take down' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Take down' }).click()
  await bar().waitFor({ state: 'detached' })
  await messageList(page).getByText('You took down the announcement').waitFor()
  await panel().getByText('No announcement').waitFor()
})

test('a member confirms from the bar, also without a connection, and the owner knows after a restart', async () => {
  const { message } = await publish('请确认值班表', true)
  const on = { ...inGroup(), seq: message.seq }
  await bar().getByText('请确认值班表').waitFor()
  expect(await bar().getByRole('button', { name: 'Close the announcement' }).count()).toBe(0)
  await world.unplug()
  await bar().getByRole('button', { name: 'Got it' }).click()
  await bar().waitFor({ state: 'detached' })
  await card('请确认值班表').getByText('You confirmed').waitFor()
  await app.kill()
  await world.back()
  await reopen()
  const again = await world.connect('zhouye')
  await expect
    .poll(async () => (await again.request('message.owed', on)).people.filter(({ at }) => at !== null), {
      timeout: 20_000,
    })
    .toMatchObject([{ userId: 'chenyu' }])
  again.ws.close()
  await open(page, group)
  await toLatest(page)
  await card('请确认值班表').getByText('You confirmed').waitFor()
  expect(await bar().count()).toBe(0)
})

test('one that asks for nothing is closed, and the next one shows again; a member posts none', async () => {
  await publish('停车场周日封闭', false)
  await bar().getByRole('button', { name: 'Close the announcement' }).click()
  await bar().waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Details' }).click()
  await page
    .getByRole('complementary', { name: 'Details' })
    .getByRole('button', { name: /停车场周日封闭/ })
    .click()
  await panel().getByText('停车场周日封闭').waitFor()
  expect(
    await panel()
      .getByRole('button', { name: /Edit|Take down/ })
      .count(),
  ).toBe(0)
  await publish('停车场周一开放', false)
  await bar().getByText('停车场周一开放').waitFor()
  await panel().getByText('停车场周一开放').waitFor()
  await panel().getByRole('list', { name: 'Earlier announcements' }).getByText('停车场周日封闭').waitFor()
  await page.keyboard.press('Escape')
})

test('a reminder comes from a muted group, and leads there', async context => {
  if (app.standin === null) return context.skip('the notifications of a real system cannot be read')
  const { message } = await publish('请确认值班表', true)
  await bar().getByText('请确认值班表').waitFor()
  const me = await world.connect('chenyu')
  await me.request('membership.update', { ...inGroup(), muted: true })
  me.ws.close()
  await page.getByRole('button', { name: 'Directory', exact: true }).click()
  await owner.request('message.urge', { ...inGroup(), seq: message.seq })
  await app.standin.waitForRecorded('notifications', entry => {
    const said = JSON.stringify(entry)
    return said.includes('Waiting for you') && said.includes('请确认值班表')
  })
})
