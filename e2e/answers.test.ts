import { randomUUID } from 'node:crypto'
import type { SendableContent } from '@lianqun/protocol'
import { expect, test } from 'vitest'
import type { TestClient } from '../server/testing/client.ts'
import { messageList, open, toLatest } from './locators.ts'
import { app, page, reopen, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* Polls and sign-up lists in the window, with another member on a connection of their own. */

let zhouye: TestClient

signedInForEach(async () => {
  zhouye = await world.connect('zhouye')
  await open(page, group)
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
  expect(
    await card('好不好？')
      .getByRole('button', { name: /see who/ })
      .count(),
  ).toBe(0)
})

const poll = (question: string, open = false) => ({
  type: 'poll' as const,
  question,
  options: [
    { id: 'o1', text: '好' },
    { id: 'o2', text: '不好' },
  ],
  multiple: false,
  anonymous: false,
  open,
})
const sendPoll = async (question: string, open = false) => {
  const sent = { conversationId: world.groupId, clientId: randomUUID(), content: poll(question, open) }
  return (await zhouye.request('message.send', sent)).message.seq
}

test('who chose an option is listed, all of many as one scrolls', async () => {
  const { domain } = world.server
  const people = Array.from({ length: 230 }, (_, i) => ({ id: `p${i}`, name: `同事${i}` }))
  await domain.transaction(async inside => {
    for (const person of people) await inside.createEmployee(person)
  })
  const conversationId = world.groupId
  await zhouye.request('conversation.addMembers', { conversationId, userIds: people.map(({ id }) => id) })
  const seq = await sendPoll('去不去？')
  const answer = JSON.stringify({ optionIds: ['o1'] })
  const votes = people.map(({ id }, i) => ({
    conversation_id: conversationId,
    seq,
    user_id: id,
    answer,
    answered_at: i,
  }))
  await domain.write(`conversation:${conversationId}`, w => w.db.insertInto('message_answers').values(votes).execute())
  await zhouye.request('message.answer', { conversationId, seq, answer: { optionIds: ['o1'] } })
  await toLatest(page)
  await card('去不去？').getByRole('radio', { name: '不好' }).check()
  await card('去不去？').getByRole('button', { name: 'Vote', exact: true }).click()
  const few = card('去不去？').getByRole('button', { name: '1 chose 不好, see who' })
  await few.click()
  await page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'Yu Chen' }).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => few.evaluate(button => button === document.activeElement)).toBe(true)
  await card('去不去？').getByRole('button', { name: '231 chose 好, see who' }).click()
  const list = page.getByRole('dialog').getByRole('region')
  await list.getByText('同事0', { exact: true }).waitFor()
  const last = list.getByText('Ye Zhou')
  await expect
    .poll(async () => {
      await list.evaluate(box => box.scrollTo(0, box.scrollHeight))
      return last.count()
    })
    .toBe(1)
})

test('an option that is added without a connection says so, and stays written until it is there', async () => {
  const seq = await sendPoll('几点？', true)
  await toLatest(page)
  await card('几点？').getByRole('button', { name: 'Add an option' }).click()
  const field = card('几点？').getByRole('textbox', { name: 'Add an option' })
  await field.fill('五点')
  await world.unplug()
  await page.getByRole('button', { name: 'Retry', exact: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('You’re offline. Check your network and try again.').waitFor()
  expect(await field.inputValue()).toBe('五点')
  await world.back()
  await page.getByRole('button', { name: 'Retry', exact: true }).waitFor({ state: 'detached' })
  await field.press('Enter')
  await card('几点？').getByRole('radio', { name: '五点' }).waitFor()
  zhouye = await world.connect('zhouye')
  const on = { conversationId: world.groupId, seq }
  await zhouye.request('group.configure', { conversationId: world.groupId, settings: { speak: 'admins' } })
  await card('几点？').getByRole('button', { name: 'Add an option' }).waitFor({ state: 'detached' })
  // To vote is no talk.
  await card('几点？').getByRole('radio', { name: '五点' }).check()
  await card('几点？').getByRole('button', { name: 'Vote', exact: true }).click()
  await card('几点？').getByText('You chose 五点').waitFor()
  await zhouye.request('message.act', { ...on, act: { type: 'close' } })
  await card('几点？').getByText('Closed').waitFor()
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

test('a vote and a line of a list made offline show at once, outlive a restart and arrive; what was closed meanwhile says so', async () => {
  const say = async (content: SendableContent) =>
    (await zhouye.request('message.send', { conversationId: world.groupId, clientId: randomUUID(), content })).message
  const options = [
    { id: 'o1', text: '三点' },
    { id: 'o2', text: '四点' },
  ]
  const rules = { multiple: false, anonymous: true, open: false }
  const hour = await say({ type: 'poll', question: '几点？', options, ...rules })
  const day = await say({ type: 'poll', question: '哪天？', options, ...rules })
  const ball = await say({ type: 'signup', title: '羽毛球', example: '' })
  await toLatest(page)
  await card('羽毛球').waitFor()
  await world.unplug()
  await page.getByRole('button', { name: 'Retry', exact: true }).waitFor()
  for (const question of ['几点？', '哪天？']) {
    await card(question).getByRole('radio', { name: '三点' }).check()
    await card(question).getByRole('button', { name: 'Vote', exact: true }).click()
    await card(question).getByRole('listitem', { name: '三点, 1 vote', exact: true }).waitFor()
  }
  await card('几点？').getByRole('button', { name: 'Change vote' }).click()
  await card('几点？').getByRole('radio', { name: '四点' }).check()
  await card('几点？').getByRole('button', { name: 'Submit' }).click()
  await card('羽毛球').getByRole('button', { name: 'Sign up', exact: true }).click()
  await card('羽毛球').getByLabel('Your line').fill('七点到')
  await page.keyboard.press('Enter')
  await card('羽毛球').getByRole('listitem').filter({ hasText: '七点到' }).waitFor()

  await app.kill()
  await reopen()
  await open(page, group)
  await toLatest(page)
  await card('几点？').getByText('You chose 四点').waitFor()
  await card('羽毛球').getByText('1 signed up').waitFor()

  await world.back()
  zhouye = await world.connect('zhouye')
  const seen = async ({ seq }: { seq: number }) =>
    (await zhouye.request('message.get', { conversationId: world.groupId, seqs: [seq] })).messages[0]?.content
  await expect.poll(() => seen(hour)).toMatchObject({ options: [{ count: 0 }, { count: 1 }], voters: 1 })
  await expect.poll(() => seen(ball)).toMatchObject({ lines: [{ note: '七点到' }] })
  await expect.poll(() => seen(day)).toMatchObject({ voters: 1 })

  await world.unplug()
  await page.getByRole('button', { name: 'Retry', exact: true }).waitFor()
  await card('哪天？').getByRole('button', { name: 'Change vote' }).click()
  await card('哪天？').getByRole('radio', { name: '四点' }).check()
  await card('哪天？').getByRole('button', { name: 'Submit' }).click()
  await card('哪天？').getByText('You chose 四点').waitFor()
  const place = { conversationId: world.groupId, seq: day.seq }
  await world.meanwhile('zhouye', client => client.request('message.act', { ...place, act: { type: 'close' } }))
  await page.getByText('Your vote or sign-up wasn’t counted: it was closed before it arrived.').waitFor()
  await card('哪天？').getByText('You chose 三点').waitFor()
})
