import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LianqunBridge } from '../preload/bridge/index.ts'
import { type ClientApp, openApp, signIn } from './app.ts'
import { composer, row, section } from './locators.ts'
import { World } from './world.ts'

/* Mini-apps in the running client: the bundled ones, and one that tries to break out. */

const group = 'Air 2 上市发布群'
let world: World
let app: ClientApp
let page: Page
const servers: Server[] = []

beforeEach(async () => {
  world = await World.start()
})

afterEach(async () => {
  await app.kill()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
  await world.close()
})

async function start(): Promise<void> {
  app = await openApp({ profile: join(world.folder, 'profile') })
  page = app.page
  page.setDefaultTimeout(10_000)
  await signIn(page, world.server.url, 'chenyu')
  await row(page, group).waitFor()
  await section(page, 'Workbench').click()
}

async function openMiniApp(name: RegExp, part: string): Promise<Page> {
  await page.getByRole('button', { name }).first().click()
  await page.getByRole('button', { name: 'Allow and open' }).click()
  return app.guest(part)
}

/**
 * A server on this machine that counts received bytes. Chromium opens a connection for a frame before it can be
 * refused, and sends nothing on it.
 */
async function serve(answer: (path: string) => string): Promise<{ origin: string; received: () => number }> {
  const sockets: Socket[] = []
  const server = createServer((request, response) => {
    const type = request.url?.endsWith('.js') ? 'text/javascript' : 'text/html'
    response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' })
    response.end(answer(request.url ?? ''))
  })
  server.on('connection', socket => sockets.push(socket))
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => sockets.reduce((sum, socket) => sum + socket.bytesRead, 0),
  }
}

test('the bundled apps open with their context, isolated from each other', async () => {
  await start()
  const announcements = await openMiniApp(/^Announcements/, '/apps/announcements/')
  await announcements.getByText('No announcements yet').waitFor()
  const reach = await announcements.evaluate(async () => {
    const { lianqunBridge: bridge, ...own } = window as unknown as {
      lianqunBridge: LianqunBridge
      [name: string]: unknown
    }
    localStorage.setItem('secret', 'of announcements')
    return {
      node: [typeof own.require, typeof own.process, typeof own.desktop],
      context: await bridge.invoke('context.get', {}),
      undeclared: await bridge.invoke('conversation.open', { userId: 'zhouye' }),
      unknown: await bridge.invoke('desktop:call' as 'context.get', {}),
    }
  })
  expect(reach.node).toEqual(['undefined', 'undefined', 'undefined'])
  const known = { appId: 'announcements', user: { id: 'chenyu' }, language: 'en' }
  expect(reach.context).toMatchObject({ ok: true, value: known })
  expect(reach.undeclared).toMatchObject({ ok: false, error: { code: 'not_declared' } })
  expect(reach.unknown).toMatchObject({ ok: false, error: { code: 'unknown_call' } })

  await page.getByRole('tab', { name: 'Home' }).click()
  const lookup = await openMiniApp(/^Directory lookup/, '/apps/directory-lookup/')
  await lookup.getByRole('searchbox').or(lookup.getByRole('textbox')).first().fill('zhouye')
  await lookup.getByText('Ye Zhou').first().waitFor()
  expect(await lookup.evaluate(() => localStorage.getItem('secret'))).toBeNull()
})

test('an app that tries everything reaches no other server, not even one on this machine', async () => {
  const elsewhere = await serve(() => 'reached')
  const own = await serve(path =>
    path === '/worker.js'
      ? `fetch('${elsewhere.origin}/worker').then(() => 'reached', () => 'refused').then(postMessage)`
      : '<!doctype html><title>Cage</title><p>caged</p>',
  )
  const cage = { id: 'cage', name: '笼', latinName: 'Cage', startUrl: `${own.origin}/` }
  await world.server.domain.createApp({ ...cage, permissions: ['user.read'] })
  await start()
  const guest = await openMiniApp(/^Cage/, own.origin)
  await guest.getByText('caged').waitFor()
  const tried = await guest.evaluate(
    async ({ away, workspace }) => {
      const tell = (work: Promise<unknown>) =>
        work.then(
          () => 'reached',
          () => 'refused',
        )
      const event = (target: EventTarget, good: string) =>
        new Promise((resolve, reject) => {
          target.addEventListener(good, resolve)
          target.addEventListener('error', reject)
        })
      const image = new Image()
      const seen = tell(event(image, 'load'))
      image.src = `${away}/image`
      navigator.sendBeacon(`${away}/beacon`, 'x')
      const frame = document.createElement('iframe')
      frame.src = `${away}/frame`
      document.body.append(frame)
      const turn = `turn:${new URL(away).host}?transport=tcp`
      const rtc = new RTCPeerConnection({ iceServers: [{ urls: turn, username: 'a', credential: 'b' }] })
      rtc.createDataChannel('out')
      const gathered = new Promise<void>(resolve => {
        rtc.onicegatheringstatechange = () => rtc.iceGatheringState === 'complete' && resolve()
      })
      await rtc.setLocalDescription(await rtc.createOffer()).catch(() => {})
      await gathered
      return {
        fetch: await tell(fetch(`${away}/fetch`)),
        opaque: await tell(fetch(`${away}/opaque`, { mode: 'no-cors' })),
        image: await seen,
        worker: await event(new Worker('/worker.js'), 'message').then(message => (message as MessageEvent).data),
        socket: await tell(event(new WebSocket(away.replace('http', 'ws')), 'open')),
        workspace: await tell(event(new WebSocket(workspace, 'lianqun.v1'), 'open')),
        transport: await tell(new WebTransport(away.replace('http', 'https')).ready),
      }
    },
    { away: elsewhere.origin, workspace: `${world.server.url.replace('http', 'ws')}/v1/socket` },
  )
  expect(tried).toEqual(Object.fromEntries(Object.keys(tried).map(name => [name, 'refused'])))
  expect(elsewhere.received()).toBe(0)
})

test('an app may navigate the client on a user’s click, and closes when its permissions are revoked', async () => {
  const own = await serve(
    () => `<!doctype html><title>Guide</title><button onclick="go()">To the group</button>
      <script>const go = () => lianqunBridge.invoke('conversation.open', { conversationId: 'launch' })</script>`,
  )
  const guide = { id: 'guide', name: '向导', latinName: 'Guide', startUrl: `${own.origin}/` }
  await world.server.domain.createApp({ ...guide, permissions: ['conversation.open'] })
  await start()
  const guest = await openMiniApp(/^Guide/, own.origin)
  await guest.getByRole('button').waitFor()
  const unasked = await guest.evaluate(() =>
    (window as unknown as { lianqunBridge: LianqunBridge }).lianqunBridge.invoke('conversation.open', {
      conversationId: 'launch',
    }),
  )
  expect(unasked).toMatchObject({ ok: false, error: { code: 'failed' } })
  await guest.getByRole('button').click()
  await composer(page).waitFor()

  await section(page, 'Workbench').click()
  await page.getByRole('button', { name: /permissions$/ }).click()
  const closed = guest.waitForEvent('close')
  await page.getByRole('button', { name: 'Revoke access' }).click()
  await closed
  await page.getByRole('button', { name: 'Allow and open' }).click()
  const again = await app.guest(own.origin)
  await again.getByRole('button').waitFor()
  await again.evaluate(() => window.close()).catch(() => {})
  await page.getByRole('tab', { name: /Guide/ }).waitFor({ state: 'detached' })
  expect(app.page.isClosed()).toBe(false)
})
