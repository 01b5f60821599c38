import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cleanUp, freshFolder, start, startWithPage } from './testing.ts'

/* What differs between the systems that an app runs on, and what Electron does not promise. */

cleanUp()

test('an app that exits before it is ready goes no further', async () => {
  const folder = freshFolder()
  writeFileSync(join(folder, 'main.mjs'), "import { app } from 'electron'\napp.exit(3)\nconsole.log('went on')\n")
  const failure = await start({ main: join(folder, 'main.mjs') }).catch(error => String(error))
  expect(failure).toContain('(code 3)')
  expect(failure).not.toContain('went on')
})

describe.each(['darwin', 'linux', 'win32'] as const)('on %s', platform => {
  test('the app and its preload see the platform; Node and its packages see the real one', async () => {
    const { app, page } = await startWithPage({ platform })
    const seen = await app.evaluate(() => [Reflect.get(globalThis, 'platformOfApp'), process.platform])
    expect(seen).toEqual([platform, process.platform])
    expect(await page.evaluate(() => api.nested.platform)).toBe(platform)
  })

  test('a notification replaces the one with its id, tells of its end as the system does, and can be refused', async () => {
    const { app } = await startWithPage({ platform })
    const events = await app.evaluate(async ({ Notification, standin }) => {
      const events: string[] = []
      const made = ['one', 'two', 'three'].map(body => {
        const notification = new Notification({ id: 'same', title: 't', body: `${body} <b>&amp;</b>` })
        notification.on('close', () => events.push(`${body} closed`))
        notification.on('failed', () => events.push(`${body} failed`))
        notification.show()
        return notification
      })
      made[0]?.close()
      made[1]?.close()
      const shown = standin.recorded().notifications.at(-1)?.id ?? 0
      made[2]?.close()
      standin.refuseNotifications(true)
      made[0]?.show()
      await new Promise(setImmediate)
      return { events, shown }
    })
    const { notifications } = await app.recorded()
    const closed = notifications.filter(({ call }) => call === 'close').map(({ body }) => body.split(' ')[0])
    expect(closed).toEqual(platform === 'linux' ? ['one', 'two', 'three'] : ['three'])
    expect(events.events).toEqual(platform === 'darwin' ? ['three closed', 'one failed'] : ['one failed'])
    expect(notifications[0]?.text).toBe(platform === 'linux' ? 'one &' : 'one <b>&amp;</b>')
  })

  test('a click on a notification reaches the oldest of those with its id; only Windows tells of one that started the app', async () => {
    const { app } = await startWithPage({ platform, env: { ELECTRON_STANDIN_CLICKED_NOTIFICATION: 'before' } })
    const clicked = await app.evaluate(async ({ Notification, standin }) => {
      const events: string[] = []
      const follow = () => Notification.handleActivation(details => events.push(details.arguments))
      try {
        follow()
      } catch (error) {
        events.push(error instanceof TypeError ? 'no activations' : String(error))
      }
      for (const body of ['one', 'two']) {
        const notification = new Notification({ id: 'same', body })
        notification.on('click', () => events.push(body))
        notification.show()
      }
      standin.notification(standin.recorded().notifications.at(-1)?.id ?? 0).act({ kind: 'click' })
      return events
    })
    const windows = ['type=click&tag=before', 'type=click&tag=same', 'one']
    const others = ['no activations', platform === 'darwin' ? 'one' : 'two']
    expect(clicked).toEqual(platform === 'win32' ? windows : others)
  })

  test('has the functions that Electron has there, and no others', async () => {
    const { app } = await startWithPage({ platform })
    const works = await app.evaluate(({ BrowserWindow, systemPreferences }) => {
      const plain = new BrowserWindow({ show: false })
      const overlaid = new BrowserWindow({ show: false, titleBarStyle: 'hidden', titleBarOverlay: true })
      const calls = {
        buttons: () => plain.setWindowButtonPosition({ x: 1, y: 1 }),
        overlay: () => overlaid.setTitleBarOverlay({ height: 40 }),
        missing: () => plain.setTitleBarOverlay({ height: 40 }),
        colour: () => systemPreferences.getColor('window'),
      }
      return Object.entries(calls).flatMap(([name, call]) => {
        try {
          call()
          return [name]
        } catch (error) {
          return error instanceof TypeError ? [] : [String(error)]
        }
      })
    })
    const expected = { darwin: ['buttons', 'colour'], linux: ['overlay'], win32: ['overlay', 'colour'] }
    expect(works).toEqual(expected[platform])
  })

  test('keys that the page with the focus lets through reach the application’s menu', async () => {
    const { app, page } = await startWithPage({ platform })
    await app.evaluate(async ({ BrowserWindow, Menu, WebContentsView }) => {
      const pressed: string[] = []
      Object.assign(globalThis, { pressed })
      const item = (accelerator: string) => ({ accelerator, click: () => void pressed.push(accelerator) })
      const items = ['CmdOrCtrl+1', 'CmdOrCtrl+Plus', 'CmdOrCtrl+=', 'Alt+Left', 'CmdOrCtrl+K', 'F9'].map(item)
      Menu.setApplicationMenu(Menu.buildFromTemplate([{ label: 'View', submenu: [...items, { role: 'undo' }] }]))
      const [window] = BrowserWindow.getAllWindows()
      window?.show()
      const view = new WebContentsView()
      view.setBounds({ x: 200, y: 100, width: 300, height: 200 })
      window?.contentView.addChildView(view)
      await view.webContents.loadURL('app://fixture/guest.html')
      window?.webContents.focus()
    })
    await page.evaluate(() => addEventListener('keydown', event => event.key === 'k' && event.preventDefault()))
    const main = platform === 'darwin' ? 'Meta' : 'Control'
    const pressed = () => app.evaluate(() => Reflect.get(globalThis, 'pressed') as string[])
    for (const key of [
      '1',
      `${main}+1`,
      `${main}+Shift+Digit1`,
      `${main}+=`,
      `${main}+Shift+Equal`,
      'Alt+ArrowLeft',
      `${main}+k`,
      'F9',
    ])
      await page.keyboard.press(key)
    const expected = ['CmdOrCtrl+1', 'CmdOrCtrl+=', 'CmdOrCtrl+Plus', 'Alt+Left', 'F9']
    await expect.poll(pressed).toEqual(expected)
    // Once from a view, although its keys come by the window's page.
    await app.evaluate(({ webContents }) => webContents.getAllWebContents().at(-1)?.focus())
    await page.waitForFunction(() => document.activeElement?.localName === 'standin-view')
    await page.keyboard.press(`${main}+1`)
    await page.keyboard.press('F9')
    await expect.poll(pressed).toEqual([...expected, 'CmdOrCtrl+1', 'F9'])
  })

  test('a click on the tray, full screen and two displays are as the system has them', async () => {
    const { app } = await startWithPage({ platform })
    const seen = await app.evaluate(async ({ BrowserWindow, Menu, nativeImage, standin, Tray }) => {
      const tray = new Tray(nativeImage.createEmpty())
      tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Open' }]))
      let clicks = 0
      tray.on('click', () => clicks++)
      standin.clickTray()
      const opened = standin.recorded().tray.some(({ call }) => call === 'popUpContextMenu')
      const [window] = BrowserWindow.getAllWindows()
      window?.show()
      window?.setFullScreen(true)
      await new Promise(setImmediate)
      window?.hide()
      const black = standin.recorded().windows.some(({ call }) => call === 'blackSpace')
      const second = { bounds: { x: 1920, y: 0, width: 1920, height: 1080 }, scaleFactor: 1.5 }
      standin.setDisplays([{ bounds: { x: 0, y: 0, width: 1920, height: 1080 } }, second])
      const other = new BrowserWindow({ x: 2000, y: 10, width: 800, height: 600, show: false })
      const first = other.getSize()
      other.setBounds({ width: 800, height: 600 })
      return { clicks, opened, black, first, afterwards: other.getSize() }
    })
    expect(seen).toEqual({
      clicks: 1,
      opened: platform === 'darwin',
      black: platform === 'darwin',
      first: platform === 'win32' ? [1200, 900] : [800, 600],
      afterwards: [800, 600],
    })
  })
})

test('the first frame may never be told, and Wayland tells no places', async () => {
  const app = await start({ env: { ELECTRON_STANDIN_NO_PAINT: '1', ELECTRON_STANDIN_WAYLAND: '1' } })
  const page = await app.firstWindow()
  await page.waitForFunction(() => 'fromScript' in window)
  const seen = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.setPosition(50, 60)
    return { visible: window?.isVisible(), place: window?.getPosition(), x: window?.getNormalBounds().x }
  })
  expect(seen).toEqual({ visible: false, place: [0, 0], x: 0 })
})

test('an overlay icon that is set while the window is hidden is lost', async () => {
  const { app } = await startWithPage({ platform: 'win32' })
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.show()
    window?.setOverlayIcon(null, 'shown')
    window?.hide()
    window?.setOverlayIcon(null, 'hidden')
  })
  const { windows } = await app.recorded()
  expect(windows.filter(({ call }) => call === 'setOverlayIcon').map(({ value }) => value)).toMatchObject([
    { description: 'shown', lost: false },
    { description: 'hidden', lost: true },
  ])
})

test('roles and keys of the menu act on what has the focus; zoom is as a page sees it', async () => {
  const { app, page } = await startWithPage()
  await app.evaluate(({ BrowserWindow, Menu }) => {
    BrowserWindow.getAllWindows()[0]?.show()
    const roles = ['zoomIn', 'resetZoom', 'minimize', 'close'] as const
    Menu.setApplicationMenu(Menu.buildFromTemplate(roles.map(role => ({ role }))))
  })
  expect(await page.evaluate(() => [innerWidth, devicePixelRatio])).toEqual([640, 1])
  for (let i = 0; i < 4; i++) await app.evaluate(({ standin }) => standin.pressAccelerator('CmdOrCtrl+Plus'))
  await page.waitForFunction(() => innerWidth === 444 && Math.abs(devicePixelRatio - 1.44) < 0.001)
  await app.evaluate(({ standin }) => standin.pressAccelerator('CmdOrCtrl+0'))
  await page.waitForFunction(() => innerWidth === 640 && devicePixelRatio === 1)
  const state = await app.evaluate(({ BrowserWindow, standin, webContents }) => {
    const [window] = BrowserWindow.getAllWindows()
    const focused = webContents.getFocusedWebContents() === window?.webContents
    standin.pressAccelerator('CmdOrCtrl+M')
    return [focused, window?.isMinimized(), webContents.getFocusedWebContents()]
  })
  expect(state).toEqual([true, true, null])
})

test('a right click tells what it was on, unless the page has a menu of its own; editing roles edit', async () => {
  const { app, page } = await startWithPage()
  await app.evaluate(({ BrowserWindow, clipboard, Menu }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.show()
    window?.webContents.on('context-menu', (_event, params) => {
      const { isEditable, selectionText, linkURL, editFlags, formControlType } = params
      void clipboard.writeText(JSON.stringify([isEditable, selectionText, linkURL, editFlags.canCopy, formControlType]))
      Menu.buildFromTemplate([{ role: 'selectAll' }, { role: 'delete' }]).popup()
    })
  })
  await page.evaluate(() => {
    document.body.innerHTML =
      '<input id="text" value="abc"><input id="secret" type="password" value="abc"><a href="/sub.html">link</a><p>own</p>'
    document.querySelector('p')?.addEventListener('contextmenu', event => event.preventDefault())
  })
  for (const selector of ['p', '#secret', 'a', '#text']) await page.locator(selector).click({ button: 'right' })
  await expect
    .poll(async () => (await app.recorded()).clipboard.map(({ text }) => JSON.parse(text ?? 'null')))
    .toEqual([
      [true, '', '', false, 'input-password'],
      [false, '', 'app://fixture/sub.html', false, 'none'],
      [true, '', '', false, 'input-text'],
    ])
  await app.evaluate(({ standin }) => standin.clickPopup('selectAll'))
  await app.evaluate(({ standin }) => standin.clickPopup('delete'))
  await page.waitForFunction(() => (document.getElementById('text') as HTMLInputElement).value === '')
})

test('a system that ends kills the app, at once or when it has been put off long enough', async () => {
  const { app } = await startWithPage({ platform: 'win32' })
  const told = app.waitForRecorded('badge', ({ count }) => count === 2)
  await app.evaluate(({ app: electronApp, BrowserWindow, standin }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.on('query-session-end', () => electronApp.setBadgeCount(1))
    window?.on('session-end', () => electronApp.setBadgeCount(2))
    standin.sessionEnd({ prevented: true })
    setImmediate(() => standin.sessionEnd())
  })
  await told.catch(() => {})
  expect(await app.waitForExit()).toBe(null)
  const other = await startWithPage({ userDataDir: freshFolder() })
  await other.app.evaluate(({ standin }) => void setImmediate(() => standin.systemShutdown()))
  expect(await other.app.waitForExit()).toBe(null)
})
