import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Params, ProtocolError } from '@lianqun/protocol'
import fc from 'fast-check'
import type { WorkspaceServer } from 'lianqun-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DesktopError } from '../../main/workspace/errors.ts'
import { startTestServer } from '../../server/testing/workspace.ts'
import { addClient, type Run, startRun, urlOf } from './convergence.ts'
import { Person } from './person.ts'
import { runsOf } from './seeds.ts'
import { converged, direct } from './views.ts'

/*
 * The owner of a group, on two devices, and a member, behind hostile proxies, do whatever can be done to a group and to
 * its place in the list, in any interleaving: names in the group, roles, settings, leaving and coming back by hand and by
 * link, announcements and their confirmation, labels, pins, mutes, done, unread again, the clock of a problem, the end
 * of the group. In the end each device shows what one shows that is signed in anew. A failure prints `seed` and `path`:
 * LIANQUN_SEED=… LIANQUN_PATH=… repeats it.
 */

let server: WorkspaceServer
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-group-life-'))
  server = await startTestServer({ dataDir: join(folder, 'server'), limits: { rate: false } })
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Doing {
  person: Person
  /** The group, the second of the three people, and a link into the group. */
  id: string
  other: string
  token: string
  /** A small number, and words that no other act has. */
  target: number
  step: string
}

const text = (words: string) => ({ type: 'text' as const, text: words, mentions: [] })
const odd = ({ target }: Doing) => target % 2 === 1
type Configure = Params<'group.configure'>['settings']
const configure =
  (settings: (doing: Doing) => Configure) =>
  (doing: Doing): Promise<unknown> =>
    doing.person.workspace.request('group.configure', { conversationId: doing.id, settings: settings(doing) })
type Listed = Omit<Parameters<Person['cache']['changeConversation']>[0], 'id'>
const list =
  (change: (doing: Doing) => Listed) =>
  async (doing: Doing): Promise<unknown> =>
    (await doing.person.cache.conversation(doing.id)) &&
    doing.person.workspace.outgoing.changeList(cache => cache.changeConversation({ id: doing.id, ...change(doing) }))

/** The newest announcement that a device shows. */
async function announced({ person, id }: Doing): Promise<{ conversationId: string; seq: number } | null> {
  const { items } = await person.cache.messagesPage({ id, anchor: { at: 'latest' }, limit: 100 })
  const found = items.findLast(({ seq, content }) => seq > 0 && content.type === 'announcement')
  return found === undefined ? null : { conversationId: id, seq: found.seq }
}

const acts = {
  send: async ({ person, id, step }) =>
    (await person.cache.conversation(id))?.left === null && person.workspace.outgoing.send({ id, content: text(step) }),
  read: async ({ person, id }) => {
    const item = await person.cache.conversation(id)
    if (item !== null && item.lastSeq > 0)
      await person.workspace.outgoing.updateMembership({ conversationId: id, readSeq: item.lastSeq })
  },
  nickname: ({ person, id, step, ...doing }) =>
    person.workspace.request('group.setNickname', {
      conversationId: id,
      nickname: doing.target === 0 ? '' : `nick ${step}`,
    }),
  speak: configure(doing => ({ speak: odd(doing) ? 'admins' : 'everyone' })),
  slow: configure(doing => ({ slowSeconds: odd(doing) ? 1 : 0 })),
  history: configure(doing => ({ history: odd(doing) ? 'all' : 'joining' })),
  announcers: configure(doing => ({ announce: odd(doing) ? 'everyone' : 'admins' })),
  role: doing =>
    doing.person.workspace.request('group.setRole', {
      conversationId: doing.id,
      userId: doing.other,
      role: odd(doing) ? 'admin' : 'member',
    }),
  transfer: ({ person, id, other }) =>
    person.workspace.request('group.transfer', { conversationId: id, userId: other }),
  remove: ({ person, id, other }) =>
    person.workspace.request('conversation.removeMembers', { conversationId: id, userIds: [other] }),
  add: ({ person, id, other }) =>
    person.workspace.request('conversation.addMembers', { conversationId: id, userIds: [other] }),
  leave: ({ person, id }) => person.workspace.request('conversation.leave', { conversationId: id }),
  join: ({ person, token }) => person.workspace.request('group.joinByLink', { token }),
  describe: ({ person, id, step }) =>
    person.workspace.request('group.describe', { conversationId: id, description: `about ${step}` }),
  problem: doing => doing.person.workspace.request('group.setProblem', { conversationId: doing.id, on: odd(doing) }),
  announce: doing =>
    doing.person.workspace.request('groupAnnouncement.publish', {
      conversationId: doing.id,
      clientId: randomUUID(),
      doc: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: doing.step }] }] },
      mentionAll: odd(doing),
      confirm: doing.target > 1,
    }),
  withdraw: ({ person, id }) => person.workspace.request('groupAnnouncement.withdraw', { conversationId: id }),
  recall: async doing => {
    const on = await announced(doing)
    if (on !== null) await doing.person.workspace.request('message.recall', on)
  },
  confirm: async doing => {
    const on = await announced(doing)
    if (on !== null)
      await doing.person.workspace.outgoing.keep({ method: 'message.respond', params: { ...on, done: odd(doing) } })
  },
  'close announcement': async doing => {
    const on = await announced(doing)
    if (on !== null) await list(() => ({ closedAnnouncement: on.seq }))(doing)
  },
  'set label': ({ person, target, step }) =>
    person.workspace.outgoing.changeLabel({
      method: 'label.set',
      params: {
        id: `l${target}`,
        name: step,
        hue: target,
        rules: target === 0 ? [{ kind: 'name', value: 'run' }] : [],
      },
    }),
  'delete label': ({ person, target }) =>
    person.workspace.outgoing.changeLabel({ method: 'label.delete', params: { id: `l${target}` } }),
  label: list(({ target }) => ({ label: { id: `l${target >> 1}`, on: target % 2 === 0 } })),
  mute: list(doing => ({ muted: odd(doing) })),
  fold: list(doing => ({ folded: odd(doing) })),
  pin: list(doing => ({ pinned: odd(doing) })),
  done: list(doing => ({ done: odd(doing) })),
  'unread again': list(({ target }) => ({ unreadFrom: target === 0 ? null : target })),
  'all read': ({ person }) => person.workspace.outgoing.changeList(cache => cache.markAllRead({ filter: 'all' })),
} satisfies Record<string, (doing: Doing) => Promise<unknown>>
type What = keyof typeof acts | 'cut' | 'restart'

interface Act {
  /** The device: of the owner, of the member, the second of the owner. */
  who: number
  what: What
  target: number
  rest: boolean
}
const anAct: fc.Arbitrary<Act> = fc.record({
  who: fc.nat({ max: 2 }),
  what: fc.constantFrom<What>(...(Object.keys(acts) as What[]), 'send', 'add', 'join', 'cut', 'restart'),
  target: fc.nat({ max: 5 }),
  rest: fc.boolean(),
})
/** `seed`: of the network, and in the names of the run, so that none comes twice. */
const aPlan = fc.record({
  seed: fc.noBias(fc.nat()),
  acts: fc.array(anAct, { minLength: 15, maxLength: 45 }),
  dissolved: fc.boolean(),
})

/** Without a connection a request fails at once, and what was allowed may not be any more. */
function ignoreRefused(error: unknown): void {
  if (!(error instanceof ProtocolError || error instanceof DesktopError)) throw error
}

async function perform(run: Run, token: string, act: Act, step: string): Promise<void> {
  const { person, proxy } = run.people[act.who] as Run['people'][number]
  if (act.what === 'restart') return person.restart()
  if (act.what === 'cut') {
    proxy.unplug()
    proxy.heal()
    return proxy.set(run.faults)
  }
  const other = act.who === 1 ? run.names[0] : run.names[1]
  const doing: Doing = { person, id: run.group, other, token, target: act.target, step }
  // Nobody waits for an answer, which may never come; what follows is done meanwhile.
  const work = (acts[act.what] as (doing: Doing) => Promise<unknown>)(doing).catch(ignoreRefused)
  if (act.rest) await work
  run.works.push(work)
}

/** What was refused stays with the device that wrote it, until the person takes it away. */
async function discardRefused({ cache }: Person): Promise<void> {
  const { items } = await cache.conversationsPage({ filter: 'every', offset: 0, limit: 500 })
  for (const { id } of items) {
    const page = await cache.messagesPage({ id, anchor: { at: 'latest' }, limit: 200 })
    for (const { state, clientId } of page.items)
      if (state === 'failed' && clientId !== null) await cache.outboxDiscard(clientId)
  }
}

/** All that a device shows of the groups that its person is in. */
async function shown({ cache }: Person): Promise<unknown> {
  const { items } = await cache.conversationsPage({ filter: 'every', offset: 0, limit: 500 })
  const groups: Record<string, unknown> = {}
  for (const { id, left } of items) {
    if (left !== null) continue
    const item = await cache.conversation(id)
    const members = (await cache.conversationMembers(id)).toSorted((a, b) => (a.userId < b.userId ? -1 : 1))
    const messages = (await cache.messagesPage({ id, anchor: { at: 'latest' }, limit: 200 })).items
    groups[id] = { item, members, messages }
  }
  return { groups, labels: await cache.labels() }
}

/** A device of a person that was never there before, on a line without faults. */
async function newDevice(run: Run, userId: string, name: string): Promise<Person> {
  const session = await run.domain.issueSession(userId, { id: `new-${name}`, name: 'test', platform: 'test' })
  return Person.start(join(folder, `new-${name}`), urlOf(server), session)
}

const { LIANQUN_SEED: askedSeed, LIANQUN_PATH: askedPath, LIANQUN_RUNS: askedRuns } = process.env
const asked =
  askedSeed === undefined || askedSeed === 'all'
    ? {}
    : { seed: Number(askedSeed), ...(askedPath && { path: askedPath }) }

test('whatever is done to a group and its place in the list, in the end each device shows what a new one does', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(aPlan, async ({ seed, acts: plan, dissolved }) => {
      const run = await startRun(server, folder, seed)
      await addClient(run, server, folder, run.names[0])
      const conversationId = run.group
      try {
        const [owner] = run.people
        const { token } = (await owner?.truth.request('group.createLink', {
          conversationId,
          expiresInMs: null,
          maxUses: null,
          approval: false,
        })) ?? { token: '' }
        for (const { proxy } of run.people) proxy.set(run.faults)
        for (const [step, act] of plan.entries()) {
          await perform(run, token, act, `${seed}/${step}`)
          if (act.rest) await new Promise(resolve => setImmediate(resolve))
        }
        for (const { person, proxy } of run.people) {
          proxy.heal()
          person.workspace.wake()
        }
        await Promise.all(run.works)
        if (dissolved)
          for (const { truth } of run.people)
            await truth.request('group.dissolve', { conversationId }).catch(ignoreRefused)
        for (const { person, truth } of [...run.people, ...run.people]) {
          const refused = () => void discardRefused(person)
          person.events.on('change', refused)
          refused()
          await converged(person, truth.request)
          person.events.off('change', refused)
        }
        for (const [i, { person }] of run.people.entries()) {
          const fresh = await newDevice(run, person.userId, `${i}-${person.userId}`)
          const truth = await direct(urlOf(server), await run.domain.issueSession(person.userId, device(i, seed)))
          try {
            await converged(fresh, truth.request)
            expect(await shown(person), `run ${seed}: what device ${i} shows`).toEqual(await shown(fresh))
          } finally {
            truth.close()
            await fresh.close()
          }
        }
      } finally {
        for (const { person, proxy, truth } of run.people) {
          truth.close()
          await person.close()
          await proxy.close()
        }
      }
    }),
    { numRuns: askedRuns === undefined ? runsOf(12) : Number(askedRuns), endOnFailure: true, ...asked },
  )
})

const device = (i: number, seed: number) => ({ id: `check-${i}-${seed}`, name: 'test', platform: 'test' })
