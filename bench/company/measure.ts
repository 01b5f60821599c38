import { limits } from '@lianqun/protocol'
import type { ServerOptions } from 'lianqun-server'
import { pick, seeded } from '../../common/random.ts'
import { givenNames, phrases, surnames, topics } from '../../server/seed/words.ts'
import { connect, type TestClient } from '../../server/testing/client.ts'
import { median, quantile } from '../report.ts'
import { startChild } from '../servers/child.ts'
import { signTokens } from '../servers/company.ts'
import { progress } from '../servers/databases.ts'
import type { ServerReady } from '../servers/server.ts'
import { seededId, signedIn } from './build.ts'

/** A figure without a name for where it was measured. */
export interface Measured {
  name: string
  value: number
  unit: string
}

interface Person {
  client: TestClient
  /** The conversations that they are in. */
  conversationIds: string[]
  ms: number
}

const mib = 1_048_576
/** Of each kind of question. */
const asked = 200

/** Starts the real server on a company and asks it as clients do, one question after the other. */
export async function measureCompany(options: ServerOptions, people: number): Promise<Measured[]> {
  const ids = Array.from({ length: Math.min(signedIn, people) }, (_, i) => seededId(i))
  const tokens = await signTokens(options, ids)
  const order = { ...options, limits: { rate: false } }
  const { child: server, ready } = await startChild<ServerReady>('servers/server.ts', order)
  const found: Measured[] = []
  const note = (name: string, unit: string, value: number) => {
    progress(`${name}: ${value.toPrecision(3)} ${unit}`)
    found.push({ name, unit, value })
  }
  const p95 = (name: string, times: readonly number[]) => note(`${name}, p95`, 'ms', quantile(times, 0.95))
  try {
    note('memory of the server at its start', 'MiB', (await server.memory()).rss / mib)
    const url = new URL(ready.url).origin
    const [seedToken = '', ...others] = tokens
    const busiest = await signIn(url, seedToken)
    const crowd: Person[] = []
    for (const token of others) crowd.push(await signIn(url, token))
    p95(
      'from the socket to all heads',
      crowd.map(({ ms }) => ms),
    )
    const again = [busiest, await signIn(url, seedToken), await signIn(url, seedToken)]
    const heads = busiest.conversationIds.length.toLocaleString('en')
    note(`from the socket to all ${heads} heads of one person`, 'ms', median(again.map(({ ms }) => ms)))
    const directory = [await readDirectory(busiest), await readDirectory(busiest), await readDirectory(busiest)]
    note('the whole directory', 's', median(directory) / 1_000)
    p95('a page of 50 messages', await readHistory(crowd))
    p95('search of messages', await searchMessages(crowd))
    p95(`search of messages in ${heads} conversations`, await searchMessages([busiest]))
    const [first = 0, ...later] = await searchPeople(busiest, url.replace('ws:', 'http:'))
    note('the first search of people, which makes the index', 's', first / 1_000)
    p95('search of people', later)
    note(`memory of the server with ${ids.length + 2} people there`, 'MiB', (await server.memory()).rss / mib)
    for (const { client } of [...again, ...crowd]) await client.close()
    return found
  } finally {
    await server.end()
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** Comes in as a client that has nothing yet, until it has all heads. */
async function signIn(url: string, accessToken: string): Promise<Person> {
  const begun = performance.now()
  const client = await connect(url)
  client.keepEvents = false
  await client.request('auth.resume', { accessToken })
  await client.request('sync.hello', {})
  const conversationIds: string[] = []
  let cursor: string | null = null
  for (let more = true; more; ) {
    const page: { heads: { conversation: { id: string } }[]; cursor: string; more: boolean } = await client.request(
      'sync.heads',
      { cursor, limit: limits.headsPage },
    )
    conversationIds.push(...page.heads.map(head => head.conversation.id))
    ;({ cursor, more } = page)
  }
  return { client, conversationIds, ms: performance.now() - begun }
}

function readDirectory({ client }: Person): Promise<number> {
  return timed(async () => {
    for (let since = 0, more = true; more; ) {
      const page = await client.request('sync.changes', { scope: 'directory', since, limit: limits.changesPage })
      since = page.upTo
      more = page.more
    }
  })
}

async function readHistory(crowd: readonly Person[]): Promise<number[]> {
  const random = seeded(1)
  const times: number[] = []
  for (let i = 0; i < asked; i++) {
    const { client, conversationIds } = pick(random, crowd)
    const conversationId = pick(random, conversationIds)
    times.push(await timed(() => client.request('message.history', { conversationId, limit: 50 })))
  }
  return times
}

async function searchMessages(crowd: readonly Person[]): Promise<number[]> {
  const random = seeded(2)
  const times: number[] = []
  for (let i = 0; i < asked; i++) {
    const { client } = pick(random, crowd)
    const query = random() < 0.5 ? pick(random, topics) : pick(random, phrases).slice(0, 4)
    times.push(await timed(() => client.request('message.search', { query, limit: 20 })))
  }
  return times
}

/** As the mini-app that looks people up. */
async function searchPeople({ client }: Person, httpUrl: string): Promise<number[]> {
  const random = seeded(3)
  const { token, apiBase } = await client.request('app.token', { appId: 'directory-lookup' })
  const headers = { authorization: `Bearer ${token}` }
  const times: number[] = []
  for (let i = 0; i < asked; i++) {
    const [surname, latin] = pick(random, surnames)
    const [given] = pick(random, givenNames)
    const query = random() < 0.5 ? surname + given : latin.slice(0, 3)
    times.push(
      await timed(async () => {
        const url = `${httpUrl}${apiBase}/directory/search?q=${encodeURIComponent(query)}&limit=20`
        const response = await fetch(url, { headers })
        if (!response.ok) throw new Error(`search of people: ${response.status} ${await response.text()}`)
        await response.json()
      }),
    )
  }
  return times
}
