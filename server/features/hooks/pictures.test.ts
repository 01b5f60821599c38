import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Card, visitCard } from '@lianqun/protocol'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { png } from '../cards/dialects/wecom.examples.ts'
import { cardOf, makePlace } from './testing.ts'

/* The server loads the pictures of payloads: from nowhere that its own network alone can reach. */

let workspace: TestWorkspace
let site: Server
let inner: Server
let port = 0
let secret = 0
let reached: string[] = []
/** What was asked of the site, and of those that never answer. */
let asked: string[] = []
let silent: Server
let silentPort = 0
let waited: string[] = []

const silentHosts = ['a.test', 'b.test', 'c.test', 'd.test', 'e.test', 'f.test', 'g.test', 'h.test']

beforeEach(async () => {
  reached = []
  asked = []
  waited = []
  silent = createServer(request => void waited.push(request.headers.host ?? '')).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  silentPort = (silent.address() as AddressInfo).port
  inner = createServer((request, response) => {
    reached.push(request.url ?? '')
    response.writeHead(200, { 'content-type': 'image/png' }).end(png)
  }).listen(0, '127.0.0.1')
  await once(inner, 'listening')
  secret = (inner.address() as AddressInfo).port
  const large = Buffer.alloc(6 * 1_048_576)
  png.copy(large)
  site = createServer((request, response) => {
    const { searchParams, pathname } = new URL(request.url ?? '', 'http://site.test')
    asked.push(pathname)
    const to = searchParams.get('to')
    if (to !== null) response.writeHead(302, { location: to }).end()
    else if (pathname === '/large.png') response.writeHead(200, { 'content-type': 'image/png' }).end(large)
    else if (pathname === '/drawn.svg')
      response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(`<svg xmlns="http://www.w3.org/2000/svg"/>`)
    else if (pathname === '/loop.png') response.writeHead(302, { location: '/loop.png' }).end()
    else response.writeHead(200, { 'content-type': 'image/png' }).end(png)
  }).listen(0, '127.0.0.1')
  await once(site, 'listening')
  port = (site.address() as AddressInfo).port
  workspace = await startWorkspace({
    linkPreviews: {
      hosts: [`site.test:${port}`, ...silentHosts.map(host => `${host}:${silentPort}`)],
      // A name that has an address of the web and one of this machine.
      resolve: async host => [
        ...(host === 'mixed.test' ? [{ address: '93.184.215.14', family: 4 }] : []),
        { address: '127.0.0.1', family: 4 },
      ],
    },
  })
})
afterEach(async () => {
  await workspace.end()
  silent.closeAllConnections()
  silent.close()
  site.close()
  inner.close()
})

const addresses = (): string[] => [
  `http://127.0.0.1:${secret}/a.png`,
  `http://127.1:${secret}/a.png`,
  `http://2130706433:${secret}/a.png`,
  `http://0177.0.0.1:${secret}/a.png`,
  `http://0x7f.0.0.1:${secret}/a.png`,
  `http://0:${secret}/a.png`,
  `http://[::1]:${secret}/a.png`,
  `http://[::ffff:127.0.0.1]:${secret}/a.png`,
  `http://[::ffff:7f00:1]:${secret}/a.png`,
  `http://[64:ff9b::7f00:1]/a.png`,
  `http://localhost:${secret}/a.png`,
  `http://localhost./a.png`,
  'http://mixed.test/a.png',
  'http://169.254.169.254/latest/meta-data/iam',
  `http://site.test:${port}/?to=http://127.0.0.1:${secret}/redirected.png`,
  `http://site.test:${port}/?to=file:///etc/passwd`,
  `http://site.test:${port}/loop.png`,
  `http://site.test:${port}/large.png`,
  `http://site.test:${port}/drawn.svg`,
]

it('pictures come from the web alone, whatever their address is written as', async () => {
  const client = await workspace.client('a')
  const place = await makePlace(client, '图片')
  const good = `http://site.test:${port}/good.png`
  const urls = [...addresses(), good]
  const body = urls.map(url => ({ type: 'Image', url, altText: '图' }))
  const answer = await fetch(workspace.server.httpUrl + place.paths.any, {
    method: 'POST',
    body: JSON.stringify({ type: 'AdaptiveCard', version: '1.5', body }),
  })
  expect(await answer.json()).toEqual({ status: 'ok' })
  const loaded = (card: Card | null) => {
    const found: string[] = []
    if (card)
      visitCard(card, ({ type, url, file }) => void (type === 'Image' && file !== undefined && found.push(String(url))))
    return found
  }
  // The last of them is loaded after all others were tried.
  const [message] = await place.until('the picture', ([first]) => loaded(cardOf(first)).length > 0)
  expect(loaded(cardOf(message))).toEqual([good])
  expect(reached).toEqual([])
})

it.each([
  'file:///etc/passwd',
  'javascript:alert(1)',
  'ftp://site.test/a.png',
  'data:image/svg+xml;base64,PHN2Zy8+',
  'data:text/html,<script>alert(1)</script>',
])('%s is no address of a picture', async url => {
  const client = await workspace.client('a')
  const place = await makePlace(client, '图片')
  for (const [path, payload] of [
    [
      place.paths.any,
      {
        type: 'AdaptiveCard',
        version: '1.5',
        body: [
          { type: 'TextBlock', text: '好' },
          { type: 'Image', url },
        ],
      },
    ],
    [
      place.paths.slack,
      {
        blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '好' } }],
        attachments: [{ text: '好', image_url: url }],
      },
    ],
    [
      place.paths.wecom,
      { msgtype: 'news', news: { articles: [{ title: '好', url: 'https://example.com', picurl: url }] } },
    ],
    [place.paths.dingtalk, { msgtype: 'markdown', markdown: { title: '好', text: `好 ![](${url})` } }],
  ] as const)
    await fetch(workspace.server.httpUrl + path, { method: 'POST', body: JSON.stringify(payload) })
  for (const message of await place.read()) {
    const card = cardOf(message)
    if (card)
      visitCard(
        card,
        node => void (node.type === 'Image' && expect(String(node.url)).toMatch(/^(https?:|data:image\/)/)),
      )
    expect(JSON.stringify(card)).not.toMatch(/"url":"(file|javascript|ftp|data:text)/)
  }
})

const send = (path: string, payload: unknown, headers: Record<string, string> = {}) =>
  fetch(workspace.server.httpUrl + path, { method: 'POST', body: JSON.stringify(payload), headers })
const cardWith = (urls: readonly string[]) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: urls.map(url => ({ type: 'Image', url, altText: '图' })),
})

it('hosts that do not answer hold up no pictures of others, in one group either', async () => {
  const client = await workspace.client('a')
  const slow = await Promise.all([makePlace(client, '慢一'), makePlace(client, '慢二')])
  for (const [i, { paths }] of slow.entries()) {
    const urls = silentHosts.slice(i * 4, i * 4 + 4).map(host => `http://${host}:${silentPort}/a.png`)
    await send(paths.any, cardWith(urls))
  }
  await expect.poll(() => new Set(waited).size).toBe(2)
  const { conversationId } = slow[0]?.hook ?? { conversationId: '' }
  const { hook } = await client.request('hook.create', {
    conversationId,
    clientId: randomUUID(),
    name: '别的',
    icon: 'bot',
    language: 'zh',
  })
  const { paths } = await client.request('hook.secrets', { hookId: hook.id })
  await send(paths.any ?? '', cardWith([`http://site.test:${port}/good.png`]))
  await expect.poll(() => asked).toContain('/good.png')
  // The others have not come to their last pictures.
  expect(waited).not.toContain(`d.test:${silentPort}`)
  expect(waited).not.toContain(`h.test:${silentPort}`)
})

it('the picture of a delivery that came before is not loaded again', async () => {
  const client = await workspace.client('a')
  const { paths, log } = await makePlace(client, '图片')
  const url = `http://site.test:${port}/once.png`
  const payload = { type: 'message', attachments: [{ contentType: 'image/png', contentUrl: url }] }
  for (let i = 0; i < 3; i++) await send(paths.teams, payload, { 'idempotency-key': 'k' })
  expect((await log()).map(({ verdict }) => verdict)).toEqual(['repeated', 'repeated', 'shown'])
  expect(asked).toEqual(['/once.png'])
})

it('of one bot so many pictures are loaded', async () => {
  const client = await workspace.client('a')
  const { paths } = await makePlace(client, '图片')
  const cards = Array.from({ length: 4 }, (_, card) =>
    Array.from({ length: 20 }, (_, i) => `http://site.test:${port}/${card}-${i}.png`),
  )
  for (const urls of cards) await send(paths.any, cardWith(urls))
  const other = await makePlace(client, '别的')
  await expect.poll(() => asked.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(60)
  await send(other.paths.any, cardWith([`http://site.test:${port}/other.png`]))
  await expect.poll(() => asked).toContain('/other.png')
  // Later ones come after all of these.
  let last = 0
  const loadsAgain = async () => {
    await send(paths.any, cardWith([`http://site.test:${port}/last-${last++}.png`]))
    return asked.some(path => path.startsWith('/last'))
  }
  await expect.poll(loadsAgain, { interval: 500, timeout: 30_000 }).toBe(true)
  expect(asked.filter(path => path.startsWith('/3-')).length).toBeLessThan(20)
})
