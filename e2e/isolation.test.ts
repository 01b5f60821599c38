import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClientApp, openSignedIn } from './app.ts'
import { closeServers, serve, serveUdp } from './counting-server.ts'
import { section } from './locators.ts'
import { World } from './world.ts'

/* A mini-app that tries to reach what it did not declare. What arrives elsewhere is counted in bytes. */

let world: World
let app: ClientApp
let page: Page

beforeEach(async () => {
  world = await World.start()
})

afterEach(async () => {
  await app.kill()
  await closeServers()
  await world.close()
})

/** Opens the mini-app that starts at an address. */
async function openCage(startUrl: string): Promise<Page> {
  const cage = { id: 'cage', name: '笼', latinName: 'Cage', startUrl }
  await world.server.domain.createApp({ ...cage, permissions: ['user.read'] })
  app = await openSignedIn(world)
  page = app.page
  await section(page, 'Workbench').click()
  await page.getByRole('button', { name: /^Cage/ }).first().click()
  await page.getByRole('button', { name: 'Allow and open' }).click()
  const guest = await app.guest(new URL(startUrl).origin)
  await guest.getByText('caged').waitFor()
  return guest
}

/** Lets the page look for ways out by WebRTC until it has tried all; Chromium 150 refuses the constructor already. */
async function gatherCandidates(guest: Page, urls: string[]): Promise<void> {
  await guest.evaluate(async urls => {
    let rtc: RTCPeerConnection
    try {
      rtc = new RTCPeerConnection({ iceServers: [{ urls, username: 'a', credential: 'b' }] })
    } catch (error) {
      if ((error as DOMException).name === 'NotAllowedError') return
      throw error
    }
    rtc.createDataChannel('out')
    const gathered = new Promise<void>(resolve => {
      rtc.onicegatheringstatechange = () => rtc.iceGatheringState === 'complete' && resolve()
    })
    await rtc.setLocalDescription(await rtc.createOffer()).catch(() => {})
    await gathered
  }, urls)
}

test('an app that tries everything reaches no other server, not even one on this machine', async () => {
  const elsewhere = await serve(() => 'reached')
  const own = await serve(path =>
    path === '/worker.js'
      ? `fetch('${elsewhere.origin}/worker').then(() => 'reached', () => 'refused').then(postMessage)`
      : '<!doctype html><title>Cage</title><p>caged</p>',
  )
  const guest = await openCage(`${own.origin}/`)
  await gatherCandidates(guest, [`turn:${new URL(elsewhere.origin).host}?transport=tcp`])
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

test('speculation rules and preconnects reach no other server, also not through a redirect', async () => {
  const elsewhere = await serve(() => 'reached')
  const asked: string[] = []
  const rules = JSON.stringify({
    prefetch: [{ urls: [`${elsewhere.origin}/prefetch`, '/away'], eagerness: 'immediate' }],
    prerender: [{ urls: [`${elsewhere.origin}/prerender`, '/away?2'], eagerness: 'immediate' }],
  })
  const own = await serve((path, response) => {
    asked.push(path)
    if (path === '/') {
      response.setHeader('speculation-rules', '"/rules.json"')
      return `<!doctype html><title>Cage</title><p>caged</p><link rel="preconnect" href="${elsewhere.origin}">
        <link rel="dns-prefetch" href="${elsewhere.origin}"><link rel="prefetch" href="${elsewhere.origin}/link">
        <link rel="prefetch" href="/own"><script type="speculationrules">${rules}</script>`
    }
    if (!path.startsWith('/away')) return rules
    response.writeHead(302, { location: `${elsewhere.origin}${path}` }).end()
    return undefined
  })
  const guest = await openCage(`${own.origin}/`)
  // The page's links are tried after it, and rules when it rests; each answer passed the process that would try them.
  await expect.poll(() => asked, { timeout: 20_000 }).toContain('/own')
  await guest.evaluate(async rules => {
    const later = Object.assign(document.createElement('script'), { type: 'speculationrules', text: rules })
    document.head.append(later)
    for (let round = 0; round < 50; round++) {
      await new Promise(resolve => requestIdleCallback(resolve))
      await fetch(`/round/${round}`)
    }
  }, rules)
  expect(asked).not.toContain('/rules.json')
  expect(elsewhere.received()).toBe(0)
})

test('a service worker, which could answer with pages without a policy, is not installed', async () => {
  const elsewhere = await serve(() => 'reached')
  const udp = await serveUdp()
  const own = await serve(path =>
    path === '/sw.js'
      ? `addEventListener('install', () => skipWaiting())
         addEventListener('activate', event => event.waitUntil(clients.claim()))
         addEventListener('fetch', event => event.respondWith(
           new Response('<p>caged by the worker</p>', { headers: { 'content-type': 'text/html' } })))`
      : '<!doctype html><title>Cage</title><p>caged by the server</p>',
  )
  const guest = await openCage(`${own.origin}/`)
  const registered = await guest.evaluate(() =>
    navigator.serviceWorker.register('/sw.js').then(
      () => 'registered',
      () => 'refused',
    ),
  )
  expect(registered).toBe('refused')
  await guest.evaluate(() => location.assign('/made'))
  await guest.waitForURL('**/made')
  await guest.getByText('caged by the server').waitFor()
  const tried = await guest.evaluate(
    port =>
      new WebTransport(`https://127.0.0.1:${port}/`).ready.then(
        () => 'reached',
        () => 'refused',
      ),
    udp.port,
  )
  const tcp = new URL(elsewhere.origin).host
  await gatherCandidates(guest, [`turn:${tcp}?transport=tcp`, `turn:127.0.0.1:${udp.port}?transport=udp`])
  expect(tried).toBe('refused')
  expect([elsewhere.received(), udp.packets()]).toEqual([0, 0])
})

test('redirects work within the app, and a followed link opens in the browser without the app losing its page', async () => {
  const own = await serve((path, response) => {
    if (path !== '/old')
      return `<!doctype html><title>Cage</title><p>caged</p><a href="/old">Within</a><span>${path}</span>
        <a href="https://docs.example/a">Outside</a><a href="mailto:a@b.example?subject=x&attach=/etc/passwd">Mail</a>
        <a href="https://docs.example/popup" target="_blank">Popup</a>`
    response.writeHead(302, { location: '/new' }).end()
    return undefined
  })
  const guest = await openCage(`${own.origin}/old`)
  await guest.getByText('/new').waitFor()
  await guest.evaluate(() => Object.assign(window, { same: true }))
  for (const name of ['Outside', 'Mail', 'Popup']) await guest.getByRole('link', { name }).click()
  const opened = async () => (await app.standin?.recorded())?.opened.map(({ target }) => target)
  await expect
    .poll(opened, { timeout: 20_000 })
    .toEqual(['https://docs.example/a', 'mailto:a@b.example?subject=x', 'https://docs.example/popup'])
  expect(await guest.evaluate(() => (window as { same?: boolean }).same)).toBe(true)
})

test('a page cannot open the system’s print dialog, not even by a frame', async () => {
  const own = await serve(() => '<!doctype html><title>Cage</title><p>caged</p><iframe srcdoc="<p>frame</p>"></iframe>')
  const guest = await openCage(`${own.origin}/`)
  const printed = await guest.evaluate(() => {
    let events = 0
    const pages = [window, ...Array.from(window.frames as unknown as ArrayLike<Window>)]
    for (const each of pages) each.addEventListener('beforeprint', () => events++)
    for (const each of pages) each.print()
    document.execCommand('print')
    return events
  })
  expect(printed).toBe(0)
})

test('a page that goes elsewhere by itself is blocked, and can be opened again', async () => {
  const elsewhere = await serve(() => 'reached')
  const own = await serve(() => '<!doctype html><title>Cage</title><p>caged</p>')
  const guest = await openCage(`${own.origin}/`)
  await guest.evaluate(to => location.assign(to), `${elsewhere.origin}/gone?secret`)
  await page.getByText('Blocked “Cage” from opening an address').waitFor()
  expect(elsewhere.received()).toBe(0)
  await page.getByRole('button', { name: 'Open again' }).click()
  const again = await app.guest(own.origin)
  await again.getByText('caged').waitFor()
})
