import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { WebContentsView } from 'electron'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StandinApplication } from './index.ts'
import { cleanUp, endAll, freshFolder, start, startWithPage } from './testing.ts'

const folder = import.meta.dirname

describe('one app', () => {
  let app: StandinApplication

  beforeAll(async () => {
    app = (await startWithPage()).app
  })
  afterAll(endAll)

  test('notifications are recorded, and a click reaches the app', async () => {
    await app.evaluate(({ Notification, app }) => {
      const notification = new Notification({ title: '王小明', body: 'Lunch?' })
      notification.on('click', () => app.setBadgeCount(7))
      notification.show()
    })
    const shown = await app.waitForRecorded('notifications', entry => entry.title === '王小明')
    expect(shown).toMatchObject({ call: 'show', body: 'Lunch?', silent: false })
    await app.notificationClick(shown.id)
    expect(await app.waitForRecorded('badge')).toEqual({ count: 7 })
  })

  test('the tray, its menu and global shortcuts are recorded and can be used', async () => {
    await app.evaluate(({ Tray, Menu, nativeImage, globalShortcut, shell }) => {
      const tray = new Tray(nativeImage.createEmpty())
      tray.setToolTip('Lianqun')
      tray.on('click', () => void shell.openExternal('https://clicked.test/'))
      const click = () => void shell.openExternal('https://menu.test/')
      tray.setContextMenu(Menu.buildFromTemplate([{ label: 'More', submenu: [{ id: 'deep', label: 'Deep', click }] }]))
      globalShortcut.register('Ctrl+Alt+A', () => void shell.openExternal('https://shortcut.test/'))
    })
    await app.evaluate(({ standin }) => {
      standin.clickTray()
      standin.clickTrayMenu('deep')
      standin.pressShortcut('Ctrl+Alt+A')
    })
    const { tray, opened } = await app.recorded()
    expect(tray.map(entry => entry.call)).toEqual(['create', 'setToolTip', 'setContextMenu'])
    expect(opened.map(entry => entry.target)).toEqual([
      'https://clicked.test/',
      'https://menu.test/',
      'https://shortcut.test/',
    ])
  })

  test('dialogs take the queued answer and are cancelled without one', async () => {
    await app.answerDialog('showMessageBox', 1)
    await app.answerDialog('showOpenDialog', ['/tmp/one'])
    const answers = await app.evaluate(async ({ dialog }) => {
      const box = { message: 'Sure?', buttons: ['Yes', 'No', 'Cancel'], cancelId: 2 }
      return [
        (await dialog.showMessageBox(box)).response,
        (await dialog.showMessageBox(box)).response,
        (await dialog.showOpenDialog({})).filePaths,
        (await dialog.showOpenDialog({})).canceled,
        (await dialog.showSaveDialog({})).canceled,
      ]
    })
    expect(answers).toEqual([1, 2, ['/tmp/one'], true, true])
    expect((await app.recorded()).dialogs).toHaveLength(5)
  })

  test('unsupported calls throw', async () => {
    const errors = await app.evaluate(({ autoUpdater, BrowserWindow, MessageChannelMain }) => {
      const attempt = (action: () => unknown) => {
        try {
          action()
          return 'done'
        } catch (error) {
          return (error as Error).message
        }
      }
      return [
        attempt(() => autoUpdater.checkForUpdates()),
        attempt(() => new MessageChannelMain()),
        attempt(() => new BrowserWindow({ webPreferences: { nodeIntegration: true } })),
        attempt(() => BrowserWindow.getAllWindows()[0]?.webContents.openDevTools()),
      ]
    })
    for (const error of errors) expect(error).toMatch(/electron-standin (does not implement|refuses)/)
  })
})

describe('separate apps', () => {
  cleanUp()

  test('safeStorage encrypts under a key that only its owner can read, or says it is missing', async () => {
    const userDataDir = freshFolder()
    const first = await startWithPage({ userDataDir })
    const sealed = await first.app.evaluate(({ safeStorage }) => safeStorage.encryptString('密钥').toString('base64'))
    expect(Buffer.from(sealed, 'base64').includes('密钥')).toBe(false)
    if (process.platform !== 'win32') expect(statSync(join(userDataDir, 'Standin Key')).mode & 0o777).toBe(0o600)
    await first.app.close()
    const second = await startWithPage({ userDataDir })
    const opened = await second.app.evaluate(
      ({ safeStorage }, text) => safeStorage.decryptString(Buffer.from(text, 'base64')),
      sealed,
    )
    expect(opened).toBe('密钥')
    const without = await startWithPage({ env: { ELECTRON_STANDIN_NO_SAFE_STORAGE: '1' } })
    expect(await without.app.evaluate(({ safeStorage }) => safeStorage.isEncryptionAvailable())).toBe(false)
  })

  test('a result that cannot be cloned is undefined, and the app keeps running', async () => {
    const { app } = await startWithPage()
    expect(await app.evaluate(() => setTimeout(() => {}, 0))).toBe(undefined)
    expect(await app.evaluate(() => 'alive')).toBe('alive')
  })

  test('closing a window can be prevented, and quitting fires events in Electron’s order', async () => {
    const { app } = await startWithPage()
    const seen = await app.evaluate(({ BrowserWindow, app }) => {
      const [window] = BrowserWindow.getAllWindows()
      if (!window) throw new Error('no window')
      const events: string[] = []
      let refuse = true
      app.on('before-quit', () => events.push('before-quit'))
      app.on('will-quit', event => {
        events.push('will-quit')
        event.preventDefault()
      })
      window.on('close', event => {
        events.push('close')
        if (refuse) event.preventDefault()
      })
      window.on('closed', () => events.push('closed'))
      window.close()
      const open = !window.isDestroyed()
      app.quit()
      refuse = false
      app.quit()
      return { open, events }
    })
    expect(seen).toEqual({
      open: true,
      events: ['close', 'before-quit', 'close', 'before-quit', 'close', 'closed', 'will-quit'],
    })
  })

  test('windows keep a model of focus, visibility and size', async () => {
    const { app, page } = await startWithPage()
    const events = await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      if (!window) throw new Error('no window')
      window.show()
      const events: string[] = []
      for (const name of [
        'show',
        'hide',
        'focus',
        'blur',
        'minimize',
        'restore',
        'resize',
        'maximize',
        'unmaximize',
      ] as const) {
        window.on(name as 'show', () => events.push(name))
      }
      window.hide()
      window.show()
      window.minimize()
      window.restore()
      window.maximize()
      window.unmaximize()
      window.setSize(700, 500)
      return [...events, window.isVisible(), window.isFocused(), window.getContentSize()]
    })
    expect(events.slice(0, 6)).toEqual(['blur', 'hide', 'show', 'focus', 'minimize', 'blur'])
    expect(events).toContainEqual([700, 500])
    await page.waitForFunction(() => innerWidth === 700 && innerHeight === 500)
  })

  test('the theme reaches pages', async () => {
    const { app, page } = await startWithPage()
    const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
    expect(await isDark()).toBe(false)
    await app.evaluate(({ standin }) => standin.setSystemTheme('dark'))
    await page.waitForFunction(() => matchMedia('(prefers-color-scheme: dark)').matches)
    await app.evaluate(({ nativeTheme }) => {
      nativeTheme.themeSource = 'light'
    })
    await page.waitForFunction(() => !matchMedia('(prefers-color-scheme: dark)').matches)
  })

  test('a second instance passes its arguments to the first', async () => {
    const userDataDir = freshFolder()
    const { app } = await startWithPage({ userDataDir })
    await app.evaluate(({ app, shell }) => {
      app.requestSingleInstanceLock()
      app.on('second-instance', (_event, argv) => void shell.openPath(argv.at(-1) ?? ''))
    })
    const main = join(folder, 'fixtures/second/main.js')
    const second = spawn(process.execPath, [
      join(folder, 'bin/electron-standin.js'),
      '--headless',
      main,
      `--user-data-dir=${userDataDir}`,
      'lianqun://c/1',
    ])
    const [code] = await once(second, 'exit')
    expect(code).toBe(0)
    expect((await app.waitForRecorded('opened')).target).toBe('lianqun://c/1')
  })

  test('a view is shown and takes input at its bounds in the window', async () => {
    const { app, page } = await startWithPage()
    await app.evaluate(async ({ BrowserWindow, WebContentsView }) => {
      const [window] = BrowserWindow.getAllWindows()
      const view = new WebContentsView()
      view.setBounds({ x: 200, y: 100, width: 300, height: 200 })
      await view.webContents.loadURL('app://fixture/guest.html')
      window?.contentView.addChildView(view)
    })
    const guest = await app.waitForGuest()
    expect(await guest.evaluate(() => [innerWidth, innerHeight])).toEqual([300, 200])
    await expect.poll(() => colourAt(page, 400, 250), { timeout: 20_000 }).toEqual([0, 128, 255])
    expect(await colourAt(page, 100, 250)).toEqual([255, 255, 255])
    await page.mouse.click(220, 110)
    await guest.waitForFunction(() => document.activeElement?.id === 'field')
    await page.keyboard.type('hi')
    await page.keyboard.insertText('中文')
    await guest.waitForFunction(() => (document.getElementById('field') as HTMLInputElement).value === 'hi中文')
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.contentView.children[0]?.setVisible(false),
    )
    await expect.poll(() => colourAt(page, 400, 250), { timeout: 20_000 }).toEqual([255, 255, 255])
  })

  test('keys go to the page that has the focus, and the app may keep those of a view', async () => {
    const { app, page } = await startWithPage()
    await app.evaluate(async ({ BrowserWindow, WebContentsView }) => {
      const [window] = BrowserWindow.getAllWindows()
      const view = new WebContentsView({ webPreferences: { focusOnNavigation: false } })
      view.setBounds({ x: 200, y: 100, width: 300, height: 200 })
      window?.contentView.addChildView(view)
      await view.webContents.loadURL('app://fixture/guest.html')
      view.webContents.on('before-input-event', (event, input) => {
        if (input.type === 'keyDown' && input.key === 'F6') {
          event.preventDefault()
          window?.webContents.focus()
        }
      })
    })
    const guest = await app.waitForGuest()
    const focused = () =>
      app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows()
        const view = window?.contentView.children[0] as WebContentsView | undefined
        return [window?.webContents.isFocused(), view?.webContents.isFocused()]
      })
    const keys = () => guest.evaluate(() => (window as unknown as { keys: string[] }).keys)
    await guest.evaluate(() => {
      const got: string[] = []
      Object.assign(window, { keys: got })
      addEventListener('keydown', event => got.push(event.key))
    })
    // Neither opening nor loading a view takes the keyboard, nor does Tab in the window's page.
    for (let presses = 0; presses < 4; presses++) await page.keyboard.press('Tab')
    expect([await focused(), await keys()]).toEqual([[true, false], []])
    await app.evaluate(({ BrowserWindow }) => {
      const view = BrowserWindow.getAllWindows()[0]?.contentView.children[0] as WebContentsView | undefined
      view?.webContents.focus()
    })
    await expect.poll(focused).toEqual([false, true])
    await expect
      .poll(async () => {
        await page.keyboard.press('ArrowDown')
        return (await keys()).includes('ArrowDown')
      })
      .toBe(true)
    await page.keyboard.press('F6')
    await expect.poll(focused).toEqual([true, false])
    expect(await keys()).not.toContain('F6')
  })

  /** The colour of one pixel of a page, decoded in the page from a screenshot. */
  async function colourAt(page: import('playwright-core').Page, x: number, y: number): Promise<number[]> {
    const picture = (await page.screenshot({ clip: { x, y, width: 1, height: 1 } })).toString('base64')
    const near = await page.evaluate(async data => {
      const bytes = Uint8Array.from(atob(data), char => char.charCodeAt(0))
      const bitmap = await createImageBitmap(new Blob([bytes]))
      const canvas = new OffscreenCanvas(1, 1)
      const context = canvas.getContext('2d')
      context?.drawImage(bitmap, 0, 0)
      return [...(context?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3)
    }, picture)
    // The picture of a guest is a JPEG: accept small deviations.
    return near.map(value => [0, 128, 255].find(exact => Math.abs(exact - value) <= 4) ?? value)
  }

  test('killing or crashing the app leaves no Chromium and no profile behind', async () => {
    const { app } = await startWithPage()
    const profile = await app.evaluate(() => process.env.TMPDIR ?? '')
    expect(profile).not.toContain('electron-standin-')
    const { chromiumPid } = app
    expect(isAlive(chromiumPid)).toBe(true)
    await app.kill()
    await expect.poll(() => isAlive(chromiumPid), { timeout: 20_000 }).toBe(false)

    const other = await start()
    const pid = other.chromiumPid
    other.process.kill('SIGKILL')
    await other.waitForExit()
    await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false)
  })

  test('SIGTERM quits the app, and Chromium with it', async () => {
    const { app } = await startWithPage()
    const { chromiumPid } = app
    app.process.kill('SIGTERM')
    expect(await app.waitForExit()).toBe(0)
    await expect.poll(() => isAlive(chromiumPid), { timeout: 20_000 }).toBe(false)
  })

  /** Whether a process runs; false for a zombie. */
  function isAlive(pid: number): boolean {
    try {
      process.kill(pid, 0)
    } catch (error) {
      return (error as NodeJS.ErrnoException).code !== 'ESRCH'
    }
    if (process.platform !== 'linux') return true
    return existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  }

  test('the command line saves a picture of the first window', async () => {
    const out = freshFolder()
    const picture = join(out, 'shot.png')
    const child = spawn(process.execPath, [
      join(folder, 'bin/electron-standin.js'),
      '--headless',
      `--standin-screenshot=${picture}`,
      join(folder, 'fixtures/basic'),
      `--user-data-dir=${join(out, 'profile')}`,
    ])
    await new Promise<void>((resolve, reject) => {
      let text = ''
      child.stdout.on('data', chunk => {
        text += chunk
        if (text.includes('saved')) resolve()
      })
      child.on('exit', code => reject(new Error(`ended with ${code}: ${text}`)))
    })
    child.removeAllListeners('exit')
    child.kill('SIGTERM')
    await once(child, 'exit')
    expect(readFileSync(picture).readUInt32BE(16)).toBe(640)
    expect(readdirSync(join(out, 'profile'))).not.toContain('Standin Lock')
  })
})
