import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Session, socketPath } from '@lianqun/protocol'
import type { WorkspaceServer } from 'lianqun-server'
import { expect } from 'vitest'
import { pick, seeded } from '../../common/random.ts'
import { openSql } from '../../main/cache/core/sql.ts'
import type { ClientOrder, ClientReport } from './client-process.ts'
import { expectConvergence, type Witnessed } from './convergence.ts'
import { cacheKey, Person, patient } from './person.ts'
import type { ProcessPool } from './process-pool.ts'
import type { RestartableServer } from './restartable-server.ts'
import { clientView, direct } from './views.ts'

const upTo = (random: () => number, most: number): number => Math.floor(random() * (most + 1))

/** Two clients, a group and a direct conversation, on a server that is killed. */
class Scene {
  readonly random: () => number
  readonly people: Person[] = []
  readonly written = new Map<string, string>()
  readonly #server: RestartableServer
  readonly #folder: string
  readonly #run: string
  #conversations: string[] = []
  #texts = 0

  private constructor(server: RestartableServer, folder: string, run: string, seed: number) {
    this.#server = server
    this.#folder = folder
    this.#run = run
    this.random = seeded(seed)
  }

  static async set(server: RestartableServer, folder: string, name: string, seed: number): Promise<Scene> {
    const scene = new Scene(server, folder, `${name}, seed ${seed}`, seed)
    const [a, b] = [`${name}${seed}a`, `${name}${seed}b`]
    for (const id of [a, b]) await server.call('createEmployee', { id, name: id, latinName: id })
    const group = await server.call('createGroup', { ownerId: a, userIds: [b], name: `run ${seed}` })
    scene.#conversations = [group.id, (await server.call('direct', a, b)).id]
    for (const id of [a, b]) {
      const session = await scene.#session(id, 'device')
      scene.people.push(await Person.start(join(folder, id), server.url, session, patient))
    }
    return scene
  }

  #session(userId: string, device: string): Promise<Session> {
    return this.#server.call('issueSession', userId, { id: `${device}-${userId}`, name: 'test', platform: 'test' })
  }

  async write(person = pick(this.random, this.people)): Promise<void> {
    const text = `${this.#run}: 第${++this.#texts}条`
    const id = pick(this.random, this.#conversations)
    const { clientId } = await person.workspace.outgoing.send({ id, content: { type: 'text', text, mentions: [] } })
    this.written.set(clientId, text)
  }

  async writeSome(most: number): Promise<void> {
    for (let left = upTo(this.random, most); left > 0; left--) await this.write()
  }

  /** Moves a read mark to the client's last message. */
  async read(person = pick(this.random, this.people)): Promise<void> {
    const conversationId = pick(this.random, this.#conversations)
    const item = await person.cache.conversation(conversationId)
    if (item !== null && item.lastSeq > 0)
      await person.workspace.outgoing.updateMembership({ conversationId, readSeq: item.lastSeq })
  }

  /** Checks that all agree, closes the clients and checks their files. */
  async end(): Promise<void> {
    const witnessed: Witnessed[] = []
    try {
      for (const person of this.people) {
        const truth = await direct(this.#server.url, await this.#session(person.userId, 'truth'))
        witnessed.push({ person, truth })
      }
      await expectConvergence(witnessed, this.written, this.#run)
    } finally {
      for (const { truth } of witnessed) truth.close()
      await this.abandon()
    }
    for (const { userId } of this.people) expectSound(join(this.#folder, userId), this.#run)
  }

  async abandon(): Promise<void> {
    for (const person of this.people) await person.close()
  }
}

/** All texts that the client shows. */
async function textsOf(person: Person): Promise<string[]> {
  return Object.values(await clientView(person)).flatMap(({ messages }) =>
    messages.flatMap(({ content }) => (content.type === 'text' ? [String(content.text)] : [])),
  )
}

/** The client's search results for a word: seqs by conversation. */
async function found({ cache }: Person, query: string): Promise<Record<string, number[]>> {
  const seqs: Record<string, number[]> = {}
  for (let offset = 0; ; offset += 100) {
    const { hits, more } = await cache.searchMessages({ query, offset, limit: 100 })
    for (const { conversation, seq } of hits) seqs[conversation.id] = [...(seqs[conversation.id] ?? []), seq]
    if (!more) break
  }
  for (const list of Object.values(seqs)) list.sort((a, b) => a - b)
  return seqs
}

/** Checks the integrity of a client's closed database file. */
function expectSound(folder: string, run: string): void {
  const sql = openSql(join(folder, 'cache.db'), cacheKey)
  expect(sql.all('PRAGMA integrity_check'), `${run}: the file is sound`).toEqual([{ integrity_check: 'ok' }])
  expect(sql.all('PRAGMA foreign_key_check'), `${run}: no foreign key is broken`).toEqual([])
  sql.close()
}

async function played(scene: Scene, play: () => Promise<void>): Promise<void> {
  try {
    await play()
  } catch (error) {
    await scene.abandon()
    throw error
  }
  await scene.end()
}

/** (a) The server is killed between a commit and its acknowledgement, once or twice. */
export async function serverDiesUnacknowledged(server: RestartableServer, folder: string, seed: number): Promise<void> {
  const scene = await Scene.set(server, folder, 'unacknowledged', seed)
  const { random, people } = scene
  await played(scene, async () => {
    for (let deaths = random() < 0.3 ? 2 : 1; deaths > 0; deaths--) {
      await scene.writeSome(6)
      await server.arm()
      const author = pick(random, people)
      await scene.write(author)
      await scene.writeSome(5)
      expect(await server.ended, 'it kills itself').toBe('SIGKILL')
      const waiting = (await Promise.all(people.map(person => person.cache.unsent()))).reduce((a, b) => a + b)
      expect(waiting, 'somebody is left without an acknowledgement').toBeGreaterThan(0)
      await scene.writeSome(3)
      if (random() < 0.3) await author.restart()
      await server.revive()
    }
    await scene.writeSome(5)
  })
}

/** (d) The server is killed at random moments under load. */
export async function serverKilledUnderLoad(server: RestartableServer, folder: string, seed: number): Promise<void> {
  const scene = await Scene.set(server, folder, 'load', seed)
  const { random, people } = scene
  await played(scene, async () => {
    for (let kills = 1 + upTo(random, 2); kills > 0; kills--) {
      let events = 1 + upTo(random, 60)
      const writing: Promise<void>[] = []
      const load = new EventEmitter<{ over: [] }>()
      const step = (): void => {
        events--
        if (events === 0) load.emit('over')
        else if (events > 0 && random() < 0.4) writing.push(random() < 0.8 ? scene.write() : scene.read())
      }
      for (const { events } of people) events.on('change', step)
      const over = once(load, 'over')
      writing.push(scene.write())
      await over
      await server.kill()
      for (const { events } of people) events.off('change', step)
      await Promise.all(writing)
      await scene.writeSome(4)
      await server.revive()
    }
    await scene.writeSome(4)
  })
}

type ClientPool = ProcessPool<ClientOrder, ClientReport>

/** A user whose client is killed, and a peer who writes to them through the server's domain. */
async function stage(server: WorkspaceServer, name: string, seed: number) {
  const { domain } = server
  const [author, peer] = [`${name}${seed}a`, `${name}${seed}b`]
  for (const id of [author, peer]) await domain.createEmployee({ id, name: id, latinName: id })
  const { id: groupId } = await domain.createGroup({ ownerId: author, userIds: [peer], name: `run ${seed}` })
  const { id: directId } = await domain.direct(author, peer)
  const session = (device: string) =>
    domain.issueSession(author, { id: `${device}-${author}`, name: 'test', platform: 'test' })
  return { author, peer, groupId, directId, session, url: `${server.url}${socketPath}` }
}

async function closedPort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  listener.close()
  await once(listener, 'close')
  return port
}

/** (b) The client is killed between writing its outbox and sending it, once or twice; then it sends, in order. */
export async function clientKilledUnsent(
  server: WorkspaceServer,
  pool: ClientPool,
  root: string,
  seed: number,
): Promise<void> {
  const run = `unsent, seed ${seed}`
  const random = seeded(seed)
  const { author, groupId, session, url } = await stage(server, 'unsent', seed)
  const folder = join(root, author)
  const own = await session('device')
  const truth = await direct(url, await session('truth'))
  // In half of the runs the client has the conversation cached; else it sends by id only.
  if (random() < 0.5) {
    const before = await Person.start(folder, url, own, patient)
    await expectConvergence([{ person: before, truth }], new Map(), run)
    await before.close()
  }
  const written = new Map<string, string>()
  const nowhere = `ws://127.0.0.1:${await closedPort()}${socketPath}`
  for (let life = 1 + upTo(random, 1); life > 0; life--) {
    const child = await pool.take()
    const count = 1 + upTo(random, 7)
    let left = 1 + upTo(random, count - 1)
    child.onReport(report => {
      if (report.kind !== 'enqueued') return
      written.set(report.clientId, report.text)
      left--
      if (left === 0) void child.kill()
    })
    const writes = Array.from({ length: count }, (_, i) => ({ conversationId: groupId, text: `${run}: ${life}/${i}` }))
    child.order({ kind: 'start', folder, url: nowhere, session: own, writes, allAtOnce: true, lastStatement: null })
    expect(await child.ended, run).toBe('SIGKILL')
  }
  const person = await Person.start(folder, url, own, patient)
  try {
    // Messages in the outbox, whether they were reported before the kill or not.
    const unsent = await person.cache.unsent()
    expect(unsent, `${run}: the outbox holds all reported messages`).toBeGreaterThanOrEqual(written.size)
    await expectConvergence([{ person, truth }], written, run)
    const messages = (await clientView(person))[groupId]?.messages ?? []
    const arrived = messages.flatMap(({ clientId }) => (clientId === null ? [] : [clientId]))
    expect(
      arrived.filter(clientId => written.has(clientId)),
      `${run}: in order`,
    ).toEqual([...written.keys()])
  } finally {
    truth.close()
    await person.close()
  }
  expectSound(folder, run)
}

/** (c) The client is killed several times, in mid-transaction and at random moments, while it receives and sends. */
export async function clientKilledAtWork(
  server: WorkspaceServer,
  pool: ClientPool,
  root: string,
  seed: number,
): Promise<void> {
  const run = `at work, seed ${seed}`
  const random = seeded(seed)
  const { domain } = server
  const { author, peer, groupId, directId, session, url } = await stage(server, 'work', seed)
  const folder = join(root, author)
  const own = await session('device')
  const written = new Map<string, string>()
  let flooded = 0
  const flood = async (most: number): Promise<void> => {
    const inputs = Array.from({ length: 1 + upTo(random, most) }, () => ({
      senderId: peer,
      conversationId: random() < 0.7 ? groupId : directId,
      clientId: null,
      content: {
        type: 'text' as const,
        text: `${run}: flood ${++flooded}`,
        mentions: [{ userId: author, offset: 0, length: 1 }],
      },
    }))
    await domain.sendMessages(inputs)
  }
  await flood(20)
  for (let life = 2 + upTo(random, 1); life > 0; life--) {
    const child = await pool.take()
    const byItself = random() < 0.5
    let left = byItself ? Number.POSITIVE_INFINITY : 1 + upTo(random, 40)
    const lastStatement = byItself ? 1 + upTo(random, 250) : null
    const flooding: Promise<void>[] = []
    child.onReport(report => {
      if (report.kind === 'enqueued') written.set(report.clientId, report.text)
      else if (random() < 0.6 && flooding.length < 40) flooding.push(flood(2))
      left--
      if (left === 0) void child.kill()
    })
    const writes = Array.from({ length: 30 }, (_, i) => ({
      conversationId: random() < 0.5 ? groupId : directId,
      text: `${run}: ${life}/${i}`,
    }))
    child.order({ kind: 'start', folder, url, session: own, writes, allAtOnce: random() < 0.3, lastStatement })
    expect(await child.ended, run).toBe('SIGKILL')
    await Promise.all(flooding)
  }
  const truth = await direct(url, await session('truth'))
  const person = await Person.start(folder, url, own, patient)
  try {
    await expectConvergence([{ person, truth }], written, run)
    const texts = await textsOf(person)
    expect(texts.filter(text => text.includes('flood')).length, `${run}: all of the flood`).toBe(flooded)
    // The text index is written with the rows, so a torn transaction would show in it.
    const shown: Record<string, number[]> = {}
    for (const [id, { messages }] of Object.entries(await clientView(person))) {
      const seqs = messages.filter(({ content }) => content.type === 'text').map(({ seq }) => seq)
      if (seqs.length > 0) shown[id] = seqs
    }
    expect(await found(person, 'work'), `${run}: all is found`).toEqual(shown)
  } finally {
    truth.close()
    await person.close()
  }
  expectSound(folder, run)
}
