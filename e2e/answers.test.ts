import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestClient } from '../server/testing/client.ts'
import { type ClientApp, openSignedIn } from './app.ts'
import { messageList, open } from './locators.ts'
import { group, World } from './world.ts'

/* Polls and sign-up lists in the window, with another member on a connection of their own. */

let world: World
let app: ClientApp
let page: Page
let zhouye: TestClient

beforeEach(async () => {
  world = await World.start()
  app = await openSignedIn(world)
  page = app.page
  zhouye = await world.connect('zhouye')
  await open(page, group)
})

afterEach(async () => {
  await app.kill()
  await world.close()
})

const card = (name: string) => messageList(page).getByRole('region', { name })

test('a poll is made, voted on by two people, changed and closed', async () => {
  await page.getByRole('button', { name: 'New poll' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Question').fill('几点发车？')
  await dialog.getByLabel('Option 1', { exact: true }).fill('八点半')
  await dialog.getByLabel('Option 2', { exact: true }).fill('八点半')
  expect(await dialog.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true)
  await dialog.getByLabel('Option 2', { exact: true }).fill('九点')
  await dialog.getByRole('button', { name: 'Send' }).click()
  const poll = card('几点发车？')
  await poll.getByRole('radio', { name: '九点' }).check()
  await poll.getByRole('button', { name: 'Vote', exact: true }).click()
  await poll.getByText('You chose 九点').waitFor()

  const { messages } = await zhouye.request('message.history', { conversationId: world.groupId, limit: 1 })
  const place = { conversationId: world.groupId, seq: messages[0]?.seq ?? 0 }
  await zhouye.request('message.answer', { ...place, answer: { optionIds: ['o2'] } })
  await poll.getByText('2 votes').waitFor()
  await poll.getByRole('button', { name: 'Change vote' }).click()
  await poll.getByRole('radio', { name: '八点半' }).check()
  await poll.getByRole('button', { name: 'Submit' }).click()
  await poll.getByRole('listitem', { name: '八点半, 1 vote', exact: true }).waitFor()
  await poll.getByRole('button', { name: 'Close poll' }).click()
  await poll.getByText('Closed').waitFor()
  expect(await poll.getByRole('button', { name: 'Change vote' }).count()).toBe(0)
})

test('an anonymous vote of another device is known here too, and who voted is not shown', async () => {
  const clientId = randomUUID()
  const options = [
    { id: 'o1', text: '好' },
    { id: 'o2', text: '不好' },
  ]
  const content = {
    type: 'poll' as const,
    question: '好不好？',
    options,
    multiple: false,
    anonymous: true,
    open: false,
  }
  const { message } = await zhouye.request('message.send', { conversationId: world.groupId, clientId, content })
  await page.getByRole('button', { name: /new messages/ }).click()
  await card('好不好？').getByRole('button', { name: 'Vote', exact: true }).waitFor()
  const other = await world.connect('chenyu')
  const answer = { optionIds: ['o1'] }
  await other.request('message.answer', { conversationId: world.groupId, seq: message.seq, answer })
  await card('好不好？').getByText('You chose 好').waitFor()
})

test('a sign-up list takes a line, and takes it back', async () => {
  await page.getByRole('button', { name: 'New sign-up list' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Title').fill('周五羽毛球')
  await dialog.getByRole('button', { name: 'Send' }).click()
  const list = card('周五羽毛球')
  await list.getByRole('button', { name: 'Sign up', exact: true }).click()
  await list.getByLabel('Your line').fill('七点到')
  await list.getByLabel('People').fill('2')
  await page.keyboard.press('Enter')
  await list.getByRole('listitem').filter({ hasText: '七点到' }).waitFor()
  await list.getByText('2 signed up').waitFor()
  await list.getByRole('button', { name: 'Remove my line' }).click()
  await list.getByText('0 signed up').waitFor()
})
