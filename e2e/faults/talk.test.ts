import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ProtocolError, type SendableContent } from '@lianqun/protocol'
import fc from 'fast-check'
import type { WorkspaceServer } from 'lianqun-server'
import { afterAll, beforeAll, test } from 'vitest'
import { DesktopError } from '../../main/workspace/errors.ts'
import type { MessageItem } from '../../preload/contract/index.ts'
import { startTestServer } from '../../server/testing/workspace.ts'
import { addClient, expectConvergence, type Run, startRun } from './convergence.ts'
import { runsOf } from './seeds.ts'

/*
 * Two people, one of them on two devices, behind hostile proxies do whatever can be done with messages, in any
 * interleaving: send, reply, edit, recall, react, read, pin, mark, vote, sign up, save, be reminded, delete for
 * themselves, lose the line, restart. In the end each device shows what the server has: contents, attributes, unread
 * counts, and what is the person's own. A failure prints `seed` and `path`: LIANQUN_SEED=… LIANQUN_PATH=… repeats it.
 */

let server: WorkspaceServer
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianqun-talk-'))
  server = await startTestServer({ dataDir: join(folder, 'server'), limits: { rate: false } })
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const always = ['send', 'ask a vote', 'ask who comes', 'read', 'cut', 'restart'] as const
const onMessage = [
  'reply',
  'edit',
  'recall',
  'react',
  'unreact',
  'pin',
  'unpin',
  'decide',
  'question',
  'save',
  'drop',
  'remind',
  'hide',
] as const
/** What is done to the newest poll or sign-up list. */
const onAsked = ['vote', 'vote', 'unvote', 'join', 'join', 'leave', 'close'] as const
type OnMessage = (typeof onMessage)[number]
type OnAsked = (typeof onAsked)[number]

interface Act {
  /** The device: of A, of B, the second of A. */
  who: number
  what: (typeof always)[number] | OnMessage | OnAsked
  /** Which of the messages that the device shows, from the newest. */
  target: number
  emoji: string
  /** Whether the others get their turn first. */
  rest: boolean
}

const anAct: fc.Arbitrary<Act> = fc.record({
  who: fc.nat({ max: 2 }),
  what: fc.constantFrom(...always, ...onMessage, ...onAsked),
  target: fc.nat({ max: 5 }),
  emoji: fc.constantFrom('👍', '🎉'),
  rest: fc.boolean(),
})
/** `seed`: of the network, and in the names of the run, so that none comes twice. */
const aPlan = fc.record({ seed: fc.noBias(fc.nat()), acts: fc.array(anAct, { minLength: 10, maxLength: 40 }) })

/** Without a connection a recall fails at once, and a message may have been recalled meanwhile. */
function ignoreRefused(error: unknown): void {
  if (!(error instanceof ProtocolError || error instanceof DesktopError)) throw error
}

const text = (words: string) => ({ type: 'text' as const, text: words, mentions: [] })

function pollOf(target: number, step: string): SendableContent {
  const options = ['o1', 'o2', 'o3'].map(id => ({ id, text: `${id} ${step}` }))
  const rules = { multiple: target % 3 === 0, anonymous: target % 2 === 0, open: false }
  return { type: 'poll', question: `when ${step}`, options, ...rules }
}

async function perform(run: Run, { who, what, target, emoji }: Act, step: string): Promise<void> {
  const { person, proxy } = run.people[who] as Run['people'][number]
  const { workspace, cache } = person
  const id = run.group
  if (what === 'cut') {
    proxy.unplug()
    proxy.heal()
    proxy.set(run.faults)
    return
  }
  if (what === 'restart') return person.restart()
  const conversation = await cache.conversation(id)
  if (conversation === null) return
  const send = async (content: SendableContent, replyTo?: number): Promise<void> => {
    await workspace.outgoing.send({ id, content, ...(replyTo === undefined ? {} : { replyTo }) })
  }
  if (what === 'send') return send(text(`said ${step}`))
  if (what === 'ask a vote') return send(pollOf(target, step))
  if (what === 'ask who comes') return send({ type: 'signup', title: `who ${step}`, example: '' })
  const { items } = await cache.messagesPage({ id, anchor: { at: 'latest' }, limit: 50 })
  const shown = items.filter(item => item.seq > 0 && item.bubble && item.content.type !== 'recalled')
  if (what === 'read') {
    const upTo = shown.at(-1 - (target % Math.max(1, shown.length)))
    if (upTo !== undefined) await workspace.outgoing.updateMembership({ conversationId: id, readSeq: upTo.seq })
    return
  }
  if (isOnAsked(what)) return answer(workspace, shown, what, target, step)
  const message = shown.at(-1 - (target % Math.max(1, shown.length)))
  if (message === undefined) return
  const on = { conversationId: id, seq: message.seq }
  if (what === 'reply') await send(text(`replied ${step}`), message.seq)
  else if (what === 'recall') await workspace.request('message.recall', on).catch(ignoreRefused)
  else if (what === 'save' || what === 'drop') {
    const labels = what === 'drop' ? null : [`label ${target}`]
    await workspace.outgoing.keep({ method: 'message.save', params: { ...on, labels } })
  } else if (what === 'remind')
    await workspace.outgoing.keep({ method: 'message.remind', params: { ...on, at: 4_000_000_000_000 + target } })
  else if (what === 'hide') await workspace.outgoing.keep({ method: 'message.hide', params: on })
  else await workspace.outgoing.change(changeOf(what, on, emoji, step))
}

type Workspace = Run['people'][number]['person']['workspace']
type Outgoing = Workspace['outgoing']
type Change = Parameters<Outgoing['change']>[0]
type OnSeq = { conversationId: string; seq: number }

function changeOf(
  what: Exclude<OnMessage, 'reply' | 'recall' | 'save' | 'drop' | 'remind' | 'hide'>,
  on: OnSeq,
  emoji: string,
  step: string,
): Change {
  switch (what) {
    case 'edit':
      return { method: 'message.edit', params: { ...on, content: text(`edited ${step}`) } }
    case 'react':
    case 'unreact':
      return { method: 'message.react', params: { ...on, emoji, on: what === 'react' } }
    case 'pin':
    case 'unpin':
      return { method: 'message.pin', params: { ...on, on: what === 'pin' } }
    case 'decide':
      return { method: 'message.mark', params: { ...on, kind: 'decision' } }
    case 'question':
      return { method: 'message.mark', params: { ...on, kind: 'question' } }
  }
}

function isOnAsked(what: Act['what']): what is OnAsked {
  return (onAsked as readonly string[]).includes(what)
}

async function answer(
  workspace: Workspace,
  shown: readonly MessageItem[],
  what: OnAsked,
  target: number,
  step: string,
): Promise<void> {
  const kinds = what === 'close' ? ['poll', 'signup'] : [what === 'join' || what === 'leave' ? 'signup' : 'poll']
  const message = shown.findLast(({ content }) => kinds.includes(content.type))
  if (message === undefined) return
  const on = { conversationId: message.conversationId, seq: message.seq }
  if (what === 'close') {
    await workspace.request('message.act', { ...on, act: { type: 'close' } }).catch(ignoreRefused)
    return
  }
  const given = {
    vote: { optionIds: [`o${1 + (target % 3)}`] },
    join: { lines: [{ note: `line ${step}`, number: 1 + target }] },
    unvote: null,
    leave: null,
  }[what]
  await workspace.outgoing.change({ method: 'message.answer', params: { ...on, answer: given } })
}

const { LIANQUN_SEED: askedSeed, LIANQUN_PATH: askedPath } = process.env
const asked =
  askedSeed === undefined || askedSeed === 'all'
    ? {}
    : { seed: Number(askedSeed), ...(askedPath && { path: askedPath }) }

test('whatever two people do with messages, in the end each of their devices shows what the server has', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(aPlan, async ({ seed, acts }) => {
      const run = await startRun(server, folder, seed)
      await addClient(run, server, folder, run.names[0])
      try {
        const list = { type: 'signup' as const, title: `who ${seed}`, example: '' }
        for (const content of [text(`first ${seed}`), pollOf(seed, `${seed}`), list])
          await run.domain.sendMessage({ senderId: run.names[2], conversationId: run.group, clientId: null, content })
        for (const { proxy } of run.people) proxy.set(run.faults)
        for (const [step, act] of acts.entries()) {
          await perform(run, act, `${seed}/${step}`)
          if (act.rest) await new Promise(resolve => setImmediate(resolve))
        }
        for (const { person, proxy } of run.people) {
          proxy.heal()
          person.workspace.wake()
        }
        await expectConvergence(run.people, new Map(), `run ${seed}`)
      } finally {
        for (const { person, proxy, truth } of run.people) {
          truth.close()
          await person.close()
          await proxy.close()
        }
      }
    }),
    { numRuns: runsOf(30), endOnFailure: true, ...asked },
  )
})
