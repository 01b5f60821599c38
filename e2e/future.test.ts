import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openApp, signIn } from './app.ts'
import { messageList, open, row, section, toLatest } from './locators.ts'
import { ReplayServer } from './replay-server.ts'

/* A workspace of a later version: known data still passes through connection, sync, cache and page. */

let folder: string
let server: ReplayServer
let app: ClientApp

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-future-'))
  server = await ReplayServer.start('future-frames.json')
  app = await openApp({ profile: join(folder, 'profile') })
  app.page.setDefaultTimeout(10_000)
  await signIn(app.page, server.url, 'chenyu')
})

afterEach(async () => {
  await app.kill()
  await server.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})

test('known data arrives, unknown data has a fallback, and the page reports a newer version', async () => {
  const { page } = app
  // The list: an unknown kind of conversation, kinds of message and events, a preview that cannot be read.
  await row(page, '未来群').waitFor()
  await expect.poll(() => row(page, '未来群').textContent()).toContain('最后一条普通消息')
  await expect.poll(() => row(page, '未来频道').textContent()).toMatch(/update/i)
  await expect.poll(() => row(page, '投票群').textContent()).toMatch(/unsupported message/i)
  await row(page, '读不懂的预览').waitFor()

  await open(page, '未来群')
  await messageList(page).getByText('第一条普通消息', { exact: true }).waitFor()
  await messageList(page).getByText('最后一条普通消息', { exact: true }).waitFor()
  await messageList(page)
    .getByText(/update/i)
    .first()
    .waitFor()

  // An unknown kind of conversation is shown as a group, with sender names and a member count.
  await open(page, '未来频道')
  const written = messageList(page).getByRole('article').filter({ hasText: '频道里的一句话' })
  await written.getByText('Ye Zhou').waitFor()
  await page.getByRole('heading', { name: '未来频道' }).getByText('2').waitFor()

  // The rows replace an unreadable head; a message that does not fit its kind keeps its position.
  await open(page, '只有行能读的群')
  await messageList(page).getByText('机器人写的一句话', { exact: true }).waitFor()
  await messageList(page).getByText('读得懂的最后一句', { exact: true }).waitFor()
  await expect.poll(() => messageList(page).getByText('This version can’t show this message').count()).toBe(3)
  await open(page, '未来群')

  // The list holds its order while the pointer is on it.
  await messageList(page).hover()
  server.push()
  await row(page, '新来的广播').waitFor()
  // The user is removed, in an event with fields of a later version.
  await row(page, '未来频道').getByText('You’re no longer in this conversation').waitFor()
  await toLatest(page)
  await messageList(page).getByText('推送来的消息', { exact: true }).waitFor()

  await section(page, 'Directory').click()
  await page.getByText('Wan Lin').first().waitFor()
  await section(page, 'Workbench').click()
  await page.getByText('Approvals').first().waitFor()
  await page.getByRole('button', { name: /newer than this app/ }).waitFor()
})

test('a row that throws shows the fallback in its place, and the others stay', async () => {
  const { page } = app
  await row(page, '未来频道').waitFor()
  // Makes the times of one message and of its conversation's row throw.
  await page.evaluate(() => {
    const { getHours } = Date.prototype
    Date.prototype.getHours = function () {
      if ([1_780_000_170_000, 1_780_000_180_000].includes(this.getTime())) throw new RangeError('not a time')
      return getHours.call(this)
    }
  })
  await section(page, 'Directory').click()
  await page.getByRole('button', { name: /^Messages/ }).click()
  await row(page, '未来群').waitFor()
  const broken = page.locator('[data-conversation=c_channel]')
  await expect.poll(() => broken.textContent()).toBe('[Unsupported message]')
  await broken.click()
  await messageList(page).getByText('This version can’t show this message').first().waitFor()
  await open(page, '未来群')
  await messageList(page).getByText('最后一条普通消息', { exact: true }).waitFor()
})

test('the page does not violate its content security policy', async () => {
  const { page } = app
  await row(page, '未来群').waitFor()
  const broken: string[] = []
  await page.exposeFunction('noteViolation', (text: string) => broken.push(text))
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', event => {
      const { violatedDirective, blockedURI, sourceFile, lineNumber } = event
      const note = (window as unknown as { noteViolation: (text: string) => void }).noteViolation
      note(`${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`)
    })
  })
  await page.reload()
  for (const name of ['Directory', 'Workbench', 'Settings']) await section(page, name).click()
  await page.getByRole('button', { name: /^Messages/ }).click()
  await row(page, '未来群').waitFor()
  expect(broken).toEqual([])
})
