import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StandinApplication } from './index.ts'
import { cleanUp, endAll, startWithPage } from './testing.ts'

describe('one app', () => {
  let app: StandinApplication
  let page: Page

  beforeAll(async () => {
    const started = await startWithPage()
    app = started.app
    page = started.page
  })
  afterAll(endAll)

  test('calls and answers between page and main carry what structured clone carries', async () => {
    const result = await page.evaluate(async () => {
      const shared = { name: 'one' }
      const sent = [1, 'two', null, undefined, -0, 5n, new Date(7), new Map([[shared, shared]]), new Uint8Array([1, 2])]
      const [one, two, none, nothing, zero, big, date, map, bytes] = await api.echo(...sent)
      const [[key, value]] = [...(map as Map<unknown, unknown>)] as [[unknown, unknown]]
      return {
        plain: [one, two, none, nothing === undefined, Object.is(zero, -0), big === 5n],
        date: date instanceof Date && date.getTime(),
        shared: key === value,
        bytes: bytes instanceof Uint8Array && [...bytes],
        text: (await api.echo('连群 🙂'))[0],
        function: await api.echo(() => {}).catch((error: Error) => error.message),
      }
    })
    expect(result).toEqual({
      plain: [1, 'two', null, true, true, true],
      date: 7,
      shared: true,
      bytes: [1, 2],
      text: '连群 🙂',
      function: 'An object could not be cloned.',
    })
  })

  test('a handler’s error and a missing handler arrive as in Electron', async () => {
    const message = (name: 'fail' | 'missing') => page.evaluate(name => api[name]().catch(error => error.message), name)
    expect(await message('fail')).toBe("Error invoking remote method 'fail': Error: no such thing")
    expect(await message('missing')).toBe(
      "Error invoking remote method 'missing': Error: No handler registered for 'missing'",
    )
  })

  test('messages from main keep their order, and listeners can be removed', async () => {
    const [values, left] = await page.evaluate(
      () =>
        new Promise<[number[], number]>(resolve => {
          const got: number[] = []
          const count = api.answers(500, value => {
            got.push(value)
            if (value === 499) queueMicrotask(() => resolve([got, count()]))
          })
        }),
    )
    expect(values).toEqual(Array.from({ length: 500 }, (_, at) => at))
    expect(left).toBe(0)
  })

  test('the context bridge passes functions, errors, promises and frozen objects', async () => {
    const result = await page.evaluate(async () => {
      let thrown: unknown
      try {
        api.throws()
      } catch (error) {
        thrown = error
      }
      return {
        sum: api.add(1, 2),
        thrown: thrown instanceof Error && [thrown.name, thrown.message],
        later: await api.callLater(word => `${word}!`),
        nested: api.nested,
        frozen: Object.isFrozen(api) && Object.isFrozen(api.nested),
      }
    })
    expect(result).toMatchObject({
      sum: 3,
      thrown: ['TypeError', 'bad'],
      later: 'later!',
      nested: { platform: process.platform, refusesFs: true, list: [1, { two: 2 }] },
      frozen: true,
    })
    expect(result.nested.argv).toContain('--role=main')
  })

  test('a page cannot reach the preload’s world or call what is not exposed', async () => {
    await app.evaluate(({ ipcMain }) => {
      ipcMain.handle('secret', () => {
        throw new Error('reached')
      })
    })
    const found = await page.evaluate(async () => {
      const names = Object.getOwnPropertyNames(window)
      const stolen: unknown[] = []
      const native = EventTarget.prototype.dispatchEvent
      EventTarget.prototype.dispatchEvent = function (event) {
        stolen.push(event)
        return native.call(this, event)
      }
      await api.echo('x')
      return {
        secret: 'preloadSecret' in window,
        bindings: names.filter(name => /^(binding|receive|preload)_|standin/i.test(name)),
        stolen: stolen.length,
        require: 'require' in window,
        process: 'process' in window,
      }
    })
    expect(found).toEqual({ secret: false, bindings: [], stolen: 0, require: false, process: false })
  })

  test('a preload that fails is reported and the page still loads', async () => {
    const [path, message] = await app.evaluate(async ({ BrowserWindow, app }) => {
      const fs = process.getBuiltinModule('node:fs')
      const preload = process.getBuiltinModule('node:path').join(app.getPath('userData'), 'bad.cjs')
      fs.writeFileSync(preload, "throw new Error('not today')")
      const window = new BrowserWindow({ show: false, webPreferences: { preload } })
      const failed = new Promise<[string, string]>(resolve => {
        window.webContents.on('preload-error', (_event, path, error) => resolve([path, error.message]))
      })
      await window.loadURL('app://fixture/sub.html')
      return failed
    })
    expect(path).toMatch(/bad\.cjs$/)
    expect(message).toBe('not today')
  })
})

describe('separate apps', () => {
  cleanUp()

  test('a sub-frame has a preload only if the app asks for it, and then it is the sender frame', async () => {
    const inFrame = async (args: string[]) => {
      const { page } = await startWithPage({ args })
      await page.evaluate(() => {
        const frame = document.createElement('iframe')
        frame.src = '/sub.html'
        document.body.append(frame)
        return new Promise(resolve => {
          frame.onload = resolve
        })
      })
      const frame = page.frames()[1]
      const top = await page.evaluate(() => api.who())
      return { top, sub: await frame?.evaluate(() => ('api' in window ? api.who() : null)) }
    }
    expect((await inFrame([])).sub).toBeNull()
    const { top, sub } = await inFrame(['--sub-frames'])
    expect(top).toMatchObject({ url: 'app://fixture/index.html', origin: 'app://fixture', isTop: true })
    expect(sub).toMatchObject({
      url: 'app://fixture/sub.html',
      isTop: false,
      parentUrl: 'app://fixture/index.html',
    })
    expect(sub?.routingId).not.toBe(top.routingId)
  })

  test('messages to a page arrive in the order of sending, whichever API sends them', async () => {
    const { app, page } = await startWithPage()
    await app.evaluate(({ ipcMain }) => {
      ipcMain.removeAllListeners('ask')
      ipcMain.on('ask', (event, count: number) => {
        const { sender, senderFrame } = event
        const ways = [
          (value: number) => sender.send('answer', value),
          (value: number) => senderFrame?.postMessage('answer', value),
          (value: number) => senderFrame?.send('answer', value),
          (value: number) => event.reply('answer', value),
          (value: number) => sender.mainFrame.send('answer', value),
        ]
        for (let at = 0; at < count; at++) ways[at % ways.length]?.(at)
      })
    })
    const values = await page.evaluate(
      () =>
        new Promise<number[]>(resolve => {
          const got: number[] = []
          api.answers(50, value => {
            got.push(value)
            if (got.length === 50) resolve(got)
          })
        }),
    )
    expect(values).toEqual(Array.from({ length: 50 }, (_, at) => at))
  })

  test('a message that cannot be cloned is logged by send and thrown by postMessage', async () => {
    const { app } = await startWithPage()
    const ends = await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      const frame = window?.webContents.mainFrame
      const ways = [
        () => window?.webContents.send('answer', () => {}),
        () => frame?.send('answer', () => {}),
        () => frame?.postMessage('answer', () => {}),
      ]
      return ways.map(way => {
        try {
          return way() ?? 'returned'
        } catch (error) {
          return String(error)
        }
      })
    })
    expect(ends).toEqual(['returned', 'returned', 'Error: An object could not be cloned.'])
    await expect.poll(() => app.output.split('Error sending from webFrameMain').length - 1).toBe(2)
  })

  test('after a reload the sender’s frame is null, and late answers resolve no call of the new page', async () => {
    const { app, page } = await startWithPage()
    await app.evaluate(({ ipcMain }) => {
      const calls: { hadFrame: boolean; event: Electron.IpcMainInvokeEvent; end: (value: string) => void }[] = []
      Object.assign(globalThis, { calls })
      ipcMain.removeHandler('who')
      ipcMain.handle('who', event => {
        const hadFrame = event.senderFrame !== null
        return new Promise(resolve => calls.push({ hadFrame, event, end: resolve }))
      })
    })
    const asked = (count: number) =>
      expect.poll(() => app.evaluate(() => (globalThis as unknown as { calls: unknown[] }).calls.length)).toBe(count)
    await page.evaluate(() => {
      void api.who()
    })
    await asked(1)
    await page.reload()
    await page.waitForFunction(() => 'fromScript' in window)
    const answer = page.evaluate(() => api.who())
    await asked(2)
    const frames = await app.evaluate(() => {
      const { calls } = globalThis as unknown as {
        calls: { hadFrame: boolean; event: Electron.IpcMainInvokeEvent; end: (value: string) => void }[]
      }
      calls[0]?.end('old')
      calls[1]?.end('new')
      return calls.map(({ hadFrame, event }) => [hadFrame, event.senderFrame !== null])
    })
    expect(frames).toEqual([
      [true, false],
      [true, true],
    ])
    expect(await answer).toBe('new')
  })
})
