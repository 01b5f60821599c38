import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openApp, signIn } from './app.ts'
import { composer, messageList, offlineStrip, open, row, search, section, toLatest, write } from './locators.ts'
import { group, password, World } from './world.ts'

/* Tests of the whole app: the real bundles on a host, the real server, fresh profiles. */

let world: World
const apps: ClientApp[] = []

beforeEach(async () => {
  world = await World.start()
})

afterEach(async () => {
  for (const app of apps.splice(0)) await app.kill()
  await world.close()
})

async function start(profile: string): Promise<ClientApp> {
  const app = await openApp({ profile: join(world.folder, profile) })
  apps.push(app)
  app.page.setDefaultTimeout(10_000)
  return app
}

async function startAs(account: string): Promise<ClientApp> {
  const app = await start(`profile-${account}`)
  await signIn(app.page, world.server.url, account)
  await row(app.page, group).waitFor()
  return app
}

test('first start to first message', async () => {
  const { page } = await startAs('chenyu')
  await expect.poll(() => row(page, group).innerText()).toContain('第 120 条')
  await open(page, group)
  // The conversation opens at the first unread message.
  await messageList(page).getByText('New messages').waitFor()
  await messageList(page).getByText('第 1 条：灰度切流按计划', { exact: true }).waitFor()
  const arrived = new Promise<void>(resolve => {
    const look = async (): Promise<void> => {
      const { request } = await serverLine('zhouye')
      const page = await request('message.history', { conversationId: 'launch', limit: 1 })
      expect(page.messages[0]?.content).toMatchObject({ type: 'text', text: 'hello 大家好' })
      resolve()
    }
    void write(page, 'hello 大家好')
      .then(() => messageList(page).getByText('3 unread').waitFor())
      .then(look)
  })
  await arrived
})

test('a wrong password, a wrong address and an unknown account', async () => {
  const { page } = await start('wrong')
  const attempt = async (address: string, secret: string, said: string): Promise<void> => {
    await page.getByLabel('Workspace address').fill(address)
    await page.getByLabel('Account', { exact: true }).fill('chenyu')
    await page.getByLabel('Password', { exact: true }).fill(secret)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').filter({ hasText: said }).first().waitFor()
  }
  // The question about safe storage comes only once the workspace has let the user in.
  await attempt(world.server.url, 'not it', 'Incorrect account or password')
  await attempt('ws://127.0.0.1:1', password, 'Can’t reach the server')
  await attempt('ftp://x', password, 'This kind of address isn’t supported')
  await attempt('https:/chat.example.com', password, 'slashes after the colon are missing')
  await signIn(page, world.server.url, 'chenyu')
  await row(page, group).waitFor()
})

test('two clients talk: delivery, typing, read marks', async () => {
  const chenyu = await startAs('chenyu')
  const zhouye = await startAs('zhouye')
  await open(chenyu.page, group)
  await toLatest(chenyu.page)
  await open(zhouye.page, group)
  await toLatest(zhouye.page)
  await composer(zhouye.page).click()
  await composer(zhouye.page).pressSequentially('14:00 开始')
  await chenyu.page.getByRole('status').filter({ hasText: 'Ye Zhou is typing' }).first().waitFor()
  await zhouye.page.keyboard.press('Enter')
  await messageList(chenyu.page).getByText('14:00 开始', { exact: true }).waitFor()
  await write(chenyu.page, '收到，我来')
  await messageList(zhouye.page).getByText('收到，我来', { exact: true }).waitFor()
  // Zhou has it open and has read it; two of the three others have not.
  await messageList(chenyu.page).getByText('2 unread').waitFor()
})

test('offline: cached messages can be read and searched; new ones arrive once, in order, after a restart', async () => {
  const first = await startAs('chenyu')
  await open(first.page, group)
  await messageList(first.page).getByText('第 1 条：灰度切流按计划', { exact: true }).waitFor()
  await world.unplug()
  await offlineStrip(first.page).waitFor()
  await write(first.page, '离线第一条')
  await write(first.page, '离线第二条')
  await first.quit()

  const second = await start('profile-chenyu')
  // Painted from the cache, because the server is stopped.
  await row(second.page, group).waitFor()
  await search(second.page, '第 77 条')
  await second.page.getByRole('listbox', { name: 'Search results' }).getByText('第 77 条').first().waitFor()
  await second.page.keyboard.press('Escape')
  await open(second.page, group)
  await toLatest(second.page)
  await messageList(second.page).getByText('离线第二条', { exact: true }).waitFor()
  await world.back()
  await expect
    .poll(
      async () => {
        const { request } = await serverLine('zhouye')
        const page = await request('message.history', { conversationId: 'launch', limit: 5 })
        return page.messages
          .flatMap(({ content }) => (content.type === 'text' && 'text' in content ? [content.text] : []))
          .slice(-3)
      },
      { timeout: 45_000 },
    )
    .toEqual(['第 120 条：灰度切流按计划', '离线第一条', '离线第二条'])
})

test('a group is started from a direct conversation and its member sees it', async () => {
  const chenyu = await startAs('chenyu')
  const linwan = await startAs('linwan')
  const { page } = chenyu
  await page.getByRole('button', { name: 'New group' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('searchbox').fill('lw')
  await dialog.getByText('Wan Lin').first().click()
  await dialog.getByRole('searchbox').fill('heqing')
  await dialog.getByText('Qing He').first().click()
  await dialog.getByLabel('Group name').fill('INC-2043 支付回调延迟')
  await dialog.getByRole('button', { name: 'Create group' }).click()
  await composer(page).waitFor()
  await write(page, '先看日志')
  await row(linwan.page, 'INC-2043').waitFor()
  await open(linwan.page, 'INC-2043')
  await messageList(linwan.page).getByText('先看日志', { exact: true }).waitFor()
})

test('a notification in the background: sender and text; its click opens the message; privacy hides them', async context => {
  const { page, standin, evaluate } = await startAs('chenyu')
  if (standin === null) return context.skip('only the stand-in tells what was notified')
  await evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur())
  await world.say('zhouye', '@陈屿 回滚窗口定在 11:00', 'launch', { userId: 'chenyu', offset: 0, length: 3 })
  const shown = await standin.waitForRecorded('notifications', entry => JSON.stringify(entry).includes('回滚窗口'))
  expect(JSON.stringify(shown)).toContain('Ye Zhou')
  expect(JSON.stringify(shown)).toContain(group)
  await standin.notificationClick(shown.id)
  await messageList(page).getByText('回滚窗口定在 11:00').waitFor()
  expect(await evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFocused())).toBe(true)

  // Another section, so that arriving messages stay unread.
  await section(page, 'Settings').click()
  await page.getByLabel('Hide message content').click()
  await evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur())
  const before = (await standin.recorded()).notifications.length
  await world.say('linwan', '这一句不该出现在通知里')
  await standin.waitForRecorded('notifications', entry => entry.id > shown.id)
  expect((await standin.recorded()).notifications.length).toBeGreaterThan(before)
  expect(JSON.stringify((await standin.recorded()).notifications)).not.toContain('这一句不该')
})

test('closing the window keeps the app in the tray; the badge counts', async context => {
  const { page, standin, evaluate } = await startAs('chenyu')
  if (standin === null) return context.skip('only the stand-in tells of the tray')
  await expect.poll(() => evaluate(({ app }) => app.getBadgeCount())).toBe(120)
  await evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  // On Linux the desktop is asked first whether it shows the icon.
  await expect.poll(() => evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(false)
  await evaluate(({ standin: controls }) => controls.clickTray())
  expect(await evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true)
  await row(page, group).waitFor()
})

test('the directory finds people by pinyin and initials', async () => {
  const { page } = await startAs('chenyu')
  await section(page, 'Directory').click()
  const search = page
    .getByRole('main')
    .getByRole('searchbox')
    .or(page.getByRole('main').getByRole('combobox'))
    .or(page.getByRole('main').getByRole('textbox'))
    .first()
  await search.fill('heqing')
  await page.getByRole('main').getByText('Qing He').first().waitFor()
  await search.fill('lw')
  await page.getByRole('main').getByText('Wan Lin').first().waitFor()
})

test('signing out asks about unsent messages and wipes this device', async () => {
  const { page, standin } = await startAs('chenyu')
  const profile = join(world.folder, 'profile-chenyu')
  const workspaces = join(profile, 'workspaces')
  expect(readdirSync(workspaces)).toHaveLength(1)
  await section(page, 'Workbench').click()
  await page.getByRole('button', { name: /^Announcements/ }).click()
  await page.getByRole('button', { name: 'Allow and open' }).click()
  const partitions = join(profile, 'Partitions')
  const stored = () => (existsSync(partitions) ? readdirSync(partitions, { recursive: true }) : []).map(String)
  await page.getByRole('tab', { name: /Announcements/ }).waitFor()

  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Messages/ })
    .click()
  await open(page, group)
  await toLatest(page)
  await world.unplug()
  await offlineStrip(page).waitFor()
  await write(page, '还没有发出去')
  await section(page, 'Settings').click()
  await page.getByRole('region', { name: 'Settings' }).getByRole('button', { name: 'Sign out' }).last().click()
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'))
  // One question, which says where it is.
  await dialog.getByText(`Unsent text in 1 conversation: ${group}`).waitFor()
  expect(readdirSync(workspaces)).toHaveLength(1)
  // It looks like what it does.
  expect(await dialog.getByRole('button', { name: 'Discard and sign out' }).getAttribute('class')).toContain('danger')
  await dialog.getByRole('button', { name: 'Discard and sign out' }).click()
  await page.getByLabel('Workspace address').waitFor()
  expect(existsSync(workspaces) ? readdirSync(workspaces) : []).toHaveLength(0)
  const secrets = JSON.parse(readFileSync(join(profile, 'secrets.json'), 'utf8')) as Record<string, unknown>
  const kept = Object.keys(secrets).filter(name => name.startsWith('secret.') && secrets[name] !== null)
  expect(kept).toEqual([])
  if (standin !== null) expect(stored()).toEqual([])
})

test('a device that is revoked is signed out at once', async () => {
  const { page } = await startAs('chenyu')
  await world.server.domain.revoke('chenyu')
  await page.getByLabel('Workspace address').waitFor()
})

test('a password is changed in Settings, with errors at the field; other devices are signed out', async () => {
  const { page } = await startAs('chenyu')
  const other = await serverLine('chenyu')
  await section(page, 'Settings').click()
  const settings = page.getByRole('region', { name: 'Password and devices' })
  await settings.getByText('line', { exact: true }).waitFor()
  await settings.getByRole('button', { name: 'Change password' }).click()
  const dialog = page.getByRole('dialog', { name: 'Change password' })
  const field = (name: string) => dialog.getByLabel(name, { exact: true })
  const submit = dialog.getByRole('button', { name: 'Change password' })
  await field('Current password').fill('a guess')
  await field('New password').fill('short')
  await submit.click()
  await dialog.getByRole('alert').filter({ hasText: 'Use at least 8 characters.' }).waitFor()
  expect(await field('New password').getAttribute('aria-invalid')).toBe('true')
  await field('New password').fill('battery staple')
  await field('Repeat new password').fill('battery stable')
  await submit.click()
  await dialog.getByRole('alert').filter({ hasText: 'The new passwords don’t match.' }).waitFor()
  await field('Repeat new password').fill('battery staple')
  await page.keyboard.press('Enter')
  await dialog.getByRole('alert').filter({ hasText: 'Incorrect current password.' }).waitFor()
  expect(await field('Current password').evaluate(input => input === document.activeElement)).toBe(true)
  await field('Current password').fill(password)
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await other.ended
  await settings.getByRole('button', { name: 'Sign out other devices' }).waitFor({ state: 'detached' })
  // This device is still signed in.
  await page.keyboard.press('Control+1')
  await row(page, 'Air 2 上市发布群').waitFor()
})

test('all other devices are signed out at once, and this one stays', async () => {
  const { page } = await startAs('chenyu')
  const others = [await serverLine('chenyu', 'one'), await serverLine('chenyu', 'two')]
  await section(page, 'Settings').click()
  // This one is online; another says when it was, and is told apart by its name.
  const device = (name: string) => page.locator('.settings-row').filter({ has: page.getByText(name, { exact: true }) })
  await device('This device')
    .getByText(/ · Online$/)
    .waitFor()
  expect(
    await device('This device')
      .getByText(/ · Last seen/)
      .count(),
  ).toBe(0)
  await device('one')
    .getByText(/ · Last seen/)
    .waitFor()
  await page.getByRole('button', { name: 'Sign out other devices' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out other devices' }).click()
  await page.getByText('Other devices signed out: 2').waitFor()
  for (const other of others) await other.ended
  await page.getByRole('button', { name: 'Sign out other devices' }).waitFor({ state: 'detached' })
})

/** A separate connection of a user to the server. */
async function serverLine(userId: string, device = 'line') {
  const { direct } = await import('./faults/views.ts')
  const session = await world.server.domain.issueSession(userId, {
    id: `${device}-${userId}`,
    name: device,
    platform: 'test',
  })
  return direct(`${world.server.url}/v1/socket`, session)
}
