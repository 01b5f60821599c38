import { join } from 'node:path'
import { socketPath } from '@lianqun/protocol'
import type { WorkspaceServer } from 'lianqun-server'
import { expect } from 'vitest'
import { pick, seeded } from '../../common/random.ts'
import { Person } from './person.ts'
import { type Faults, HostileProxy } from './proxy.ts'
import { clientView, converged, direct, serverView } from './views.ts'

/** A client, and a connection without faults to read the server's state. */
export interface Witnessed {
  person: Person
  truth: Awaited<ReturnType<typeof direct>>
}

/**
 * Waits until the clients are in sync, and checks that each shows the server's state, that no message is
 * duplicated, and that none of `written` (texts by client id) is lost. All may read all messages, and no
 * text is sent twice.
 */
export async function expectConvergence(
  people: Witnessed[],
  written: ReadonlyMap<string, string>,
  run: string,
): Promise<void> {
  // Twice, because a client may send its outbox after the first check of the other.
  for (const { person, truth } of [...people, ...people]) await converged(person, truth.request)
  for (const { person, truth } of people) {
    const expected = await serverView(truth.request, person.userId)
    expect(await clientView(person), `${run}: what ${person.userId} sees`).toEqual(expected)
    const sent = Object.values(expected).flatMap(({ messages }) => messages.filter(({ clientId }) => clientId !== null))
    const ids = sent.map(({ sender, clientId }) => `${sender} ${clientId}`)
    expect(new Set(ids).size, `${run}: none twice`).toBe(ids.length)
    const texts = Object.values(expected).flatMap(({ messages }) =>
      messages.flatMap(({ content }) => (content.type === 'text' ? [String(content.text)] : [])),
    )
    expect(new Set(texts).size, `${run}: none twice under another id`).toBe(texts.length)
    const contents = new Map(sent.map(({ clientId, content }) => [clientId, content]))
    for (const [clientId, text] of written) expect(contents.get(clientId), `${run}: none lost`).toMatchObject({ text })
  }
}

export interface Run {
  seed: number
  random: () => number
  domain: WorkspaceServer['domain']
  people: (Witnessed & { proxy: HostileProxy })[]
  /** A and B, who have clients; C writes on the server. */
  names: readonly [a: string, b: string, c: string]
  group: string
  conversations: readonly string[]
  faults: Partial<Faults>
  /** What was begun and is not waited for. */
  works: Promise<unknown>[]
  /** Texts by client id. */
  written: Map<string, string>
}

export async function startRun(server: WorkspaceServer, folder: string, seed: number): Promise<Run> {
  const random = seeded(seed)
  const { domain } = server
  const names = [`s${seed}a`, `s${seed}b`, `s${seed}c`] as const
  const [a, b, c] = names
  for (const id of names) await domain.createEmployee({ id, name: id, latinName: id })
  const group = await domain.createGroup({ ownerId: a, userIds: [b, c], name: `run ${seed}` })
  const between = await domain.direct(a, b)
  const intensity = random() * 0.12
  const faults: Partial<Faults> = {
    drop: intensity * random(),
    duplicate: intensity,
    reorder: intensity,
    delay: random() * 0.5,
    maxDelayMs: 15,
    cut: intensity * 0.3 * random(),
    halfOpen: intensity * 0.1 * random(),
  }
  const conversations = [group.id, between.id]
  const run: Run = {
    seed,
    random,
    domain,
    people: [],
    names,
    group: group.id,
    conversations,
    faults,
    written: new Map(),
    works: [],
  }
  for (const id of [a, b]) await addClient(run, server, folder, id)
  return run
}

/** A client more, of a person who may have one already. */
export async function addClient(run: Run, server: WorkspaceServer, folder: string, id: string): Promise<void> {
  const { domain, people, random } = run
  const url = urlOf(server)
  const device = `${people.length}-${id}`
  const session = await domain.issueSession(id, { id: `device-${device}`, name: 'test', platform: 'test' })
  const proxy = await HostileProxy.start(() => url, random)
  const person = await Person.start(join(folder, device), proxy.url, session)
  const truthSession = await domain.issueSession(id, { id: `truth-${device}`, name: 'test', platform: 'test' })
  people.push({ person, proxy, truth: await direct(url, truthSession) })
}

export function urlOf({ url }: WorkspaceServer): string {
  return url.endsWith(socketPath) ? url : `${url}${socketPath}`
}

/** A random act of one of the clients, of the third user, or of the network. */
async function act(run: Run, step: number): Promise<void> {
  const { seed, random, domain, names, group, faults } = run
  const { person, proxy } = pick(random, run.people)
  const conversationId = pick(random, run.conversations)
  const what = random()
  if (what < 0.45) {
    for (let i = 0; i <= random() * 5; i++) {
      const text = `${seed}/${step}/${i} 第${i}条`
      // The head may not have arrived yet; then skip the message.
      if ((await person.cache.conversation(conversationId)) === null) continue
      const { clientId } = await person.workspace.outgoing.send({
        id: conversationId,
        content: { type: 'text', text, mentions: [] },
      })
      run.written.set(clientId, text)
    }
  } else if (what < 0.65) {
    await domain.sendMessage({
      senderId: names[2],
      conversationId: group,
      clientId: null,
      content: { type: 'text', text: `c ${step}`, mentions: [{ userId: names[0], offset: 0, length: 1 }] },
    })
  } else if (what < 0.73) {
    const item = await person.cache.conversation(conversationId)
    if (item !== null && item.lastSeq > 0)
      await person.workspace.outgoing.updateMembership({ conversationId, readSeq: item.lastSeq })
  } else if (what < 0.8) {
    if ((await person.cache.conversation(conversationId)) !== null) {
      await person.workspace.outgoing.updateMembership({
        conversationId,
        pinned: random() < 0.5,
        muted: random() < 0.5,
      })
    }
  } else if (what < 0.86) {
    await domain.rename({ conversationId: group, actorId: names[0], name: `run ${seed}, step ${step}` })
  } else if (what < 0.9) {
    proxy.unplug()
  } else if (what < 0.95) {
    proxy.set(faults)
    proxy.heal()
    proxy.set(faults)
    person.workspace.wake()
  } else {
    await person.restart()
  }
  if (random() < 0.4) await new Promise(resolve => setImmediate(resolve))
}

/** One run: two clients behind hostile proxies, a third user who writes on the server; in the end all agree. */
export async function convergeUnderFaults(server: WorkspaceServer, folder: string, seed: number): Promise<void> {
  const run = await startRun(server, folder, seed)
  try {
    for (const { proxy } of run.people) proxy.set(run.faults)
    for (let step = 0; step < 24; step++) await act(run, step)
    for (const { person, proxy } of run.people) {
      proxy.heal()
      person.workspace.wake()
    }
    await expectConvergence(run.people, run.written, `seed ${seed}`)
  } finally {
    for (const { person, proxy, truth } of run.people) {
      truth.close()
      await person.close()
      await proxy.close()
    }
  }
}
