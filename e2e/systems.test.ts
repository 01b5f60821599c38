import { join } from 'node:path'
import type { StandinApplication } from 'electron-standin'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ClientApp, openApp, signIn } from './app.ts'
import { composer, messageList, open, row } from './locators.ts'
import { group, World } from './world.ts'

/* The same short day on each system, as the stand-in plays it: the windows, tray, notifications and the end of the session. */

type Platform = 'darwin' | 'linux' | 'win32'
type App = ClientApp & { standin: StandinApplication }

let world: World
const apps: ClientApp[] = []

beforeEach(async () => {
  world = await World.start()
})

afterEach(async () => {
  for (const app of apps.splice(0)) await app.kill()
  await world.close()
})

async function start(platform: Platform, env: Record<string, string> = {}): Promise<App> {
  const app = await openApp({ profile: join(world.folder, 'profile'), platform, env })
  apps.push(app)
  app.page.setDefaultTimeout(20_000)
  return app as App
}

async function startSignedIn(platform: Platform, env?: Record<string, string>): Promise<App> {
  const app = await start(platform, env)
  await signIn(app.page, world.server.url, 'chenyu')
  await row(app.page, group).waitFor()
  return app
}

const isVisible = (app: App) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false)
const lastOf = async (app: App, call: string) =>
  (await app.standin.recorded()).windows.filter(entry => entry.call === call).at(-1)?.value

describe.skipIf(process.env.LIANQUN_E2E_HOST === 'electron').each(['darwin', 'linux', 'win32'] as const)(
  'on %s',
  platform => {
    test('a day: start, unread, zoom, notification, closing, the end of the system', async () => {
      // The first frame is never told, and the window is shown all the same.
      const app = await startSignedIn(platform, { ELECTRON_STANDIN_NO_PAINT: '1' })
      const { page, standin } = app
      await expect.poll(() => isVisible(app)).toBe(true)

      if (platform === 'win32') {
        await expect
          .poll(() => lastOf(app, 'setOverlayIcon'))
          .toEqual({ empty: false, description: '120 unread messages', lost: false })
      } else await expect.poll(() => app.evaluate(({ app: electron }) => electron.getBadgeCount())).toBe(120)

      await app.evaluate(({ standin: controls }) => controls.pressAccelerator('CmdOrCtrl+='))
      await page.waitForFunction(() => devicePixelRatio > 1)
      if (platform === 'darwin') expect(await lastOf(app, 'setWindowButtonPosition')).toEqual({ x: 14, y: 13 })
      else expect(await lastOf(app, 'setTitleBarOverlay')).toMatchObject({ height: 39 })
      await app.evaluate(({ standin: controls }) => controls.pressAccelerator('CmdOrCtrl+0'))

      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur())
      await world.say('zhouye', '5 < 6 & <b>7</b>')
      const shown = await standin.waitForRecorded('notifications', ({ text }) => text.includes('5 < 6 & <b>7</b>'))
      expect([shown.key, shown.hasIcon]).toEqual([platform === 'win32' ? 'launch' : '', platform === 'linux'])
      await world.say('zhouye', 'and one more')
      const both = await standin.waitForRecorded('notifications', ({ text }) => text.includes('2 new messages'))
      await standin.notificationClick(both.id)
      await messageList(page).waitFor()

      await app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows()
        window?.show()
        window?.setFullScreen(true)
        setImmediate(() => window?.close())
      })
      await expect.poll(() => isVisible(app)).toBe(false)
      expect((await standin.recorded()).windows.map(({ call }) => call)).not.toContain('blackSpace')
      await app.evaluate(({ standin: controls }) => controls.clickTray())
      expect(await isVisible(app)).toBe(platform !== 'darwin')
      // The dock brings it back on macOS, where the click opened the menu.
      if (platform === 'darwin') await app.evaluate(({ app: electron }) => void electron.emit('activate'))
      await expect.poll(() => isVisible(app)).toBe(true)

      await open(page, group)
      await composer(page).click()
      await composer(page).pressSequentially('half a thought')
      await app.evaluate(({ standin: controls }, name) => {
        setImmediate(() => (name === 'win32' ? controls.sessionEnd() : controls.systemShutdown()))
      }, platform)
      await standin.waitForExit()
      const again = await start(platform)
      await open(again.page, group)
      expect(await composer(again.page).innerText()).toBe('half a thought')
    })
  },
)

describe.skipIf(process.env.LIANQUN_E2E_HOST === 'electron')('on one of them', () => {
  test('a desktop without a tray is asked about once, and the window is minimised, not lost', async () => {
    const app = await startSignedIn('linux', { ELECTRON_STANDIN_NO_TRAY: '1' })
    const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    const isMinimized = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized())
    await app.standin.answerDialog('showMessageBox', 0)
    await close()
    const box = await app.standin.waitForRecorded('dialogs')
    expect(JSON.stringify(box.options)).toContain('shows no tray icons')
    await expect.poll(isMinimized).toBe(true)
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.restore())
    await close()
    await expect.poll(isMinimized).toBe(true)
    expect((await app.standin.recorded()).dialogs).toHaveLength(1)
  })

  test('a right click on text in the window has a menu that edits; a refused notification is told in Settings', async () => {
    const app = await startSignedIn('win32')
    const { page, standin } = app
    await open(page, group)
    await composer(page).click()
    await composer(page).pressSequentially('cut this')
    await app.evaluate(({ standin: controls }) => controls.pressAccelerator('CmdOrCtrl+0'))
    await composer(page).click({ button: 'right' })
    const menu = await standin.waitForRecorded('menus', ({ call }) => call === 'popup')
    expect(menu.items.map(({ label }) => label).filter(Boolean)).toContain('Paste as Plain Text')
    await app.evaluate(({ standin: controls }) => controls.clickPopup('selectAll'))
    await page.waitForFunction(() => getSelection()?.toString() === 'cut this')
    await composer(page).click({ button: 'right', position: { x: 8, y: 8 } })
    await standin.waitForRecorded(
      'menus',
      ({ call, items }) => call === 'popup' && items.some(({ role, enabled }) => role === 'cut' && enabled),
    )
    await app.evaluate(({ standin: controls }) => controls.clickPopup('cut'))
    await expect
      .poll(() =>
        composer(page)
          .innerText()
          .then(text => text.trim()),
      )
      .toBe('')

    await app.evaluate(({ standin: controls }) => controls.refuseNotifications(true))
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur())
    await world.say('zhouye', 'is anybody there?')
    await standin.waitForRecorded('notifications', ({ call }) => call === 'failed')
    await app.evaluate(({ standin: controls }) => controls.pressAccelerator('CmdOrCtrl+,'))
    await page.getByText('didn’t show the last notification').waitFor()
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    const copied = await standin.waitForRecorded('clipboard', ({ text }) => text?.includes('system: win32') === true)
    expect(copied.text).toContain('the system refused a notification')
    expect(copied.text).not.toContain('is anybody there')
    // A click on a notification that Windows kept from an earlier run.
    await app.evaluate(({ standin: controls }) => controls.clickEarlierNotification('launch'))
    await messageList(page).waitFor()
    await app.quit()
    // It starts the client, too.
    const again = await start('win32', { ELECTRON_STANDIN_CLICKED_NOTIFICATION: 'launch' })
    await messageList(again.page).waitFor()
  })

  test('on a second display with another scale the window keeps its size; in high contrast its frame has the system’s colours', async () => {
    const app = await startSignedIn('win32')
    await app.evaluate(({ BrowserWindow, standin: controls }) => {
      const [width, height] = [1920, 1080]
      const second = { bounds: { x: width, y: 0, width, height }, scaleFactor: 1.5 }
      controls.setDisplays([{ bounds: { x: 0, y: 0, width, height } }, second])
      const [window] = BrowserWindow.getAllWindows()
      window?.setBounds({ x: 2000, y: 40, width: 1000, height: 700 })
      window?.close()
      window?.destroy()
      controls.clickTray()
    })
    const bounds = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
    expect(await bounds()).toEqual({ x: 2000, y: 40, width: 1000, height: 700 })
    await app.evaluate(({ standin: controls }) => controls.setHighContrast(true))
    expect(await lastOf(app, 'setTitleBarOverlay')).toMatchObject({ color: '#2d3236', symbolColor: '#ffffff' })
  })

  test('an uncaught error is told once in calm words, and the client goes on', async () => {
    const app = await startSignedIn('linux')
    const fail = () =>
      app.evaluate(() => {
        setImmediate(() => {
          throw new Error('nobody expected this')
        })
      })
    await fail()
    await fail()
    const box = await app.standin.waitForRecorded('dialogs')
    expect(JSON.stringify(box.options)).toContain('ran into a problem')
    await open(app.page, group)
    expect((await app.standin.recorded()).dialogs).toHaveLength(1)

    // A page that does not react is ended and loaded again when the user says so.
    const next = new Promise<Page>(resolve => app.standin.once('window', resolve))
    await app.standin.answerDialog('showMessageBox', 1)
    await app.evaluate(({ BrowserWindow }) => void BrowserWindow.getAllWindows()[0]?.emit('unresponsive'))
    await app.standin.waitForRecorded('dialogs', ({ options }) => JSON.stringify(options).includes('isn’t responding'))
    await row(await next, group).waitFor()
  })
})
