import { EventEmitter, once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import type { StandinApplication } from 'electron-standin'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ClientApp, openApp, signIn } from './app.ts'
import { messageList, offlineStrip, open, row, section } from './locators.ts'
import { group, World } from './world.ts'

/* What a machine does to a client that runs: it sleeps, loses a display, speaks another language, starts it twice. */

type App = ClientApp & { standin: StandinApplication }

let world: World
const apps: ClientApp[] = []
const ways: Way[] = []

beforeEach(async () => {
  world = await World.start()
})
afterEach(async () => {
  for (const app of apps.splice(0)) await app.kill()
  for (const way of ways.splice(0)) way.close()
  await world.close()
})

async function start(options: Partial<Parameters<typeof openApp>[0]> = {}): Promise<App> {
  const app = await openApp({ profile: join(world.folder, 'profile'), ...options })
  apps.push(app)
  app.page.setDefaultTimeout(20_000)
  return app as App
}
async function startSignedIn(address = world.server.url, options: Parameters<typeof start>[0] = {}): Promise<App> {
  const app = await start(options)
  await signIn(app.page, address, 'chenyu')
  await row(app.page, group).waitFor()
  return app
}

/** The way to the server, which ends without a word while the machine sleeps. Emits `said` when the client sends. */
class Way extends EventEmitter<{ said: [] }> {
  /** How many connections were opened. */
  opened = 0
  #lets = true
  readonly #sockets = new Set<Socket>()
  readonly #server: Server

  constructor(port: number) {
    super()
    this.#server = createServer(client => {
      this.opened += 1
      const server = connect(port, '127.0.0.1')
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        this.#sockets.add(from)
        from.on('data', data => {
          if (!this.#lets) return
          if (from === client) this.emit('said')
          to.write(data)
        })
        from.on('error', () => to.destroy())
        from.on('close', () => to.destroy())
      }
    })
    ways.push(this)
  }

  async address(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening')
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Nothing passes, and nobody is told. */
  sleep(): void {
    this.#lets = false
  }

  /** What is opened from now on passes; what was open stays dead. */
  wake(): void {
    for (const socket of this.#sockets) socket.pause()
    this.#lets = true
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
  }
}

const windowOf = (app: App) =>
  app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    return window === undefined ? null : { visible: window.isVisible(), bounds: window.getBounds() }
  })
/** The machine resumes, and its screen is unlocked, many times over. */
const resume = (app: App, times = 1) =>
  app.evaluate(({ powerMonitor }, count) => {
    for (let i = 0; i < count; i += 1)
      for (const event of ['resume', 'unlock-screen']) powerMonitor.emit(event as never)
  }, times)

describe.skipIf(process.env.LIANQUN_E2E_HOST === 'electron')('a client that runs', () => {
  test('looks after its connection when the machine wakes, and opens no more than it needs', async () => {
    const way = new Way(world.server.port)
    const app = await startSignedIn(await way.address())
    await open(app.page, group)
    // Its own beat comes first; the next one would come much later than the one for waking.
    await once(way, 'said')
    const said = once(way, 'said', { signal: AbortSignal.timeout(5_000) })
    await resume(app)
    await said

    way.sleep()
    await world.say('zhouye', 'said while it slept')
    await app.evaluate(({ powerMonitor }) => {
      for (const event of ['suspend', 'lock-screen']) powerMonitor.emit(event as never)
    })
    const before = way.opened
    await resume(app, 50)
    // The network comes back last.
    way.wake()
    await row(app.page, group).filter({ hasText: 'said while it slept' }).waitFor()
    await resume(app, 50)
    await world.say('zhouye', 'and after that')
    await row(app.page, group).filter({ hasText: 'and after that' }).waitFor()
    expect(way.opened - before).toBeLessThan(10)
  })

  test('does not connect for each sign of waking while there is no way', async () => {
    const way = new Way(world.server.port)
    const app = await startSignedIn(await way.address())
    await world.unplug()
    await offlineStrip(app.page).waitFor()
    const before = way.opened
    // One after the other, so that each could begin to connect.
    for (let i = 0; i < 40; i += 1) await resume(app)
    await world.back()
    await resume(app)
    await world.say('zhouye', 'back again')
    await row(app.page, group).filter({ hasText: 'back again' }).waitFor()
    expect(way.opened - before).toBeLessThan(20)
  })

  test('follows the link of a second start, which ends, and its profile is whole', async () => {
    const app = await startSignedIn()
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
    const second = openApp({ profile: join(world.folder, 'profile'), args: ['lianqun://conversation/launch'] })
    await expect(second).rejects.toThrow('The app has ended (code 0)')
    await messageList(app.page).waitFor()
    expect((await windowOf(app))?.visible).toBe(true)
    await app.quit()
    const { page } = await start()
    await open(page, group)
  })

  test('comes back to a display that is there, shown or hidden, when its own is taken away', async () => {
    const app = await startSignedIn(undefined, { platform: 'win32' })
    const [width, height] = [1920, 1080]
    const first = { bounds: { x: 0, y: 0, width, height } }
    const second = { bounds: { x: width, y: 0, width, height } }
    const setDisplays = (displays: (typeof first)[]) =>
      app.evaluate(({ standin: controls }, list) => controls.setDisplays(list), displays)
    const away = (hidden: boolean) =>
      app.evaluate(({ BrowserWindow }, hide) => {
        const [window] = BrowserWindow.getAllWindows()
        window?.setBounds({ x: 2000, y: 40, width: 1000, height: 700 })
        if (hide) window?.hide()
      }, hidden)
    for (const hidden of [false, true]) {
      await setDisplays([first, second])
      await away(hidden)
      await setDisplays([first])
      if (hidden) await app.evaluate(({ standin: controls }) => controls.clickTray())
      expect(await windowOf(app)).toEqual({ visible: true, bounds: { x: 460, y: 190, width: 1000, height: 700 } })
    }
    // Of two, the one that it was on is there at the next start no more.
    await setDisplays([first, second])
    await away(false)
    await app.quit()
    expect((await windowOf(await start({ platform: 'win32' })))?.bounds).toMatchObject({ width: 1000, height: 700 })
  })

  test.each([
    ['linux', 'ends'],
    ['win32', 'ends'],
    ['darwin', 'stays in the dock'],
  ] as const)('on %s, without the tray, it %s when its window is closed', async (platform, what) => {
    const app = await startSignedIn(undefined, { platform })
    await section(app.page, 'Settings').click()
    await app.page.getByRole('switch', { name: 'Keep running in the tray when closed' }).click()
    await app.evaluate(({ BrowserWindow }) => setImmediate(() => BrowserWindow.getAllWindows()[0]?.close()))
    if (what === 'ends') expect(await app.standin.waitForExit()).toBe(0)
    else {
      await expect.poll(async () => (await windowOf(app))?.visible).toBe(false)
      await app.quit()
    }
  })

  test('speaks the language that the system has at each start', async () => {
    const app = await startSignedIn()
    await app.quit()
    const { page, standin } = await start({ args: ['--lang=zh-CN'], env: { LANG: 'zh_CN.UTF-8', LANGUAGE: 'zh' } })
    await page.getByRole('navigation').getByRole('button', { name: '设置', exact: true }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toMatch(/^zh/)
    const { menus } = await standin.recorded()
    expect(JSON.stringify(menus)).toContain('退出连群')
  })
})
