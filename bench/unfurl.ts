import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Message } from '@lianqun/protocol'
import sharp from 'sharp'
import { Bot } from '../sdk/bot/index.ts'
import { makeBot } from '../server/features/bots/testing.ts'
import { startWorkspace, type TestWorkspace } from '../server/testing/workspace.ts'
import { against, alone, type Bench } from './report.ts'

/*
 * Measures previews of links a second, from messages that are sent at once to the last preview at a member: by the
 * server itself, which reads the pages of a local site, against a bare program that fetches them; with their pictures;
 * and by a bot of the library, which says what the links of its host lead to. All of them share this process.
 */

const links = 1_000
/** The server looks at thirty links of one person in a row, and at one page of theirs at a time. */
const linksEach = 20
const groups = 8
/** As many as the server fetches. */
const atOnce = 4
const site = 'site.test'
const botHost = 'git.bench.test'

export const run: Bench = async (report, { scale = 1 }) => {
  const count = Math.max(40, Math.round(links * scale))
  const picture = await sharp({ create: { width: 1_200, height: 630, channels: 3, background: '#3b7' } })
    .jpeg()
    .toBuffer()
  const server = createServer(({ url = '' }, response) => {
    if (url.startsWith('/picture')) return void response.setHeader('content-type', 'image/jpeg').end(picture)
    response.setHeader('content-type', 'text/html; charset=utf-8').end(pageOf(url))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `${site}:${(server.address() as AddressInfo).port}`
  const linkPreviews = { hosts: [host], resolve: async () => [{ address: '127.0.0.1', family: 4 }] }
  const workspace = await startWorkspace({ limits: { rate: false }, linkPreviews })
  try {
    const plain = await previewed(workspace, 'plain', count, n => `http://${host}/plain/${n}`)
    const bare = await fetched(count, n => `http://${host.replace(site, '127.0.0.1')}/plain/${n}`)
    report({ name: 'links previewed by the server', unit: '/s', ...against(plain, bare) })
    const pictures = await previewed(workspace, 'pictures', count, n => `http://${host}/with-picture/${n}`)
    report({ name: 'links previewed by the server with pictures', unit: '/s', value: pictures, ...alone })
  } finally {
    await workspace.end()
    server.closeAllConnections()
    server.close()
  }
  report({ name: 'links previewed by a bot', unit: '/s', value: await byBot(count), ...alone })
}

function pageOf(path: string): string {
  const image = path.startsWith('/with-picture') ? `<meta property="og:image" content="/picture${path}">` : ''
  const words = 'What one needs to know of this page, in a sentence or two. '.repeat(4)
  return `<!doctype html><html><head><title>Page ${path}</title><meta property="og:site_name" content="Bench">
    <meta name="description" content="${words}">${image}</head><body>${`<p>${words}</p>`.repeat(60)}</body></html>`
}

/** Sends a link in each of some messages at once. Resolves with how many of them had their previews a second. */
async function previewed(
  { server, client }: TestWorkspace,
  name: string,
  count: number,
  urlOf: (n: number) => string,
  prepare: (conversationId: string) => Promise<void> = async () => {},
): Promise<number> {
  const { domain } = server
  const reader = await client('a')
  const senders = Array.from({ length: Math.ceil(count / linksEach) }, (_, n) => `${name}${n}`)
  await domain.transaction(async d => {
    for (const id of senders) await d.createEmployee({ id, name: id })
  })
  const ids: string[] = []
  for (let n = 0; n < groups; n++) {
    const group = { ownerId: 'a', userIds: senders, name: `${name} ${n}` }
    ids.push((await domain.createGroup(group)).id)
    await prepare(ids[n] ?? '')
  }
  const seen = new Set<string>()
  const all = new Promise<void>(resolve => {
    const off = reader.on('sync.push', ({ changes }) => {
      for (const { entity, value } of changes)
        if (entity === 'message' && (value as Message).attributes?.preview?.title !== undefined)
          seen.add(JSON.stringify([(value as Message).conversationId, (value as Message).seq]))
      if (seen.size < count) return
      off()
      resolve()
    })
  })
  const began = performance.now()
  await domain.sendMessages(
    Array.from({ length: count }, (_, n) => ({
      conversationId: ids[n % groups] ?? '',
      senderId: senders[n % senders.length] ?? '',
      clientId: randomUUID(),
      content: { type: 'text' as const, text: `Look at ${urlOf(n)}`, mentions: [] },
    })),
  )
  await all
  return count / ((performance.now() - began) / 1_000)
}

/** How many pages a bare program fetches a second. */
async function fetched(count: number, urlOf: (n: number) => string): Promise<number> {
  let next = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) await (await fetch(urlOf(next++))).arrayBuffer()
    }),
  )
  return count / ((performance.now() - began) / 1_000)
}

async function byBot(count: number): Promise<number> {
  const workspace = await startWorkspace({ limits: { rate: false } })
  const url = workspace.server.httpUrl
  try {
    const owner = await workspace.client('a')
    const { id, token } = await makeBot(owner, url, { name: 'Links' })
    const bot = new Bot({ url, token, unfurlHosts: [botHost] }).on('links.shared', async ({ event, api }) => {
      const { conversationId, seq, urls } = event.data
      const body = { url: urls[0] ?? '', title: 'A change', description: 'Open, two approvals', siteName: 'Git' }
      await api.call('POST /conversations/:conversationId/messages/:seq/previews', {
        params: { conversationId, seq },
        body,
      })
    })
    await bot.start()
    try {
      const join = async (conversationId: string) =>
        void (await owner.request('bot.join', { botId: id, conversationId }))
      return await previewed(workspace, 'linked', count, n => `https://${botHost}/pulls/${n}`, join)
    } finally {
      await bot.stop()
    }
  } finally {
    await workspace.end()
  }
}
