import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openSignedIn } from './app.ts'
import { messageList, open, toLatest } from './locators.ts'
import { group, World } from './world.ts'

/* A card of another system whose buttons call that system: what it answers is said in the card, to who pressed. */

let site: Server
let world: World
let app: ClientApp
let page: Page
let port: number
let bodies: { user_name: string; context: { selected_option?: string } }[]
let answer: (respond: (body: unknown) => void) => void

beforeEach(async () => {
  bodies = []
  site = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    bodies.push(JSON.parse(Buffer.concat(parts).toString()))
    answer(body => void response.setHeader('content-type', 'application/json').end(JSON.stringify(body)))
  })
  site.listen(0, '127.0.0.1')
  await once(site, 'listening')
  port = (site.address() as AddressInfo).port
  world = await World.start({
    outgoing: { hosts: [`ci.qingyu.example:${port}`], resolve: async () => [{ address: '127.0.0.1', family: 4 }] },
  })
  app = await openSignedIn(world)
  page = app.page
  await open(page, group)
  await toLatest(page)
})
afterEach(async () => {
  await app.kill()
  await world.close()
  site.closeAllConnections()
  await new Promise(resolve => site.close(resolve))
})

test('a press is busy, then answered in the card, which changes and goes on; a menu of people sends who was chosen', async () => {
  const url = `http://ci.qingyu.example:${port}/act`
  const device = await world.connect('chenyu')
  const { hook } = await device.request('hook.create', {
    conversationId: world.groupId,
    clientId: crypto.randomUUID(),
    name: '发布系统',
    icon: 'rocket',
    language: 'en',
  })
  const { paths } = await device.request('hook.secrets', { hookId: hook.id })
  const actions = [
    { id: 'ok', name: 'Approve', style: 'good', integration: { url } },
    { id: 'who', name: 'Reviewer', type: 'select', data_source: 'users', integration: { url } },
  ]
  await fetch(`${world.server.url.replace(/^ws/, 'http')}${paths.mattermost}`, {
    method: 'POST',
    body: JSON.stringify({ text: 'Release 2.4', attachments: [{ text: 'Ready to ship', actions }] }),
  })
  const card = messageList(page).locator('.messages-card').last()
  await card.getByText('Ready to ship').waitFor()
  const held: ((body: unknown) => void)[] = []
  answer = respond => void held.push(respond)
  await card.getByRole('button', { name: 'Approve' }).click()
  await expect.poll(() => held.length).toBe(1)
  // It has no name while it turns.
  await card.locator('button[aria-busy="true"]').waitFor()
  held[0]?.({ update: { message: 'Release 2.4 is approved' }, ephemeral_text: 'Thanks for approving' })
  await card.getByText('Release 2.4 is approved').waitFor()
  await card.getByRole('status').getByText('Thanks for approving').waitFor()
  expect(bodies[0]?.user_name).toBe('陈屿')

  answer = respond => respond({ error: { message: 'They are away' } })
  const who = card.getByRole('combobox', { name: 'Reviewer' })
  await who.fill('heqing')
  await card.getByRole('option', { name: /Qing He/ }).waitFor()
  await who.press('Enter')
  await card.getByRole('button', { name: 'OK' }).click()
  await card.getByRole('alert').getByText('They are away').waitFor()
  expect(bodies[1]?.context.selected_option).toBe('heqing')

  await page.getByRole('button', { name: 'Details' }).click()
  await page.getByRole('button', { name: /^Bots and webhooks/ }).click()
  await page.getByRole('option', { name: '发布系统' }).click()
  const log = page.getByRole('listbox', { name: 'Deliveries' })
  await log.getByRole('option').filter({ hasText: 'Approve · 陈屿' }).click()
  await page.locator('.messages-hooks-verdict').getByText('Called', { exact: true }).waitFor()
  expect(await page.getByRole('button', { name: 'Send again' }).count()).toBe(0)
  const calls = page.getByRole('switch', { name: /^Buttons on cards may call other systems/ })
  await calls.click()
  await expect.poll(async () => (await device.request('hook.secrets', { hookId: hook.id })).options.calls).toBe(false)
})
