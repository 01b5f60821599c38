import { expect, test } from 'vitest'
import { samples, written } from '../renderer/messages/hooks/samples.ts'
import type { TestClient } from '../server/testing/client.ts'
import { set, violationsOf } from './accessibility.ts'
import { messageList, messageWith, open, toLatest } from './locators.ts'
import { page, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* Hooks of a group: made, posted to, looked after. The user is 陈屿, a member of the group, whose owner is 周野. */

signedInForEach(async () => {
  await open(page, group)
  await toLatest(page)
})

/** Where systems post to. */
const origin = () => world.server.url.replace(/^ws/, 'http')
const panel = () => page.getByRole('complementary', { name: 'Details' })
const view = () => page.locator('.messages-hooks')
const list = () => page.getByRole('listbox', { name: 'Webhooks of this group' })
const log = () => page.getByRole('listbox', { name: 'Deliveries' })
const deliveries = (text: string) => log().getByRole('option').filter({ hasText: text })

async function openHooks(): Promise<void> {
  if ((await panel().count()) === 0) await page.getByRole('button', { name: 'Details' }).click()
  await panel()
    .getByRole('button', { name: /^Bots and webhooks/ })
    .click()
  await page.getByRole('heading', { name: 'Bots, webhooks', level: 1 }).waitFor()
}

async function add(name: string): Promise<void> {
  await view().getByRole('button', { name: 'Add a webhook' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a webhook' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('radio', { name: 'Siren' }).click()
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await list().getByRole('option', { name }).waitFor()
}

/** The whole address in a dialect, as it is shown. */
async function addressOf(dialect: string): Promise<string> {
  await page.getByRole('radiogroup', { name: 'Format' }).getByRole('radio', { name: dialect, exact: true }).click()
  const reveal = page.getByRole('button', { name: 'Show the whole address' })
  if (await reveal.isVisible()) await reveal.click()
  return (await page.locator('.messages-hooks-address output').first().textContent()) ?? ''
}

async function post(address: string, body: unknown): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: answer.status, text: await answer.text() }
}

/** A hook of the group that another device of a person makes. */
async function made(by: TestClient, name: string) {
  const { hook } = await by.request('hook.create', {
    conversationId: world.groupId,
    clientId: crypto.randomUUID(),
    name,
    icon: 'siren',
    language: 'en',
  })
  return hook
}

test('a hook is made, takes what two systems post, is looked through, posts again and is switched off', async () => {
  await openHooks()
  await page.getByText('Let systems post into the group').waitFor()
  await add('值班告警')
  await page.getByText('Added by you').waitFor()
  await page.getByText('Nothing has come yet').waitFor()

  const masked = await page.locator('.messages-hooks-address output').first().textContent()
  expect(masked).toContain('…')
  const wecom = await addressOf('WeCom')
  expect(wecom).toMatch(new RegExp(`^${origin()}/cgi-bin/webhook/send\\?key=[\\w-]{36}$`))
  const slack = await addressOf('Slack')
  expect(await post(wecom, { msgtype: 'text', text: { content: '回调延迟 1.83 s' } })).toEqual({
    status: 200,
    text: '{"errcode":0,"errmsg":"ok"}',
  })
  expect(await post(slack, { text: 'Callbacks are late' })).toEqual({ status: 200, text: 'ok' })

  await deliveries('Callbacks are late').waitFor()
  await deliveries('回调延迟').click()
  const detail = page.getByRole('region', { name: '回调延迟 1.83 s' })
  await detail.getByText('"content"').waitFor()
  await detail.getByRole('tab', { name: 'Answer' }).click()
  await detail.getByText('"errcode"').waitFor()
  await list().getByText('2 today').waitFor()
  await detail.getByRole('button', { name: 'Send again' }).click()
  await deliveries('Sent again').waitFor()

  await page.getByRole('switch', { name: '值班告警 is on' }).click()
  await page.getByText('It is off: what comes is refused').waitFor()
  await list().getByText('Off', { exact: true }).waitFor()
  const refused = await post(wecom, { msgtype: 'text', text: { content: '没人听' } })
  expect(JSON.parse(refused.text)).toMatchObject({ errcode: expect.any(Number) })
  expect(JSON.parse(refused.text).errcode).not.toBe(0)
  await deliveries('Refused').first().click()
  await page.getByText(/^Not posted: This hook is switched off/).waitFor()
  await page.getByRole('radio', { name: 'Failed 1' }).click()
  await expect.poll(() => log().getByRole('option').count()).toBe(1)

  await page.getByRole('button', { name: 'Back to the conversation' }).click()
  const said = messageWith(page, 'Callbacks are late')
  await said.waitFor()
  expect(await messageWith(page, '回调延迟').count()).toBe(2)
  const run = page.getByRole('article').filter({ hasText: '值班告警' }).first()
  await run.getByText('Bot', { exact: true }).waitFor()
  expect(await run.locator('.avatar svg').count()).toBe(1)
})

test('a payload is tried, events and conditions filter, networks and keywords are set, and addresses renewed', async () => {
  await openHooks()
  await add('CI')
  const wecom = await addressOf('WeCom')
  await page.getByRole('radio', { name: 'Any', exact: true }).click()
  await page.getByRole('button', { name: /^Sample/ }).click()
  // The list is longer than there is room for, and scrolls.
  await page.getByRole('menuitemcheckbox', { name: 'Alertmanager · alert firing (P1)' }).click()
  await page.getByRole('button', { name: 'Send test' }).click()
  await page.getByText(/^Read as Alertmanager/).waitFor()
  await page.getByRole('button', { name: /^Sample Alertmanager/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Paste JSON' }).click()
  await page.getByRole('textbox', { name: 'What to test' }).fill('{"msgtype":"text","text":{"content":"只给我看"}}')
  await page.getByRole('button', { name: 'Send test' }).click()
  await page.getByRole('region', { name: 'Preview' }).getByText('只给我看').waitFor()
  await page.getByText(/^Read as WeCom/).waitFor()
  await page.getByText('Nothing has come yet').waitFor()

  await page.getByRole('button', { name: 'Add a condition' }).click()
  const form = page.getByRole('dialog', { name: 'Add a condition' })
  await form.getByRole('textbox', { name: 'Field' }).fill('msgtype')
  await form.getByRole('radio', { name: 'is not' }).click()
  await form.getByRole('textbox', { name: 'Value' }).fill('text')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Remove the condition msgtype ≠ text' }).waitFor()
  await expect.poll(async () => (await post(wecom, { msgtype: 'text', text: { content: '滤掉' } })).status).toBe(200)
  await deliveries('Filtered').first().waitFor()

  await page.getByRole('button', { name: 'Add a network' }).click()
  const network = page.getByRole('textbox', { name: 'Add a network' })
  await network.fill('everywhere')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('Enter an address or a network').waitFor()
  await network.fill('10.20.0.0/16')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Remove 10.20.0.0/16' }).waitFor()

  await page.getByRole('switch', { name: /^Check the signature/ }).click()
  await page.getByRole('button', { name: 'Show the secret' }).click()
  await page.locator('output[aria-label="Secret"]').getByText(/^SEC/).waitFor()

  await page.getByRole('button', { name: 'New addresses…' }).click()
  await page.getByRole('button', { name: 'Renew', exact: true }).click()
  await page.getByText('The addresses and the secret are new').waitFor()
  await expect.poll(() => addressOf('WeCom')).not.toBe(wecom)
  expect(JSON.parse((await post(wecom, {})).text).errcode).not.toBe(0)

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Remove…' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByText('Let systems post into the group').waitFor()
})

test('each sample is understood, and nothing of it stays out of the group', async () => {
  const mine = await world.connect('chenyu')
  const { id: hookId } = await made(mine, 'CI')
  for (const { id, body } of samples) {
    const { problem, contents } = await mine.request('hook.test', { hookId, body: written(body) })
    expect.soft([id, problem, contents.length]).toEqual([id, '', 1])
  }
  mine.ws.close()
})

test('a member sees which hooks there are and who added them, and neither addresses nor what came', async () => {
  const owner = await world.connect('zhouye')
  await made(owner, 'GitLab')
  owner.ws.close()
  await messageList(page).getByText('Ye Zhou added the bot GitLab').waitFor()
  await openHooks()
  await page.getByText(/^Added by Ye Zhou/).waitFor()
  await page.getByText('Only who added it, the owner and the admins see its addresses').waitFor()
  expect(await page.locator('.messages-hooks-address').count()).toBe(0)
  expect(await page.getByRole('switch').count()).toBe(0)
})

test('a bot is a member with a mark, is not found as a colleague, and nobody waits until it has read', async () => {
  const mine = await world.connect('chenyu')
  await made(mine, 'Robo')
  mine.ws.close()
  await page.getByRole('button', { name: 'Details' }).click()
  const member = panel().getByRole('listitem').filter({ hasText: 'Robo' })
  await member.getByText('Bot', { exact: true }).waitFor()
  await member.getByRole('button').first().click()
  const card = page.getByRole('dialog', { name: 'Details' })
  await card.getByText('Added by Yu Chen').waitFor()
  expect(await card.getByRole('button', { name: 'Message' }).count()).toBe(0)
  await card.getByRole('button', { name: 'Bots and webhooks' }).click()
  await list().getByRole('option', { name: 'Robo' }).waitFor()
  await page.keyboard.press('Escape')

  await world.say('chenyu', '大家看到了吗')
  const mark = messageWith(page, '大家看到了吗').getByText(/unread/i)
  // Of the owner, two more members and the bot, three are people.
  await mark.getByText(/\b3\b/).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('Robo')
  // Nobody of that name: the messages can be searched, and that is all.
  const found = page.getByRole('dialog', { name: 'Search and jump' }).getByRole('option')
  await found.filter({ hasText: 'Search all messages for “Robo”' }).waitFor()
  await expect.poll(() => found.count()).toBe(1)
})

test('all is done by keys, and each part is sound in both languages and themes', async () => {
  await page.getByRole('button', { name: 'Details' }).click()
  await panel().getByRole('button', { name: 'Bots and webhooks' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('Let systems post into the group').waitFor()
  const check = async (screen: string) => {
    await page.mouse.move(640, 2)
    expect.soft(await violationsOf(screen, page)).toEqual([])
  }
  await check('no hooks')
  const mine = await world.connect('chenyu')
  const first = await made(mine, '值班告警')
  await made(mine, 'GitLab · air2-web')
  const { paths } = await mine.request('hook.secrets', { hookId: first.id })
  await mine.request('hook.update', {
    hookId: first.id,
    options: { networks: ['10.20.0.0/16', '127.0.0.0/8'], muted: ['alert.resolved'], signed: false },
  })
  await post(`${origin()}${paths.wecom}`, { msgtype: 'text', text: { content: '告警触发 · pay-gateway' } })
  await post(`${origin()}${paths.wecom}`, { msgtype: 'nothing' })
  mine.ws.close()
  await list().getByRole('option', { name: '值班告警' }).waitFor()
  await log().getByRole('option').nth(1).waitFor()
  await page
    .getByRole('region', { name: 'Parts of the delivery' })
    .or(page.getByRole('tab', { name: 'Request' }))
    .first()
    .waitFor()
  await check('a hook')
  await list().getByRole('option', { name: '值班告警' }).focus()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('heading', { name: 'GitLab · air2-web' }).waitFor()
  await page.keyboard.press('ArrowUp')
  await page.getByRole('heading', { name: '值班告警' }).waitFor()
  await page.getByRole('radio', { name: 'Any', exact: true }).focus()
  await page.keyboard.press('ArrowRight')
  await page.getByText('WeCom payloads work as they are').waitFor()
  await page.setViewportSize({ width: 960, height: 720 })
  await page.getByRole('tab', { name: 'Deliveries' }).click()
  await log().getByRole('option').first().waitFor()
  await check('a narrow window')
  await set(page, { language: 'en', theme: 'light' })
  await page.getByRole('heading', { name: 'Bots, webhooks', level: 1 }).click()
  await page.keyboard.press('Escape')
  await panel().or(page.getByRole('log')).first().waitFor()
})

test('an alarm is taken by who presses it: its card says so to everybody, and is quiet when it is over', async () => {
  const mine = await world.connect('chenyu')
  const hook = await made(mine, 'Alert desk')
  const { paths } = await mine.request('hook.secrets', { hookId: hook.id })
  const labels = { alertname: 'Callbacks are late', severity: 'P1', service: 'pay-gateway' }
  const report = (status: 'firing' | 'resolved') =>
    post(`${origin()}${paths.any}`, {
      version: '4',
      groupKey: '{}:{alertname="Callbacks are late"}',
      status,
      receiver: 'lianqun',
      groupLabels: { alertname: labels.alertname },
      commonLabels: labels,
      commonAnnotations: {},
      alerts: [
        {
          status,
          labels,
          annotations: {},
          startsAt: '2026-11-30T06:00:00Z',
          endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-11-30T06:16:00Z',
        },
      ],
    })
  expect((await report('firing')).status).toBe(200)
  const card = messageList(page).getByRole('group', { name: 'Callbacks are late' })
  await card.getByRole('button', { name: 'I’m on it' }).click()
  await card.getByText(/took it at \d\d:\d\d/).waitFor()
  await card.getByText('In hand').waitFor()
  expect(await card.getByRole('button', { name: 'I’m on it' }).count()).toBe(0)
  // Another device sees the same, and its own press comes too late.
  const { messages } = await mine.request('message.history', { conversationId: world.groupId, limit: 1 })
  const [message] = messages
  const late = { conversationId: world.groupId, seq: message?.seq ?? 0, actionId: 'a1', inputs: {}, version: 1 }
  const refused = mine.request('card.submit', { ...late, clientId: crypto.randomUUID() })
  await expect(refused).rejects.toMatchObject({ errorName: 'conflict' })
  expect((await report('resolved')).status).toBe(200)
  await card.getByText('In hand').waitFor({ state: 'detached' })
  await card.getByText(/took it at/).waitFor()
  expect(await messageList(page).getByRole('group', { name: 'Callbacks are late' }).count()).toBe(1)
  mine.ws.close()
})

test('JSON of an unknown tool is shown as somebody fills in, with its last delivery beside', async () => {
  const mine = await world.connect('chenyu')
  const hook = await made(mine, 'Orders')
  const { paths } = await mine.request('hook.secrets', { hookId: hook.id })
  mine.ws.close()
  const order = { no: 'PO-7', summary: '交期变更', state: 'late' }
  expect((await post(`${origin()}${paths.any}`, order)).status).toBe(200)
  await openHooks()
  const part = page.getByRole('region', { name: 'Other JSON' })
  await part.getByRole('button', { name: 'Fill in' }).click()
  await part.getByRole('list', { name: 'Last delivery' }).getByText('PO-7').waitFor()
  await part.getByLabel('Title').fill('Order ')
  await part.getByRole('button', { name: 'no PO-7' }).click()
  await part.getByRole('button', { name: 'Add a value' }).click()
  await part.getByLabel('Name 1').fill('What')
  await part.getByRole('textbox', { name: 'Value 1' }).focus()
  await part.getByRole('button', { name: 'summary 交期变更' }).click()
  await part.getByLabel('Where its state is').fill('state')
  await part.getByLabel('States that are a problem').fill('late')
  expect(await part.getByLabel('Title').inputValue()).toBe('Order {{no}}')
  await part.getByRole('button', { name: 'See what it looks like' }).click()
  await part.getByRole('group', { name: 'Order PO-7' }).waitFor()
  expect(await violationsOf('the mapping', page)).toEqual([])
  await part.getByRole('button', { name: 'Save' }).click()
  await part.getByText('As filled in').waitFor()
  await part.getByText('Order {{no}}').waitFor()
  expect((await post(`${origin()}${paths.any}`, order)).status).toBe(200)
  await page.getByRole('button', { name: 'Back to the conversation' }).click()
  await messageList(page).getByRole('group', { name: 'Order PO-7' }).waitFor()
})
