import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cleanUp, freshFolder, startWithPage } from './testing.ts'

cleanUp()

let server: Server
let origin: string
const asked: string[] = []

beforeEach(async () => {
  asked.length = 0
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (request.url === '/away') {
      response.writeHead(302, { location: '/landed' }).end()
      return
    }
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Out there</title>')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

test('app:// pages run under their policy, and main knows them by their own address', async () => {
  const { app, page } = await startWithPage()
  const inPage = await page.evaluate(async outside => {
    const blocked = new Promise<string>(resolve => {
      document.addEventListener('securitypolicyviolation', event => resolve(event.effectiveDirective))
    })
    const refused = await fetch(outside).catch((error: Error) => error.name)
    const data = await (await fetch('/data.json')).json()
    const missing = (await fetch('/nope')).status
    return {
      refused,
      blocked: await blocked,
      data,
      missing,
      secure: isSecureContext,
      image: document.images[0]?.naturalWidth,
    }
  }, `${origin}/x`)
  expect(inPage).toEqual({
    refused: 'TypeError',
    blocked: 'connect-src',
    data: { ok: true },
    missing: 404,
    secure: true,
    image: 7,
  })
  expect(asked).toEqual([])
  const known = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    return [window?.webContents.getURL(), window?.webContents.getTitle(), window?.webContents.mainFrame.origin]
  })
  expect(known).toEqual(['app://fixture/index.html', 'Started', 'app://fixture'])
})

test('loadURL rejects with the error', async () => {
  const { app } = await startWithPage()
  const errors = await app.evaluate(async ({ BrowserWindow, session }) => {
    const window = new BrowserWindow({ show: false, webPreferences: { partition: 'elsewhere' } })
    const events: unknown[] = []
    window.webContents.on('did-fail-load', (_event, code, name, url) => events.push([code, name, url]))
    window.webContents.on('did-finish-load', () => events.push('finished'))
    const load = (url: string) =>
      window.loadURL(url).then(
        () => 'loaded',
        error => error.message,
      )
    const results = [await load('http://127.0.0.1:1/'), await load('app://nowhere/x')]
    session.fromPartition('elsewhere').webRequest.onBeforeRequest((_details, callback) => callback({ cancel: true }))
    results.push(await load('https://blocked.test/'))
    return { results, events }
  })
  expect(errors.results[0]).toMatch(/^ERR_(UNSAFE_PORT|CONNECTION_REFUSED) \(-\d+\) loading 'http:\/\/127/)
  expect(errors.results[1]).toBe("ERR_NAME_NOT_RESOLVED (-105) loading 'app://nowhere/x'")
  expect(errors.results[2]).toBe("ERR_BLOCKED_BY_CLIENT (-20) loading 'https://blocked.test/'")
  expect(errors.events).toHaveLength(3)
  expect(errors.events[2]).toEqual([-20, 'ERR_BLOCKED_BY_CLIENT', 'https://blocked.test/'])
})

test('a prevented navigation does not happen, another does', async () => {
  const { app, page } = await startWithPage()
  const tried = await app.evaluate(async ({ BrowserWindow }, outside) => {
    const [window] = BrowserWindow.getAllWindows()
    const contents = window?.webContents
    if (!contents) throw new Error('no window')
    const seen: string[] = []
    contents.on('will-navigate', details => {
      seen.push(details.url)
      if (details.url.endsWith('/no')) details.preventDefault()
    })
    const blocked = new Promise<void>(resolve => contents.once('will-navigate', () => resolve()))
    await contents.executeJavaScript(`location.href = ${JSON.stringify(`${outside}/no`)}; 0`)
    await blocked
    const afterBlocked = contents.getURL()
    const arrived = new Promise<void>(resolve => contents.once('did-finish-load', () => resolve()))
    await contents.executeJavaScript('location.href = "/sub.html"; 0')
    await arrived
    return { seen, afterBlocked, url: contents.getURL(), back: contents.navigationHistory.canGoBack() }
  }, origin)
  expect(tried.seen).toEqual([`${origin}/no`, 'app://fixture/sub.html'])
  expect(tried.afterBlocked).toBe('app://fixture/index.html')
  expect(tried.url).toBe('app://fixture/sub.html')
  expect(asked).toEqual([])
  expect(await page.textContent('body')).toBe('sub')
})

test('a redirect can be stopped before the next request', async () => {
  const { app } = await startWithPage()
  const result = await app.evaluate(async ({ WebContentsView }, outside) => {
    const { webContents } = new WebContentsView({ webPreferences: { partition: 'guest' } })
    const seen: string[] = []
    webContents.on('will-redirect', details => {
      seen.push(details.url)
      details.preventDefault()
    })
    const outcome = await webContents.loadURL(`${outside}/away`).then(
      () => 'loaded',
      error => error.message,
    )
    return { seen, outcome }
  }, origin)
  expect(result.seen).toEqual([`${origin}/landed`])
  expect(result.outcome).toMatch(/^ERR_ABORTED/)
  expect(asked).toEqual(['/away'])
})

test('onBeforeRequest keeps a guest, its frames and its workers from the network', async () => {
  const { app } = await startWithPage()
  await app.evaluate(async ({ WebContentsView, session }, outside) => {
    const guest = session.fromPartition('guest')
    guest.protocol.handle('app', request => {
      const script = new URL(request.url).pathname === '/worker.js'
      const body = script
        ? `fetch('${outside}/worker').then(() => 'got', () => 'refused').then(postMessage)`
        : '<title>g</title>'
      return new Response(body, { headers: { 'content-type': script ? 'text/javascript' : 'text/html' } })
    })
    guest.webRequest.onBeforeRequest((details, callback) => callback({ cancel: details.url.startsWith('http') }))
    const view = new WebContentsView({ webPreferences: { partition: 'guest' } })
    await view.webContents.loadURL('app://guest/')
  }, origin)
  const page = await app.waitForGuest()
  const results = await page.evaluate(async outside => {
    const worker = new Promise(resolve => {
      new Worker('/worker.js').onmessage = event => resolve(event.data)
    })
    return [
      await fetch(`${outside}/page`, { mode: 'no-cors' }).then(
        () => 'got',
        () => 'refused',
      ),
      await worker,
    ]
  }, origin)
  expect(results).toEqual(['refused', 'refused'])
  expect(asked).toEqual([])
})

test('a popup is refused before it loads anything, and recorded', async () => {
  const { app, page } = await startWithPage()
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
  await page.evaluate(url => void window.open(url), `${origin}/popup`)
  expect(await app.waitForRecorded('popups')).toEqual({ url: `${origin}/popup`, action: 'deny' })
  expect(await page.evaluate(() => api.add(1, 1))).toBe(2)
  await page.evaluate(url => {
    const link = document.createElement('a')
    Object.assign(link, { href: url, target: '_blank', rel: 'noopener' })
    document.body.append(link)
    link.click()
  }, `${origin}/link`)
  await app.waitForRecorded('popups', entry => entry.url === `${origin}/link`)
  await expect.poll(() => page.context().pages().length, { timeout: 20_000 }).toBe(1)
  expect(app.windows()).toHaveLength(1)
  // Chromium asks for the icon of an origin when it likes.
  expect(asked.filter(path => path !== '/favicon.ico')).toEqual([])
})

test('partitions share nothing, and a persistent one comes back after a restart', async () => {
  const userDataDir = freshFolder()
  const partitions = ['persist:a', 'persist:b', 'memory']
  const first = await startWithPage({ userDataDir })
  const open = async (app: typeof first.app, write: boolean) =>
    app.evaluate(
      async ({ WebContentsView, session }, { partitions, write }) => {
        const values: unknown[] = []
        for (const partition of partitions) {
          session
            .fromPartition(partition)
            .protocol.handle(
              'app',
              () => new Response('<title>p</title>', { headers: { 'content-type': 'text/html' } }),
            )
          const { webContents } = new WebContentsView({ webPreferences: { partition } })
          await webContents.loadURL('app://store/')
          values.push(await webContents.executeJavaScript('localStorage.who ?? null'))
          if (write)
            await webContents.executeJavaScript(
              `localStorage.who = ${JSON.stringify(partition)}; document.cookie = 'c=1; max-age=1000'`,
            )
        }
        return values
      },
      { partitions, write },
    )
  expect(await open(first.app, true)).toEqual([null, null, null])
  await first.app.close()
  const second = await startWithPage({ userDataDir })
  expect(await open(second.app, false)).toEqual(['persist:a', 'persist:b', null])
  const cookies = await second.app.evaluate(({ session }) =>
    session.fromPartition('persist:a').cookies.get({ name: 'c' }),
  )
  expect(cookies.map(cookie => cookie.value)).toEqual(['1'])
})

test('signing out can clear what a partition stored', async () => {
  const { app } = await startWithPage()
  const left = await app.evaluate(async ({ WebContentsView, session }) => {
    const guest = session.fromPartition('persist:a')
    guest.protocol.handle('app', () => new Response('<title>p</title>', { headers: { 'content-type': 'text/html' } }))
    const look = async (code: string) => {
      const { webContents } = new WebContentsView({ webPreferences: { partition: 'persist:a' } })
      await webContents.loadURL('app://store/')
      const value = await webContents.executeJavaScript(code)
      const destroyed = new Promise<void>(resolve => webContents.once('destroyed', () => resolve()))
      webContents.close()
      const closing = !webContents.isDestroyed()
      await destroyed
      return [value, closing]
    }
    await look("addEventListener('pagehide', () => { localStorage.last = 'words' }); localStorage.who = 1")
    const before = await look('[localStorage.who, localStorage.last]')
    await guest.clearStorageData()
    return [before, await look('[localStorage.who ?? null, localStorage.last ?? null]')]
  })
  // The handlers of a page run while it closes, which takes longer than the call.
  expect(left).toEqual([
    [['1', 'words'], true],
    [[null, null], true],
  ])
})

test('the handlers decide permissions, and Chromium enforces them', async () => {
  const { app, page } = await startWithPage()
  const ask = () =>
    page.evaluate(async () => {
      const answer = await Notification.requestPermission()
      const query = await navigator.permissions.query({ name: 'notifications' })
      return [answer, query.state]
    })
  expect(await ask()).toEqual(['denied', 'denied'])
  await app.evaluate(({ session }) => {
    session.defaultSession.setPermissionRequestHandler((_contents, permission, callback) =>
      callback(permission === 'notifications'),
    )
  })
  expect(await ask()).toEqual(['granted', 'granted'])
  expect((await app.recorded()).permissions).toEqual([
    { permission: 'notifications', origin: 'app://fixture', granted: false },
    { permission: 'notifications', origin: 'app://fixture', granted: true },
  ])
})

test('a guest that closes itself is destroyed', async () => {
  const { app } = await startWithPage()
  const left = await app.evaluate(async ({ BrowserWindow, WebContentsView, webContents }, outside) => {
    const [window] = BrowserWindow.getAllWindows()
    const view = new WebContentsView({ webPreferences: { partition: 'guest' } })
    window?.contentView.addChildView(view)
    const contents = view.webContents
    await contents.loadURL(outside)
    const gone = new Promise<void>(resolve => contents.once('destroyed', () => resolve()))
    contents.executeJavaScript('window.close()').catch(() => {})
    await gone
    return [contents.isDestroyed(), window?.contentView.children.length, webContents.getAllWebContents().length]
  }, origin)
  expect(left).toEqual([true, 0, 1])
})

test('a policy that onHeadersReceived adds is enforced beside the page’s own', async () => {
  const { app } = await startWithPage()
  await app.evaluate(async ({ WebContentsView, session }, outside) => {
    session
      .fromPartition('guest')
      .webRequest.onHeadersReceived(({ responseHeaders }, callback) =>
        callback({ responseHeaders: { ...responseHeaders, 'Content-Security-Policy': ["connect-src 'none'"] } }),
      )
    await new WebContentsView({ webPreferences: { partition: 'guest' } }).webContents.loadURL(outside)
  }, origin)
  const page = await app.waitForGuest()
  const refused = await page.evaluate(async () => {
    const violation = () =>
      new Promise<string>(resolve =>
        document.addEventListener('securitypolicyviolation', event => resolve(event.effectiveDirective), {
          once: true,
        }),
      )
    const first = violation()
    const transport = await new WebTransport('https://127.0.0.1:4433/').ready.then(
      () => 'open',
      () => 'refused',
    )
    const seen = [transport, await first]
    const second = violation()
    await fetch('/x').catch(() => {})
    return [...seen, await second]
  })
  expect(refused).toEqual(['refused', 'connect-src', 'connect-src'])
  expect(asked).not.toContain('/x')
})

test('a page that crashes emits an event and can be loaded again', async () => {
  const { app } = await startWithPage()
  const result = await app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    if (!window) throw new Error('no window')
    const gone = new Promise<string>(resolve =>
      window.webContents.once('render-process-gone', (_event, details) => resolve(details.reason)),
    )
    window.webContents.forcefullyCrashRenderer()
    const reason = await gone
    window.webContents.setZoomFactor(1)
    const tried = await window.webContents.executeJavaScript('1').catch((error: Error) => error.message)
    await window.loadURL('app://fixture/index.html')
    return {
      reason,
      tried,
      title: await window.webContents.executeJavaScript('document.title'),
      crashed: window.webContents.isCrashed(),
    }
  })
  expect(result).toEqual({
    reason: 'crashed',
    tried: 'The page has crashed or was closed; load it again.',
    title: 'Started',
    crashed: false,
  })
})
