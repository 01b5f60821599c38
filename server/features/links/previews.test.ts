import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Message, SendableContent } from '@lianqun/protocol'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectAs, type TestClient, testDevice } from '../../testing/client.ts'
import { errorOf, makeGroup, startTestServer, startWorkspace, type TestWorkspace } from '../../testing/workspace.ts'
import { fetchBounded } from './fetch.ts'
import { LinkPolicy } from './policy.ts'
import { proxiesOf } from './proxy.ts'

/* A site of the internet: a server on loopback under the name `site.test`, which the policy lets through. */

let site: Server
let port: number
let asked: string[]
const pages = new Map<string, RequestListener>()
const html = (body: string, type = 'text/html; charset=utf-8'): RequestListener => {
  return (_request, response) => void response.setHeader('content-type', type).end(body)
}

beforeEach(async () => {
  asked = []
  pages.clear()
  site = createServer((request, response) => {
    asked.push(request.url ?? '')
    const page = pages.get(request.url ?? '')
    if (page) page(request, response)
    else response.writeHead(404).end()
  })
  site.listen(0, '127.0.0.1')
  await once(site, 'listening')
  port = (site.address() as AddressInfo).port
})
afterEach(async () => {
  site.closeAllConnections()
  await new Promise(resolve => site.close(resolve))
})

const loopback = async () => [{ address: '127.0.0.1', family: 4 }]
const url = (path: string) => `http://site.test:${port}${path}`
const policy = () => new LinkPolicy([`site.test:${port}`], loopback)
const get = (address: string, of = policy(), signal = AbortSignal.timeout(5_000)) =>
  fetchBounded(address, of, { accept: 'text/html', types: ['text/html'], bytes: 10_000, beginning: true, signal })

test('only addresses of the public internet are fetched, however they are written', async () => {
  const strict = new LinkPolicy([], loopback)
  const bad = [
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://224.0.0.1/',
    'http://0.0.0.0/',
    'http://site.test/',
    'http://example.com:22/',
    'http://example.com:8080/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'http://user:secret@example.com/',
    'not an address',
  ]
  for (const address of bad) await expect(get(address, strict), address).rejects.toThrow()
  expect(asked).toEqual([])
})

test('a name is looked up once for a connection, and refused for any private address that it has', async () => {
  for (const address of ['127.0.0.1', '10.0.0.1', '::1', '::ffff:192.168.0.1', 'fe80::1%eth0']) {
    const found = [
      { address: '93.184.216.34', family: 4 },
      { address, family: address.includes(':') ? 6 : 4 },
    ]
    await expect(get('http://rebinds.example/', new LinkPolicy([], async () => found)), address).rejects.toThrow(/is /)
  }
  let lookups = 0
  const rebinds = new LinkPolicy([`site.test:${port}`], async () => {
    lookups++
    return [{ address: lookups === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]
  })
  pages.set('/', html('<title>Here</title>'))
  await get(url('/'), rebinds)
  expect(lookups).toBe(1)
})

test('a redirect is checked like the first address', async () => {
  const to = (location: string): RequestListener => {
    return (_request, response) => void response.writeHead(302, { location }).end()
  }
  pages.set('/end', html('<title>There</title>'))
  pages.set('/good', to('/end'))
  pages.set('/loop', to('/loop'))
  for (const [path, location] of [
    ['/inside', `http://127.0.0.1:${port}/end`],
    ['/meta', 'http://169.254.169.254/'],
    ['/file', 'file:///etc/passwd'],
    ['/other-port', `http://site.test:${port + 1}/`],
  ] as const) {
    pages.set(path, to(location))
    await expect(get(url(path)), path).rejects.toThrow()
  }
  await expect(get(url('/loop'))).rejects.toThrow('too many redirects')
  expect(asked.filter(path => path === '/end')).toEqual([])
  expect((await get(url('/good'))).bytes.toString()).toContain('There')
})

test('slow, endless and bomb-like answers are bounded', async () => {
  pages.set('/endless', (_request, response) => {
    response.setHeader('content-type', 'text/html')
    const more = () => {
      while (!response.destroyed && response.write('<p>more and more</p>'.repeat(1_000))) {}
    }
    response.on('drain', more)
    more()
  })
  expect((await get(url('/endless'))).bytes.length).toBe(10_000)
  const bomb = gzipSync(Buffer.alloc(200_000_000))
  pages.set('/bomb', (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
    response.end(bomb)
  })
  const before = process.memoryUsage().arrayBuffers
  expect((await get(url('/bomb'))).bytes.length).toBe(10_000)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000)
  pages.set('/slow', (_request, response) => {
    response.setHeader('content-type', 'text/html').write('<title>')
  })
  pages.set('/silent', () => {})
  for (const path of ['/slow', '/silent'])
    await expect(get(url(path), policy(), AbortSignal.timeout(100)), path).rejects.toThrow(/abort|timeout/i)
  // It ends at once, and not with the time.
  pages.set('/other-protocol', (_request, response) => {
    response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n')
  })
  await expect(get(url('/other-protocol'))).rejects.toThrow('without an answer')
  pages.set('/image', html('x', 'image/png'))
  pages.set('/odd', (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'zstd' }).end('x'),
  )
  for (const coding of ['constructor', '__proto__']) {
    pages.set('/coding', (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': coding }).end('x'),
    )
    await expect(get(url('/coding'))).rejects.toThrow(`encoding ${coding}`)
  }
  for (const path of ['/image', '/odd', '/none']) await expect(get(url(path)), path).rejects.toThrow()
})

/** A proxy that leads each tunnel to the site; `answer`: what it says to one that asks for it. */
async function openProxy(answer: string | null = 'HTTP/1.1 200 Connection established') {
  const tunnels: string[] = []
  const sockets = new Set<Socket>()
  const proxy = createServer((_request, response) => void response.writeHead(405).end())
  proxy.on('connect', (request, socket: Socket) => {
    sockets.add(socket)
    tunnels.push([request.url, request.headers['proxy-authorization']].filter(Boolean).join(' '))
    if (answer === null) return
    socket.write(`${answer}\r\n\r\n`)
    if (!answer.includes(' 200 ')) return void socket.end()
    const there = connect(port, '127.0.0.1')
    there.pipe(socket).pipe(there)
    for (const end of [there, socket]) end.on('error', () => {})
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const at = `127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    proxy.closeAllConnections()
    await new Promise(resolve => proxy.close(resolve))
  }
  return { at, tunnels, close }
}

test('through a proxy addresses are looked up and checked here, and a tunnel leads to the one that was checked', async () => {
  const proxy = await openProxy()
  try {
    const heard: (string | undefined)[] = []
    pages.set('/plan', (request, response) => {
      heard.push(request.headers.host)
      response.setHeader('content-type', 'text/html').end('<title>Plan</title>')
    })
    let lookups = 0
    const proxyOf = proxiesOf({ http_proxy: `http://clerk:p%40ss@${proxy.at}` })
    const hosts: Record<string, string> = { 'plan.example': '93.184.216.34', 'inside.example': '10.0.0.7' }
    const through = new LinkPolicy(
      [],
      async host => {
        lookups++
        return [{ address: hosts[host] ?? '127.0.0.1', family: 4 }]
      },
      proxyOf,
    )
    expect((await get('http://plan.example/plan', through)).bytes.toString()).toContain('Plan')
    const account = Buffer.from('clerk:p@ss').toString('base64')
    expect(proxy.tunnels.splice(0)).toEqual([`93.184.216.34:80 Basic ${account}`])
    expect(heard).toEqual(['plan.example'])
    expect(lookups).toBe(1)
    // What is inside is asked of no proxy either, by name, by address, or behind a redirect.
    pages.set(
      '/away',
      (_request, response) => void response.writeHead(302, { location: 'http://inside.example/' }).end(),
    )
    await expect(get('http://inside.example/', through)).rejects.toThrow('inside.example is 10.0.0.7')
    await expect(get('http://169.254.169.254/', through)).rejects.toThrow('the address 169.254.169.254')
    expect(proxy.tunnels).toEqual([])
    await expect(get('http://plan.example/away', through)).rejects.toThrow('inside.example is 10.0.0.7')
    // A host of the company is fetched straight.
    const listed = new LinkPolicy([`site.test:${port}`], loopback, () => new URL(`http://${proxy.at}`))
    expect((await get(url('/plan'), listed)).bytes.toString()).toContain('Plan')
    expect(proxy.tunnels).toHaveLength(1)
  } finally {
    await proxy.close()
  }
})

test('a proxy that refuses, or says nothing, leaves a link without a preview', async () => {
  const address = async () => [{ address: '93.184.216.34', family: 4 }]
  for (const [answer, signal, reason] of [
    ['HTTP/1.1 403 Forbidden', AbortSignal.timeout(5_000), /the proxy answers 403/],
    [null, AbortSignal.timeout(100), /abort|timeout/i],
  ] as const) {
    const proxy = await openProxy(answer)
    const through = new LinkPolicy([], address, proxiesOf({ HTTPS_PROXY: proxy.at }))
    await expect(get('https://plan.example/', through, signal)).rejects.toThrow(reason)
    expect(proxy.tunnels).toEqual(['93.184.216.34:443'])
    await proxy.close()
  }
  // Nor is it waited for a name that is never found.
  const lost = new LinkPolicy([], () => new Promise(() => {}), proxiesOf({ HTTPS_PROXY: 'proxy.invalid' }))
  await expect(get('https://plan.example/', lost, AbortSignal.timeout(100))).rejects.toThrow(/abort|timeout/i)
  expect(asked).toEqual([])
})

test('the environment says which addresses go through which proxy', () => {
  const proxyOf = proxiesOf({
    HTTPS_PROXY: 'proxy.corp.example:3128',
    http_proxy: 'http://other.corp.example',
    NO_PROXY: 'corp.example, .intern.example wiki.example:8443',
  })
  const of = (address: string) => proxyOf(new URL(address))?.host ?? null
  expect(of('https://example.com/')).toBe('proxy.corp.example:3128')
  expect(of('http://example.com/')).toBe('other.corp.example')
  expect(of('https://git.corp.example/')).toBe(null)
  expect(of('https://notcorp.example/')).toBe('proxy.corp.example:3128')
  expect(of('https://a.intern.example/')).toBe(null)
  expect(of('https://wiki.example:8443/')).toBe(null)
  expect(of('https://wiki.example/')).toBe('proxy.corp.example:3128')
  expect(proxiesOf({ HTTPS_PROXY: 'p:1', NO_PROXY: '*' })(new URL('https://example.com/'))).toBe(null)
  expect(proxiesOf({})(new URL('https://example.com/'))).toBe(null)
  expect(() => proxiesOf({ HTTPS_PROXY: 'socks5://p:1' })).toThrow(TypeError)
})

let workspace: TestWorkspace
let a: TestClient
let b: TestClient
let group: string
async function open(previews: boolean): Promise<void> {
  workspace = await startWorkspace({
    limits: { rate: false },
    linkPreviews: previews ? { hosts: [`site.test:${port}`], resolve: loopback } : false,
  })
  a = await workspace.client('a')
  b = await workspace.client('b')
  group = await makeGroup(a, ['b'], '组')
}
const text = (value: string): SendableContent => ({ type: 'text', text: value, mentions: [] })
const send = async (content: SendableContent) =>
  (await a.request('message.send', { conversationId: group, clientId: randomUUID(), content })).message
/** The row of a message that `is` what is waited for. */
const row = async ({ seq }: Message, is: (message: Message) => boolean): Promise<Message> => {
  const of = (rows: readonly { entity: string; value: unknown }[]) =>
    rows
      .filter(({ entity }) => entity === 'message')
      .map(({ value }) => value as Message)
      .find(message => message.seq === seq && is(message))
  const push = await b.waitFor('sync.push', params => of(params.changes as never) !== undefined)
  return of(push.changes as never) as Message
}
const previewed = (message: Message) => row(message, ({ attributes }) => attributes?.preview?.title !== undefined)

test('a message gets what the page of its link says, with a small picture that members may load', async () => {
  await open(true)
  try {
    const png = await sharp({ create: { width: 1_600, height: 800, channels: 3, background: '#0a7' } })
      .png()
      .toBuffer()
    pages.set('/pic.png', (_request, response) => void response.setHeader('content-type', 'image/png').end(png))
    pages.set(
      '/plan',
      html(`<html><head><title>no</title><meta property="og:title" content="发布 &amp; 计划 ">
        <meta name="description" content="第一行&#10;第二行"><meta property="og:site_name" content="青屿 Wiki">
        <meta property="og:image" content="/pic.png"></head><body><script>throw 1</script></body></html>`),
    )
    const message = await send(text(`看这里 ${url('/plan')}，今天定`))
    const { attributes, revision } = await previewed(message)
    expect(revision).toBe(message.seq + 1)
    expect(attributes?.preview).toMatchObject({
      url: url('/plan'),
      title: '发布 & 计划',
      description: '第一行 第二行',
      siteName: '青屿 Wiki',
      image: { mediaType: 'image/webp', width: 800, height: 400, previews: true },
    })

    // The same again is not fetched again, and shows the same file.
    const second = await previewed(await send(text(url('/plan'))))
    expect(second.attributes?.preview?.image?.id).toBe(attributes?.preview?.image?.id)
    expect(asked).toEqual(['/plan', '/pic.png'])

    // The sender takes it away; an edit that keeps the link does not bring it back, another link does.
    expect(await errorOf(b.request('message.removePreview', { conversationId: group, seq: message.seq }))).toBe(
      'forbidden',
    )
    const gone = await a.request('message.removePreview', { conversationId: group, seq: message.seq })
    expect(gone.message.attributes?.preview).toEqual({ url: url('/plan'), removed: true })
    const edited = await a.request('message.edit', {
      conversationId: group,
      seq: message.seq,
      content: text(`改了 ${url('/plan')}`),
    })
    expect(edited.message.attributes?.preview).toEqual({ url: url('/plan'), removed: true })
    pages.set('/other', html('<title>Other</title>', 'text/html'))
    await a.request('message.edit', { conversationId: group, seq: message.seq, content: text(url('/other')) })
    await row(message, ({ attributes: now }) => now?.preview?.title === 'Other')

    const recalled = await a.request('message.recall', { conversationId: group, seq: second.seq })
    expect(JSON.stringify(recalled.message)).not.toContain('发布')
  } finally {
    await workspace.end()
  }
})

test('a page in GBK, a link in formatted text, a drawing for a picture; a page without a title has no preview', async () => {
  await open(true)
  try {
    const gbk = Buffer.from([0xc7, 0xe0, 0xd3, 0xec])
    pages.set('/gbk', (_request, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(Buffer.concat([Buffer.from('<meta charset="gbk"><title>'), gbk, Buffer.from('</title>')]))
    })
    pages.set('/untitled', html('<p>nothing</p>'))
    pages.set('/svg.svg', html('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', 'image/svg+xml'))
    pages.set('/drawn', html('<title>Drawn</title><meta property="og:image" content="svg.svg">'))
    const untitled = await send(text(url('/untitled')))
    const link = { type: 'link', attrs: { href: url('/gbk') } }
    const doc = {
      type: 'doc',
      content: [{ type: 'paragraph', content: [{ type: 'text', text: '这里', marks: [link] }] }],
    }
    expect((await previewed(await send({ type: 'rich', doc }))).attributes?.preview?.title).toBe('青屿')
    const drawn = await previewed(await send(text(url('/drawn'))))
    expect(drawn.attributes?.preview).toEqual({ url: url('/drawn'), title: 'Drawn' })
    const { messages } = await b.request('message.get', { conversationId: group, seqs: [untitled.seq] })
    expect(messages[0]?.attributes).toBeUndefined()
  } finally {
    await workspace.end()
  }
})

test('a workspace without previews fetches nothing', async () => {
  await open(false)
  try {
    pages.set('/plan', html('<title>Plan</title>'))
    await send(text(url('/plan')))
    // Nothing is to happen: there is no event to wait for.
    await after(200)
    expect(asked).toEqual([])
  } finally {
    await workspace.end()
  }
})

test('a link that waited when the server ended has its preview after the next start', async () => {
  await open(true)
  const { dataDir } = workspace
  // The page does not answer until the server is another one.
  pages.set('/plan', () => {})
  pages.set('/old', html('<title>Old</title>'))
  const old = { senderId: 'a', conversationId: group, clientId: null, sentAt: Date.now() - 2 * 3_600_000 }
  await workspace.server.domain.sendMessages([{ ...old, content: text(url('/old')) }])
  const message = await send(text(url('/plan')))
  await expect.poll(() => asked.includes('/plan')).toBe(true)
  // It is stored, and says nothing of what somebody wrote.
  const jobs = await workspace.server.domain.write('workspace', w =>
    w.db.selectFrom('jobs').selectAll().where('kind', '=', 'linkPreview').execute(),
  )
  expect(jobs).toMatchObject([{ payload: JSON.stringify({ conversationId: group, seq: message.seq }), attempts: 1 }])
  await workspace.server.close()
  asked = []
  pages.set('/plan', html('<title>Plan</title>'))
  const hosts = [`site.test:${port}`]
  const server = await startTestServer({ dataDir, linkPreviews: { hosts, resolve: loopback } })
  try {
    const there = await connectAs(server.url, await server.domain.issueSession('b', testDevice()))
    const title = async () =>
      (await there.request('message.get', { conversationId: group, seqs: [message.seq] })).messages[0]?.attributes
        ?.preview?.title
    await expect.poll(title, { timeout: 10_000 }).toBe('Plan')
    // What is older than the last hour stays as it is.
    expect(asked).toEqual(['/plan'])
    there.ws.close()
  } finally {
    await server.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
})

test('links to a site that never answers hold up nobody else', async () => {
  await open(true)
  try {
    for (let i = 0; i < 12; i++) {
      pages.set(`/silent/${i}`, () => {})
      await a.request('message.send', {
        conversationId: group,
        clientId: randomUUID(),
        content: text(url(`/silent/${i}`)),
      })
    }
    pages.set('/plan', html('<title>Plan</title>'))
    const content = text(url('/plan'))
    const { message } = await b.request('message.send', { conversationId: group, clientId: randomUUID(), content })
    await previewed(message)
    expect(asked.filter(path => path.startsWith('/silent')).length).toBeLessThan(12)
  } finally {
    await workspace.end()
  }
})
