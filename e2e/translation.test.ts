import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { violationsOf } from './accessibility.ts'
import { type ClientApp, openApp, openSignedIn } from './app.ts'
import { focused, tabTo } from './keys.ts'
import { chooseInMenu, messageWith, open, toLatest } from './locators.ts'
import { group, World } from './world.ts'

/* Translating a message by a real service on this machine, which gives what the test wants. */

let service: Server
let answer: RequestListener
let world: World
let app: ClientApp
let page: Page

const translated = (text: string, language = 'zh'): RequestListener => {
  const body = JSON.stringify({ translatedText: text, detectedLanguage: { confidence: 99, language } })
  return (_request, response) => void response.setHeader('content-type', 'application/json').end(body)
}

beforeEach(async () => {
  answer = translated('The rollout starts at two.')
  service = createServer((request, response) => answer(request, response))
  service.listen(0, '127.0.0.1')
  await once(service, 'listening')
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/translate`
  world = await World.start({ translate: { url } })
  app = await openSignedIn(world)
  page = app.page
  await open(page, group)
  await toLatest(page)
})
afterEach(async () => {
  await app.kill()
  await world.close()
  service.closeAllConnections()
  await new Promise(resolve => service.close(resolve))
})

const translation = (text: string) => messageWith(page, text).getByRole('region', { name: 'Translation' })

test('a message is translated below its words, hidden by keys, and an edit or a recall leaves nothing of it', async () => {
  const { seq } = await world.say('zhouye', '14:00 开始灰度')
  await chooseInMenu(page, '14:00 开始灰度', 'Translate')
  const shown = translation('14:00 开始灰度')
  await shown.getByText('The rollout starts at two.').waitFor()
  await shown.getByText('Translated from Chinese').waitFor()
  expect(await violationsOf('a translation', page)).toEqual([])

  await messageWith(page, '14:00 开始灰度').focus()
  await tabTo(page, shown.getByRole('button', { name: 'Hide translation' }))
  await page.keyboard.press('Enter')
  await shown.waitFor({ state: 'detached' })
  await focused(messageWith(page, '14:00 开始灰度'))

  await chooseInMenu(page, '14:00 开始灰度', 'Translate')
  await shown.getByText('The rollout starts at two.').waitFor()
  const other = await world.connect('zhouye')
  const on = { conversationId: world.groupId, seq }
  await other.request('message.edit', { ...on, content: { type: 'text', text: '15:00 开始灰度', mentions: [] } })
  await messageWith(page, '15:00 开始灰度').waitFor()
  await expect.poll(() => page.getByText('The rollout starts at two.').count()).toBe(0)

  await chooseInMenu(page, '15:00 开始灰度', 'Translate')
  await page.getByText('The rollout starts at two.').waitFor()
  await other.request('message.recall', on)
  other.ws.close()
  await expect.poll(() => page.getByText('The rollout starts at two.').count()).toBe(0)
})

test('a service that fails, and no connection, are said with a way to try again; what has no words is not offered', async () => {
  await world.say('zhouye', '回滚窗口改到周五')
  await world.say('zhouye', '👍 100')
  await messageWith(page, '👍 100').getByText('👍 100', { exact: true }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Copy', exact: true }).waitFor()
  expect(await page.getByRole('menuitem', { name: 'Translate' }).count()).toBe(0)
  await page.keyboard.press('Escape')

  answer = (_request, response) => void response.writeHead(500).end()
  await chooseInMenu(page, '回滚窗口改到周五', 'Translate')
  const shown = translation('回滚窗口改到周五')
  await shown.getByText(/^Couldn’t translate: The translation service isn’t answering/).waitFor()
  answer = translated('The rollback window moves to Friday.')
  await shown.getByRole('button', { name: 'Try again' }).click()
  await shown.getByText('The rollback window moves to Friday.').waitFor()
  await chooseInMenu(page, '回滚窗口改到周五', 'Hide translation')
  await shown.waitFor({ state: 'detached' })

  await world.unplug()
  await page.locator('.app-connection.offline').waitFor()
  await chooseInMenu(page, '回滚窗口改到周五', 'Translate')
  await shown.getByText(/^Translating needs a connection/).waitFor()
  // It is known after a start without a connection too.
  await app.quit()
  app = await openApp({ profile: join(world.folder, 'profile') })
  page = app.page
  await open(page, group)
  await toLatest(page)
  await chooseInMenu(page, '回滚窗口改到周五', 'Translate')
  await translation('回滚窗口改到周五')
    .getByText(/^Translating needs a connection/)
    .waitFor()
  await world.back()
  await page.locator('.app-connection').click()
  await page.locator('.app-connection.online').waitFor()
  await translation('回滚窗口改到周五').getByRole('button', { name: 'Try again' }).click()
  await translation('回滚窗口改到周五').getByText('The rollback window moves to Friday.').waitFor()
})
